package dev.groma.engine.config;

import dev.groma.engine.expr.Evaluation;
import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Collects the values of the root module's input variables.
///
/// A later source wins over an earlier one: the default; the environment (`TF_VAR_name`);
/// `terraform.tfvars.json`, `.yaml`, `.yml`; the files `*.auto.tfvars.json`, `.yaml`, `.yml` in the
/// order of their names; `-var` and `-var-file` in the order of the command line.
public final class VariableLoader {
  /// The code of the diagnostic about a variable that was given no value and has no default.
  public static final String MISSING = "variables.missing";

  private static final List<String> ENDINGS =
      List.of(".tfvars.json", ".tfvars.yaml", ".tfvars.yml");

  private final ModuleConfig module;
  private final Path directory;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final SortedMap<String, SourceText> sources = new TreeMap<>();
  private final SortedMap<String, Given> given = new TreeMap<>();
  private final Set<String> broken = new HashSet<>();

  private VariableLoader(ModuleConfig module, Path directory) {
    this.module = module;
    this.directory = directory;
  }

  /// An option of the command line.
  public sealed interface Option {
    /// `-var`.
    ///
    /// @param text the name, an equals sign and the value
    record Assignment(String text) implements Option {}

    /// `-var-file`.
    ///
    /// @param name the file, relative to the directory of the configuration
    record VariablesFile(String name) implements Option {}
  }

  /// What loading gave.
  ///
  /// @param values the value of each declared variable, of its type and with its marks; unknown
  ///   where there is an error
  /// @param sources the files and texts that were read, by the name that messages use
  /// @param diagnostics what is wrong, in the order to show it
  public record Loaded(
      SortedMap<String, Value> values,
      SortedMap<String, SourceText> sources,
      List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Loaded {
      diagnostics = List.copyOf(diagnostics);
    }

    /// True when the values must not be used.
    public boolean hasErrors() {
      return Diagnostic.hasErrors(diagnostics);
    }
  }

  /// A value that was given for a variable.
  ///
  /// @param value the value as given
  /// @param node the place in a file, or null
  /// @param origin for messages: `-var="x=..."`
  private record Given(Value value, @Nullable Node node, String origin) {}

  /// Loads the values.
  ///
  /// @param module the root module
  /// @param directory the directory of the configuration
  /// @param environment the environment variables
  /// @param options the `-var` and `-var-file` options in their order
  public static Loaded load(
      ModuleConfig module, Path directory, Map<String, String> environment, List<Option> options) {
    return load(module, directory, List.of(""), environment, options);
  }

  /// The same, with files in several folders, of which the last one wins.
  ///
  /// @param folders the folders, seen from `directory`; `""` is that itself
  public static Loaded load(
      ModuleConfig module,
      Path directory,
      List<String> folders,
      Map<String, String> environment,
      List<Option> options) {
    VariableLoader loader = new VariableLoader(module, directory);
    loader.readEnvironment(environment);
    folders.forEach(loader::readFolder);
    for (Option option : options) {
      switch (option) {
        case Option.Assignment assignment -> loader.readAssignment(assignment.text());
        case Option.VariablesFile file -> loader.readGivenFile(file.name());
      }
    }
    SortedMap<String, Value> values = new TreeMap<>();
    module.variables().forEach((name, variable) -> values.put(name, loader.value(variable)));
    return new Loaded(
        values,
        loader.sources,
        loader.diagnostics.stream().sorted(Diagnostic.DISPLAY_ORDER).toList());
  }

  private void readEnvironment(Map<String, String> environment) {
    for (Variable variable : module.variables().values()) {
      String key = "TF_VAR_" + variable.name();
      String text = environment.get(key);
      if (text != null) {
        give(variable, text, "the " + key + " environment variable");
      }
    }
  }

  private void readAssignment(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      diagnostics.add(
          Diagnostic.error(
              "variables.invalid-option",
              "Invalid -var option",
              "The given -var option \""
                  + text
                  + "\" is not correctly specified. Must be a variable name and value separated by"
                  + " an equals sign, like -var=\"key=value\"."));
      return;
    }
    String name = text.substring(0, equals);
    Variable variable = module.variables().get(name);
    if (variable == null) {
      diagnostics.add(
          Diagnostic.error(
              "variables.undeclared",
              "Value for undeclared variable",
              "A variable named \""
                  + name
                  + "\" was assigned on the command line, but the root module does not declare a"
                  + " variable of that name. To use this value, add a \"variable\" block to the"
                  + " configuration."
                  + Suggestion.didYouMean(name, module.variables().keySet())));
      return;
    }
    give(variable, text.substring(equals + 1), "-var=\"" + name + "=...\"");
  }

  private void give(Variable variable, String text, String origin) {
    if (variable.takesText()) {
      given.put(variable.name(), new Given(Value.of(text), null, origin));
      return;
    }
    String file = "<value for var." + variable.name() + ">";
    if (!variable.sensitive()) {
      sources.put(file, new SourceText(file, text));
    }
    Evaluation evaluation = Constants.evaluate(StringNode.of(text, SourceRange.of(file)));
    diagnostics.addAll(evaluation.diagnostics());
    given.put(variable.name(), new Given(evaluation.value(), null, origin));
    if (evaluation.failed()) {
      broken.add(variable.name());
    }
  }

  private void readFolder(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    List<String> names;
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      names = files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
    } catch (IOException _) {
      // The loader of the configuration has said so.
      return;
    }
    for (String ending : ENDINGS) {
      if (names.contains("terraform" + ending)) {
        readFile(prefix + "terraform" + ending, false);
      }
    }
    for (String name : names) {
      if (ENDINGS.stream().anyMatch(ending -> name.endsWith(".auto" + ending))) {
        readFile(prefix + name, false);
      } else if (name.equals("terraform.tfvars") || name.endsWith(".auto.tfvars")) {
        diagnostics.add(nativeSyntax(prefix + name));
      }
    }
  }

  private static Diagnostic nativeSyntax(String name) {
    return Diagnostic.error(
            "variables.native-syntax",
            "Native syntax is not supported",
            "The variables file "
                + name
                + " is written in Terraform's native syntax, which Groma does not read. Write it in"
                + " JSON ("
                + name
                + ".json) or YAML ("
                + name
                + ".yaml).")
        .at(SourceRange.of(name));
  }

  private void readGivenFile(String name) {
    if (!Files.exists(directory.resolve(name))) {
      diagnostics.add(
          Diagnostic.error(
              "variables.missing-file",
              "Failed to read variables file",
              "Given variables file " + name + " does not exist."));
    } else if (name.endsWith(".tfvars")) {
      diagnostics.add(nativeSyntax(name));
    } else {
      readFile(name, true);
    }
  }

  private void readFile(String name, boolean wasNamed) {
    SourceText source = ConfigLoader.text(directory.resolve(name), name, diagnostics);
    if (source == null) {
      return;
    }
    sources.put(name, source);
    Read read = SourceReader.read(source);
    diagnostics.addAll(read.diagnostics());
    if (read.root() == null || read.hasErrors()) {
      return;
    }
    Body body = Body.of(read.root(), SourceRange.of(name), diagnostics);
    Set<String> names = new TreeSet<>(body.members().stream().map(Member::key).toList());
    for (String variableName : names) {
      Member member = body.argument(variableName);
      if (member == null) {
        continue;
      }
      Variable variable = module.variables().get(member.key());
      if (variable == null) {
        diagnostics.add(undeclared(member, name, wasNamed));
      } else {
        Value value = Literals.value(member.value(), diagnostics::add);
        given.put(variable.name(), new Given(value, member.value(), "file \"" + name + "\""));
      }
    }
  }

  private Diagnostic undeclared(Member member, String file, boolean wasNamed) {
    return Diagnostic.warning(
            "variables.undeclared",
            "Value for undeclared variable",
            "The root module does not declare a variable named \""
                + member.key()
                + "\" but a value was found in file \""
                + file
                + "\". If you meant to use this value, add a \"variable\" block to the"
                + " configuration."
                + Suggestion.didYouMean(member.key(), module.variables().keySet())
                + (wasNamed
                    ? ""
                    : "\n\nTo silence these warnings, use TF_VAR_... environment variables to"
                        + " provide certain \"global\" settings to all configurations in your"
                        + " organization."))
        .at(member.keyNode().range());
  }

  private Value value(Variable variable) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (variable.sensitive()) {
      marks.add(Mark.SENSITIVE);
    }
    if (variable.ephemeral()) {
      marks.add(Mark.EPHEMERAL);
    }
    return unmarked(variable).mark(marks);
  }

  private Value unmarked(Variable variable) {
    Type type = variable.type().type().withoutOptional();
    Given value = given.get(variable.name());
    if (broken.contains(variable.name())) {
      return Value.unknown(type);
    }
    if (value == null) {
      return variable.defaultValue() != null ? variable.defaultValue() : missing(variable);
    }
    return switch (variable.type().convert(value.value())) {
      case Conversion.Converted c
          when c.value().unmark() instanceof Value.Null && !variable.nullable() ->
          variable.defaultValue() != null ? variable.defaultValue() : nullRequired(variable, value);
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        diagnostics.add(unsuitable(variable, value, f));
        yield Value.unknown(type);
      }
    };
  }

  private Value missing(Variable variable) {
    diagnostics.add(
        Diagnostic.error(
                MISSING,
                "No value for required variable",
                "The root module input variable \""
                    + variable.name()
                    + "\" is not set, and has no default value. Use a -var or -var-file command"
                    + " line argument to provide a value for this variable.")
            .at(variable.declaration()));
    return Value.unknown(variable.type().type().withoutOptional());
  }

  private Value nullRequired(Variable variable, Given value) {
    diagnostics.add(
        Diagnostic.error(
                "variables.null",
                "Required variable not set",
                "The given value is not suitable for var."
                    + variable.name()
                    + " defined at "
                    + Places.inWords(variable.declaration())
                    + ": required variable may not be set to null.")
            .at(place(variable, value, dev.groma.schemas.value.Path.ROOT)));
    return Value.unknown(variable.type().type().withoutOptional());
  }

  private static Diagnostic unsuitable(Variable variable, Given value, Conversion.Failed failure) {
    String detail =
        value.node() == null
            ? "Unsuitable value for var."
                + variable.name()
                + " set using "
                + value.origin()
                + ": "
                + failure.message()
                + "."
            : "The given value is not suitable for var."
                + variable.name()
                + " declared at "
                + Places.inWords(variable.declaration())
                + ": "
                + failure.reason()
                + ".";
    return Diagnostic.error("variables.unsuitable", "Invalid value for input variable", detail)
        .at(place(variable, value, failure.path()));
  }

  /// Where the value is written; the variable itself when it is not in a file, or when the file's
  /// text must not be shown.
  private static SourceRange place(
      Variable variable, Given value, dev.groma.schemas.value.Path path) {
    return value.node() == null || variable.sensitive()
        ? variable.declaration()
        : Literals.at(value.node(), path).range();
  }
}
