package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/// Remembers the first success of each idempotency token, per account.
///
/// The memory is a table of the [World] (kind `client-token`), so that it lasts as long as the
/// objects do.
public final class ClientTokens {
  /// The kind of document that a token is remembered as.
  public static final String KIND = "client-token";

  private final World world;
  private final Instant now;
  private final Duration lifetime;

  /// The tokens of a world as they are at one moment.
  ///
  /// @param lifetime how long the vendor remembers a token
  public ClientTokens(World world, Instant now, Duration lifetime) {
    this.world = world;
    this.now = now;
    this.lifetime = lifetime;
  }

  /// The first success under this token if there was one, otherwise what `perform` answers, which
  /// is then remembered.
  ///
  /// @param fingerprint equal for calls with the same parameters
  /// @param mismatch the refusal when the token was used with another fingerprint
  public Response once(
      Account caller,
      String token,
      String fingerprint,
      Supplier<Refused> mismatch,
      Supplier<Response> perform) {
    String key = caller.id() + "/" + token;
    Optional<JsonObject> first = world.find(KIND, key).filter(this::remembered);
    if (first.isEmpty()) {
      Response response = perform.get();
      sweep();
      world.put(KIND, key, memory(fingerprint, response));
      return response;
    }
    if (!first.get().text("fingerprint").equals(Optional.of(fingerprint))) {
      throw mismatch.get();
    }
    return Response.of(
        first.get().integer("status").orElse(200), first.get().text("body").orElse(""));
  }

  private JsonObject memory(String fingerprint, Response response) {
    return JsonObject.EMPTY
        .with("fingerprint", fingerprint)
        .with("at", now.toString())
        .with("status", response.status())
        .with("body", response.body());
  }

  private boolean remembered(JsonObject memory) {
    return memory
        .parsed("at", Instant::parse)
        .map(at -> now.isBefore(at.plus(lifetime)))
        .orElse(false);
  }

  /// Forgets what is old, but looks only when the table has reached a power of two, so that the
  /// cost of a call does not grow with the number of tokens.
  private void sweep() {
    SortedMap<String, JsonObject> memories = world.all(KIND);
    if (Integer.bitCount(memories.size()) == 1) {
      List<String> old =
          memories.entrySet().stream()
              .filter(entry -> !remembered(entry.getValue()))
              .map(Map.Entry::getKey)
              .toList();
      old.forEach(key -> world.remove(KIND, key));
    }
  }
}
