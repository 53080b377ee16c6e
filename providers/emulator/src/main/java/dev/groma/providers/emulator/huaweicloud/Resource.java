package dev.groma.providers.emulator.huaweicloud;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One thing that the cloud keeps, of any [Kind].
///
/// @param created when, as answers show it: `2022-11-28T02:36:16.834Z`, so that text order is time
///   order
/// @param tags each with `key` and `value`
/// @param settings what was asked for or is the default, under the names of the API
/// @param secret a pre-shared key
record Resource(
    String id,
    String project,
    Progress progress,
    String created,
    String updated,
    List<JsonObject> tags,
    JsonObject settings,
    Optional<String> secret) {
  /// The member of a document that nobody is to see.
  static final String SECRET = "psk";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static Resource of(JsonObject document) {
    return new Resource(
        Documents.text(document, "id"),
        Documents.text(document, "project"),
        Progress.of(document),
        Documents.text(document, "created"),
        Documents.text(document, "updated"),
        document.objects("tags"),
        Documents.present("settings", document.object("settings")),
        document.text(SECRET));
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("id", id)
        .with("project", project)
        .merge(progress.toJson())
        .with("created", created)
        .with("updated", updated)
        .with("tags", tags)
        .with("settings", settings)
        .with(SECRET, secret);
  }

  /// A time as answers show it: UTC with milliseconds. The reference has other forms too (`+08:00`
  /// in the sample of 4.1.2.1, no fraction in its tables); this one is its lists'.
  static String shown(Instant time) {
    return TIME.format(time);
  }

  Resource at(Instant now, Duration latency) {
    return entered(progress.at(now, latency));
  }

  Resource entered(Progress next) {
    return new Resource(id, project, next, created, updated, tags, settings, secret);
  }

  Resource changed(JsonObject newSettings, Instant now) {
    return new Resource(id, project, progress, created, shown(now), tags, newSettings, secret);
  }

  Resource tagged(List<JsonObject> newTags) {
    return new Resource(id, project, progress, created, updated, newTags, settings, secret);
  }

  Resource withSecret(Optional<String> newSecret) {
    return new Resource(id, project, progress, created, updated, tags, settings, newSecret);
  }

  /// A setting that is always there.
  String text(String name) {
    return Documents.text(settings, name);
  }

  Optional<String> find(String name) {
    return settings.text(name);
  }

  boolean is(String name, String value) {
    return settings.text(name).equals(Optional.of(value));
  }

  /// The tags, as the answers of tagged things have them: not at all when there are none.
  Optional<List<JsonObject>> shownTags() {
    return Optional.of(tags).filter(some -> !some.isEmpty());
  }

  /// The thing without its secret.
  @Override
  public String toString() {
    return "Resource[id=%s]".formatted(id);
  }
}
