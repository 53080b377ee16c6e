package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Temporary keys that a cloud has given out, kept in its [World] (kind `session`).
public final class Sessions {
  /// The kind of document that a pair of temporary keys is kept as.
  public static final String KIND = "session";

  /// The members of such a document that nobody is to see.
  static final Set<String> SECRETS = Set.of("secretKey", "token");

  private Sessions() {}

  /// Makes up temporary keys for the caller of a call and remembers them.
  public static Key grant(Call call, Instant expires) {
    return grant(call, expires, "", Set.of());
  }

  /// Makes up temporary keys for the caller of a call and remembers them.
  ///
  /// @param prefix how the access key starts
  /// @param denied what the keys may not call, as [Account#denied()], besides what the caller may
  ///   not
  public static Key grant(Call call, Instant expires, String prefix, Set<String> denied) {
    var key =
        new Key(
            call.caller(),
            prefix + call.ids().hex(32),
            call.ids().hex(32),
            Optional.of(call.ids().word(96)),
            Optional.of(expires));
    call.world()
        .put(
            KIND,
            key.accessKey(),
            JsonObject.EMPTY
                .with("account", key.account().id())
                .with("secretKey", key.secretKey())
                .with("token", key.token())
                .with("expires", expires.toString())
                .with("denied", List.copyOf(denied)));
    return key;
  }

  static Optional<Key> find(World world, Accounts accounts, String accessKey) {
    return world
        .find(KIND, accessKey)
        .flatMap(session ->
            session
                .text("account")
                .flatMap(accounts::account)
                .map(account ->
                    new Key(
                        account.denied(session.texts("denied")),
                        accessKey,
                        session.text("secretKey").orElse(""),
                        session.text("token"),
                        session.parsed("expires", Instant::parse))));
  }
}
