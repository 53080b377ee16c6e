/// What is not as it was left: drift, told apart from configuration that waits to be applied, and
/// what of it is known and accepted.
///
/// Start at [dev.groma.engine.drift.StackDrift]; [dev.groma.engine.drift.DriftAnalysis] makes one
/// from plans, [dev.groma.engine.drift.Exceptions] says what is accepted.
@NullMarked
package dev.groma.engine.drift;

import org.jspecify.annotations.NullMarked;
