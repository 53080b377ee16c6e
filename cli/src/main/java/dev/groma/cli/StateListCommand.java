package dev.groma.cli;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state list`: prints the addresses that the state records.
final class StateListCommand implements Command {
  @Override
  public String name() {
    return "list";
  }

  @Override
  public String description() {
    return "Print the addresses of the recorded objects.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameters("ADDRESS", "Only these; all by default."));
    spec.addOption(Options.value("-id", "ID", "Only objects with this id."));
    spec.addOption(
        Options.value(Options.STATE, "FILE", "The state file instead of terraform.tfstate."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    Optional<State> read =
        StateSession.read(arguments, console, TextView.of(arguments, console.beside()));
    if (read.isEmpty() || StateSession.isMissing(read.get(), view)) {
      return 1;
    }
    Set<InstanceAddress> shown = new LinkedHashSet<>();
    List<String> wanted = Options.parameters(arguments);
    if (wanted.isEmpty()) {
      shown.addAll(read.get().instances().keySet());
    }
    for (String text : wanted) {
      Optional<List<InstanceAddress>> found = Addresses.matching(read.get(), text);
      if (found.isEmpty()) {
        view.report(Addresses.invalid(text));
        return 1;
      }
      if (found.get().isEmpty()) {
        view.report(Addresses.unknown(read.get(), text));
        return 1;
      }
      shown.addAll(found.get());
    }
    String id = Options.find(arguments, "-id");
    if (id != null) {
      shown.removeIf(address -> !hasId(read.get().instances().get(address), id));
    }
    shown.forEach(address -> console.out().println(address));
    return 0;
  }

  private static boolean hasId(@Nullable Instance instance, String id) {
    StateObject current = instance == null ? null : instance.current();
    return current != null
        && current.untyped() instanceof Value.Obj object
        && object.attributes().get("id") instanceof Value.Str(String recorded)
        && recorded.equals(id);
  }
}
