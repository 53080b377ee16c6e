package dev.groma.engine.drift;

import dev.groma.engine.config.Lifecycle.IgnoreChanges;
import dev.groma.engine.expr.Traversal;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Difference;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.value.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Tells drift and configuration that waits to be applied from each other.
///
/// 1. Drift is what refreshing changed in the state.
/// 2. What an apply would do is because of drift when it would not be done if everything still were
///    as recorded; all else is configuration that was not applied.
/// 3. What `ignore_changes` names is excused: no apply would put it right.
/// 4. An output that only gets another value counts only where nothing drifted and there are no
///    data sources: it may have been made of what somebody else changed.
/// 5. What an apply would not do is neither: drift that is what the configuration asks for leaves
///    nothing unapplied.
public final class DriftAnalysis {
  private final Plan plan;
  private final Optional<Plan> asRecorded;

  private DriftAnalysis(Plan plan, Optional<Plan> asRecorded) {
    this.plan = plan;
    this.asRecorded = asRecorded;
  }

  /// What `plan` shows, with no excuses yet.
  ///
  /// @param plan a plan of everything that was made with a refresh
  /// @param asRecorded makes the plan from the same without a refresh; asked only where that makes
  ///   a difference; nothing when there is none
  public static StackDrift.Findings of(Plan plan, Supplier<Optional<Plan>> asRecorded) {
    boolean both = !plan.drift().isEmpty() && plan.hasChanges();
    return new DriftAnalysis(plan, both ? asRecorded.get() : Optional.empty()).findings();
  }

  private StackDrift.Findings findings() {
    List<Unapplied> unapplied = new ArrayList<>();
    List<Change> caused = new ArrayList<>();
    Map<Key, Change> otherwise = new HashMap<>();
    asRecorded.ifPresent(other ->
        other.changes().stream().filter(this::does).forEach(c -> otherwise.put(Key.of(c), c)));
    for (Change change : plan.changes()) {
      if (!does(change)) {
        continue;
      }
      Change same = otherwise.get(Key.of(change));
      if (plan.drift().isEmpty()) {
        unapplied.add(unapplied(change));
      } else if (asRecorded.isEmpty() ? !isTouched(change) : same != null) {
        unapplied.add(unapplied(same == null ? change : same));
      } else {
        caused.add(change);
      }
    }
    outputs(unapplied);
    return drifted(caused, unapplied);
  }

  /// Which object a change is about.
  private record Key(InstanceAddress address, String deposed) {
    static Key of(Change change) {
      return new Key(change.address(), change.deposed());
    }
  }

  private boolean does(Change change) {
    return change.address().resource().mode() == ResourceMode.MANAGED
        && (change.action() != Action.NO_OP || change.isMoved() || change.importId() != null);
  }

  /// True when drift may be the cause: it is all that can be said where there is nothing to compare
  /// with.
  private boolean isTouched(Change change) {
    return plan.drift().stream()
        .anyMatch(drift -> drift.address().equals(change.address()) || isAbove(drift, change));
  }

  /// True when `change` puts `drift` right, or has to do with what does.
  private boolean isBecauseOf(Change drift, Change change) {
    boolean named = names(change, drift);
    return Key.of(change).equals(Key.of(drift))
        || named
        || (isAbove(drift, change)
            && plan.drift().stream()
                .noneMatch(d -> Key.of(d).equals(Key.of(change)) || names(change, d)));
  }

  private static boolean names(Change change, Change drift) {
    String resource = drift.address().resource().toString();
    return change.causes().stream().anyMatch(cause -> cause.upstream().contains(resource));
  }

  private static boolean isAbove(Change drift, Change change) {
    return change.dependencies().contains(drift.address().resource().withoutKeys());
  }

  private static Unapplied unapplied(Change change) {
    List<String> actions = new ArrayList<>();
    if (change.isMoved()) {
      actions.add("move");
    }
    if (change.importId() != null) {
      actions.add("import");
    }
    if (change.action() != Action.NO_OP) {
      actions.addAll(change.action().words());
    }
    List<Path> paths =
        change.before().isNull() || change.after().isNull()
            ? List.of()
            : Difference.between(change.schema().block(), change.before(), change.after()).stream()
                .map(Difference::path)
                .toList();
    String deposed = change.deposed().isEmpty() ? "" : " (deposed object " + change.deposed() + ")";
    return new Unapplied(change.address() + deposed, actions, paths);
  }

  private void outputs(List<Unapplied> unapplied) {
    changing(plan)
        .filter(output -> output.action() != Action.UPDATE || isOnlyConfigured())
        .map(output -> new Unapplied("output." + output.name(), output.action().words(), List.of()))
        .forEach(unapplied::add);
  }

  /// True when the configuration and what is recorded are all that a value can come from.
  private boolean isOnlyConfigured() {
    return plan.drift().isEmpty()
        && plan.compiled().all().stream()
            .flatMap(module -> module.resources().values().stream())
            .noneMatch(resource -> resource.address().mode() == ResourceMode.DATA);
  }

  private static Stream<OutputChange> changing(Plan plan) {
    return plan.outputs().stream().filter(output -> output.action() != Action.NO_OP);
  }

  private StackDrift.Findings drifted(List<Change> caused, List<Unapplied> unapplied) {
    Set<Change> explained = new HashSet<>();
    List<Drifted> drifted = new ArrayList<>();
    for (Change drift : plan.drift()) {
      List<Change> because = caused.stream().filter(c -> isBecauseOf(drift, c)).toList();
      explained.addAll(because);
      drifted.add(
          new Drifted(
              drift.address(),
              drift.deposed(),
              items(drift),
              because.stream().map(DriftAnalysis::consequence).toList(),
              drift.declaration()));
    }
    List<Consequence> others =
        caused.stream()
            .filter(change -> !explained.contains(change))
            .map(DriftAnalysis::consequence)
            .toList();
    return new StackDrift.Findings(drifted, others, unapplied);
  }

  private static Consequence consequence(Change change) {
    return new Consequence(change.address(), change.action());
  }

  private List<DriftItem> items(Change drift) {
    boolean gone = drift.after().isNull();
    IgnoreChanges ignored =
        plan.compiled()
            .resource(drift.address().resource().withoutKeys())
            .map(resource -> resource.block().lifecycle().ignoreChanges())
            .orElse(IgnoreChanges.NONE);
    return Difference.between(drift.schema().block(), drift.before(), drift.after()).stream()
        .map(d ->
            gone
                ? new DriftItem(DriftClass.DELETED, d, null)
                : new DriftItem(
                    DriftClass.of(d.kind()),
                    d,
                    isIgnored(ignored, d) ? new Excuse.Configured() : null))
        .toList();
  }

  private static boolean isIgnored(IgnoreChanges ignored, Difference difference) {
    return switch (ignored) {
      case IgnoreChanges.All _ -> true;
      case IgnoreChanges.Attributes(List<Traversal> paths) ->
          paths.stream()
              .map(Traversal::toPath)
              .anyMatch(path -> path != null && path.isPrefixOf(difference.path()));
    };
  }
}
