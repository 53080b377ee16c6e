/// Recorded state and its integrity rules. Start with `State`.
@NullMarked
package dev.groma.state;

import org.jspecify.annotations.NullMarked;
