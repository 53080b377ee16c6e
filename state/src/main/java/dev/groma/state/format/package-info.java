/// The state file, version 4: parser and writer.
@NullMarked
package dev.groma.state.format;

import org.jspecify.annotations.NullMarked;
