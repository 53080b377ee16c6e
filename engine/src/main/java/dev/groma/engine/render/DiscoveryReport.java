package dev.groma.engine.render;

import dev.groma.engine.discover.Discovered;
import dev.groma.engine.discover.Discovered.Coverage;
import dev.groma.engine.discover.Discovered.Status;
import dev.groma.engine.discover.Discovery;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What exists in a cloud and who manages it, as text and as JSON: `discovery-report.schema.json`
/// describes that.
public final class DiscoveryReport {
  private static final String FORMAT_VERSION = "1.0";

  private DiscoveryReport() {}

  /// For people: a line for each type, then what is not managed and what is gone.
  public static String text(Discovery.Result result, Style style) {
    StringBuilder out = new StringBuilder();
    int width = result.coverage().stream().mapToInt(c -> c.type().length()).max().orElse(4);
    String form = "%-" + width + "s  %8s  %9s  %8s  %5s  %8s\n";
    out.append(
            style.bold(
                form.formatted("TYPE", "MANAGED", "UNMANAGED", "IGNORED", "GONE", "COVERAGE")
                    .stripTrailing()))
        .append('\n');
    for (Coverage one : result.coverage()) {
      String share = !one.listed() ? "no list" : one.failed() ? "failed" : one.percent() + " %";
      out.append(
          form.formatted(
              one.type(), one.managed(), one.unmanaged(), one.ignored(), one.gone(), share));
    }
    section("Unmanaged:", Status.UNMANAGED, result, out);
    section("Gone: recorded, and not found here", Status.GONE, result, out);
    return out.toString();
  }

  private static void section(
      String title, Status status, Discovery.Result result, StringBuilder out) {
    List<Discovered> objects =
        result.objects().stream()
            .filter(one -> one.status() == status)
            .sorted(Comparator.comparing(Discovered::type).thenComparing(Discovered::id))
            .toList();
    if (objects.isEmpty()) {
      return;
    }
    out.append('\n').append(title).append('\n');
    for (Discovered one : objects) {
      out.append("  ").append(one.type()).append(' ').append(Quoting.harmless(one.id()));
      out.append(one.name().isEmpty() ? "" : " " + Quoting.quote(one.name()));
      out.append(one.region().isEmpty() ? "" : " in " + one.region());
      out.append(one.places().isEmpty() ? "" : " (" + String.join(", ", one.places()) + ")");
      out.append('\n');
    }
  }

  /// For programs, on one line.
  ///
  /// @param cloud the name of the provider
  /// @param regions the regions that were looked at
  /// @param written the file that configuration was written to; empty when there is none
  public static String json(
      Discovery.Result result, String cloud, Collection<String> regions, String written) {
    Json.Arr types = new Json.Arr();
    for (Coverage one : result.coverage()) {
      Json.Obj json =
          new Json.Obj()
              .put("type", one.type())
              .put("listed", one.listed())
              .put("failed", one.failed())
              .put("managed", one.managed())
              .put("unmanaged", one.unmanaged())
              .put("ignored", one.ignored())
              .put("gone", one.gone());
      types.add(one.listed() && !one.failed() ? json.put("coverage_percent", one.percent()) : json);
    }
    Json.Arr objects = new Json.Arr();
    for (Discovered one : result.objects()) {
      objects.add(
          new Json.Obj()
              .put("type", one.type())
              .put("region", one.region())
              .put("id", one.id())
              .put("name", one.name())
              .put("status", one.status().word())
              .put("places", Json.texts(one.places())));
    }
    Json.Arr diagnostics = new Json.Arr();
    result.diagnostics().forEach(d -> diagnostics.add(DiagnosticJson.of(d, _ -> null)));
    Json.Obj document =
        new Json.Obj()
            .put("format_version", FORMAT_VERSION)
            .put("cloud", cloud)
            .put("regions", Json.texts(regions))
            .put("types", types)
            .put("objects", objects)
            .put("diagnostics", diagnostics);
    return (written.isEmpty() ? document : document.put("written", written)).line();
  }
}
