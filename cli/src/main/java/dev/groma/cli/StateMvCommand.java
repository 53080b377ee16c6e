package dev.groma.cli;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.StateBuilder;
import java.util.ArrayList;
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
    Optional<Diagnostic> wrong = wrong(given.get(0), given.get(1));
    if (wrong.isPresent()) {
      view.report(wrong.get());
      return 1;
    }
    Optional<StateSession> opened = StateSession.open(arguments, console, "StateMv", view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      return move(session, given.get(0), given.get(1), Options.isOn(arguments, "-dry-run"), view);
    }
  }

  private static Optional<Diagnostic> wrong(String from, String to) {
    boolean fromModule = Addresses.module(from).isPresent();
    boolean toModule = Addresses.module(to).isPresent();
    for (String text : List.of(from, to)) {
      if (Addresses.module(text).isEmpty() && AddressParser.instance(text).isEmpty()) {
        return Optional.of(Addresses.invalid(text));
      }
    }
    return fromModule == toModule
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "state.wrong-target",
                "Invalid target address",
                "Cannot move "
                    + from
                    + " to "
                    + to
                    + ": the target must also be a "
                    + (fromModule ? "module" : "resource")
                    + "."));
  }

  private static int move(StateSession session, String from, String to, boolean dry, View view) {
    Optional<ModuleAddress> module = Addresses.module(from);
    SortedMap<InstanceAddress, InstanceAddress> moves =
        module.isPresent()
            ? moves(session, module.get(), Addresses.module(to).orElseThrow())
            : moves(session, from, AddressParser.instance(to).orElseThrow());
    Optional<Diagnostic> problem =
        module.isPresent()
            ? problem(session, from, to, moves)
            : problem(session, from, AddressParser.instance(to).orElseThrow(), moves);
    if (problem.isPresent()) {
      view.report(problem.get());
      return 1;
    }
    StateBuilder edit = session.state().edit();
    // First all are taken away: a new address can be the old one of another object.
    SortedMap<InstanceAddress, Instance> moved = new TreeMap<>();
    moves.forEach((source, destination) -> {
      edit.find(source).ifPresent(instance -> moved.put(destination, instance));
      edit.remove(source);
    });
    moved.forEach(edit::put);
    view.note((dry ? "Would move \"" : "Move \"") + from + "\" to \"" + to + "\"");
    if (!dry && !session.commit(edit.build())) {
      return 1;
    }
    if (!dry) {
      view.note("Successfully moved 1 object(s).");
    }
    return 0;
  }

  private static SortedMap<InstanceAddress, InstanceAddress> moves(
      StateSession session, String from, InstanceAddress target) {
    SortedMap<InstanceAddress, InstanceAddress> moves = new TreeMap<>();
    for (InstanceAddress source : Addresses.matching(session.state(), from).orElse(List.of())) {
      boolean whole = !source.toString().equals(from);
      boolean keep = whole && target.key() instanceof InstanceKey.None;
      moves.put(source, keep ? target.resource().instance(source.key()) : target);
    }
    return moves;
  }

  private static SortedMap<InstanceAddress, InstanceAddress> moves(
      StateSession session, ModuleAddress from, ModuleAddress to) {
    SortedMap<InstanceAddress, InstanceAddress> moves = new TreeMap<>();
    for (InstanceAddress source : Addresses.inside(session.state(), from)) {
      ResourceAddress resource = source.resource();
      List<ModuleAddress.Step> steps = new ArrayList<>(to.steps());
      List<ModuleAddress.Step> old = resource.module().steps();
      steps.addAll(old.subList(from.steps().size(), old.size()));
      ResourceAddress there =
          new ResourceAddress(
              new ModuleAddress(steps), resource.mode(), resource.type(), resource.name());
      moves.put(source, there.instance(source.key()));
    }
    return moves;
  }

  private static Optional<Diagnostic> problem(
      StateSession session,
      String from,
      String to,
      SortedMap<InstanceAddress, InstanceAddress> moves) {
    if (moves.isEmpty()) {
      return Optional.of(
          Diagnostic.error(
              "state.no-instance",
              "Invalid source address",
              "Cannot move " + from + ": does not match anything in the current state."));
    }
    ModuleAddress target = Addresses.module(to).orElseThrow();
    return Addresses.inside(session.state(), target).isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "state.taken-target",
                "Invalid target address",
                "Cannot move to "
                    + to
                    + ": module already exists at that address in the current state."));
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
