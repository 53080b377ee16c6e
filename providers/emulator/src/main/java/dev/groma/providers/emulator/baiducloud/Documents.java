package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Optional;
import java.util.function.Function;

/// Required members of stored documents.
final class Documents {
  private Documents() {}

  static String text(JsonObject document, String name) {
    return present(name, document.text(name));
  }

  static <T> T parsed(JsonObject document, String name, Function<String, T> reader) {
    return present(name, document.parsed(name, reader));
  }

  static <T> T present(String name, Optional<T> value) {
    return value.orElseThrow(() -> JsonObject.missing(name));
  }
}
