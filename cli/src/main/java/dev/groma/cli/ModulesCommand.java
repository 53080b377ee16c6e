package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.render.ModulesJson;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma modules`: prints the modules that the configuration calls, and where they come from.
final class ModulesCommand implements Command {
  @Override
  public String name() {
    return "modules";
  }

  @Override
  public String description() {
    return "Print the modules that the configuration calls.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag(Options.JSON, "Print them as JSON."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    Optional<Configuration> loaded = Inputs.configuration(console, view);
    if (loaded.isEmpty()) {
      return 1;
    }
    ModuleTree tree = loaded.get().tree();
    if (Options.isOn(arguments, Options.JSON)) {
      console.out().println(ModulesJson.render(tree));
    } else if (tree.children().isEmpty()) {
      view.note("No modules found in configuration.");
    } else {
      view.note("\nModules declared by configuration:\n.");
      print(tree, "", console);
      view.note("");
    }
    return 0;
  }

  private static void print(ModuleTree tree, String indent, Console console) {
    int left = tree.children().size();
    for (Map.Entry<String, ModuleTree> child : tree.children().entrySet()) {
      boolean last = --left == 0;
      ModuleCall call = tree.module().calls().get(child.getKey());
      String source = call == null ? "" : call.source();
      console
          .out()
          .println(
              indent + (last ? "└── " : "├── ") + "\"" + child.getKey() + "\"[" + source + "]");
      print(child.getValue(), indent + (last ? "    " : "│   "), console);
    }
  }
}
