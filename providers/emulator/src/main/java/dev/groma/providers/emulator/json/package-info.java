/// JSON as the emulator needs it: immutable objects with typed access, and nothing about any cloud.
///
/// Start with [JsonObject]. This package is the only one of the emulator that knows Jackson.
@NullMarked
package dev.groma.providers.emulator.json;

import org.jspecify.annotations.NullMarked;
