/// Values and types as the JSON that states and plans hold. Start at [JsonText] for stored objects
/// and at [TypeJson] for types.
@NullMarked
package dev.groma.state.json;

import org.jspecify.annotations.NullMarked;
