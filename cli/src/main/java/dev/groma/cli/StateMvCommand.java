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
  private static final String BACKUP_OUT = "-backup-out";

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
    Options.declareVariables(spec);
    spec.addPositional(Options.parameters("SOURCE DESTINATION", "The old and the new address."));
    spec.addOption(Options.flag("-dry-run", "Only say what would be moved."));
    Options.declareState(spec);
    spec.addOption(
        Options.value(
            Options.STATE_OUT, "FILE", "Move to the state in this file, which may be a new one."));
    Options.declareBackup(spec);
    spec.addOption(
        Options.value(BACKUP_OUT, "FILE", "The same for the state that -state-out names."));
    Options.declareRemoteVersion(spec);
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
    Optional<StatePlace> place = place(Options.STATE, Options.BACKUP, arguments, console, view);
    if (place.isEmpty()) {
      return 1;
    }
    String out = StateFiles.named(arguments, Options.STATE_OUT);
    boolean elsewhere = out != null && !isSame(place.get(), out, console);
    Optional<StateSession> source =
        StateSession.open(arguments, console, place.get(), "StateMv", view);
    if (source.isEmpty()) {
      return 1;
    }
    try (StateSession from = source.get()) {
      if (!elsewhere) {
        return new Move(from, from, given.get(0), given.get(1), arguments, view).run();
      }
      Optional<StateSession> target =
          place(Options.STATE_OUT, BACKUP_OUT, arguments, console, view)
              .flatMap(there -> StateSession.open(arguments, console, there, "StateMv", view));
      if (target.isEmpty()) {
        return 1;
      }
      try (StateSession to = target.get()) {
        return new Move(from, to, given.get(0), given.get(1), arguments, view).run();
      }
    }
  }

  private static boolean isSame(StatePlace place, String file, Console console) {
    return place.settings().type().equals(Backends.LOCAL)
        && StateFiles.isSame(place, file, console);
  }

  /// The place that the option `state` names, or that of the directory.
  private static Optional<StatePlace> place(
      String state, String backup, ParseResult arguments, Console console, View view) {
    return Sealing.configuration(console, view)
        .flatMap(configuration ->
            StatePlace.open(
                    StateFiles.named(arguments, state),
                    Options.variables(arguments),
                    console,
                    configuration,
                    view)
                .flatMap(place ->
                    new StateFiles(null, StateFiles.backup(arguments, backup))
                        .applyTo(place, arguments, configuration, console, view)));
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

  /// A move that is to be made.
  ///
  /// @param from where the objects are recorded
  /// @param to where they are to be recorded; may be the same
  private record Move(
      StateSession from,
      StateSession to,
      String source,
      String destination,
      ParseResult arguments,
      View view) {
    int run() {
      if (StateSession.isMissing(from.state(), view)) {
        return 1;
      }
      Optional<ModuleAddress> module = Addresses.module(source);
      SortedMap<InstanceAddress, InstanceAddress> moves =
          module.isPresent()
              ? moves(from, module.get(), Addresses.module(destination).orElseThrow())
              : moves(from, source, AddressParser.instance(destination).orElseThrow());
      Optional<Diagnostic> problem =
          module.isPresent()
              ? problem(to, source, destination, moves)
              : problem(to, source, AddressParser.instance(destination).orElseThrow(), moves);
      if (problem.isPresent()) {
        view.report(problem.get());
        return 1;
      }
      boolean dry = Options.isOn(arguments, "-dry-run");
      view.note((dry ? "Would move " : "Move ") + quoted(source) + " to " + quoted(destination));
      if (!dry && !carryOut(moves)) {
        return 1;
      }
      if (!dry) {
        view.note("Successfully moved 1 object(s).");
      }
      return 0;
    }

    private static String quoted(String address) {
      return '"' + address.replace("\"", "\\\"") + '"';
    }

    /// What is recorded at two places can be put right; what is recorded nowhere is lost. So the
    /// new place is written first.
    private boolean carryOut(SortedMap<InstanceAddress, InstanceAddress> moves) {
      StateBuilder left = from.state().edit();
      // First all are taken away: a new address can be the old one of another object.
      SortedMap<InstanceAddress, Instance> moved = new TreeMap<>();
      moves.forEach((old, next) -> {
        left.find(old).ifPresent(instance -> moved.put(next, instance));
        left.remove(old);
      });
      StateBuilder reached = from.equals(to) ? left : to.state().edit();
      moved.forEach(reached::put);
      return to.commit(reached.build()) && (from.equals(to) || from.commit(left.build()));
    }
  }

  private static SortedMap<InstanceAddress, InstanceAddress> moves(
      StateSession session, String from, InstanceAddress target) {
    SortedMap<InstanceAddress, InstanceAddress> moves = new TreeMap<>();
    Optional<InstanceAddress> one =
        AddressParser.instance(from).filter(session.state().instances()::containsKey);
    if (one.isPresent()) {
      moves.put(one.get(), target);
      return moves;
    }
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
