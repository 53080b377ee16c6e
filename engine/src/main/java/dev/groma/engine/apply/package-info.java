/// Carries out plans. Start at [Executor].
@NullMarked
package dev.groma.engine.apply;

import org.jspecify.annotations.NullMarked;
