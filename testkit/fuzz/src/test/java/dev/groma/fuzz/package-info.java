/// Arbitrary input for everything that reads text: [dev.groma.fuzz.ReadersFuzzTest].
@NullMarked
package dev.groma.fuzz;

import org.jspecify.annotations.NullMarked;
