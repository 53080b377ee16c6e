package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Small parts of states.
public final class Samples {
  private static final Type TYPE = Type.object(new TreeMap<>(Map.of("id", Type.STRING)));

  private Samples() {}

  /// An instance with one complete object.
  public static Instance instance(String id) {
    return Instance.of(
        ProviderConfigAddress.root(ProviderAddress.BUILTIN),
        StateObject.of(Value.object(Map.of("id", Value.of(id))), TYPE, 0));
  }

  /// An instance with one tainted object.
  public static Instance tainted(String id) {
    StateObject object = StateObject.of(Value.object(Map.of("id", Value.of(id))), TYPE, 0);
    return instance(id).withCurrent(object.with(StateObject.Status.TAINTED));
  }

  /// A sensitive output.
  public static OutputValue secret(String text) {
    return new OutputValue(Value.of(text).mark(Mark.SENSITIVE), true);
  }

  /// A create that has begun.
  public static PendingOperation operation(String id, InstanceAddress address) {
    return new PendingOperation(
        id,
        address,
        null,
        PendingOperation.Action.CREATE,
        "token-" + id,
        "print",
        Instant.parse("2026-01-02T03:04:05.678Z"),
        null);
  }
}
