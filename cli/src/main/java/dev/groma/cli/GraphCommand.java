package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.plan.ResourceGraph;
import dev.groma.schemas.diag.Diagnostic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma graph`: prints which resource refers to which, for Graphviz or Mermaid.
final class GraphCommand implements Command {
  @Override
  public String name() {
    return "graph";
  }

  @Override
  public String description() {
    return "Print which resource refers to which, as a graph for Graphviz or Mermaid.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(
        Options.value("-format", "dot|mermaid", "The language to print; dot by default."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    String format = Options.find(arguments, "-format");
    if (format != null && !format.equals("dot") && !format.equals("mermaid")) {
      view.report(
          Diagnostic.error(
              "cli.format",
              "Unknown graph format",
              "The value of -format must be dot or mermaid, not \"" + format + "\"."));
      return 1;
    }
    Optional<Configuration> loaded = Inputs.configuration(console, view);
    if (loaded.isEmpty()) {
      return 1;
    }
    List<Diagnostic> found = new ArrayList<>();
    SortedMap<String, SortedSet<String>> graph =
        ResourceGraph.of(loaded.get(), Clouds.providers(), found::add);
    view.report(found);
    if (Diagnostic.hasErrors(found)) {
      return 1;
    }
    if ("mermaid".equals(format)) {
      mermaid(graph, console.out());
    } else {
      dot(graph, console.out());
    }
    return 0;
  }

  private static void dot(SortedMap<String, SortedSet<String>> graph, PrintWriter out) {
    out.println("digraph G {");
    out.println("  rankdir = \"RL\";");
    out.println("  node [shape = rect, fontname = \"sans-serif\"];");
    graph.keySet().forEach(name -> out.println("  \"" + name + "\" [label=\"" + name + "\"];"));
    graph.forEach((name, others) ->
        others.forEach(other -> out.println("  \"" + name + "\" -> \"" + other + "\";")));
    out.println("}");
  }

  /// Mermaid reads names as words of its own, so nodes are numbered and named by their labels.
  private static void mermaid(SortedMap<String, SortedSet<String>> graph, PrintWriter out) {
    Map<String, String> nodes = new HashMap<>();
    out.println("flowchart RL");
    graph
        .keySet()
        .forEach(name -> {
          nodes.put(name, "n" + nodes.size());
          out.println("  " + nodes.get(name) + "[\"" + name.replace("\"", "#quot;") + "\"]");
        });
    graph.forEach((name, others) ->
        others.forEach(other -> out.println("  " + nodes.get(name) + " --> " + nodes.get(other))));
  }
}
