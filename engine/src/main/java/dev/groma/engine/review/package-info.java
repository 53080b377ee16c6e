/// What a reviewer should know of a plan: findings, each by a rule that has a name.
///
/// Start at [dev.groma.engine.review.Finding].
@NullMarked
package dev.groma.engine.review;

import org.jspecify.annotations.NullMarked;
