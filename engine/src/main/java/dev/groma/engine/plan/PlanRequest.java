package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a plan is made from.
///
/// @param configuration the configuration
/// @param variables the values of the root module's variables, converted and marked
/// @param state the state as it is stored
/// @param options what it is asked to be
/// @param timestamp what `plantimestamp` returns
/// @param setting what the run may use of the world
public record PlanRequest(
    Configuration configuration,
    SortedMap<String, Value> variables,
    State state,
    PlanOptions options,
    Instant timestamp,
    Setting setting) {
  /// Copies the map.
  public PlanRequest {
    variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
  }

  /// The same for another configuration and a part of it; of what happens, only the requests to
  /// clouds are told.
  PlanRequest about(Configuration other, Selection part) {
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
        other, variables, state, options.withSelection(part), timestamp, setting.telling(quiet));
  }

  /// The same for another state.
  PlanRequest withState(State other) {
    return new PlanRequest(configuration, variables, other, options, timestamp, setting);
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

    /// The same, watched by `other`.
    public Setting telling(Event.Listener other) {
      return new Setting(
          registry, context, parallelism, workspace, workingDirectory, other, programs);
    }
  }
}
