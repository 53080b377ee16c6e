/// Turns a located tree and a schema into a value, collecting diagnostics.
@NullMarked
package dev.groma.schemas.decode;

import org.jspecify.annotations.NullMarked;
