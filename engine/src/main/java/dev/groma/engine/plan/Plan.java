package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.value.Value;
import dev.groma.state.CheckResult;
import dev.groma.state.State;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that an apply will do, and what it was derived from.
///
/// @param mode what it is for
/// @param configuration the configuration
/// @param compiled the same, read against the schemas of the providers
/// @param variables the values of the root module's variables, marked
/// @param previous the state as it was stored when the plan was made
/// @param prior the same after refresh: what the providers said exists
/// @param drift how `prior` differs from `previous`, sorted by address
/// @param changes what happens to each object, sorted by address; no-ops too
/// @param outputs what happens to each output value, sorted by name
/// @param graph the steps and their order; empty when `errored`
/// @param timestamp when it was made, which `plantimestamp` returns
/// @param modules the module instances that the configuration asks for, the root module too
/// @param checks what the conditions of the configuration come to, as far as it is known
/// @param complete everything was looked at: nothing was left out by `-target` and `-exclude`, and
///   nothing deferred
/// @param deferred what could not be planned yet, sorted
/// @param errored planning failed: the plan can be shown and not applied
public record Plan(
    Mode mode,
    Configuration configuration,
    CompiledModule compiled,
    SortedMap<String, Value> variables,
    State previous,
    State prior,
    List<Change> drift,
    List<Change> changes,
    List<OutputChange> outputs,
    ExecutionGraph graph,
    Instant timestamp,
    SortedMap<ModuleAddress, ModuleScope.Repetition> modules,
    List<CheckResult> checks,
    boolean complete,
    List<String> deferred,
    boolean errored) {
  /// Copies the collections.
  public Plan {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    drift = List.copyOf(drift);
    changes = List.copyOf(changes);
    outputs = List.copyOf(outputs);
    checks = List.copyOf(checks);
    deferred = List.copyOf(deferred);
  }

  /// How many objects are made, changed and deleted.
  ///
  /// @param add objects made, those that replace others too
  /// @param change objects changed
  /// @param destroy objects deleted, replaced ones too
  /// @param imported objects taken over
  public record Counts(int add, int change, int destroy, int imported) {
    /// Counts without objects taken over.
    public Counts(int add, int change, int destroy) {
      this(add, change, destroy, 0);
    }

    /// The same with `count` objects taken over.
    public Counts withImported(int count) {
      return new Counts(add, change, destroy, count);
    }
  }

  /// How many objects are taken over.
  public int imported() {
    return (int) changes.stream().filter(c -> c.importId() != null).count();
  }

  /// The counts of the summary line.
  public Counts counts() {
    int add = 0;
    int change = 0;
    int destroy = 0;
    for (Change c : changes) {
      add += c.action().creates() ? 1 : 0;
      change += c.action() == Action.UPDATE ? 1 : 0;
      destroy += c.action().deletes() ? 1 : 0;
    }
    return new Counts(add, change, destroy, imported());
  }

  /// True when an apply would change an object, an output value or, with [Mode#REFRESH_ONLY], the
  /// state.
  public boolean hasChanges() {
    if (mode == Mode.REFRESH_ONLY) {
      return !drift.isEmpty()
          || outputs.stream()
              .anyMatch(o -> o.action() != Action.NO_OP && o.after().isWhollyKnown());
    }
    return changes.stream()
            .anyMatch(c -> c.action() != Action.NO_OP || c.isMoved() || c.importId() != null)
        || outputs.stream().anyMatch(o -> o.action() != Action.NO_OP);
  }

  /// True when it can be applied and that would change something.
  public boolean applyable() {
    return !errored && hasChanges();
  }

  /// What somebody else changed and the reader has to know, of [#drift]: all of it where the plan
  /// is about that; otherwise what is material and has to do with something that the plan changes,
  /// and what the cloud decided anew if something that changes depends on it.
  public List<Change> notableDrift() {
    if (mode == Mode.REFRESH_ONLY || drift.isEmpty()) {
      return drift;
    }
    Set<InstanceAddress> changing = new HashSet<>();
    Set<ResourceAddress> upstream = new HashSet<>();
    boolean outputsChange = outputs.stream().anyMatch(o -> o.action() != Action.NO_OP);
    for (Change change : changes) {
      if (change.action() != Action.NO_OP) {
        changing.add(change.address());
        upstream.addAll(change.dependencies());
      }
    }
    return drift.stream()
        .filter(c -> {
          boolean above = outputsChange || upstream.contains(c.address().resource().withoutKeys());
          return switch (DriftKind.of(c)) {
            case MATERIAL -> above || changing.contains(c.address());
            case NORMALISED, ORDER_ONLY -> false;
            case COMPUTED_ONLY -> above;
          };
        })
        .toList();
  }
}
