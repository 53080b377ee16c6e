package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.refuseIf;

import dev.groma.providers.emulator.cloud.World;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The things of one project as a call finds them.
record Store(HuaweiCall call) {

  /// The things of that kind that exist now, the newest first.
  List<Resource> all(Kind kind) {
    return existing(kind, _ -> true)
        .sorted(Comparator.comparing(Resource::created).thenComparing(Resource::id).reversed())
        .toList();
  }

  /// The things of that kind whose setting has that value.
  Stream<Resource> where(Kind kind, String setting, String value) {
    return existing(
        kind,
        document ->
            document
                .object("settings")
                .flatMap(settings -> settings.text(setting))
                .map(value::equals)
                .orElse(false));
  }

  /// The things that exist now, of those whose documents are wanted; only these are read whole.
  /// What is gone by now is swept out.
  private Stream<Resource> existing(Kind kind, Predicate<JsonObject> wanted) {
    World world = call.call().world();
    Optional<String> project = Optional.of(call.path("project_id"));
    List<Resource> found =
        world.all(kind.wire()).values().stream()
            .filter(document -> document.text("project").equals(project))
            .filter(wanted)
            .map(document -> now(document))
            .toList();
    found.stream()
        .filter(one -> one.progress().gone())
        .forEach(one -> world.remove(kind.wire(), one.id()));
    return found.stream().filter(one -> !one.progress().gone());
  }

  Optional<Resource> find(Kind kind, String id) {
    return call.call()
        .world()
        .find(kind.wire(), id)
        .map(document -> now(document))
        .filter(one -> !one.progress().gone())
        .filter(one -> one.project().equals(call.path("project_id")));
  }

  private Resource now(JsonObject document) {
    return Resource.of(document).at(call.now(), call.call().latency());
  }

  /// The thing that the path names.
  Resource require(Kind kind, String pathName) {
    return find(kind, call.path(pathName)).orElseThrow(HuaweiErrors::notFound);
  }

  /// The thing that the body names, of which a path would be 404: a mistake in the request.
  Resource referred(Kind kind, String field, String id) {
    return find(kind, Fields.checkUuid(field, id))
        .orElseThrow(() -> HuaweiErrors.invalid("%s %s does not exist".formatted(field, id)));
  }

  /// Refuses to do something to a thing that is frozen or changing.
  void requireSettled(Kind kind, Resource one, String verb) {
    refuseIf(
        one.progress().status().equals(Progress.FREEZED), HuaweiErrors.illegal(verb, kind.noun()));
    refuseIf(
        one.progress().pending(),
        HuaweiErrors.notReady(kind.type(), one.id(), one.progress().spoken()));
  }

  /// A new thing, younger than all others of its kind, so that the time of creation can be what a
  /// list is continued from.
  Resource create(Kind kind, Progress progress, List<JsonObject> tags, JsonObject settings) {
    return create(kind, call.call().ids().uuid(), progress, tags, settings);
  }

  /// A new thing whose id is known.
  Resource create(
      Kind kind, String id, Progress progress, List<JsonObject> tags, JsonObject settings) {
    String created = created(kind);
    var made =
        new Resource(
            id,
            call.path("project_id"),
            progress,
            created,
            created,
            tags,
            settings,
            Optional.empty());
    put(kind, made);
    return made;
  }

  private String created(Kind kind) {
    String now = Resource.shown(call.now());
    return call.call().world().all(kind.wire()).values().stream()
        .map(document -> document.text("created").orElse(""))
        .max(Comparator.naturalOrder())
        .filter(newest -> newest.compareTo(now) >= 0)
        .map(newest -> Resource.shown(Instant.parse(newest).plusMillis(1)))
        .orElse(now);
  }

  void put(Kind kind, Resource one) {
    call.call().world().put(kind.wire(), one.id(), one.toJson());
  }

  void remove(Kind kind, String id) {
    call.call().world().remove(kind.wire(), id);
  }

  /// Begins to delete a thing.
  void delete(Kind kind, Resource one) {
    put(kind, one.entered(Progress.deleting(call.now())));
  }

  /// Refuses to make one more than the quota allows.
  void requireRoom(Kind kind, String type) {
    int quota = call.settings().quota(type);
    int used = all(kind).size();
    HuaweiErrors.invalidIf(
        used >= quota,
        "the quota of %s is exceeded: quota %d, used %d".formatted(type, quota, used));
  }
}
