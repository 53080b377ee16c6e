package dev.groma.cli;

import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.Variable;
import dev.groma.engine.config.VariableLoader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Asks for the values of variables that have none.
final class VariablePrompt {
  private VariablePrompt() {}

  /// True when the user may be asked for anything: neither `-input=false` nor `TF_INPUT` forbids
  /// it.
  static boolean mayAsk(ParseResult arguments, Console console) {
    String input = console.variable("TF_INPUT");
    return !Options.isOff(arguments, "-input") && !"0".equals(input) && !"false".equals(input);
  }

  /// The answers, as `-var` would give them; nothing when nobody answers, or something else is
  /// wrong than that values are missing.
  static Optional<List<VariableLoader.Option>> ask(
      ModuleConfig module,
      VariableLoader.Loaded loaded,
      ParseResult arguments,
      Console console,
      View view) {
    List<Diagnostic> errors = loaded.diagnostics().stream().filter(Diagnostic::isError).toList();
    boolean onlyMissing = errors.stream().allMatch(d -> d.code().equals(VariableLoader.MISSING));
    if (errors.isEmpty() || !onlyMissing || view.isForPrograms() || !mayAsk(arguments, console)) {
      return Optional.empty();
    }
    List<VariableLoader.Option> answers = new ArrayList<>(Options.variables(arguments));
    for (Variable variable : module.variables().values()) {
      Value value = loaded.values().get(variable.name());
      if (variable.isRequired() && (value == null || !value.unmark().isKnown())) {
        String answer = ask(variable, console);
        if (answer == null) {
          console.out().println();
          return Optional.empty();
        }
        answers.add(new VariableLoader.Option.Assignment(variable.name() + "=" + answer));
      }
    }
    return Optional.of(answers);
  }

  private static @Nullable String ask(Variable variable, Console console) {
    StringBuilder question = new StringBuilder("var.").append(variable.name()).append('\n');
    String description = variable.description();
    if (description != null && !description.isBlank()) {
      description.strip().lines().forEach(line -> question.append(line.indent(2)));
      question.append('\n');
    }
    console.out().print(question.append("  Enter a value: "));
    console.out().flush();
    String answer = console.answer(variable.sensitive() || variable.ephemeral());
    if (answer != null) {
      console.out().println();
    }
    return answer;
  }
}
