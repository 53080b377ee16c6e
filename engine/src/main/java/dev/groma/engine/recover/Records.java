package dev.groma.engine.recover;

import dev.groma.engine.apply.OperationLog;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.state.Instance;
import dev.groma.state.PendingOperation;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is on record while operations are settled.
final class Records {
  private final StateBuilder kept;
  private final Map<InstanceAddress, Instance> shown = new LinkedHashMap<>();
  private final Map<String, PendingOperation> open = new LinkedHashMap<>();
  private final OperationLog log;
  private final RandomGenerator random;

  Records(State state, OperationLog log, RandomGenerator random) {
    this.kept = state.edit();
    this.log = log;
    this.random = random;
    state.pending().forEach(operation -> open.put(operation.id(), operation));
  }

  /// What is to be kept.
  State kept() {
    return kept.pending(List.copyOf(open.values())).build();
  }

  /// What plans are made from.
  State shown() {
    StateBuilder edit = kept().edit();
    shown.forEach(edit::put);
    return edit.build();
  }

  /// What is at the address of `operation`, without objects where there is nothing.
  Instance at(PendingOperation operation, ProviderConfigAddress provider) {
    return kept.find(operation.address())
        .orElseGet(() -> new Instance(provider, null, Collections.emptySortedMap()));
  }

  /// What is at the address of `operation`; null for nothing.
  @Nullable Instance find(PendingOperation operation) {
    return kept.find(operation.address()).orElse(null);
  }

  /// How many creates of the request of `operation` have no object yet.
  int alike(PendingOperation operation) {
    return (int)
        open.values().stream()
            .filter(o -> o.instance() == null && o.action() == operation.action())
            .filter(o -> o.fingerprint().equals(operation.fingerprint()))
            .filter(
                o -> o.address().resource().type().equals(operation.address().resource().type()))
            .count();
  }

  /// All objects on record of the type of `operation`.
  List<StateObject> objects(PendingOperation operation) {
    List<StateObject> all = new ArrayList<>();
    kept()
        .instances()
        .forEach((address, instance) -> {
          if (address.resource().type().equals(operation.address().resource().type())) {
            if (instance.current() != null) {
              all.add(instance.current());
            }
            all.addAll(instance.deposed().values());
          }
        });
    return all;
  }

  /// Records `object` as what the create `operation` made, not complete. What was at the address is
  /// set aside: its successor is made first.
  Instance record(PendingOperation operation, ProviderConfigAddress provider, StateObject object) {
    Instance before = at(operation, provider);
    PendingOperation known = open.getOrDefault(operation.id(), operation);
    boolean first = known.instance() == null && before.current() != null;
    Instance cleared = first ? before.depose(String.format("%08x", random.nextInt())) : before;
    Instance now = cleared.withCurrent(object.with(StateObject.Status.TAINTED));
    kept.put(operation.address(), now);
    open.put(operation.id(), operation.recorded(now));
    log.recorded(operation.id(), operation.address(), now);
    return now;
  }

  /// Shows `instance` to plans without putting it on record.
  void show(PendingOperation operation, Instance instance) {
    shown.put(operation.address(), instance);
  }

  /// Ends `operation`, which leaves `instance`.
  void end(PendingOperation operation, @Nullable Instance instance) {
    open.remove(operation.id());
    if (instance == null || instance.isEmpty()) {
      kept.remove(operation.address());
      log.end(operation.id(), operation.address(), null);
    } else {
      kept.put(operation.address(), instance);
      log.end(operation.id(), operation.address(), instance);
    }
  }
}
