package dev.groma.cli;

import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.StateDiffText;
import dev.groma.engine.render.Style;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.store.History;
import dev.groma.state.store.StorageException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state diff`: shows what two versions of the state record differently.
final class StateDiffCommand implements Command {
  @Override
  public String name() {
    return "diff";
  }

  @Override
  public String description() {
    return "Show what two versions of the state record differently.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(
        Options.parameters(
            "VERSION",
            "One version to compare with the current one, or two; the one before it by default."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(
        Options.value(Options.STATE, "FILE", "The state file instead of terraform.tfstate."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    List<String> names = Options.parameters(arguments);
    if (names.size() > 2) {
      view.report(
          Diagnostic.error(
              "cli.arguments",
              "Too many versions",
              "Name one version, or two, or none to compare the current one with the one before."));
      return 1;
    }
    Optional<StatePlace> opened = StatePlace.open(arguments, console, view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StatePlace place = opened.get()) {
      Style style = TextView.style(arguments, console);
      Optional<String> text =
          Versions.of(place, view)
              .flatMap(versions -> pair(versions, names))
              .map(pair ->
                  StateDiffText.render(
                      pair.before(), pair.after(), Schemas.of(Clouds.providers()), style));
      text.ifPresent(console.out()::print);
      return text.isPresent() ? 0 : 1;
    } catch (StorageException e) {
      opened.get().report(e, console, view);
      return 1;
    }
  }

  private record Pair(State before, State after) {}

  private static Optional<Pair> pair(Versions versions, List<String> names) {
    List<History.Version> all = versions.all();
    if (names.isEmpty() && all.size() < 2) {
      versions
          .view()
          .report(
              Diagnostic.error(
                  "state.no-version",
                  "There is no such version",
                  "Only one version is kept, so there is nothing to compare it with."));
      return Optional.empty();
    }
    Optional<History.Version> before =
        names.isEmpty() ? Optional.of(all.get(1)) : versions.find(names.getFirst());
    Optional<History.Version> after =
        names.size() < 2
            ? all.stream().findFirst()
            : before.flatMap(_ -> versions.find(names.get(1)));
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    Optional<State> old = versions.read(before.get());
    Optional<State> now = old.flatMap(_ -> versions.read(after.get()));
    now.ifPresent(_ ->
        versions
            .view()
            .note("From " + title(before.get()) + " to " + title(after.get()) + "\n"));
    return now.map(state -> new Pair(old.get(), state));
  }

  private static String title(History.Version version) {
    return version.id() + " (serial " + version.serial() + ")";
  }
}
