/// From a configuration and a state to a plan. Start at [Planner]; a [Plan] holds everything that
/// an apply will do.
@NullMarked
package dev.groma.engine.plan;

import org.jspecify.annotations.NullMarked;
