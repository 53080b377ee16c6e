/// What the vendors' documents say, held against specs, error tables, emulator and tests. Start at
/// [Coverage].
@NullMarked
package dev.groma.testkit.coverage;

import org.jspecify.annotations.NullMarked;
