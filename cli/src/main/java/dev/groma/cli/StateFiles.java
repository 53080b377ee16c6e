package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.store.Backend;
import dev.groma.state.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// The files that `-state-out` and `-backup` name, where a command writes other files than it
/// reads.
///
/// 1. The first change of a state that goes to another file puts the state there as it is; that
///    file is the state from then on, with its own lock, journal and history. The file that it
///    comes from is only read.
/// 2. Nothing is lost by that: a file that records something else, or what an earlier run left
///    open, is not overwritten.
///
/// @param out the file that the state is written to; null for the one that it is read from
/// @param backup the file for the version before; null for the usual place, `-` for none
record StateFiles(@Nullable String out, @Nullable String backup) {
  private static final String NONE = "-";

  /// What the command line says.
  static StateFiles of(ParseResult arguments) {
    return new StateFiles(named(arguments, Options.STATE_OUT), backup(arguments, Options.BACKUP));
  }

  /// The file that the option `name` names; null for none.
  static @Nullable String named(ParseResult arguments, String name) {
    String file = Options.find(arguments, name);
    return file == null || file.isEmpty() ? null : file;
  }

  /// The same for a file of backups. The commands of `state` always keep one: they are for repairs.
  static @Nullable String backup(ParseResult arguments, String name) {
    String file = named(arguments, name);
    boolean always = StateCommand.NAME.equals(arguments.commandSpec().parent().name());
    return NONE.equals(file) && always ? null : file;
  }

  /// `place`, with these files; nothing after an error, which is reported. `place` is then closed.
  Optional<StatePlace> applyTo(
      StatePlace place,
      ParseResult arguments,
      Configuration configuration,
      Console console,
      View view) {
    boolean refused =
        (out != null || backup != null) && !place.settings().type().equals(Backends.LOCAL);
    if (refused) {
      view.report(notInFiles(place));
      place.close();
      return Optional.empty();
    }
    return leading(place, arguments, configuration, console, view)
        .flatMap(target -> backedUp(target, console, view));
  }

  private Optional<StatePlace> leading(
      StatePlace place,
      ParseResult arguments,
      Configuration configuration,
      Console console,
      View view) {
    if (out == null || isSame(place, out, console)) {
      return Optional.of(place);
    }
    Optional<StatePlace> target =
        StatePlace.open(out, Options.variables(arguments), console, configuration, view);
    if (target.isEmpty()) {
      place.close();
    }
    return target.map(other -> other.from(place));
  }

  private Optional<StatePlace> backedUp(StatePlace place, Console console, View view) {
    if (backup == null) {
      return Optional.of(place);
    }
    StatePlace source = place.source();
    if (isSame(place, backup, console) || (source != null && isSame(source, backup, console))) {
      view.report(
          Diagnostic.error(
              "cli.backup",
              "The backup would replace the state",
              "-backup names " + backup + ", where the state is. Name another file."));
      place.close();
      return Optional.empty();
    }
    Path file =
        backup.equals(NONE) ? null : Console.shown(console.directory().resolve(backup).normalize());
    Backend backend = place.backend().withBackup(file).orElseThrow();
    return Optional.of(place.with(backend));
  }

  /// True when `name` names the file of `place`, which is in files.
  static boolean isSame(StatePlace place, String name, Console console) {
    Path one = Path.of(place.shown()).toAbsolutePath().normalize();
    Path other = console.directory().resolve(name).toAbsolutePath().normalize();
    try {
      return one.equals(other)
          || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
    } catch (IOException _) {
      return false;
    }
  }

  private Diagnostic notInFiles(StatePlace place) {
    String options =
        out == null
            ? Options.BACKUP
            : backup == null ? Options.STATE_OUT : Options.STATE_OUT + ", " + Options.BACKUP;
    return Diagnostic.error(
        "cli.not-in-files",
        "Invalid command line options: " + options,
        "They are for states in files, and this directory keeps its state in the backend \""
            + place.settings().type()
            + "\". Leave them out, or name a state file with -state. What a backend keeps of the"
            + " versions before is listed by \"groma state history\".");
  }

  /// Why the state `from` of `source` cannot take the place of `held`, which is read from `target`;
  /// nothing when it can.
  static Optional<Diagnostic> refusal(
      StatePlace source, State from, StatePlace target, StateStore.ReadResult held) {
    State there = held.state();
    if (!from.pending().isEmpty()) {
      return Optional.of(
          refusal(
              source.shown()
                  + " has operations that an earlier run left open. Run \"groma apply\" or \"groma"
                  + " recover\" without -state-out first, which finds out what came of them."));
    }
    if (there == null) {
      return Optional.empty();
    }
    boolean begun = held.recovered() || !there.pending().isEmpty();
    if (begun && !(there.lineage().isEmpty() && from.lineage().isEmpty())) {
      return Optional.of(
          refusal(
              target.shown()
                  + " and its journal hold what a run did that has not ended well. Go on from it"
                  + " with -state="
                  + target.shown()
                  + ", or name another file."));
    }
    if (there.lineage().isEmpty()) {
      return Optional.empty();
    }
    if (!there.lineage().equals(from.lineage())) {
      return Optional.of(
          refusal(
              target.shown()
                  + " holds another state, with the lineage \""
                  + there.lineage()
                  + "\", which would be lost. Name a file that does not exist, or move that one"
                  + " away."));
    }
    boolean newer =
        there.serial() > from.serial()
            || (there.serial() == from.serial() && !there.hasSameContent(from));
    return newer
        ? Optional.of(
            refusal(
                target.shown()
                    + " holds a later version (serial "
                    + there.serial()
                    + ") of the state in "
                    + source.shown()
                    + " (serial "
                    + from.serial()
                    + "). What only that records would be forgotten. Go on from it with -state="
                    + target.shown()
                    + ", or name another file."))
        : Optional.empty();
  }

  private static Diagnostic refusal(String detail) {
    return Diagnostic.error(
        "state.out-taken",
        "The state cannot be written to the file of -state-out",
        detail + " Nothing was changed.");
  }
}
