/// The values and types that configurations, states and providers exchange. Start at [Value] and
/// [Type]; [Conversion] turns one into another, [Path] points into one.
@NullMarked
package dev.groma.schemas.value;

import org.jspecify.annotations.NullMarked;
