/// The HTTP server over raw sockets.
@NullMarked
package dev.groma.providers.emulator.http;

import org.jspecify.annotations.NullMarked;
