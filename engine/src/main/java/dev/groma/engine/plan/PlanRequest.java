package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a plan is made from.
///
/// @param configuration the configuration
/// @param variables the values of the root module's variables, converted and marked
/// @param state the state as it is stored
/// @param mode what the plan is for
/// @param refresh whether the objects of the state are read first
/// @param preflight whether the clouds are asked which changes they would carry out
/// @param replace instances to replace even where nothing asks for it
/// @param selection the part that the plan is about
/// @param deferral whether what cannot be planned yet, because `count` or `for_each` is unknown, is
///   left for a later run instead of refused
/// @param rules which rules judge the plan
/// @param timestamp what `plantimestamp` returns
/// @param setting what the run may use of the world
public record PlanRequest(
    Configuration configuration,
    SortedMap<String, Value> variables,
    State state,
    Mode mode,
    boolean refresh,
    boolean preflight,
    Set<InstanceAddress> replace,
    Selection selection,
    boolean deferral,
    RuleSet rules,
    Instant timestamp,
    Setting setting) {
  /// Copies the collections.
  public PlanRequest {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    replace = Set.copyOf(replace);
  }

  /// A request for a plan that all rules judge.
  public PlanRequest(
      Configuration configuration,
      SortedMap<String, Value> variables,
      State state,
      Mode mode,
      boolean refresh,
      boolean preflight,
      Set<InstanceAddress> replace,
      Selection selection,
      boolean deferral,
      Instant timestamp,
      Setting setting) {
    this(
        configuration,
        variables,
        state,
        mode,
        refresh,
        preflight,
        replace,
        selection,
        deferral,
        RuleSet.ALL,
        timestamp,
        setting);
  }

  /// A request for a plan about which no cloud is asked.
  public PlanRequest(
      Configuration configuration,
      SortedMap<String, Value> variables,
      State state,
      Mode mode,
      boolean refresh,
      Set<InstanceAddress> replace,
      Instant timestamp,
      Setting setting) {
    this(
        configuration,
        variables,
        state,
        mode,
        refresh,
        false,
        replace,
        Selection.ALL,
        false,
        timestamp,
        setting);
  }

  /// The same for another configuration.
  public PlanRequest withConfiguration(Configuration other) {
    return new PlanRequest(
        other, variables, state, mode, refresh, preflight, replace, selection, deferral, timestamp,
        setting);
  }

  /// The same, of which only the requests to clouds are told.
  PlanRequest quietly() {
    Event.Listener loud = setting.listener();
    Event.Listener quiet =
        new Event.Listener() {
          @Override
          public void accept(Event event) {}

          @Override
          public void called(CallListener.Call call) {
            loud.called(call);
          }
        };
    return new PlanRequest(
        configuration,
        variables,
        state,
        mode,
        refresh,
        preflight,
        replace,
        selection,
        deferral,
        timestamp,
        new Setting(
            setting.registry(),
            setting.context(),
            setting.parallelism(),
            setting.workspace(),
            setting.workingDirectory(),
            quiet,
            setting.programs()));
  }

  /// The same for another state.
  PlanRequest withState(State other) {
    return with(other, preflight, selection, deferral, rules);
  }

  /// The same, with the clouds asked or not.
  public PlanRequest withPreflight(boolean asked) {
    return with(state, asked, selection, deferral, rules);
  }

  /// The same for a part of everything.
  public PlanRequest withSelection(Selection part) {
    return with(state, preflight, part, deferral, rules);
  }

  /// The same, with or without deferral.
  public PlanRequest withDeferral(boolean allowed) {
    return with(state, preflight, selection, allowed, rules);
  }

  /// The same, judged by `chosen`.
  public PlanRequest withRules(RuleSet chosen) {
    return with(state, preflight, selection, deferral, chosen);
  }

  private PlanRequest with(
      State other, boolean asked, Selection part, boolean allowed, RuleSet chosen) {
    return new PlanRequest(
        configuration,
        variables,
        other,
        mode,
        refresh,
        asked,
        replace,
        part,
        allowed,
        chosen,
        timestamp,
        setting);
  }

  /// What a run may use of the world.
  ///
  /// @param registry the providers
  /// @param context what providers may use
  /// @param parallelism how many provider calls may be under way at once
  /// @param workspace the name of the workspace
  /// @param workingDirectory the directory the user is in, absolute
  /// @param listener watches the run
  /// @param programs runs the programs of provisioners
  public record Setting(
      ProviderRegistry registry,
      ProviderContext context,
      int parallelism,
      String workspace,
      Path workingDirectory,
      Event.Listener listener,
      ProgramRunner programs) {
    /// A setting in which no programs can be run.
    public Setting(
        ProviderRegistry registry,
        ProviderContext context,
        int parallelism,
        String workspace,
        Path workingDirectory,
        Event.Listener listener) {
      this(
          registry,
          context,
          parallelism,
          workspace,
          workingDirectory,
          listener,
          ProgramRunner.NONE);
    }
  }
}
