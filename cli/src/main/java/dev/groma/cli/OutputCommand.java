package dev.groma.cli;

import dev.groma.engine.render.OutputJson;
import dev.groma.engine.render.OutputText;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import java.util.Optional;
import java.util.SortedMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma output`: prints the output values that the state records.
final class OutputCommand implements Command {
  @Override
  public String name() {
    return "output";
  }

  @Override
  public String description() {
    return "Print the output values.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameter("NAME", "The output to print; all by default."));
    spec.addOption(Options.flag(Options.JSON, "Print JSON, sensitive values in clear."));
    spec.addOption(
        Options.flag("-raw", "Print the text of one value and nothing else, for scripts."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(
        Options.value(Options.STATE, "FILE", "The state file instead of terraform.tfstate."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    String name = Options.parameter(arguments);
    boolean raw = Options.isOn(arguments, "-raw");
    boolean json = Options.isOn(arguments, Options.JSON);
    if (raw && json) {
      return refuse(
          view,
          "Invalid output format",
          "The -raw and -json options are mutually-exclusive. Give one of them.");
    }
    if (raw && name == null) {
      return refuse(
          view,
          "Output name required",
          "You must give the name of a single output value when using the -raw option.");
    }
    Optional<State> state =
        StateSession.read(arguments, console, TextView.of(arguments, console.beside()));
    if (state.isEmpty()) {
      return 1;
    }
    SortedMap<String, OutputValue> outputs = state.get().outputs();
    return name == null
        ? printAll(outputs, json, console, view)
        : printOne(name, outputs, json, raw, console, view);
  }

  private static int printAll(
      SortedMap<String, OutputValue> outputs, boolean json, Console console, View view) {
    if (json) {
      line(console, OutputJson.all(outputs, true));
    } else if (outputs.isEmpty()) {
      view.report(
          Diagnostic.warning(
              "output.none",
              "No outputs found",
              "The state file either has no outputs defined, or all the defined outputs are empty."
                  + " Please define an output in your configuration with the `output` keyword and"
                  + " run `groma refresh` for it to become available."));
    } else {
      console.out().print(OutputText.all(outputs));
    }
    return 0;
  }

  private static int printOne(
      String name,
      SortedMap<String, OutputValue> outputs,
      boolean json,
      boolean raw,
      Console console,
      View view) {
    OutputValue output = outputs.get(name);
    if (output == null) {
      return refuse(
          view,
          "Output \"" + name + "\" not found",
          "The output variable requested could not be found in the state file. If you recently"
              + " added this to your configuration, be sure to run `groma apply`, since the state"
              + " won't be updated with new output variables until that command is run."
              + Suggestion.didYouMean(name, outputs.keySet()));
    }
    if (!raw) {
      line(console, json ? OutputJson.one(output) : OutputText.value(output.value()));
      return 0;
    }
    Optional<String> text = OutputText.raw(output.value());
    if (text.isEmpty()) {
      return refuse(
          view,
          "Unsupported value for raw output",
          "The -raw option only supports strings, numbers, and boolean values, but output value \""
              + name
              + "\" is "
              + output.type().friendlyName()
              + ".\nUse the -json option for machine-readable representations of output values that"
              + " have complex types.");
    }
    console.out().print(text.get());
    return 0;
  }

  private static void line(Console console, String text) {
    console.out().print(text.endsWith("\n") ? text : text + "\n");
  }

  private static int refuse(View view, String summary, String detail) {
    view.report(Diagnostic.error("output.refused", summary, detail));
    return 1;
  }
}
