package dev.groma.engine.testing;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.apply.Executor;
import dev.groma.engine.apply.OperationLog;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.plan.Selection;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Carries out the runs of one test file.
///
/// 1. Runs use states in memory: one for the module under test, one for each other module, and one
///    for each `state_key`. A state is kept from run to run.
/// 2. A run that cannot be carried out ends the file: later runs are skipped. One whose assertions
///    do not hold does not.
/// 3. In the end everything that was made is destroyed, the state that was used last first.
public final class TestRunner {
  private final TestFile file;
  private final Setting setting;
  private final Listener listener;
  private final Map<String, Configuration> modules = new HashMap<>();
  private final LinkedHashMap<String, Kept> states = new LinkedHashMap<>();
  private final SortedMap<String, Value> outputs = new TreeMap<>();

  private TestRunner(TestFile file, Setting setting, Listener listener) {
    this.file = file;
    this.listener = listener;
    this.setting = setting;
  }

  /// What the runs of a file are given.
  ///
  /// @param configuration the module under test
  /// @param globals the values that the user gave to the variables of a module; those that were not
  ///   given and have no default are missing
  /// @param modules the folder of the modules that come from elsewhere
  /// @param planning what runs may use of the world
  /// @param stopped true once the user wants to stop
  public record Setting(
      Configuration configuration,
      Function<ModuleConfig, SortedMap<String, Value>> globals,
      Path modules,
      PlanRequest.Setting planning,
      BooleanSupplier stopped) {}

  /// Watches the runs of a file.
  public interface Listener {
    /// Texts that diagnostics point into were read.
    void read(SortedMap<String, SourceText> sources);

    /// A run begins.
    void begins(TestFile.Run run);

    /// A run is over, or was skipped.
    void ended(TestResult result);

    /// What was made begins to be destroyed.
    void tearsDown();

    /// What is recorded in the state that `run` used last begins to be destroyed.
    void tearsDown(TestFile.Run run);

    /// Something is wrong with the destruction.
    ///
    /// @param run the run that used the state last
    /// @param left the addresses of what is still there
    void leftOver(TestFile.Run run, List<Diagnostic> diagnostics, List<String> left);
  }

  /// A state between runs, with what is needed to destroy what it records.
  private record Kept(
      State state,
      Configuration configuration,
      SortedMap<String, Value> variables,
      PlanRequest.Setting planning,
      TestFile.Run run) {}

  /// Carries out the runs of `file`. Returns the worst outcome.
  ///
  /// @throws InterruptedException when the calling thread is interrupted
  public static TestResult.Status run(TestFile file, Setting setting, Listener listener)
      throws InterruptedException {
    TestRunner runner = new TestRunner(file, setting, listener);
    TestResult.Status worst = TestResult.Status.SKIP;
    for (TestFile.Run run : file.runs()) {
      TestResult result;
      if (worst == TestResult.Status.ERROR || setting.stopped().getAsBoolean()) {
        result = runner.result(run, TestResult.Status.SKIP, List.of(), runner.now());
      } else {
        listener.begins(run);
        result = runner.run(run);
      }
      listener.ended(result);
      worst = worst.worse(result.status());
    }
    listener.tearsDown();
    return runner.destroy() ? worst : TestResult.Status.ERROR;
  }

  private Instant now() {
    return setting.planning().context().clock().instant();
  }

  private TestResult result(
      TestFile.Run run, TestResult.Status status, List<Diagnostic> found, Instant started) {
    Duration elapsed =
        status == TestResult.Status.SKIP ? Duration.ZERO : Duration.between(started, now());
    return new TestResult(run, status, found, started, elapsed, null, null);
  }

  private ProviderRegistry registry(TestFile.Run run, ModuleConfig root) {
    ProviderRegistry real = setting.planning().registry();
    List<TestFile.Substitute> overrides = new ArrayList<>(file.overrides());
    overrides.addAll(run.overrides());
    overrides.removeIf(override -> override.kind() == TestFile.Substitute.Kind.MODULE);
    return MockProviders.of(
        real,
        new TestProviders(file, run).mocks(root, real),
        overrides,
        setting.planning().context().random());
  }

  private TestResult run(TestFile.Run run) throws InterruptedException {
    Instant started = now();
    List<Diagnostic> found = new ArrayList<>();
    Configuration configuration = configuration(run, found);
    if (Diagnostic.hasErrors(found)) {
      return result(run, TestResult.Status.ERROR, found, started);
    }
    PlanRequest.Setting planning = planning(registry(run, configuration.root()));
    SortedMap<String, Value> variables =
        new TestVariables(file, setting.globals(), setting.configuration(), outputs, planning)
            .of(run, configuration.root(), found::add);
    Set<InstanceAddress> replaced = replaced(run, found);
    if (Diagnostic.hasErrors(found)) {
      return result(run, TestResult.Status.ERROR, found, started);
    }
    String key = key(run);
    Kept before = states.get(key);
    State state = before == null ? State.EMPTY : before.state();
    PlanResult planned =
        Planner.plan(
            new PlanRequest(
                configuration,
                variables,
                state,
                PlanOptions.all(run.options().refreshOnly() ? Mode.REFRESH_ONLY : Mode.NORMAL)
                    .withRefresh(run.options().refresh())
                    .withReplace(replaced)
                    .withSelection(new Selection(run.options().targets(), List.of())),
                now(),
                planning));
    Expectations expectations = new Expectations(run, configuration);
    found.addAll(expectations.sift(planned.diagnostics()));
    Plan plan = planned.plan();
    boolean broken = plan == null || plan.errored() || Diagnostic.hasErrors(planned.diagnostics());
    if (run.applies() && broken) {
      found.addAll(expectations.whilePlanning());
    }
    if (plan == null || broken || !run.applies()) {
      found.addAll(expectations.missing());
      TestResult.Status status =
          Diagnostic.hasErrors(found) ? TestResult.Status.ERROR : TestResult.Status.PASS;
      if (plan != null && !broken && !Diagnostic.hasErrors(found)) {
        Assertions assertions = Assertions.planned(plan, planning, outputs);
        status = assertions.check(run, found);
        outputs.put(run.name(), assertions.outputs());
      }
      TestResult result = result(run, status, found, started);
      return new TestResult(
          run, status, found, started, result.elapsed(), broken ? null : plan, null);
    }
    // What checks say now is said again, or no longer true, when the plan is applied.
    found.removeIf(diagnostic -> diagnostic.code().equals(Expectations.CHECK));
    return apply(run, plan, key, planning, found, started);
  }

  private TestResult apply(
      TestFile.Run run,
      Plan plan,
      String key,
      PlanRequest.Setting planning,
      List<Diagnostic> found,
      Instant started)
      throws InterruptedException {
    ApplyResult applied = Executor.apply(plan, planning, OperationLog.NONE, setting.stopped());
    states.remove(key);
    states.put(
        key, new Kept(applied.state(), plan.configuration(), plan.variables(), planning, run));
    Expectations expectations = new Expectations(run, plan.configuration());
    for (Diagnostic diagnostic : expectations.sift(applied.diagnostics())) {
      if (!found.contains(diagnostic)) {
        found.add(diagnostic);
      }
    }
    found.addAll(expectations.missing());
    TestResult.Status status = TestResult.Status.ERROR;
    if (!Diagnostic.hasErrors(found)) {
      Assertions assertions = Assertions.applied(plan, applied.state(), planning, outputs, found);
      status = assertions.check(run, found);
      outputs.put(run.name(), assertions.outputs());
    }
    Duration elapsed = Duration.between(started, now());
    return new TestResult(run, status, found, started, elapsed, null, applied.state());
  }

  private static String key(TestFile.Run run) {
    String key = run.stateKey();
    String module = run.module();
    return key != null
        ? "key " + key
        : module != null ? "module " + Path.of(module).normalize() : "";
  }

  private PlanRequest.Setting planning(ProviderRegistry used) {
    PlanRequest.Setting given = setting.planning();
    return new PlanRequest.Setting(
        used,
        given.context(),
        given.parallelism(),
        given.workspace(),
        given.workingDirectory(),
        given.listener(),
        given.programs());
  }

  private Configuration configuration(TestFile.Run run, List<Diagnostic> found) {
    Configuration whole = setting.configuration();
    @Nullable String source = run.module();
    if (source != null) {
      whole = modules.get(source);
      if (whole == null) {
        ConfigLoader.Loaded loaded =
            ConfigLoader.load(
                setting.configuration().directory(), Path.of(source), setting.modules());
        found.addAll(loaded.diagnostics());
        whole = loaded.configuration();
        listener.read(whole.sources());
        modules.put(source, whole);
      }
    }
    List<TestFile.Substitute> overrides = new ArrayList<>(file.overrides());
    overrides.addAll(run.overrides());
    ModuleTree tree = Targets.overridden(whole.tree(), overrides);
    return new Configuration(
        tree.with(new TestProviders(file, run).in(tree.module())),
        whole.directory(),
        whole.sources());
  }

  private static Set<InstanceAddress> replaced(TestFile.Run run, List<Diagnostic> found) {
    Set<InstanceAddress> all = new HashSet<>();
    for (String text : run.options().replace()) {
      AddressParser.instance(text)
          .ifPresentOrElse(
              all::add,
              () ->
                  found.add(
                      Diagnostic.error(
                              "test.address",
                              "Invalid address",
                              "\""
                                  + text
                                  + "\" is not the address of a resource instance, such as"
                                  + " terraform_data.web[0].")
                          .at(run.declaration())));
    }
    return all;
  }

  private boolean destroy() throws InterruptedException {
    boolean clean = true;
    for (Kept kept : List.copyOf(states.values()).reversed()) {
      if (kept.state().instances().isEmpty()) {
        continue;
      }
      listener.tearsDown(kept.run());
      PlanResult planned =
          Planner.plan(
              new PlanRequest(
                  kept.configuration(),
                  kept.variables(),
                  kept.state(),
                  PlanOptions.all(Mode.DESTROY),
                  now(),
                  kept.planning()));
      List<Diagnostic> found = new ArrayList<>(planned.diagnostics());
      Plan plan = planned.plan();
      State left = kept.state();
      if (plan != null && !plan.errored()) {
        ApplyResult applied = Executor.apply(plan, kept.planning(), OperationLog.NONE, () -> false);
        found.addAll(applied.diagnostics());
        left = applied.state();
      }
      List<String> addresses = left.instances().keySet().stream().map(Object::toString).toList();
      if (!addresses.isEmpty() || Diagnostic.hasErrors(found)) {
        clean = false;
        listener.leftOver(kept.run(), found, addresses);
      }
    }
    return clean;
  }
}
