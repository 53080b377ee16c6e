package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.plan.OperationGraph;
import dev.groma.engine.plan.ResourceGraph;
import dev.groma.schemas.diag.Diagnostic;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma graph`: prints which resource refers to which, or with `-type` what a run does in which
/// order, for Graphviz or Mermaid.
final class GraphCommand implements Command {
  private static final String TYPE = "-type";
  private static final String DESTROY = "plan-destroy";
  private static final Set<String> TYPES = Set.of("plan", "plan-refresh-only", DESTROY, "apply");

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
    spec.addOption(
        Options.value(
            TYPE,
            "TYPE",
            "Print what a run does in which order: plan, plan-refresh-only, plan-destroy or"
                + " apply."));
    Options.declareVariables(spec);
    spec.addOption(
        Options.value(
            Options.STATE, "FILE", "The state file instead of terraform.tfstate; to destroy."));
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
    String type = Options.find(arguments, TYPE);
    if (type != null && !TYPES.contains(type)) {
      view.report(
          Diagnostic.error(
              "cli.graph-type",
              "Unsupported graph type",
              "The -type=... argument must be either \"plan\", \"plan-refresh-only\","
                  + " \"plan-destroy\", or \"apply\", not \""
                  + type
                  + "\"."));
      return 1;
    }
    Optional<Configuration> loaded = Inputs.configuration(console, view);
    if (loaded.isEmpty()) {
      return 1;
    }
    if (type != null) {
      return operations(type, loaded.get(), arguments, console, view, "mermaid".equals(format));
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

  private static int operations(
      String type,
      Configuration configuration,
      ParseResult arguments,
      Console console,
      View view,
      boolean mermaid) {
    Optional<OperationGraph> graph =
        type.equals(DESTROY)
            ? StateSession.read(arguments, console, TextView.of(arguments, console.beside()))
                .map(state ->
                    OperationGraph.destroying(state, configuration.root().outputs().keySet()))
            : planning(configuration, view);
    graph.ifPresent(g -> {
      if (mermaid) {
        mermaid(g.edges(), console.out());
      } else {
        dot(g, console.out());
      }
    });
    return graph.isPresent() ? 0 : 1;
  }

  private static Optional<OperationGraph> planning(Configuration configuration, View view) {
    List<Diagnostic> found = new ArrayList<>();
    OperationGraph graph = OperationGraph.of(configuration, Clouds.providers(), found::add);
    view.report(found);
    return Diagnostic.hasErrors(found) ? Optional.empty() : Optional.of(graph);
  }

  /// As the real program prints it.
  private static void dot(OperationGraph graph, PrintWriter out) {
    out.println("digraph {");
    out.println("\tcompound = \"true\"");
    out.println("\tnewrank = \"true\"");
    out.println("\tsubgraph \"root\" {");
    graph
        .labels()
        .forEach((name, label) ->
            out.println(
                "\t\t%s [label = %s, shape = \"%s\"]"
                    .formatted(node(name), quoted(label.text()), label.shape())));
    graph
        .edges()
        .forEach((name, others) ->
            others.forEach(other -> out.println("\t\t" + node(name) + " -> " + node(other))));
    out.println("\t}");
    out.println("}");
  }

  private static String node(String name) {
    return quoted("[root] " + name);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
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
