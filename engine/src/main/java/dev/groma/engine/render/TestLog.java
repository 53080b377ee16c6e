package dev.groma.engine.render;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.testing.TestResult.Status;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The lines about tests in a [JsonLog].
public final class TestLog {
  private final JsonLog log;

  /// Lines in `log`.
  public TestLog(JsonLog log) {
    this.log = log;
  }

  /// What there is to run.
  ///
  /// @param runs the names of the runs, by file
  public void found(SortedMap<String, List<String>> runs) {
    int count = runs.values().stream().mapToInt(List::size).sum();
    Json.Obj all = new Json.Obj();
    runs.forEach((file, names) -> {
      Json.Arr list = new Json.Arr();
      names.forEach(name -> list.add(new Json.Text(name)));
      all.put(file, list);
    });
    log.line(
        "info",
        "Found "
            + runs.size()
            + (runs.size() == 1 ? " file and " : " files and ")
            + count
            + (count == 1 ? " run block" : " run blocks"),
        new Json.Obj(),
        "test_abstract",
        new Json.Obj().put("test_abstract", all));
  }

  /// A file begins or its clean-up does.
  ///
  /// @param progress `starting` or `teardown`
  public void file(String file, String progress) {
    log.line(
        "info",
        file + "... " + (progress.equals("starting") ? "in progress" : "tearing down"),
        about(file, ""),
        "test_file",
        new Json.Obj()
            .put("test_file", new Json.Obj().put("path", file).put("progress", progress)));
  }

  /// A file is over.
  public void file(String file, Status status) {
    log.line(
        "info",
        file + "... " + shown(status),
        about(file, ""),
        "test_file",
        new Json.Obj()
            .put(
                "test_file",
                new Json.Obj()
                    .put("path", file)
                    .put("progress", "complete")
                    .put("status", status.word())));
  }

  /// A run begins.
  public void run(String file, String run) {
    log.line(
        "info",
        "  \"" + run + "\"... in progress",
        about(file, run),
        "test_run",
        new Json.Obj()
            .put(
                "test_run",
                new Json.Obj()
                    .put("path", file)
                    .put("run", run)
                    .put("progress", "starting")
                    .put("elapsed", 0)));
  }

  /// A run is over.
  public void run(String file, String run, Status status) {
    log.line(
        "info",
        "  \"" + run + "\"... " + shown(status),
        about(file, run),
        "test_run",
        new Json.Obj()
            .put(
                "test_run",
                new Json.Obj()
                    .put("path", file)
                    .put("run", run)
                    .put("progress", "complete")
                    .put("status", status.word())));
  }

  /// What a run made begins to be destroyed.
  public void tearDown(String file, String run) {
    log.line(
        "info",
        "  \"" + run + "\"... tearing down",
        about(file, run),
        "test_run",
        new Json.Obj()
            .put(
                "test_run",
                new Json.Obj()
                    .put("path", file)
                    .put("run", run)
                    .put("progress", "teardown")
                    .put("elapsed", 0)));
  }

  /// The plan of a run.
  public void plan(String file, String run, Plan plan, Schemas schemas) {
    log.line(
        "info",
        "-verbose flag enabled, printing plan",
        about(file, run),
        "test_plan",
        new Json.Obj().put("test_plan", PlanJson.changes(plan, schemas)));
  }

  /// The state after a run.
  public void state(String file, String run, State state, Schemas schemas) {
    log.line(
        "info",
        "-verbose flag enabled, printing state",
        about(file, run),
        "test_state",
        new Json.Obj().put("test_state", StateJson.values(state, schemas)));
  }

  /// Something is wrong in a run.
  public void diagnostic(String file, String run, Diagnostic diagnostic) {
    log.diagnostic(diagnostic, about(file, run));
  }

  /// What a run made could not be destroyed.
  public void left(String file, String run, List<String> addresses) {
    Json.Arr resources = new Json.Arr();
    addresses.forEach(address -> resources.add(new Json.Obj().put("instance", address)));
    log.line(
        "error",
        "Groma left some resources in state after executing "
            + file
            + "/"
            + run
            + ", they need to be cleaned up manually.",
        about(file, run),
        "test_cleanup",
        new Json.Obj().put("test_cleanup", new Json.Obj().put("failed_resources", resources)));
  }

  /// The last line.
  ///
  /// @param message the same in words
  public void summary(String message, Status status, Map<Status, Integer> counts) {
    log.line(
        "info",
        message,
        new Json.Obj(),
        "test_summary",
        new Json.Obj()
            .put(
                "test_summary",
                new Json.Obj()
                    .put("status", status.word())
                    .put("passed", counts.getOrDefault(Status.PASS, 0))
                    .put("failed", counts.getOrDefault(Status.FAIL, 0))
                    .put("errored", counts.getOrDefault(Status.ERROR, 0))
                    .put("skipped", counts.getOrDefault(Status.SKIP, 0))));
  }

  /// The word that people read: what could not be carried out has failed.
  public static String shown(Status status) {
    return status == Status.ERROR ? "fail" : status.word();
  }

  private static Json.Obj about(String file, String run) {
    Json.Obj about = new Json.Obj().put("@testfile", file);
    return run.isEmpty() ? about : about.put("@testrun", run);
  }
}
