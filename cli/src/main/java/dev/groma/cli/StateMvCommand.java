package dev.groma.cli;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.StateBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state mv`: records objects at another address.
final class StateMvCommand implements Command {
  @Override
  public String name() {
    return "mv";
  }

  @Override
  public String description() {
    return "Record objects at another address.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameters("SOURCE DESTINATION", "The old and the new address."));
    spec.addOption(Options.flag("-dry-run", "Only say what would be moved."));
    Options.declareState(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    List<String> given = Options.parameters(arguments);
    if (given.size() != 2) {
      console.err().println("Error: Exactly two arguments expected.");
      arguments.commandSpec().commandLine().usage(console.err());
      return 1;
    }
    for (String text : given) {
      if (AddressParser.instance(text).isEmpty()) {
        view.report(Addresses.invalid(text));
        return 1;
      }
    }
    Path file =
        Inputs.stateFile(
            arguments, console, ConfigLoader.load(console.directory()).configuration());
    Optional<StateSession> opened = StateSession.open(arguments, console, file, "StateMv", view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      return move(session, given.get(0), given.get(1), Options.isOn(arguments, "-dry-run"), view);
    }
  }

  private static int move(StateSession session, String from, String to, boolean dry, View view) {
    InstanceAddress target = AddressParser.instance(to).orElseThrow();
    SortedMap<InstanceAddress, InstanceAddress> moves = new TreeMap<>();
    for (InstanceAddress source : Addresses.matching(session.state(), from).orElse(List.of())) {
      boolean whole = !source.toString().equals(from);
      boolean keep = whole && target.key() instanceof InstanceKey.None;
      moves.put(source, keep ? target.resource().instance(source.key()) : target);
    }
    Optional<Diagnostic> problem = problem(session, from, target, moves);
    if (problem.isPresent()) {
      view.report(problem.get());
      return 1;
    }
    StateBuilder edit = session.state().edit();
    moves.forEach((source, destination) -> {
      view.note((dry ? "Would move \"" : "Move \"") + source + "\" to \"" + destination + "\"");
      edit.move(source, destination);
    });
    if (!dry && !session.commit(edit.build())) {
      return 1;
    }
    if (!dry) {
      view.note("Successfully moved " + moves.size() + " object(s).");
    }
    return 0;
  }

  private static Optional<Diagnostic> problem(
      StateSession session,
      String from,
      InstanceAddress target,
      SortedMap<InstanceAddress, InstanceAddress> moves) {
    if (moves.isEmpty()) {
      return Optional.of(
          Diagnostic.error(
              "state.no-instance",
              "Invalid source address",
              "Cannot move "
                  + from
                  + ": the state records nothing there. To view what it records, use \"groma state"
                  + " list\"."));
    }
    InstanceAddress first = moves.firstKey();
    boolean otherType =
        first.resource().mode() != target.resource().mode()
            || !first.resource().type().equals(target.resource().type());
    if (otherType || moves.values().stream().distinct().count() < moves.size()) {
      return Optional.of(
          Diagnostic.error(
              "state.wrong-target",
              "Invalid target address",
              otherType
                  ? "Cannot move "
                      + from
                      + " to "
                      + target
                      + ": they are of different types. An object keeps its type."
                  : "Cannot move "
                      + from
                      + ", which has several instances, to one instance. Move them one by one."));
    }
    return moves.values().stream()
        .filter(session.state().instances()::containsKey)
        .findFirst()
        .map(taken ->
            Diagnostic.error(
                "state.taken-target",
                "Invalid target address",
                "Cannot move to " + taken + ": there is already an object at that address."));
  }
}
