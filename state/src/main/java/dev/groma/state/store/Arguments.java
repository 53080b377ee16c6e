package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.state.store.BackendFactory.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The arguments of a backend: what its block says, and else what the environment says.
public final class Arguments {
  private static final int VERSIONS = 20;
  private static final int MOST_VERSIONS = 10_000;

  private final Map<String, Value> values;
  private final Environment environment;
  private final String backend;
  private final List<Diagnostic> problems = new ArrayList<>();

  /// The arguments `values`, an object, of the backend of the type `backend`.
  public Arguments(Value values, Environment environment, String backend) {
    this.values =
        values.unmark() instanceof Value.Obj o ? new TreeMap<>(o.attributes()) : new TreeMap<>();
    this.environment = environment;
    this.backend = backend;
  }

  /// What is wrong with the arguments that were asked for.
  public List<Diagnostic> problems() {
    return List.copyOf(problems);
  }

  /// The text of the argument `name`, else of the first of the variables that is set.
  public Optional<String> text(String name, String... variables) {
    Value value = values.getOrDefault(name, Value.of("")).unmark();
    if (value instanceof Value.Str s && !s.text().isEmpty()) {
      return Optional.of(s.text());
    }
    return variable(variables);
  }

  /// The value of the first of the variables that is set and not empty.
  public Optional<String> variable(String... variables) {
    for (String variable : variables) {
      String found = environment.variable(variable);
      if (found != null && !found.isEmpty()) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /// The text of the argument `name`; a problem and the empty text when there is none.
  public String required(String name, String... variables) {
    Optional<String> found = text(name, variables);
    if (found.isEmpty()) {
      String hint =
          variables.length == 0
              ? ""
              : ", or set the environment variable " + String.join(" or ", variables);
      problem(
          name,
          "The backend \""
              + backend
              + "\" needs the argument \""
              + name
              + "\". Add it to the block or to a -backend-config"
              + hint
              + ".");
    }
    return found.orElse("");
  }

  /// Whether the argument `name` is true; `fallback` when it is not set.
  public boolean flag(String name, boolean fallback, String... variables) {
    if (values.getOrDefault(name, Value.of("")).unmark() instanceof Value.Bool b) {
      return b.isTrue();
    }
    Optional<String> found = text(name, variables);
    if (found.isEmpty()) {
      return fallback;
    }
    return switch (found.get()) {
      case "true", "1", "TRUE", "True", "t", "T" -> true;
      case "false", "0", "FALSE", "False", "f", "F" -> false;
      default -> {
        problem(name, "The value of \"" + name + "\" must be true or false.");
        yield fallback;
      }
    };
  }

  /// The whole number `name`, not less than 0; `fallback` when it is not set.
  public int number(String name, int fallback, String... variables) {
    Value value = values.getOrDefault(name, Value.of("")).unmark();
    String text =
        value instanceof Num n ? n.toString() : text(name, variables).orElse("" + fallback);
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    problem(name, "The value of \"" + name + "\" must be a whole number that is not negative.");
    return fallback;
  }

  /// The texts of the argument `name`, a list or set of them; empty when it is not set.
  public List<String> texts(String name) {
    List<Value> parts =
        switch (values.getOrDefault(name, Value.of("")).unmark()) {
          case Value.ListOf l -> l.elements();
          case Value.SetOf s -> s.elements();
          case Value.Tuple t -> t.elements();
          default -> List.of();
        };
    List<String> texts = new ArrayList<>();
    for (Value part : parts) {
      if (part.unmark() instanceof Value.Str s) {
        texts.add(s.text());
      }
    }
    return texts;
  }

  /// How many versions of a state are kept: `GROMA_HISTORY`, 20 unless set.
  public int versions() {
    Optional<String> given = variable("GROMA_HISTORY");
    if (given.isEmpty()) {
      return VERSIONS;
    }
    if (given.get().matches("[0-9]{1,5}") && Integer.parseInt(given.get()) <= MOST_VERSIONS) {
      return Integer.parseInt(given.get());
    }
    problems.add(Trouble.wrongLimit("GROMA_HISTORY", given.get()));
    return 0;
  }

  /// The arguments within the object `name`; none when it is not set.
  public Arguments within(String name) {
    return new Arguments(values.getOrDefault(name, Value.of("")), environment, backend);
  }

  /// True when the block itself sets the argument `name`.
  public boolean isSet(String name) {
    Value value = values.get(name);
    return value != null && !value.unmark().isNull();
  }

  /// Notes that the argument `name` is wrong.
  public void problem(String name, String detail) {
    problems.add(
        Diagnostic.error("backend.argument", "Invalid backend configuration", detail)
            .at(Path.of(name)));
  }

  /// Notes another problem.
  public void problem(Diagnostic problem) {
    problems.add(problem);
  }
}
