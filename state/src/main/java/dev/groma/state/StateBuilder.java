package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A state while it is changed; see [State#edit]. Each change costs O(log n). Not for several
/// threads at once.
public final class StateBuilder {
  private final String lineage;
  private final long serial;
  private final SortedMap<String, OutputValue> outputs;
  private final SortedMap<InstanceAddress, Instance> instances;
  private List<CheckResult> checks;
  private List<PendingOperation> pending;

  StateBuilder(State base) {
    lineage = base.lineage();
    serial = base.serial();
    outputs = new TreeMap<>(base.outputs());
    instances = new TreeMap<>(base.instances());
    checks = base.checks();
    pending = base.pending();
  }

  /// What is recorded of `address` so far.
  public Optional<Instance> find(InstanceAddress address) {
    return Optional.ofNullable(instances.get(address));
  }

  /// Records `instance`; one without objects is removed.
  public StateBuilder put(InstanceAddress address, Instance instance) {
    if (instance.isEmpty()) {
      instances.remove(address);
    } else {
      instances.put(address, instance);
    }
    return this;
  }

  /// Forgets `address`.
  public StateBuilder remove(InstanceAddress address) {
    instances.remove(address);
    return this;
  }

  /// Records what is at `from` at `to` instead; nothing happens when nothing is there.
  public StateBuilder move(InstanceAddress from, InstanceAddress to) {
    Instance moved = instances.remove(from);
    if (moved != null) {
      instances.put(to, moved);
    }
    return this;
  }

  /// Sets the output `name`, or removes it when `value` is null.
  public StateBuilder output(String name, @Nullable OutputValue value) {
    if (value == null) {
      outputs.remove(name);
    } else {
      outputs.put(name, value);
    }
    return this;
  }

  /// Replaces all outputs.
  public StateBuilder outputs(SortedMap<String, OutputValue> all) {
    outputs.clear();
    outputs.putAll(all);
    return this;
  }

  /// Replaces the outcomes of conditions.
  public StateBuilder checks(List<CheckResult> all) {
    checks = List.copyOf(all);
    return this;
  }

  /// Replaces the operations whose end is not recorded.
  public StateBuilder pending(List<PendingOperation> all) {
    pending = List.copyOf(all);
    return this;
  }

  /// Adds an operation whose end is not recorded.
  public StateBuilder addPending(PendingOperation operation) {
    List<PendingOperation> more = new ArrayList<>(pending);
    more.add(operation);
    pending = more;
    return this;
  }

  /// Removes the operation `id`.
  public StateBuilder removePending(String id) {
    pending = pending.stream().filter(operation -> !operation.id().equals(id)).toList();
    return this;
  }

  /// The state as it is now, of the lineage and serial that it began with.
  public State build() {
    return new State(lineage, serial, outputs, instances, checks, pending);
  }
}
