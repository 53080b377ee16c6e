package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/// Required members of stored documents, for the records that read them.
public final class Documents {
  private Documents() {}

  /// The member as text.
  public static String text(JsonObject document, String name) {
    return present(name, document.text(name));
  }

  /// The member through a reader of its text.
  public static <T> T parsed(JsonObject document, String name, Function<String, T> reader) {
    return present(name, document.parsed(name, reader));
  }

  /// The member's value.
  ///
  /// @throws dev.groma.providers.emulator.json.JsonTypeException if it is absent
  public static <T> T present(String name, Optional<T> value) {
    return value.orElseThrow(() -> JsonObject.missing(name));
  }
}
