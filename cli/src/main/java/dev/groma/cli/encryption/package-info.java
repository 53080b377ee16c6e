/// Finds the keys that states and plans are encrypted with. Start at [EncryptionSettings].
@NullMarked
package dev.groma.cli.encryption;

import org.jspecify.annotations.NullMarked;
