package dev.groma.cli;

import dev.groma.engine.config.TestFile;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.StateText;
import dev.groma.engine.render.TestLog;
import dev.groma.engine.testing.TestResult;
import dev.groma.engine.testing.TestResult.Status;
import dev.groma.engine.testing.TestRunner;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import dev.groma.state.State;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import picocli.CommandLine.ParseResult;

/// Tells what tests come to: to people, or to programs.
///
/// @param view tells everything else
/// @param verbose the plan or state of each run is told, too
record TestView(View view, boolean verbose) {
  static TestView of(ParseResult arguments, Console console) {
    return new TestView(View.of(arguments, console), Options.isOn(arguments, "-verbose"));
  }

  void found(SortedMap<String, List<String>> runs) {
    if (view instanceof JsonView json) {
      json.tests().found(runs);
    }
  }

  void begins(String file) {
    view.note(file + "... in progress");
    if (view instanceof JsonView json) {
      json.tests().file(file, "starting");
    }
  }

  void ended(String file, Status status) {
    view.note(file + "... " + TestLog.shown(status));
    if (view instanceof JsonView json) {
      json.tests().file(file, status);
    }
  }

  void summary(Status worst, Map<Status, Integer> counts) {
    int passed = counts.getOrDefault(Status.PASS, 0);
    int failed = counts.getOrDefault(Status.FAIL, 0) + counts.getOrDefault(Status.ERROR, 0);
    int skipped = counts.getOrDefault(Status.SKIP, 0);
    String rest = skipped == 0 ? "." : ", " + skipped + " skipped.";
    String message =
        passed + failed == 0 && skipped > 0
            ? "Executed 0 tests" + rest
            : (worst.compareTo(Status.PASS) <= 0 ? "Success! " : "Failure! ")
                + passed
                + " passed, "
                + failed
                + " failed"
                + rest;
    view.note("\n" + message);
    if (view instanceof JsonView json) {
      json.tests().summary(message, worst.worse(skipped == 0 ? Status.PASS : worst), counts);
    }
  }

  /// Watches the runs of `file`.
  ///
  /// @param results takes the results
  TestRunner.Listener listener(String file, List<TestResult> results, Schemas schemas) {
    return new TestRunner.Listener() {
      @Override
      public void read(SortedMap<String, SourceText> sources) {
        view.sources(sources);
      }

      @Override
      public void begins(TestFile.Run run) {
        if (view instanceof JsonView json) {
          json.tests().run(file, run.name());
        }
      }

      @Override
      public void ended(TestResult result) {
        results.add(result);
        String run = result.run().name();
        view.note("  run \"" + run + "\"... " + TestLog.shown(result.status()));
        if (view instanceof JsonView json) {
          json.tests().run(file, run, result.status());
        }
        if (verbose) {
          show(file, result, schemas);
        }
        report(run, result.diagnostics());
      }

      @Override
      public void tearsDown() {
        view.note(file + "... tearing down");
        if (view instanceof JsonView json) {
          json.tests().file(file, "teardown");
        }
      }

      @Override
      public void tearsDown(TestFile.Run run) {
        if (view instanceof JsonView json) {
          json.tests().tearDown(file, run.name());
        }
      }

      @Override
      public void leftOver(TestFile.Run run, List<Diagnostic> diagnostics, List<String> left) {
        report(run.name(), diagnostics);
        if (left.isEmpty()) {
          return;
        }
        if (view instanceof JsonView json) {
          json.tests().left(file, run.name(), left);
        } else {
          view.report(
              Diagnostic.error(
                  "test.left-over",
                  "Objects are left over",
                  "These could not be destroyed after "
                      + file
                      + "/"
                      + run.name()
                      + " and have to be cleaned up by hand:\n  - "
                      + String.join("\n  - ", left)));
        }
      }

      private void report(String run, List<Diagnostic> diagnostics) {
        if (view instanceof JsonView json) {
          diagnostics.forEach(diagnostic -> json.tests().diagnostic(file, run, diagnostic));
        } else {
          view.report(diagnostics);
        }
      }
    };
  }

  private void show(String file, TestResult result, Schemas schemas) {
    Plan plan = result.plan();
    State state = result.state();
    String run = result.run().name();
    if (view instanceof JsonView json) {
      if (plan != null) {
        json.tests().plan(file, run, plan, schemas);
      } else if (state != null) {
        json.tests().state(file, run, state, schemas);
      }
    } else if (plan != null) {
      view.plan(plan);
    } else if (state != null) {
      view.note("\n" + StateText.render(state, schemas));
    }
  }
}
