/// Where state is kept: compare-and-swap commits, leases and the journal. Start with `StateStore`.
@NullMarked
package dev.groma.state.store;

import org.jspecify.annotations.NullMarked;
