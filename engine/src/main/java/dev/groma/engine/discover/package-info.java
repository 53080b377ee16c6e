/// What exists in a cloud: which of it is managed, and configuration for what is not.
///
/// Start at [dev.groma.engine.discover.Discovery]; [dev.groma.engine.discover.Adoption] writes the
/// configuration.
@NullMarked
package dev.groma.engine.discover;

import org.jspecify.annotations.NullMarked;
