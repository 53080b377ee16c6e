/// Plans for those who have to say yes or no to them: one model and its renderings.
///
/// Start at [dev.groma.engine.render.review.Review], which [dev.groma.engine.render.review.Reviews]
/// makes from a plan; [dev.groma.engine.render.review.Format] lists the renderings.
@NullMarked
package dev.groma.engine.render.review;

import org.jspecify.annotations.NullMarked;
