package dev.groma.engine.testing;

import dev.groma.engine.config.CheckRule;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.plan.Checks;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.Conditions;
import dev.groma.engine.plan.ConsoleSession;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.CheckResult.Status;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Holds the assertions of a run against what it planned or made.
final class Assertions {
  private final ConsoleSession session;
  private final SortedMap<String, Value> outputs;
  private final Map<String, Value> runs;

  private Assertions(
      ConsoleSession session, SortedMap<String, Value> outputs, Map<String, Value> runs) {
    this.session = session;
    this.outputs = outputs;
    this.runs = runs;
  }

  /// Those of a run that planned `plan`.
  static Assertions planned(Plan plan, PlanRequest.Setting setting, Map<String, Value> runs) {
    Consumer<Diagnostic> known = _ -> {};
    CompiledModule compiled =
        CompiledModule.compile(plan.configuration(), setting.registry(), known);
    SortedMap<String, Value> outputs = declared(plan);
    for (OutputChange output : plan.outputs()) {
      outputs.put(output.name(), output.after());
    }
    return new Assertions(ConsoleSession.open(plan, compiled, setting, known), outputs, runs);
  }

  /// Those of a run that made `state`.
  static Assertions applied(
      Plan plan,
      State state,
      PlanRequest.Setting setting,
      Map<String, Value> runs,
      List<Diagnostic> found) {
    Consumer<Diagnostic> known = _ -> {};
    CompiledModule compiled =
        CompiledModule.compile(plan.configuration(), setting.registry(), known);
    ConsoleSession session =
        ConsoleSession.open(
            plan.configuration(), compiled, plan.variables(), state, setting, found::add);
    SortedMap<String, Value> outputs = declared(plan);
    state.outputs().forEach((name, output) -> outputs.put(name, output.marked()));
    return new Assertions(session, outputs, runs);
  }

  /// The declared output values, null: what is null is not recorded.
  private static SortedMap<String, Value> declared(Plan plan) {
    SortedMap<String, Value> outputs = new TreeMap<>();
    plan.configuration()
        .root()
        .outputs()
        .keySet()
        .forEach(name -> outputs.put(name, Value.nullValue()));
    return outputs;
  }

  /// The output values as an object.
  Value outputs() {
    return Value.object(outputs);
  }

  /// Holds the assertions of `run` against what is there.
  ///
  /// @param found takes what does not hold
  TestResult.Status check(TestFile.Run run, List<Diagnostic> found) {
    TestResult.Status worst = TestResult.Status.PASS;
    TestScope scope = new TestScope(session.scope(), outputs, runs);
    for (CheckRule rule : run.asserts()) {
      List<Status> statuses = new ArrayList<>();
      Checks.Recorder recorder = (status, _) -> statuses.add(status);
      Conditions.check(
          List.of(rule),
          scope,
          session.evaluator(),
          "Test assertion failed",
          "",
          recorder,
          diagnostic -> found.add(withoutAddress(diagnostic)));
      worst =
          worst.worse(
              switch (statuses.getFirst()) {
                case PASS -> TestResult.Status.PASS;
                case FAIL -> TestResult.Status.FAIL;
                case ERROR -> TestResult.Status.ERROR;
                case UNKNOWN -> {
                  found.add(unknown(rule));
                  yield TestResult.Status.ERROR;
                }
              });
    }
    return worst;
  }

  /// A run is no object that has an address.
  private static Diagnostic withoutAddress(Diagnostic diagnostic) {
    return new Diagnostic(
        diagnostic.severity(),
        diagnostic.code(),
        diagnostic.category(),
        diagnostic.summary(),
        diagnostic.detail(),
        null,
        diagnostic.path(),
        diagnostic.subject(),
        diagnostic.values(),
        diagnostic.call());
  }

  private static Diagnostic unknown(CheckRule rule) {
    return Diagnostic.error(
            "test.unknown-condition",
            "Unknown condition value",
            "Condition expression could not be evaluated at this time. This means you have executed"
                + " a `run` block with `command = plan` and one of the values your condition"
                + " depended on is not known until after the plan has been applied. Either remove"
                + " this value from your condition, or execute an `apply` command from this `run`"
                + " block.")
        .at(rule.condition().range());
  }
}
