/// Where states are kept between runs: compare-and-swap, locks and the journal. Start at
/// [StateStore].
@NullMarked
package dev.groma.state.store;

import org.jspecify.annotations.NullMarked;
