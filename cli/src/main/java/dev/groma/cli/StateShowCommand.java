package dev.groma.cli;

import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.StateText;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.Instance;
import dev.groma.state.State;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state show`: prints one recorded object.
final class StateShowCommand implements Command {
  @Override
  public String name() {
    return "show";
  }

  @Override
  public String description() {
    return "Print what is recorded of one object.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameter("ADDRESS", "The object to print."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(
        Options.value(Options.STATE, "FILE", "The state file instead of terraform.tfstate."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    String text = Options.parameter(arguments);
    if (text == null) {
      view.report(
          Diagnostic.error(
              "cli.arguments",
              "Exactly one argument expected.",
              "Name the object by its address, such as terraform_data.web[0]."));
      return 1;
    }
    Optional<InstanceAddress> address = AddressParser.instance(text);
    if (address.isEmpty()) {
      view.report(Addresses.invalid(text));
      return 1;
    }
    Optional<State> state =
        StateSession.read(arguments, console, TextView.of(arguments, console.beside()));
    if (state.isEmpty() || StateSession.isMissing(state.get(), view)) {
      return 1;
    }
    Instance instance = state.get().instances().get(address.get());
    if (instance == null) {
      view.report(
          Diagnostic.error(
              "state.no-instance",
              "No instance found for the given address!",
              "The state records nothing at "
                  + address.get()
                  + "."
                  + Suggestion.didYouMean(
                      address.get().toString(),
                      state.get().instances().keySet().stream().map(Object::toString).toList())
                  + " This command requires that the address references one specific instance. To"
                  + " view the available instances, use \"groma state list\"."));
      return 1;
    }
    String shown = StateText.render(address.get(), instance, Schemas.of(Clouds.providers()));
    console.out().print(shown.endsWith("\n") ? shown : shown + "\n");
    return 0;
  }
}
