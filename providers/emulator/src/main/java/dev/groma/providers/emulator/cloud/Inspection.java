package dev.groma.providers.emulator.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonSyntaxException;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A look behind the API of one cloud, unsigned: what a console user could see and change.
///
/// | request | does |
/// |---|---|
/// | `GET /_emulator/objects` | all objects, as kind → id → document |
/// | `GET /_emulator/objects/KIND/ID` | one document |
/// | `PUT /_emulator/objects/KIND/ID` | changes the document by the merge patch (RFC 7396) in the body, past all rules |
/// | `DELETE /_emulator/objects/KIND/ID` | takes the object away at once |
/// | `GET /_emulator/calls` | how often each operation of any cloud was called |
///
/// Secret members ([Cloud#secrets(String)]) are shown as `sha256:` and a digest, and compared in
/// tests by it. Errors are `{"message"}`. Requests from web pages, recognised by `Origin` or by
/// another host than this machine's, are refused.
final class Inspection {
  private static final String ROOT = "/_emulator/";

  private final Cloud cloud;
  private final Worlds worlds;
  private final Faults faults;

  Inspection(Cloud cloud, Worlds worlds, Faults faults) {
    this.cloud = cloud;
    this.worlds = worlds;
    this.faults = faults;
  }

  static boolean concerns(Request request) {
    return request.rawPath().startsWith(ROOT);
  }

  Response answer(Request request) {
    if (request.header("Origin").isPresent() || !local(request.header("Host").orElse(""))) {
      return error(403, "The inspection pages answer programs on this machine only.");
    }
    List<String> path =
        Arrays.stream(request.rawPath().substring(ROOT.length()).split("/", -1))
            .map(Percent::decode)
            .toList();
    String what = request.method() + " " + path.getFirst() + " " + path.size();
    return switch (what) {
      case "GET objects 1" ->
          json(200, worlds.with(cloud.name(), world -> shown(cloud, world.toJson())));
      case "GET objects 3" -> look(path.get(1), path.get(2));
      case "PUT objects 3" -> change(path.get(1), path.get(2), request.body());
      case "DELETE objects 3" -> remove(path.get(1), path.get(2));
      case "GET calls 1" -> calls();
      default ->
          error(404, "There is GET calls, GET objects, and GET, PUT, DELETE objects/KIND/ID.");
    };
  }

  private Response look(String kind, String id) {
    return worlds.with(
        cloud.name(),
        world ->
            world
                .find(kind, id)
                .map(document -> json(200, shown(cloud, kind, document)))
                .orElseGet(() -> missing(kind, id)));
  }

  private Response change(String kind, String id, String body) {
    try {
      JsonObject patch = JsonObject.parse(body);
      return worlds.with(
          cloud.name(),
          world ->
              change(world, cloud, kind, id, patch)
                  ? json(200, shown(cloud, kind, world.find(kind, id).orElseThrow()))
                  : missing(kind, id));
    } catch (JsonSyntaxException | JsonTypeException wrong) {
      return error(400, String.valueOf(wrong.getMessage()));
    }
  }

  /// Merges a patch into a document; false if there is none.
  static boolean change(World world, Cloud cloud, String kind, String id, JsonObject patch) {
    return world
        .find(kind, id)
        .map(old -> {
          world.put(kind, id, cloud.check(kind, old.merge(patch)));
          return true;
        })
        .orElse(false);
  }

  /// All objects of a cloud without their secrets.
  static JsonObject shown(Cloud cloud, JsonObject kinds) {
    JsonObject all = JsonObject.EMPTY;
    for (var kind : kinds.objects().entrySet()) {
      JsonObject table = JsonObject.EMPTY;
      for (var object : kind.getValue().objects().entrySet()) {
        table = table.with(object.getKey(), shown(cloud, kind.getKey(), object.getValue()));
      }
      all = all.with(kind.getKey(), table);
    }
    return all;
  }

  private static JsonObject shown(Cloud cloud, String kind, JsonObject document) {
    Set<String> secrets = kind.equals(Sessions.KIND) ? Sessions.SECRETS : cloud.secrets(kind);
    JsonObject shown = document;
    for (String secret : secrets) {
      Optional<String> value = document.text(secret);
      if (value.isPresent()) {
        shown = shown.with(secret, "sha256:" + digest(value.get()));
      }
    }
    return shown;
  }

  private static String digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Response remove(String kind, String id) {
    return worlds.with(
        cloud.name(),
        world -> {
          if (world.find(kind, id).isEmpty()) {
            return missing(kind, id);
          }
          world.remove(kind, id);
          return Response.of(204, "");
        });
  }

  private Response calls() {
    JsonObject calls = JsonObject.EMPTY;
    for (var call : faults.calls().entrySet()) {
      calls = calls.with(call.getKey(), call.getValue());
    }
    return json(200, calls);
  }

  private static boolean local(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
    return name.equals("127.0.0.1") || name.equals("localhost");
  }

  private static Response missing(String kind, String id) {
    return error(404, "There is no %s \"%s\".".formatted(kind, id));
  }

  private static Response error(int status, String message) {
    return json(status, JsonObject.EMPTY.with("message", message));
  }

  private static Response json(int status, JsonObject document) {
    return Response.of(status, document + "\n").with("Content-Type", "application/json");
  }
}
