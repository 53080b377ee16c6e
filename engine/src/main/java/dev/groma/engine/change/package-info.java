/// The rules of planning and applying as functions on values: what a change leads to, which action
/// it takes, and what providers may and may not answer. docs/lifecycle.md numbers the constraints
/// that are enforced here. Start at [Proposal].
@NullMarked
package dev.groma.engine.change;

import org.jspecify.annotations.NullMarked;
