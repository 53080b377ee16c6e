package dev.groma.cli;

import dev.groma.engine.link.LinkMap;
import dev.groma.engine.link.LinkReview;
import dev.groma.engine.link.Links;
import dev.groma.engine.link.Problem;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.NetworkView;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.render.LinksGraph;
import dev.groma.engine.render.LinksHtml;
import dev.groma.engine.render.LinksJson;
import dev.groma.engine.render.LinksText;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma links`: prints which networks are joined by what, and whether both ends fit.
final class LinksCommand implements Command {
  private static final String FORMAT = "-format";
  private static final String MATRIX = "-matrix";
  private static final List<String> FORMATS = List.of("text", "dot", "mermaid", "html");

  @Override
  public String name() {
    return "links";
  }

  @Override
  public String description() {
    return "Print which networks are joined by what, and whether both ends of each link fit.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(
        Options.value(
            FORMAT, String.join("|", FORMATS), "What to print; text by default. See also -json."));
    spec.addOption(
        Options.flag(
            MATRIX,
            "Print instead what each two types of tunnels can agree on, by the documents of their"
                + " clouds."));
    Options.declarePlanning(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    Console aside = console.beside();
    View view = TextView.of(arguments, aside);
    String format = Options.find(arguments, FORMAT);
    if (format != null && !FORMATS.contains(format)) {
      view.report(
          Diagnostic.error(
              "cli.format",
              "Unknown format",
              "The value of -format must be one of "
                  + String.join(", ", FORMATS)
                  + ", not \""
                  + format
                  + "\"."));
      return 1;
    }
    if (Options.isOn(arguments, MATRIX)) {
      console.out().print(LinksText.matrix(tunnels()));
      return 0;
    }
    Optional<PlanOptions> options =
        Policies.of(arguments, aside, view)
            .flatMap(policies ->
                PlanArguments.of(arguments, view, Mode.NORMAL)
                    .map(asked -> asked.withRules(policies.rules(asked.rules()))));
    Optional<Session> opened =
        options
            .flatMap(_ -> Inputs.load(arguments, aside, view, Mode.NORMAL))
            .flatMap(inputs -> Session.open(arguments, aside, view, "Links", inputs));
    if (options.isEmpty() || opened.isEmpty()) {
      return 1;
    }
    RuleSet rules = options.get().rules();
    try (Session session = opened.get()) {
      return session
          .plan(options.get().withRules(rules.without(List.of("link.*"))), session.now())
          .map(plan -> print(plan, rules, format, arguments, console))
          .orElse(1);
    }
  }

  private static int print(
      Plan plan, RuleSet rules, @Nullable String format, ParseResult arguments, Console console) {
    Links links = Links.of(NetworkView.after(plan.changes(), plan.compiled()));
    List<Problem> problems =
        LinkReview.of(links, plan.complete()).stream()
            .filter(problem -> rules.isOn(problem.rule().word()))
            .toList();
    LinkMap map = LinkMap.of(links, problems);
    String text =
        Options.isOn(arguments, Options.JSON)
            ? LinksJson.of(map, problems)
            : switch (format == null ? "text" : format) {
              case "dot" -> LinksGraph.dot(map);
              case "mermaid" -> LinksGraph.mermaid(map);
              case "html" -> LinksHtml.of(map, problems);
              default -> LinksText.of(map, problems);
            };
    console.out().print(text.endsWith("\n") ? text : text + "\n");
    return problems.stream().anyMatch(Problem::fatal) ? 1 : 0;
  }

  /// The types of tunnels of all clouds, those together that are alike.
  private static SortedMap<String, Role> tunnels() {
    Map<Role, SortedSet<String>> names = new LinkedHashMap<>();
    for (ProviderFactory factory : Clouds.factories()) {
      factory
          .schema()
          .resources()
          .forEach((type, schema) -> {
            Role role = schema.role();
            if (role != null && role.kind() == Role.Kind.TUNNEL) {
              names.computeIfAbsent(role, _ -> new TreeSet<>()).add(type);
            }
          });
    }
    SortedMap<String, Role> all = new TreeMap<>();
    names.forEach((role, types) -> all.put(String.join(" or ", types), role));
    return all;
  }
}
