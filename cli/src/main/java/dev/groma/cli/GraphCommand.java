package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.plan.OperationGraph;
import dev.groma.engine.plan.ResourceGraph;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma graph`: prints which resource refers to which, or with `-type` or `-plan` what a run does
/// in which order, for Graphviz or Mermaid.
final class GraphCommand implements Command {
  private static final String TYPE = "-type";
  private static final String PLAN = "-plan";
  private static final String CYCLES = "-draw-cycles";
  private static final String APPLY = "apply";
  private static final String DESTROY = "plan-destroy";
  private static final Set<String> TYPES = Set.of("plan", "plan-refresh-only", DESTROY, APPLY);

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
    spec.addOption(
        Options.value(
            PLAN,
            "FILE",
            "Print what an apply of this saved plan does in which order; with -type, use the"
                + " configuration that it was made from."));
    spec.addOption(
        Options.flag(
            CYCLES, "With -type: draw the graph even if it has cycles, and these in red."));
    spec.addOption(
        Options.number("-module-depth", "N", "Without effect; there for old command lines."));
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
    boolean cycles = Options.isOn(arguments, CYCLES);
    GraphDrawing drawing = new GraphDrawing("mermaid".equals(format), cycles, console.out());
    String name = Options.find(arguments, PLAN);
    Optional<PlanFile> plan =
        name == null ? Optional.empty() : plan(name, arguments, console, view);
    if (name != null && plan.isEmpty()) {
      return 1;
    }
    if (plan.isPresent() && (type == null || type.equals(APPLY))) {
      return print(steps(plan.get(), String.valueOf(name), view), drawing);
    }
    Optional<Configuration> configuration =
        plan.map(saved -> saved.configuration(console.directory()))
            .or(() -> Inputs.configuration(console, view));
    if (configuration.isEmpty()) {
      return 1;
    }
    if (type == null) {
      return references(configuration.get(), cycles, view, drawing) ? 0 : 1;
    }
    return print(
        type.equals(DESTROY)
            ? destroying(configuration.get(), arguments, console)
            : planning(configuration.get(), cycles, view),
        drawing);
  }

  private static int print(Optional<OperationGraph> graph, GraphDrawing drawing) {
    graph.ifPresent(drawing::print);
    return graph.isPresent() ? 0 : 1;
  }

  private static Optional<PlanFile> plan(
      String name, ParseResult arguments, Console console, View view) {
    return Sealing.of(arguments, console, view)
        .flatMap(settings -> Sealing.reporting(view, found -> settings.plan(found::add)))
        .flatMap(encryption ->
            PlanFile.read(console.directory().resolve(name), name, encryption.forGiven(), view));
  }

  private static Optional<OperationGraph> steps(PlanFile plan, String name, View view) {
    Optional<OperationGraph> graph = plan.graph();
    if (graph.isEmpty()) {
      view.report(
          Diagnostic.error(
              "plan-file.no-graph",
              "The saved plan does not say in which order it is applied",
              "It was saved by an older version of Groma. Save a new one with \"groma plan -out="
                  + name
                  + "\"."));
    }
    return graph;
  }

  private static boolean references(
      Configuration configuration, boolean cycles, View view, GraphDrawing drawing) {
    List<Diagnostic> found = new ArrayList<>();
    SortedMap<ResourceAddress, SortedSet<ResourceAddress>> graph =
        ResourceGraph.of(configuration, Clouds.providers(), found::add);
    boolean usable = report(found, cycles, view);
    if (usable) {
      drawing.print(graph);
    }
    return usable;
  }

  private static Optional<OperationGraph> destroying(
      Configuration configuration, ParseResult arguments, Console console) {
    return StateSession.read(
            arguments, console, configuration, TextView.of(arguments, console.beside()))
        .map(state -> OperationGraph.destroying(state, configuration.root().outputs().keySet()));
  }

  private static Optional<OperationGraph> planning(
      Configuration configuration, boolean cycles, View view) {
    List<Diagnostic> found = new ArrayList<>();
    OperationGraph graph = OperationGraph.of(configuration, Clouds.providers(), found::add);
    return report(found, cycles, view) ? Optional.of(graph) : Optional.empty();
  }

  /// Tells what was found, but for cycles that are to be drawn. Returns true when there is a graph.
  private static boolean report(List<Diagnostic> found, boolean cycles, View view) {
    if (cycles) {
      found.removeIf(diagnostic -> diagnostic.code().equals(OperationGraph.CYCLE));
    }
    view.report(found);
    return !Diagnostic.hasErrors(found);
  }
}
