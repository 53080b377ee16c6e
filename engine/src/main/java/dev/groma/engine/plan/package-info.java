/// The planner and its result. Start with `Plan`.
@NullMarked
package dev.groma.engine.plan;

import org.jspecify.annotations.NullMarked;
