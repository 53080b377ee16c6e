package dev.groma.engine.testing;

import dev.groma.engine.config.CheckBlock;
import dev.groma.engine.config.CheckRule;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.TestFile;
import dev.groma.engine.config.Variable;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The conditions that a run expects to fail, and those that did.
///
/// In a test a check that does not hold is an error, unless it is expected.
final class Expectations {
  /// The code of the warning about a check that does not hold.
  static final String CHECK = "config.check-failed";

  private final TestFile.Run run;
  private final Configuration configuration;
  private final Set<String> fulfilled = new HashSet<>();
  private final Map<String, Diagnostic> sifted = new HashMap<>();

  Expectations(TestFile.Run run, Configuration configuration) {
    this.run = run;
    this.configuration = configuration;
  }

  /// Those of `diagnostics` that were not expected.
  List<Diagnostic> sift(List<Diagnostic> diagnostics) {
    List<Diagnostic> others = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics) {
      String failed = failed(diagnostic);
      boolean expected = false;
      for (TestFile.Expected expectation : run.expected()) {
        if (!failed.isEmpty() && Targets.covers(expectation.address(), failed)) {
          fulfilled.add(expectation.address());
          sifted.put(expectation.address(), diagnostic);
          expected = true;
        }
      }
      if (!expected) {
        others.add(diagnostic.code().equals(CHECK) ? asError(diagnostic) : diagnostic);
      }
    }
    return others;
  }

  private static Diagnostic asError(Diagnostic warning) {
    Diagnostic error = Diagnostic.error(CHECK, warning.summary(), warning.detail());
    return error.at(warning.subject()).with(warning.values());
  }

  /// The object whose condition failed; "" for a diagnostic about anything else.
  private String failed(Diagnostic diagnostic) {
    return switch (diagnostic.code()) {
      case "config.condition-failed" -> diagnostic.address() == null ? "" : diagnostic.address();
      case "config.validation-failed" -> {
        for (Variable variable : configuration.root().variables().values()) {
          if (variable.declaration().equals(diagnostic.subject())) {
            yield "var." + variable.name();
          }
        }
        yield "";
      }
      case CHECK -> {
        for (CheckBlock check : configuration.root().checks().values()) {
          for (CheckRule rule : check.asserts()) {
            if (rule.condition().range().equals(diagnostic.subject())) {
              yield "check." + check.name();
            }
          }
        }
        yield "";
      }
      default -> "";
    };
  }

  /// The errors about what was expected and happened so early that nothing could be applied.
  List<Diagnostic> whilePlanning() {
    List<Diagnostic> found = new ArrayList<>();
    for (TestFile.Expected expected : run.expected()) {
      Diagnostic failure = sifted.get(expected.address());
      if (failure != null && failure.isError()) {
        found.add(
            Diagnostic.error(
                    "test.failure-while-planning",
                    "Expected failure while planning",
                    "A custom condition within "
                        + expected.address()
                        + " failed during the planning stage and prevented the requested apply"
                        + " operation. While this was an expected failure, the apply operation"
                        + " could not be executed and so the overall test case will be marked as a"
                        + " failure and the original diagnostic included in the test report. Set"
                        + " command = plan in this run.")
                .at(expected.range()));
        found.add(failure);
      }
    }
    return found;
  }

  /// The errors about what was expected and did not happen.
  List<Diagnostic> missing() {
    List<Diagnostic> found = new ArrayList<>();
    for (TestFile.Expected expected : run.expected()) {
      if (!fulfilled.contains(expected.address())) {
        found.add(
            Diagnostic.error(
                    "test.missing-failure",
                    "Missing expected failure",
                    "The checkable object, "
                        + expected.address()
                        + ", was expected to report an error but did not.")
                .at(expected.range()));
      }
    }
    return found;
  }
}
