package dev.groma.cli;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.Variable;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.render.DiagnosticJson;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma validate`: checks a configuration by itself, without variables, state or clouds.
///
/// It plans from nothing with providers that know their schemas and rules and call nobody, with
/// variables that have no default unknown. What can only be known later is no mistake.
final class ValidateCommand implements Command {
  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String description() {
    return "Check the configuration, without looking at the state or any cloud.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag(Options.JSON, "Print the result as JSON."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(Options.flag(Options.COMPACT_WARNINGS, "Print only the headlines of warnings."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    ConfigLoader.Loaded loaded = ConfigLoader.load(console.directory(), Inputs.modules(console));
    Configuration configuration = loaded.configuration();
    List<Diagnostic> found = new ArrayList<>(loaded.diagnostics());
    found.addAll(Inputs.check(configuration));
    if (!Diagnostic.hasErrors(found)) {
      found.addAll(check(configuration, console));
    }
    found.sort(Diagnostic.DISPLAY_ORDER);
    boolean valid = !Diagnostic.hasErrors(found);
    if (Options.isOn(arguments, Options.JSON)) {
      console.out().println(DiagnosticJson.validation(found, Backends.sources(configuration)::get));
      return valid ? 0 : 1;
    }
    TextView view = TextView.of(arguments, console);
    view.sources(Backends.sources(configuration));
    view.report(found);
    if (valid) {
      view.note("Success! The configuration is valid.\n");
    }
    return valid ? 0 : 1;
  }

  private static List<Diagnostic> check(Configuration configuration, Console console) {
    ProviderRegistry registry = OfflineProviders.of(Clouds.factories());
    PlanRequest.Setting setting =
        new PlanRequest.Setting(
            registry,
            Clouds.of(console, null).context(),
            1,
            "default",
            console.directory(),
            Event.Listener.none());
    PlanRequest request =
        new PlanRequest(
            configuration,
            variables(configuration),
            State.EMPTY,
            PlanOptions.all(Mode.NORMAL).withRefresh(false),
            setting.context().clock().instant(),
            setting);
    try {
      PlanResult result = Planner.plan(request);
      return result.diagnostics().stream().filter(d -> !isAboutUnknown(d)).toList();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /// True for a diagnostic that only says that something must be known by now.
  private static boolean isAboutUnknown(Diagnostic diagnostic) {
    return diagnostic.detail().contains("cannot be determined until apply");
  }

  private static SortedMap<String, Value> variables(Configuration configuration) {
    SortedMap<String, Value> values = new TreeMap<>();
    for (Variable variable : configuration.root().variables().values()) {
      Value value =
          variable.defaultValue() == null
              ? Value.unknown(variable.type().type())
              : variable.defaultValue();
      values.put(variable.name(), variable.sensitive() ? value.mark(Mark.SENSITIVE) : value);
    }
    return values;
  }
}
