/// An HTTP server on 127.0.0.1 that behaves like the clouds.
@NullMarked
package dev.groma.providers.emulator;

import org.jspecify.annotations.NullMarked;
