package dev.groma.cli;

import dev.groma.state.store.History;
import dev.groma.state.store.StorageException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `groma state history`: lists the versions of the state that are kept.
final class StateHistoryCommand implements Command {
  @Override
  public String name() {
    return "history";
  }

  @Override
  public String description() {
    return "List the versions of the state that are kept.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag(Options.JSON, "Print JSON."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(
        Options.value(Options.STATE, "FILE", "The state file instead of terraform.tfstate."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    Optional<StatePlace> opened = StatePlace.open(arguments, console, view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StatePlace place = opened.get()) {
      Optional<Versions> versions = Versions.of(place, view);
      versions.ifPresent(found ->
          console
              .out()
              .print(
                  Options.isOn(arguments, Options.JSON) ? json(found.all()) : text(found.all())));
      return versions.isPresent() ? 0 : 1;
    } catch (StorageException e) {
      opened.get().report(e, console, view);
      return 1;
    }
  }

  private static String json(List<History.Version> versions) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("format_version", "1.0");
    ArrayNode list = root.putArray("versions");
    for (int i = 0; i < versions.size(); i++) {
      History.Version version = versions.get(i);
      list.addObject()
          .put("id", version.id())
          .put("serial", version.serial())
          .put("kept", version.kept().toString())
          .put("bytes", version.bytes())
          .put("current", i == 0);
    }
    return root.toPrettyString() + "\n";
  }

  private static String text(List<History.Version> versions) {
    if (versions.isEmpty()) {
      return "Nothing was recorded yet.\n";
    }
    int width = versions.stream().mapToInt(v -> v.id().length()).max().orElse(0);
    String line = "%-" + Math.max(width, 7) + "s  %7s  %-20s  %10s%s%n";
    StringBuilder out =
        new StringBuilder(line.formatted("Version", "Serial", "Written", "Bytes", ""));
    for (int i = 0; i < versions.size(); i++) {
      History.Version version = versions.get(i);
      out.append(
          line.formatted(
              version.id(),
              version.serial(),
              version.kept().truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
              version.bytes(),
              i == 0 ? "  current" : ""));
    }
    return out.toString();
  }
}
