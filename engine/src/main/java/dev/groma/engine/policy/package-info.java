/// Rules of users about plans: files with conditions over the plan document, in the language of
/// configurations. docs/policy.md describes them.
///
/// Start at [dev.groma.engine.policy.PolicyFiles] and [dev.groma.engine.policy.PolicyReview].
@NullMarked
package dev.groma.engine.policy;

import org.jspecify.annotations.NullMarked;
