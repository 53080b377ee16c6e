/// Networks as a whole: which objects are the two ends of one link, in whatever cloud, module or
/// provider configuration they are, and whether they fit each other. Knows no cloud: what the
/// attributes of a type mean is in its [dev.groma.schemas.schema.Role].
///
/// Start at [dev.groma.engine.link.Network] and [dev.groma.engine.link.LinkReview].
@NullMarked
package dev.groma.engine.link;

import org.jspecify.annotations.NullMarked;
