/// Start at [EncryptionTest].
@NullMarked
package dev.groma.state.crypto;

import org.jspecify.annotations.NullMarked;
