package dev.groma.engine.render;

import dev.groma.engine.link.LinkMap;
import dev.groma.engine.link.LinkMap.Join;
import dev.groma.engine.link.LinkMap.Site;
import dev.groma.engine.link.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A map of networks as one HTML page that needs nothing else.
public final class LinksHtml {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Links</title>
      <style>
      :root { color-scheme: light dark; --line: #888; --bad: #c62828; --good: #2e7d32; --soft: #8882; }
      @media (prefers-color-scheme: dark) { :root { --bad: #ef5350; --good: #66bb6a; } }
      body { font: 14px/1.45 system-ui, sans-serif; max-width: 75rem; margin: 1rem auto; padding: 0 1rem; }
      svg { width: 100%%; height: auto; }
      svg text { font: 12px system-ui, sans-serif; fill: currentColor; text-anchor: middle; }
      svg rect { fill: Canvas; stroke: var(--line); }
      svg .elsewhere rect { stroke-dasharray: 4 3; }
      svg line { stroke: var(--good); stroke-width: 2; }
      svg line.tunnel { stroke: var(--line); stroke-dasharray: 5 4; }
      svg line.broken { stroke: var(--bad); stroke-width: 3; }
      svg a { cursor: pointer; }
      .dim { opacity: .15; }
      section { border-top: 1px solid var(--soft); padding: .5rem 0; }
      h2 { font-size: 1rem; margin: .3rem 0; }
      h2.broken, .fatal { color: var(--bad); }
      code { overflow-wrap: anywhere; }
      li { margin: .3rem 0; }
      </style>
      </head>
      <body>
      <h1>Links</h1>
      <p>%s</p>
      %s
      %s
      <script>
      const lines = [...document.querySelectorAll('svg line')];
      const parts = [...document.querySelectorAll('section')];
      let chosen = null;
      for (const box of document.querySelectorAll('svg a')) {
        const toggle = event => {
          event.preventDefault();
          chosen = chosen === box.dataset.site ? null : box.dataset.site;
          for (const one of [...lines, ...parts]) {
            const near = !chosen || one.dataset.from === chosen || one.dataset.to === chosen;
            one.classList.toggle('dim', one.tagName === 'line' && !near);
            one.hidden = one.tagName === 'SECTION' && !near;
          }
        };
        box.addEventListener('click', toggle);
        box.addEventListener('keydown', event => { if (event.key === 'Enter') toggle(event); });
      }
      </script>
      </body>
      </html>
      """;

  private LinksHtml() {}

  /// The page.
  public static String of(LinkMap map, List<Problem> problems) {
    long broken = map.joins().stream().filter(Join::isBroken).count();
    String summary =
        map.sites().size() + " networks, " + map.joins().size() + " joins, " + broken + " broken";
    StringBuilder parts = new StringBuilder();
    map.joins().forEach(join -> join(join, map, parts));
    List<Problem> others = map.others(problems);
    if (!others.isEmpty()) {
      parts.append("<section><h2>All together</h2>");
      problems(others, parts);
      parts.append("</section>\n");
    }
    return PAGE.formatted(escaped(summary), drawing(map), parts);
  }

  private static int position(LinkMap map, String name) {
    for (int i = 0; i < map.sites().size(); i++) {
      if (map.sites().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static String drawing(LinkMap map) {
    int count = map.sites().size();
    int radius = Math.max(110, count * 34);
    int width = 2 * radius + 320;
    int height = 2 * radius + 80;
    Map<String, int[]> places = new HashMap<>();
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / Math.max(1, count) - Math.PI / 2;
      places.put(
          map.sites().get(i).name(),
          new int[] {
            (int) (width / 2.0 + radius * Math.cos(angle)),
            (int) (height / 2.0 + radius * Math.sin(angle))
          });
    }
    StringBuilder out =
        new StringBuilder(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"networks and what joins them\">%n"
                .formatted(width, height));
    for (Join join : map.joins()) {
      int[] from = places.getOrDefault(join.from(), new int[2]);
      int[] to = places.getOrDefault(join.to(), new int[2]);
      out.append(
          "<line class=\"%s%s\" data-from=\"%d\" data-to=\"%d\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"><title>%s</title></line>%n"
              .formatted(
                  join.kind().word(),
                  join.isBroken() ? " broken" : "",
                  position(map, join.from()),
                  position(map, join.to()),
                  from[0],
                  from[1],
                  to[0],
                  to[1],
                  escaped(ends(join))));
    }
    for (int i = 0; i < count; i++) {
      Site site = map.sites().get(i);
      int[] at = places.getOrDefault(site.name(), new int[2]);
      out.append(
          "<a tabindex=\"0\" data-site=\"%d\" class=\"%s\"><rect x=\"%d\" y=\"%d\" width=\"220\" height=\"40\" rx=\"6\"/><text x=\"%d\" y=\"%d\">%s</text><text x=\"%d\" y=\"%d\">%s</text></a>%n"
              .formatted(
                  i,
                  site.managed() ? "here" : "elsewhere",
                  at[0] - 110,
                  at[1] - 20,
                  at[0],
                  at[1] - 3,
                  escaped(shortened(site.name())),
                  at[0],
                  at[1] + 13,
                  escaped(shortened(String.join(", ", site.ranges())))));
    }
    return out.append("</svg>").toString();
  }

  private static String shortened(String text) {
    return text.length() <= 34 ? text : text.substring(0, 33) + "…";
  }

  private static String ends(Join join) {
    return String.join(" ═ ", join.ends().stream().map(end -> end.address().toString()).toList());
  }

  private static void join(Join join, LinkMap map, StringBuilder out) {
    out.append(
        "<section data-from=\"%d\" data-to=\"%d\"><h2%s>%s: %s ─ %s</h2><p><code>%s</code></p>"
            .formatted(
                position(map, join.from()),
                position(map, join.to()),
                join.isBroken() ? " class=\"broken\"" : "",
                title(join.kind().word()),
                escaped(join.from()),
                escaped(join.to()),
                escaped(ends(join))));
    if (!join.terms().isEmpty()) {
      out.append("<p>").append(escaped(LinksText.terms(join.terms()))).append("</p>");
    }
    problems(join.problems(), out);
    out.append("</section>\n");
  }

  private static String title(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static void problems(List<Problem> all, StringBuilder out) {
    if (all.isEmpty()) {
      return;
    }
    out.append("<ul>");
    for (Problem problem : all) {
      out.append(problem.fatal() ? "<li class=\"fatal\">" : "<li>")
          .append("<code>")
          .append(problem.rule().word())
          .append("</code> ")
          .append(escaped(problem.detail().english()))
          .append("<br>");
      problem
          .places()
          .forEach(place ->
              out.append("<code>").append(escaped(place.toString())).append("</code><br>"));
      out.append("</li>");
    }
    out.append("</ul>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
