package dev.groma.cli;

import dev.groma.engine.expr.function.FunctionDocs;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma metadata functions -json`: prints the functions of the expression language, for editors.
final class MetadataCommand implements Command {
  @Override
  public String name() {
    return "metadata";
  }

  @Override
  public String description() {
    return "Print what the expression language offers, for programs.";
  }

  @Override
  public List<Command> parts() {
    return List.of(new Functions());
  }

  @Override
  public void declare(CommandSpec spec) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    throw new IllegalStateException("only its parts are run");
  }

  private static final class Functions implements Command {
    @Override
    public String name() {
      return "functions";
    }

    @Override
    public String description() {
      return "Print the signatures of all functions.";
    }

    @Override
    public void declare(CommandSpec spec) {
      spec.addOption(Options.jsonOnly());
    }

    @Override
    public int run(ParseResult arguments, Console console) {
      if (Options.isJsonMissing(arguments, console)) {
        return 1;
      }
      String text = FunctionDocs.json();
      console.out().print(text.endsWith("\n") ? text : text + "\n");
      return 0;
    }
  }
}
