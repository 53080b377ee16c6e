package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is recorded of everything that one configuration manages, immutable.
///
/// 1. `lineage` tells states apart that are not versions of one another; it is empty before the
///    first is written.
/// 2. `serial` grows by one with each version that is written; see the store.
/// 3. Many changes go through one [#edit], which copies the maps once.
///
/// @param lineage the family of this state, a UUID
/// @param serial the version in the family
/// @param outputs the outputs of the root module
/// @param instances the instances, managed ones and data
/// @param checks the outcomes of conditions, sorted by kind and address
/// @param pending operations whose end is not recorded, in the order in which they began; kept in
///   the journal, never in the snapshot
public record State(
    String lineage,
    long serial,
    SortedMap<String, OutputValue> outputs,
    SortedMap<InstanceAddress, Instance> instances,
    List<CheckResult> checks,
    List<PendingOperation> pending) {
  /// The state in which nothing exists.
  public static final State EMPTY =
      new State(
          "", 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of(), List.of());

  /// Copies.
  public State {
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    instances = Collections.unmodifiableSortedMap(new TreeMap<>(instances));
    checks = List.copyOf(checks);
    pending = List.copyOf(pending);
  }

  /// What is recorded of `address`.
  public Optional<Instance> find(InstanceAddress address) {
    return Optional.ofNullable(instances.get(address));
  }

  /// A copy to change.
  public StateBuilder edit() {
    return new StateBuilder(this);
  }

  /// This state as the version `version` of the family `family`.
  public State as(String family, long version) {
    return new State(family, version, outputs, instances, checks, pending);
  }

  /// True when nothing is recorded.
  public boolean isEmpty() {
    return outputs.isEmpty() && instances.isEmpty() && pending.isEmpty();
  }

  /// True when `other` records the same, whatever its lineage and serial.
  public boolean hasSameContent(State other) {
    return outputs.equals(other.outputs)
        && instances.equals(other.instances)
        && checks.equals(other.checks)
        && pending.equals(other.pending);
  }

  /// What is wrong with this state, if anything; a state with errors is not to be written.
  public List<Diagnostic> verify() {
    return Integrity.problems(this);
  }

  @Override
  public String toString() {
    return "state " + lineage + " serial " + serial + ", " + instances.size() + " instances";
  }
}
