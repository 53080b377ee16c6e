package dev.groma.engine.render;

import dev.groma.engine.drift.Consequence;
import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.StackDrift;
import dev.groma.engine.drift.Unapplied;
import dev.groma.engine.plan.Difference;
import dev.groma.schemas.diag.Diagnostic;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/// A drift report as JSON: `drift-report.schema.json` describes it.
public final class DriftJson {
  private static final String FORMAT_VERSION = "1.0";

  private DriftJson() {}

  /// The report on one line.
  ///
  /// @param version the version of Groma
  /// @param exitCode what the run ends with
  public static String render(DriftReport report, String version, int exitCode) {
    return new Json.Obj()
        .put("format_version", FORMAT_VERSION)
        .put("groma_version", version)
        .put("began", report.began().toString())
        .put("elapsed_ms", report.elapsed().toMillis())
        .put("verdict", report.verdict())
        .put("drift", report.drifts())
        .put("unapplied", report.isUnapplied())
        .put("failed", report.failed())
        .put("exit_code", exitCode)
        .put("api_calls", report.calls())
        .put("stacks", all(report.stacks(), DriftJson::stack))
        .put("expired", all(report.expired(), DriftJson::accepted))
        .put("unused", all(report.unused(), DriftJson::accepted))
        .line();
  }

  private static <T> Json.Arr all(Collection<T> parts, Function<T, Json> each) {
    Json.Arr all = new Json.Arr();
    parts.forEach(part -> all.add(each.apply(part)));
    return all;
  }

  private static Json stack(StackDrift stack) {
    List<Drifted> counting = stack.counting();
    return new Json.Obj()
        .put("name", stack.name())
        .put("workspace", stack.workspace())
        .put("drift", stack.drifts())
        .put("unapplied", stack.isUnapplied())
        .put("failed", stack.failed())
        .put("objects", stack.objects())
        .put("api_calls", stack.calls())
        .put("elapsed_ms", stack.elapsed().toMillis())
        .put(
            "drifted", all(stack.findings().drifted(), one -> drifted(one, counting.contains(one))))
        .put("other_consequences", all(stack.findings().others(), DriftJson::consequence))
        .put("unapplied_changes", all(stack.findings().unapplied(), DriftJson::unapplied))
        .put("diagnostics", all(stack.diagnostics(), DriftJson::diagnostic));
  }

  /// Without an excerpt: a report goes to people who may not see the configuration.
  private static Json diagnostic(Diagnostic diagnostic) {
    return DiagnosticJson.of(diagnostic, _ -> null);
  }

  private static Json drifted(Drifted one, boolean counts) {
    Json.Obj json = new Json.Obj().put("address", one.address().toString());
    Documents.putNames(json, one.address());
    if (!one.deposed().isEmpty()) {
      json.put("deposed", one.deposed());
    }
    if (one.declaration() != null) {
      json.put(
          "declared",
          new Json.Obj()
              .put("file", one.declaration().file())
              .put("line", one.declaration().start().line()));
    }
    return json.put("class", one.driftClass().word())
        .put("counts", counts)
        .put("differences", all(one.items(), DriftJson::item))
        .put("consequences", all(one.consequences(), DriftJson::consequence));
  }

  private static Json item(DriftItem item) {
    Difference difference = item.difference();
    Json.Obj json =
        new Json.Obj()
            .put("path", difference.path().toString())
            .put("class", item.driftClass().word())
            .put("sensitive", difference.hidden());
    if (!difference.hidden() && !difference.path().steps().isEmpty()) {
      json.put("before", DriftWords.json(difference.before()));
      json.put("after", DriftWords.json(difference.after()));
    }
    return item.excuse() == null ? json : json.put("excuse", excuse(item.excuse()));
  }

  private static Json excuse(Excuse excuse) {
    return switch (excuse) {
      case Excuse.Configured _ -> new Json.Obj().put("kind", "ignore_changes");
      case Excuse.Ignored rule ->
          new Json.Obj().put("kind", "ignored").put("rule", rule.toString());
      case Excuse.Accepted entry ->
          new Json.Obj()
              .put("kind", "accepted")
              .put("owner", entry.owner())
              .put("reason", entry.reason())
              .put("expires", entry.expires().toString());
    };
  }

  private static Json consequence(Consequence one) {
    return new Json.Obj()
        .put("address", one.address().toString())
        .put("actions", Json.texts(one.action().words()));
  }

  private static Json unapplied(Unapplied one) {
    return new Json.Obj()
        .put("address", one.subject())
        .put("actions", Json.texts(one.actions()))
        .put("paths", Json.texts(one.paths().stream().map(String::valueOf).toList()));
  }

  private static Json accepted(Excuse.Accepted entry) {
    Json.Obj json = new Json.Obj();
    if (entry.stack() != null) {
      json.put("stack", entry.stack().toString());
    }
    json.put("address", entry.address().toString());
    if (entry.path() != null) {
      json.put("path", entry.path().toString());
    }
    if (entry.driftClass() != null) {
      json.put("class", entry.driftClass().word());
    }
    return json.put("owner", entry.owner())
        .put("reason", entry.reason())
        .put("expires", entry.expires().toString());
  }
}
