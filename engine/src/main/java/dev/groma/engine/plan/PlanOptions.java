package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceAddress;
import java.util.Set;

/// What a plan is asked to be, apart from configuration and state.
///
/// @param mode what it is for
/// @param refresh whether the objects of the state are read first
/// @param preflight whether the clouds are asked which changes they would carry out
/// @param replace instances to replace even where nothing asks for it
/// @param selection the part that it is about
/// @param deferral whether what cannot be planned yet, because `count` or `for_each` is unknown, is
///   left for a later run instead of refused
/// @param rules which rules judge it
public record PlanOptions(
    Mode mode,
    boolean refresh,
    boolean preflight,
    Set<InstanceAddress> replace,
    Selection selection,
    boolean deferral,
    RuleSet rules) {
  /// Copies the set.
  public PlanOptions {
    replace = Set.copyOf(replace);
  }

  /// A plan about everything, judged by all rules, from what the clouds show.
  public static PlanOptions all(Mode mode) {
    return new PlanOptions(mode, true, false, Set.of(), Selection.ALL, false, RuleSet.ALL);
  }

  /// The same, with the objects of the state read first or not.
  public PlanOptions withRefresh(boolean read) {
    return new PlanOptions(mode, read, preflight, replace, selection, deferral, rules);
  }

  /// The same with other instances to replace.
  public PlanOptions withReplace(Set<InstanceAddress> instances) {
    return new PlanOptions(mode, refresh, preflight, instances, selection, deferral, rules);
  }

  /// The same for a part of everything.
  public PlanOptions withSelection(Selection part) {
    return new PlanOptions(mode, refresh, preflight, replace, part, deferral, rules);
  }

  /// The same, with or without deferral.
  public PlanOptions withDeferral(boolean allowed) {
    return new PlanOptions(mode, refresh, preflight, replace, selection, allowed, rules);
  }

  /// The same, judged by `chosen`.
  public PlanOptions withRules(RuleSet chosen) {
    return new PlanOptions(mode, refresh, preflight, replace, selection, deferral, chosen);
  }
}
