package dev.groma.cli;

import dev.groma.engine.drift.DriftAnalysis;
import dev.groma.engine.drift.Exceptions;
import dev.groma.engine.drift.StackDrift;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.Selection;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.crypto.RemoteEncryption;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Looks for drift in one stack: reads its configuration, its state and what exists. Takes no lock
/// and writes nothing.
///
/// @param clouds the providers that all stacks share
/// @param emulated each stack has emulated clouds of its own
/// @param parallelism how many calls may be under way at once
/// @param selection the part of the stack that is looked at
/// @param exceptions what does not count
/// @param traffic is told of the requests
record DriftRun(
    Clouds clouds,
    boolean emulated,
    int parallelism,
    Selection selection,
    Exceptions exceptions,
    Traffic traffic) {
  /// A state that an apply changed meanwhile is looked at once more.
  private static final int ATTEMPTS = 2;

  /// What came of one stack.
  ///
  /// @param told what was told, and the texts that it is about
  record Outcome(StackDrift drift, GatheredView told) {}

  /// Looks at `stack`. A mistake of ours is a diagnostic, so that the other stacks are told of.
  Outcome look(Stack stack, Console console) {
    GatheredView view = new GatheredView();
    Clock clock = clouds.context().clock();
    Instant began = clock.instant();
    AtomicInteger calls = new AtomicInteger();
    Console there = in(stack, console);
    Found found = new Found("", 0, StackDrift.Findings.NONE);
    try {
      found = look(stack, there, view, calls);
    } catch (RuntimeException | StackOverflowError e) {
      view.report(Main.internal(e));
    }
    return new Outcome(
        new StackDrift(
            stack.name(),
            found.workspace,
            found.objects,
            exceptions.applyTo(found.findings, stack.name(), stack.ignored()),
            view.diagnostics(),
            calls.get(),
            Duration.between(began, clock.instant())),
        view);
  }

  private record Found(String workspace, int objects, StackDrift.Findings findings) {}

  /// The console in the directory and the workspace of `stack`.
  private static Console in(Stack stack, Console console) {
    Map<String, String> environment = new TreeMap<>(console.environment());
    if (stack.workspace() != null) {
      environment.put("GROMA_WORKSPACE", stack.workspace());
    }
    return console.with(environment).in(stack.directory());
  }

  private Found look(Stack stack, Console console, GatheredView view, AtomicInteger calls) {
    Found nothing = new Found("", 0, StackDrift.Findings.NONE);
    if (!Files.isDirectory(stack.directory())) {
      view.report(
          Diagnostic.error(
              "drift.no-directory",
              "There is no such stack",
              Console.shown(stack.directory())
                  + " is not a directory. Correct its name, or take the stack out of the"
                  + " catalogue."));
      return nothing;
    }
    Optional<Inputs> inputs = Inputs.load(stack.variables(), console, view, Mode.NORMAL);
    if (inputs.isEmpty()) {
      return nothing;
    }
    Optional<StatePlace> place =
        StatePlace.open(
            stack.state(), stack.variables(), console, inputs.get().configuration(), view);
    if (place.isEmpty()) {
      return nothing;
    }
    Optional<Clouds> opened =
        emulated ? Clouds.open(true, console, view) : Optional.of(clouds.in(stack.directory()));
    if (opened.isEmpty()) {
      return nothing;
    }
    try (Clouds own = opened.get();
        StatePlace states = place.get()) {
      PlanRequest.Setting setting =
          new PlanRequest.Setting(
              own.registry(),
              own.context().with(RemoteEncryption.class, states.sealing()::remoteState),
              parallelism,
              states.workspace(),
              console.directory(),
              counted(
                  calls,
                  RunLog.of(console, own.context().clock())
                      .watching(traffic.watch(view.listener()))));
      return look(inputs.get(), states, setting, view);
    }
  }

  private static Event.Listener counted(AtomicInteger calls, Event.Listener listener) {
    return new Event.Listener() {
      @Override
      public void accept(Event event) {
        listener.accept(event);
      }

      @Override
      public void diagnostic(Diagnostic diagnostic) {
        listener.diagnostic(diagnostic);
      }

      @Override
      public void called(CallListener.Call call) {
        calls.incrementAndGet();
        listener.called(call);
      }
    };
  }

  private Found look(
      Inputs inputs, StatePlace place, PlanRequest.Setting setting, GatheredView view) {
    Found nothing = new Found(setting.workspace(), 0, StackDrift.Findings.NONE);
    Optional<State> state = place.read(view);
    for (int attempt = 1; state.isPresent(); attempt++) {
      State recorded = state.get();
      GatheredView told = new GatheredView();
      Optional<StackDrift.Findings> findings = findings(inputs, recorded, setting, told);
      Optional<State> now = place.read(new GatheredView());
      boolean still = now.isPresent() && now.get().hasSameContent(recorded);
      if (!still && attempt < ATTEMPTS && now.isPresent()) {
        state = now;
        continue;
      }
      view.report(told.diagnostics());
      if (!still) {
        view.report(changedMeanwhile(place.shown()));
      }
      return new Found(
          setting.workspace(), objects(recorded), findings.orElse(StackDrift.Findings.NONE));
    }
    return nothing;
  }

  private static int objects(State state) {
    int objects = 0;
    for (Instance instance : state.instances().values()) {
      objects += (instance.current() == null ? 0 : 1) + instance.deposed().size();
    }
    return objects;
  }

  private static Diagnostic changedMeanwhile(String place) {
    return Diagnostic.warning(
        "drift.state-changed",
        "The state changed meanwhile",
        "Somebody applied changes while "
            + place
            + " was compared with the clouds, so what was found may be their work. Look again when"
            + " that is over.");
  }

  private Optional<StackDrift.Findings> findings(
      Inputs inputs, State state, PlanRequest.Setting setting, GatheredView view) {
    Plan plan = plan(inputs, state, true, setting, view);
    if (plan == null) {
      return Optional.empty();
    }
    if (!plan.deferred().isEmpty()) {
      view.report(
          Diagnostic.warning(
              "drift.not-planned",
              "A part was not looked at",
              "How many objects there are of the following is known only after an apply, so they"
                  + " were left out: "
                  + String.join(", ", plan.deferred())
                  + ". Apply what is known first."));
    }
    return Optional.of(
        DriftAnalysis.of(
            plan,
            () ->
                Optional.ofNullable(plan(inputs, state, false, setting, new GatheredView()))
                    .filter(other -> !other.errored())));
  }

  private @Nullable Plan plan(
      Inputs inputs, State state, boolean refresh, PlanRequest.Setting setting, View view) {
    PlanRequest request =
        new PlanRequest(
            inputs.configuration(),
            inputs.variables(),
            state,
            PlanOptions.all(Mode.NORMAL)
                .withRefresh(refresh)
                .withSelection(selection)
                .withDeferral(true),
            setting.context().clock().instant(),
            setting);
    try {
      PlanResult result = Planner.plan(request);
      view.report(result.diagnostics());
      return result.plan();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      view.report(
          Diagnostic.error(
              "drift.interrupted", "Interrupted", "The run was stopped before it was done."));
      return null;
    }
  }
}
