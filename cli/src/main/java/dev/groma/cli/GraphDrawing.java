package dev.groma.cli;

import dev.groma.engine.plan.OperationGraph;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// Prints graphs in the languages of drawing programs.
///
/// @param mermaid for Mermaid; otherwise for Graphviz, as the real program does
/// @param cycles edges of cycles are drawn in red
/// @param out where it is printed
record GraphDrawing(boolean mermaid, boolean cycles, PrintWriter out) {
  /// What happens in a run, and before what.
  void print(OperationGraph graph) {
    if (mermaid) {
      mermaid(graph.edges(), (later, earlier) -> cycles && graph.isInCycle(later, earlier));
      return;
    }
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
            others.forEach(other ->
                out.println(
                    "\t\t"
                        + node(name)
                        + " -> "
                        + node(other)
                        + (cycles && graph.isInCycle(name, other)
                            ? " [color = \"red\", penwidth = \"2.0\"]"
                            : ""))));
    out.println("\t}");
    out.println("}");
  }

  private static String node(String name) {
    return quoted("[root] " + name);
  }

  private static String quoted(Object text) {
    return '"' + text.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /// What refers to what, grouped by modules.
  void print(SortedMap<ResourceAddress, SortedSet<ResourceAddress>> graph) {
    if (mermaid) {
      mermaid(graph, (_, _) -> false);
      return;
    }
    out.println("digraph G {");
    out.println("  rankdir = \"RL\";");
    out.println("  node [shape = rect, fontname = \"sans-serif\"];");
    SortedMap<ModuleAddress, List<ResourceAddress>> modules = new TreeMap<>();
    graph
        .keySet()
        .forEach(resource ->
            modules.computeIfAbsent(resource.module(), _ -> new ArrayList<>()).add(resource));
    modules.forEach(this::module);
    graph.forEach((resource, others) ->
        others.forEach(
            other -> out.println("  " + quoted(resource) + " -> " + quoted(other) + ";")));
    out.println("}");
  }

  private void module(ModuleAddress module, List<ResourceAddress> resources) {
    String indent = module.isRoot() ? "  " : "    ";
    if (!module.isRoot()) {
      out.println("  subgraph " + quoted("cluster_" + module) + " {");
      out.println("    label = " + quoted(module));
      out.println("    fontname = \"sans-serif\"");
    }
    resources.forEach(resource ->
        out.println(indent + quoted(resource) + " [label=" + quoted(resource.local()) + "];"));
    if (!module.isRoot()) {
      out.println("  }");
    }
  }

  /// Mermaid reads names as words of its own, so nodes are numbered and named by their labels;
  /// edges are numbered in the order in which they are written.
  private <T> void mermaid(SortedMap<T, SortedSet<T>> graph, BiPredicate<T, T> isRed) {
    Map<T, String> nodes = new HashMap<>();
    out.println("flowchart RL");
    graph
        .keySet()
        .forEach(name -> {
          nodes.put(name, "n" + nodes.size());
          out.println(
              "  " + nodes.get(name) + "[\"" + name.toString().replace("\"", "#quot;") + "\"]");
        });
    int written = 0;
    List<Integer> red = new ArrayList<>();
    for (Map.Entry<T, SortedSet<T>> entry : graph.entrySet()) {
      for (T other : entry.getValue()) {
        out.println("  " + nodes.get(entry.getKey()) + " --> " + nodes.get(other));
        if (isRed.test(entry.getKey(), other)) {
          red.add(written);
        }
        written++;
      }
    }
    if (!red.isEmpty()) {
      out.println(
          red.stream()
              .map(Object::toString)
              .collect(Collectors.joining(",", "  linkStyle ", " stroke:red,stroke-width:2px")));
    }
  }
}
