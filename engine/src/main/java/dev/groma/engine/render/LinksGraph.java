package dev.groma.engine.render;

import dev.groma.engine.link.LinkMap;
import dev.groma.engine.link.LinkMap.Join;
import dev.groma.engine.link.LinkMap.Site;
import java.util.HashMap;
import java.util.Map;

/// A map of networks in the languages of Graphviz and Mermaid.
public final class LinksGraph {
  private LinksGraph() {}

  /// For Graphviz.
  public static String dot(LinkMap map) {
    StringBuilder out = new StringBuilder("graph links {\n");
    out.append("  node [shape = rect, fontname = \"sans-serif\"];\n");
    out.append("  edge [fontname = \"sans-serif\"];\n");
    for (Site site : map.sites()) {
      out.append("  ")
          .append(quoted(site.name()))
          .append(" [label=")
          .append(quoted(label(site, "\n")))
          .append(site.managed() ? "" : ", style=dashed")
          .append("];\n");
    }
    for (Join join : map.joins()) {
      out.append("  ")
          .append(quoted(join.from()))
          .append(" -- ")
          .append(quoted(join.to()))
          .append(" [label=")
          .append(quoted(label(join)))
          .append(join.isBroken() ? ", color=red, fontcolor=red" : "")
          .append(join.kind() == LinkMap.How.TUNNEL ? ", style=dashed" : "")
          .append("];\n");
    }
    return out.append("}\n").toString();
  }

  /// For Mermaid, which reads names as words of its own, so that sites are numbered.
  public static String mermaid(LinkMap map) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    Map<String, String> nodes = new HashMap<>();
    for (Site site : map.sites()) {
      nodes.put(site.name(), "n" + nodes.size());
      out.append("  ")
          .append(nodes.get(site.name()))
          .append("[\"")
          .append(escaped(label(site, "<br/>")))
          .append("\"]\n");
    }
    for (Join join : map.joins()) {
      out.append("  ")
          .append(nodes.get(join.from()))
          .append(join.kind() == LinkMap.How.TUNNEL ? " -. \"" : " -- \"")
          .append(escaped(label(join)))
          .append(join.kind() == LinkMap.How.TUNNEL ? "\" .- " : "\" --- ")
          .append(nodes.get(join.to()))
          .append('\n');
    }
    return out.toString();
  }

  private static String label(Site site, String newline) {
    return site.name()
        + (site.ranges().isEmpty() ? "" : newline + String.join(", ", site.ranges()));
  }

  private static String label(Join join) {
    String rules =
        String.join(
            ", ",
            join.problems().stream().map(problem -> problem.rule().word()).distinct().toList());
    return join.kind().word() + (rules.isEmpty() ? "" : ": " + rules);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static String escaped(String text) {
    return text.replace("\"", "#quot;");
  }
}
