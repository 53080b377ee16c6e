package dev.groma.cli;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.store.History;
import dev.groma.state.store.StorageException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state restore`: records again what a version before recorded, as a new version.
final class StateRestoreCommand implements Command {
  private static final int SHOWN = 20;

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public String description() {
    return "Record again what a version before recorded, as a new version.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameter("VERSION", "An id that \"groma state history\" lists."));
    spec.addOption(Options.flag("-auto-approve", "Do not ask."));
    spec.addOption(Options.flagOn("-input", "Ask; the default. =false makes that an error."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    Options.declareState(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    String name = Options.parameter(arguments);
    if (name == null) {
      view.report(
          Diagnostic.error(
              "state.no-version",
              "Version needed",
              "Name the version to restore. \"groma state history\" lists them."));
      return 1;
    }
    Optional<StatePlace> place = StatePlace.open(arguments, console, view);
    Optional<StateSession> opened =
        place.flatMap(open ->
            StateSession.open(arguments, console, open, "StateRestore", view));
    if (place.isEmpty() || opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      Optional<Versions> versions = Versions.of(place.get(), view);
      Optional<History.Version> version = versions.flatMap(all -> all.find(name));
      Optional<State> state =
          version.flatMap(found -> versions.flatMap(all -> all.read(found)));
      return state.isPresent()
              && restore(version.orElseThrow(), state.get(), session, arguments, console, view)
          ? 0
          : 1;
    } catch (StorageException e) {
      place.get().report(e, console, view);
      return 1;
    }
  }

  private static boolean restore(
      History.Version version,
      State state,
      StateSession session,
      ParseResult arguments,
      Console console,
      View view) {
    State now = session.state();
    if (now.hasSameContent(state.edit().pending(now.pending()).build())) {
      view.note("The state records what version " + version.id() + " records. Nothing to restore.");
      return true;
    }
    boolean approved =
        Options.isOn(arguments, "-auto-approve")
            || Approval.ask(
                arguments,
                console,
                view,
                question(version, now, state),
                "\nRestore cancelled. Nothing was changed.");
    if (!approved || !session.commit(state)) {
      return false;
    }
    view.note(
        "Restored version "
            + version.id()
            + " as serial "
            + session.state().serial()
            + ". Run \"groma plan\" to see what differs from what exists.");
    return true;
  }

  private static String question(History.Version version, State now, State state) {
    SortedSet<InstanceAddress> forgotten = new TreeSet<>(now.instances().keySet());
    forgotten.removeAll(state.instances().keySet());
    StringBuilder list = new StringBuilder();
    forgotten.stream().limit(SHOWN).forEach(address -> list.append("\n  - ").append(address));
    if (forgotten.size() > SHOWN) {
      list.append("\n  and ").append(forgotten.size() - SHOWN).append(" more");
    }
    return """

    Do you want to restore version %s (serial %d, written %s)?
      It becomes the newest version; the one that is there now stays in the history.
      Nothing that exists is changed.%s
      Only 'yes' will be accepted to approve.

      Enter a value: \
    """
        .formatted(
            version.id(),
            version.serial(),
            version.kept(),
            forgotten.isEmpty()
                ? ""
                : " Objects that only the newer version records\n  will be unknown to Groma:"
                    + list);
  }
}
