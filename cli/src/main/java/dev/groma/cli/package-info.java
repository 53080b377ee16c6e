/// The command line. Start with `Main`.
@NullMarked
package dev.groma.cli;

import org.jspecify.annotations.NullMarked;
