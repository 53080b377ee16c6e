package dev.groma.engine.render;

import dev.groma.engine.link.Agreement;
import dev.groma.engine.link.LinkMap;
import dev.groma.engine.link.LinkMap.Join;
import dev.groma.engine.link.LinkMap.Site;
import dev.groma.engine.link.Problem;
import dev.groma.schemas.schema.Role;
import dev.groma.schemas.schema.Role.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// A map of networks as text, and what types of tunnels can agree on.
public final class LinksText {
  private LinksText() {}

  /// The map, and the problems that belong to none of its parts.
  public static String of(LinkMap map, List<Problem> problems) {
    StringBuilder out = new StringBuilder();
    if (map.sites().isEmpty()) {
      return "No networks: the configuration has no gateways, tunnels or peerings.\n";
    }
    out.append("Networks\n");
    map.sites().forEach(site -> site(site, out));
    for (LinkMap.How how : LinkMap.How.values()) {
      List<Join> joins = map.joins().stream().filter(join -> join.kind() == how).toList();
      if (!joins.isEmpty()) {
        out.append('\n').append(title(how)).append('\n');
        joins.forEach(join -> join(join, out));
      }
    }
    List<Problem> others = map.others(problems);
    if (!others.isEmpty()) {
      out.append("\nAll together\n");
      others.forEach(problem -> problem(problem, out));
    }
    return out.toString();
  }

  private static String title(LinkMap.How how) {
    return switch (how) {
      case LINK -> "Links, both ends here";
      case TUNNEL -> "Tunnels to somewhere else";
      case PEERING -> "Peerings";
    };
  }

  private static void site(Site site, StringBuilder out) {
    out.append("  ").append(site.name()).append('\n');
    line("gateway", String.join(", ", site.gateways()), out);
    line("address", String.join(", ", site.addresses()), out);
    line("ranges", String.join(", ", site.ranges()), out);
  }

  private static void line(String name, String text, StringBuilder out) {
    if (!text.isEmpty()) {
      out.append("    ").append(name).append(": ").append(text).append('\n');
    }
  }

  private static void join(Join join, StringBuilder out) {
    String mark = join.isBroken() ? "✗ " : join.problems().isEmpty() ? "✓ " : "! ";
    out.append("  ").append(mark).append(join.from()).append(" ── ").append(join.to()).append('\n');
    for (var end : join.ends()) {
      line("by", end.address().toString(), out);
    }
    line("terms", terms(join.terms()), out);
    join.problems().forEach(problem -> problem(problem, out));
  }

  /// What is negotiated, on a line.
  static String terms(Map<String, String> terms) {
    List<String> parts = new ArrayList<>();
    terms.forEach((name, word) -> parts.add(name + " " + word));
    return String.join(", ", parts);
  }

  private static void problem(Problem problem, StringBuilder out) {
    out.append("    ")
        .append(problem.fatal() ? "✗ " : "! ")
        .append(problem.rule().word())
        .append(": ")
        .append(problem.detail().english())
        .append('\n');
    problem.places().forEach(place -> out.append("        ").append(place).append('\n'));
  }

  /// What each two types of tunnels can agree on, by their documents, the weakest first.
  ///
  /// @param types the roles of the types of tunnels by their names
  public static String matrix(SortedMap<String, Role> types) {
    StringBuilder out = new StringBuilder();
    List<String> names = List.copyOf(types.keySet());
    for (int i = 0; i < names.size(); i++) {
      for (int j = i; j < names.size(); j++) {
        out.append(out.isEmpty() ? "" : "\n")
            .append(names.get(i))
            .append(" and ")
            .append(names.get(j))
            .append('\n');
        pair(types.get(names.get(i)), types.get(names.get(j)), out);
      }
    }
    return out.toString();
  }

  private static void pair(Role one, Role other, StringBuilder out) {
    Agreement agreement = new Agreement(one, other);
    for (Fact fact : Agreement.NEGOTIATED) {
      boolean said =
          !Agreement.possible(one, fact).isEmpty() && !Agreement.possible(other, fact).isEmpty();
      String common = String.join(" ", agreement.common(fact));
      String what =
          !said
              ? "not said by both"
              : common.isEmpty()
                  ? "nothing"
                  : common + "  → " + agreement.strongest(fact).orElse("");
      out.append("  %-15s %s%n".formatted(fact.word(), what));
    }
  }
}
