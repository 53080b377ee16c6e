/// Runs the tests of configurations. Start at [TestRunner].
@NullMarked
package dev.groma.engine.testing;

import org.jspecify.annotations.NullMarked;
