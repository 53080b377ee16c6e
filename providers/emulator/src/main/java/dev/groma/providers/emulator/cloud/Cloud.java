package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.http.Response;
import dev.groma.providers.emulator.json.JsonObject;
import dev.groma.providers.emulator.json.JsonTypeException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// One vendor's cloud: how it is addressed, who may call it, and what its operations do.
///
/// A cloud itself holds no state; everything that lasts is in the [World] of a [Call].
public interface Cloud {
  /// The provider's name, such as `baiducloud`.
  String name();

  /// The regions, the default one first.
  List<String> regions();

  /// All operations by the vendor's name for them.
  SortedMap<String, Operation> operations();

  /// The name of the operation that a request asks for: a key of [#operations()].
  ///
  /// @throws Refused if there is no such operation
  String route(Request request);

  /// Who sent a request, proven by its signature.
  ///
  /// @throws Refused if the signature is missing, malformed, expired, unknown or wrong
  Account authenticate(Request request, Keys keys, Instant now);

  /// An error in the vendor's form, in the format that the request asks for.
  Response refuse(Refused refusal, Request request, String requestId);

  /// The vendor's answer to a caller that calls too often.
  Refused throttled();

  /// The vendor's answer to a caller who may not call that operation.
  Refused denied(Account caller, String operation);

  /// The vendor's code for failures of its own.
  String internalError();

  /// The same document if the cloud can hold it as an object of that kind.
  ///
  /// @throws dev.groma.providers.emulator.json.JsonTypeException if it cannot, saying why
  JsonObject check(String kind, JsonObject document);

  /// The members of a document of that kind that nobody is to see in clear outside the API.
  default Set<String> secrets(String kind) {
    return Set.of();
  }

  /// The kinds of objects of which a seed file may say how many there may be.
  default Set<String> quotas() {
    return Set.of();
  }

  /// What a region of the seed file may list beside its VPCs: the member's name → the properties of
  /// an entry.
  default SortedMap<String, Set<String>> listable() {
    return Collections.emptySortedMap();
  }

  /// Checks what the seed file says in `settings` of this cloud.
  ///
  /// @throws dev.groma.providers.emulator.json.JsonTypeException if the cloud has no such setting,
  ///   or not with that value
  default void checkSettings(JsonObject settings) {
    if (!settings.names().isEmpty()) {
      throw new JsonTypeException("the cloud \"%s\" has no settings".formatted(name()));
    }
  }
}
