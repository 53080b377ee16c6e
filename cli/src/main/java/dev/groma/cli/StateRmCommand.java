package dev.groma.cli;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.StateBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state rm`: forgets objects, which stay as they are.
final class StateRmCommand implements Command {
  @Override
  public String name() {
    return "rm";
  }

  @Override
  public String description() {
    return "Forget objects. They stay as they are, and are no longer managed.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameters("ADDRESS", "The objects to forget."));
    spec.addOption(Options.flag("-dry-run", "Only say what would be forgotten."));
    Options.declareState(spec);
    Options.declareBackup(spec);
    Options.declareRemoteVersion(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    List<String> wanted = Options.parameters(arguments);
    if (wanted.isEmpty()) {
      console.err().println("Error: At least one address is required.");
      arguments.commandSpec().commandLine().usage(console.err());
      return 1;
    }
    Optional<StateSession> opened = StateSession.open(arguments, console, "StateRm", view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      if (StateSession.isMissing(session.state(), view)) {
        return 1;
      }
      TreeSet<InstanceAddress> gone = new TreeSet<>();
      for (String text : wanted) {
        Optional<List<InstanceAddress>> found = Addresses.matching(session.state(), text);
        if (found.isEmpty() || found.get().isEmpty()) {
          view.report(found.isEmpty() ? Addresses.invalid(text) : none());
          return 1;
        }
        gone.addAll(found.get());
      }
      boolean dry = Options.isOn(arguments, "-dry-run");
      StateBuilder edit = session.state().edit();
      for (InstanceAddress address : gone) {
        view.note((dry ? "Would remove " : "Removed ") + address);
        edit.remove(address);
      }
      if (dry) {
        return 0;
      }
      if (!session.commit(edit.build())) {
        return 1;
      }
      view.note("Successfully removed " + gone.size() + " resource instance(s).");
      return 0;
    }
  }

  private static Diagnostic none() {
    return Diagnostic.error(
        "state.no-instance",
        "Invalid target address",
        "No matching objects found. To view the available instances, use \"groma state list\"."
            + " Please modify the address to reference a specific instance.");
  }
}
