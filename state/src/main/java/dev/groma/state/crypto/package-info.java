/// Encryption at rest of states, journals and plan files: start at [Encryption].
@NullMarked
package dev.groma.state.crypto;

import org.jspecify.annotations.NullMarked;
