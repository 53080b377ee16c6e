package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.plan.ResourceGraph;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma graph`: prints which resource refers to which, in the DOT language of Graphviz.
final class GraphCommand implements Command {
  @Override
  public String name() {
    return "graph";
  }

  @Override
  public String description() {
    return "Print which resource refers to which, as a graph for Graphviz.";
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
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
    var out = console.out();
    out.println("digraph G {");
    out.println("  rankdir = \"RL\";");
    out.println("  node [shape = rect, fontname = \"sans-serif\"];");
    graph.keySet().forEach(name -> out.println("  \"" + name + "\" [label=\"" + name + "\"];"));
    graph.forEach((name, others) ->
        others.forEach(other -> out.println("  \"" + name + "\" -> \"" + other + "\";")));
    out.println("}");
    return 0;
  }
}
