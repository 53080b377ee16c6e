/// The values and types that configurations, plans and states are made of. Start with `Value` and
/// `Type`.
@NullMarked
package dev.groma.schemas.value;

import org.jspecify.annotations.NullMarked;
