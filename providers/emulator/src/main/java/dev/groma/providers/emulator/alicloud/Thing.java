package dev.groma.providers.emulator.alicloud;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// One object of the cloud: a document with the members of its kind.
record Thing(Kind kind, JsonObject document) {
  String id() {
    return text("id");
  }

  String text(String name) {
    return Documents.text(document, name);
  }

  Optional<String> find(String name) {
    return document.text(name);
  }

  int number(String name) {
    return Documents.present(name, document.integer(name));
  }

  boolean flag(String name) {
    return Documents.present(name, document.flag(name));
  }

  Instant time(String name) {
    return Documents.parsed(document, name, Instant::parse);
  }

  Optional<Instant> findTime(String name) {
    return document.parsed(name, Instant::parse);
  }

  JsonObject object(String name) {
    return Documents.present(name, document.object(name));
  }

  /// When it was made, in milliseconds, as answers show times.
  long created() {
    return time("created").toEpochMilli();
  }

  Thing with(String name, Object value) {
    return new Thing(kind, document.with(name, value));
  }

  Thing with(String name, Optional<?> value) {
    return new Thing(kind, document.with(name, value));
  }

  Thing with(String name, Instant time) {
    return with(name, (Object) time.toString());
  }
}
