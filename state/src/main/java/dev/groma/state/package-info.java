/// Recorded state: the immutable model, its builder and its integrity check. Start at [State].
@NullMarked
package dev.groma.state;

import org.jspecify.annotations.NullMarked;
