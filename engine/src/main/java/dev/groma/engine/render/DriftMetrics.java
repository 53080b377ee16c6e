package dev.groma.engine.render;

import dev.groma.engine.drift.DriftClass;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.StackDrift;
import java.util.function.Function;

/// A drift report in the text format of Prometheus, for the text file collector of its node
/// exporter.
public final class DriftMetrics {
  private final StringBuilder out = new StringBuilder();
  private final DriftReport report;

  private DriftMetrics(DriftReport report) {
    this.report = report;
  }

  /// The metrics.
  ///
  /// @param exitCode what the run ends with
  public static String render(DriftReport report, int exitCode) {
    DriftMetrics metrics = new DriftMetrics(report);
    metrics.all(exitCode);
    return metrics.out.toString();
  }

  private void all(int exitCode) {
    head(
        "groma_drift_objects",
        "Objects that are not as recorded, by class; those that do not count too.");
    for (StackDrift stack : report.stacks()) {
      for (DriftClass one : DriftClass.values()) {
        sample(
            "groma_drift_objects",
            stack,
            ",class=\"" + one.word() + "\"",
            stack.findings().drifted().stream().filter(d -> d.driftClass() == one).count());
      }
    }
    each(
        "groma_drift_counting_objects",
        "Objects that count as drift.",
        s -> (long) s.counting().size());
    each(
        "groma_drift_excused_objects",
        "Objects that are not as recorded and ignored or accepted.",
        s -> s.findings().drifted().stream().filter(Drifted::isExcused).count());
    each(
        "groma_drift_unapplied_changes",
        "Changes of the configuration that are not applied.",
        s -> (long) s.findings().unapplied().size());
    each(
        "groma_drift_recorded_objects", "Objects that the state records.", s -> (long) s.objects());
    each(
        "groma_drift_up",
        "1 when the stack could be looked at as a whole.",
        s -> s.failed() ? 0L : 1L);
    each("groma_drift_api_calls", "Requests that were sent to the clouds.", s -> (long) s.calls());
    each("groma_drift_duration_seconds", "How long it took.", s -> s.elapsed().toMillis() / 1000.0);
    head("groma_drift_expired_acceptances", "Accepted drift whose day has passed.");
    out.append("groma_drift_expired_acceptances ").append(report.expired().size()).append('\n');
    head("groma_drift_exit_code", "What the run ended with.");
    out.append("groma_drift_exit_code ").append(exitCode).append('\n');
    head("groma_drift_last_run_timestamp_seconds", "When the run began.");
    out.append("groma_drift_last_run_timestamp_seconds ")
        .append(report.began().getEpochSecond())
        .append('\n');
  }

  private void each(String name, String help, Function<StackDrift, Number> value) {
    head(name, help);
    report.stacks().forEach(stack -> sample(name, stack, "", value.apply(stack)));
  }

  private void head(String name, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void sample(String name, StackDrift stack, String more, Number value) {
    out.append(name).append("{stack=\"").append(escaped(stack.name())).append('"').append(more);
    out.append("} ").append(value).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
