package dev.groma.engine.apply;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.state.CheckResult;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The state while an apply changes it; written by many threads. The current object and the deposed
/// ones of an instance may be dealt with at the same time.
final class LiveState {
  private final State base;
  private final Map<InstanceAddress, Optional<Instance>> changed = new ConcurrentHashMap<>();
  private final Map<String, Optional<OutputValue>> outputs = new ConcurrentHashMap<>();

  LiveState(State base) {
    this.base = base;
  }

  Optional<Instance> find(InstanceAddress address) {
    return changed.getOrDefault(address, Optional.ofNullable(base.instances().get(address)));
  }

  /// Sets what is at `address` and returns it, null when nothing is left there.
  @Nullable Instance update(
      InstanceAddress address, Instance otherwise, UnaryOperator<Instance> change) {
    return changed
        .compute(
            address,
            (_, known) -> {
              Optional<Instance> now =
                  known == null ? Optional.ofNullable(base.instances().get(address)) : known;
              return Optional.of(change.apply(now.orElse(otherwise))).filter(i -> !i.isEmpty());
            })
        .orElse(null);
  }

  void output(String name, @Nullable OutputValue value) {
    outputs.put(name, Optional.ofNullable(value));
  }

  /// @param checks what the conditions came to
  State build(List<CheckResult> checks) {
    StateBuilder state = base.edit().checks(checks);
    changed.forEach((address, instance) ->
        instance.ifPresentOrElse(i -> state.put(address, i), () -> state.remove(address)));
    outputs.forEach((name, value) -> state.output(name, value.orElse(null)));
    return state.build();
  }
}
