package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BiFunction;

/// Functions on files and their names, and templates.
final class FilesystemFunctions {
  private FilesystemFunctions() {}

  static List<Function> all() {
    return List.of(
        onPath(
            "abspath",
            "The absolute form of a path, relative to the folder the program was started in.",
            (p, c) -> c.workingDirectory().resolve(ModuleFiles.toPath(p)).normalize().toString()),
        onPath("basename", "The last part of a path.", (p, _) -> basename(p)),
        onPath("dirname", "A path without its last part.", (p, _) -> dirname(p)),
        onPath(
            "pathexpand",
            "A path with `~` at its beginning replaced by the home folder.",
            ModuleFiles::expandHome),
        onFile("file", Type.STRING, "The content of a file, which must be UTF-8 text.")
            .does((a, c) -> Value.of(ModuleFiles.text(a.getFirst(), c)).mark(a.getFirst().marks())),
        onFile("filebase64", Type.STRING, "The content of a file in Base64.")
            .does((a, c) ->
                Value.of(Base64.getEncoder().encodeToString(ModuleFiles.bytes(a.getFirst(), c)))
                    .mark(a.getFirst().marks())),
        onFile("fileexists", Type.BOOL, "True when a file exists.")
            .does((a, c) -> Value.of(exists(a.getFirst(), c)).mark(a.getFirst().marks())),
        fileset(),
        templatefile(),
        templatestring());
  }

  private static Function onPath(
      String name, String doc, BiFunction<String, FunctionContext, String> change) {
    return Function.of(name, Type.STRING)
        .doc(doc)
        .with("path", Type.STRING, "")
        .does((a, c) -> Value.of(change.apply(text(a.getFirst()), c)));
  }

  private static Function onFile(String name, Type result, String doc) {
    return Function.of(name, result)
        .doc(doc)
        .with(
            Parameter.of("path", Type.STRING, "The file, relative to the folder of the module.")
                .orMarked());
  }

  private static String basename(String path) {
    String trimmed = withoutSlashesAtEnd(path);
    if (trimmed.isEmpty()) {
      return path.isEmpty() ? "." : "/";
    }
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static String withoutSlashesAtEnd(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  private static String dirname(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return ".";
    }
    Path folder = ModuleFiles.toPath(path.substring(0, slash + 1)).normalize();
    return folder.toString().isEmpty() ? "." : folder.toString();
  }

  private static boolean exists(Value argument, FunctionContext context) {
    ModuleFiles.Named file = ModuleFiles.find(text(argument), context);
    if (argument.marks().isEmpty()) {
      context.seen().existence(ModuleFiles.seenAs(file, context), file.exists());
    }
    if (!file.exists()) {
      return false;
    }
    if (file.isFolder()) {
      throw new FunctionFailure(
          Values.quoted(file.name(), argument) + " is a directory, not a file");
    }
    if (!Files.isRegularFile(file.path())) {
      throw new FunctionFailure(Values.quoted(file.name(), argument) + " is not a regular file");
    }
    return true;
  }

  private static Function fileset() {
    return Function.of("fileset", Type.set(Type.STRING))
        .doc("The names of the files in a folder that match a pattern, relative to that folder.")
        .with("path", Type.STRING, "The folder, relative to the folder of the module.")
        .with(
            "pattern",
            Type.STRING,
            "`*`, `?`, `[a-z]` and `{a,b}` match in one name; `**` matches folders at any depth.")
        .does((a, c) -> {
          ModuleFiles.Named folder = ModuleFiles.find(text(a.get(0)), c);
          SortedSet<String> names = Glob.files(folder, text(a.get(1)));
          c.seen().listing(ModuleFiles.seenAs(folder, c), text(a.get(1)), names);
          return new Value.SetOf(Type.STRING, names.stream().map(Value::of).toList());
        });
  }

  private static Function templatefile() {
    return Function.of("templatefile", Type.DYNAMIC)
        .doc("Reads a file and renders its content as a template.")
        .with(
            Parameter.of("path", Type.STRING, "The file, relative to the folder of the module.")
                .orMarked())
        .with(vars())
        .maybeNull()
        .does((a, c) -> {
          SortedMap<String, Value> variables = variables(a.get(1));
          String template = ModuleFiles.text(a.getFirst(), c);
          String name = ModuleFiles.find(text(a.getFirst()), c).name();
          return render(template, name, variables, c)
              .mark(a.getFirst().marks())
              .mark(a.get(1).marksDeep());
        });
  }

  private static Function templatestring() {
    return Function.of("templatestring", Type.STRING)
        .doc("Renders a template that comes from elsewhere.")
        .with("template", Type.STRING, "A direct reference to the text of the template.")
        .with(vars())
        .does((a, c) -> {
          Value result =
              render(text(a.getFirst()), "<templatestring argument>", variables(a.get(1)), c);
          try {
            return Values.convert(result, Type.STRING, -1).mark(a.get(1).marksDeep());
          } catch (FunctionFailure failure) {
            throw new FunctionFailure("invalid template result: " + failure.getMessage());
          }
        });
  }

  /// Marks stay on the variables, so that messages about the template do not show what they hold.
  private static Parameter vars() {
    return Parameter.of("vars", Type.DYNAMIC, "The values that the template can refer to by name.")
        .orMarked();
  }

  private static SortedMap<String, Value> variables(Value argument) {
    if (!(argument.type() instanceof Type.MapType)
        && !(argument.type() instanceof Type.ObjectType)) {
      throw new FunctionFailure(1, "invalid vars value: must be a map");
    }
    SortedMap<String, Value> variables = Values.sorted();
    Values.entries(argument)
        .forEach((name, value) -> variables.put(name, value.mark(argument.marks())));
    for (String name : variables.keySet()) {
      if (!Identifiers.isValid(name)) {
        throw new FunctionFailure(
            1,
            "invalid template variable name "
                + Values.quoted(name, argument)
                + ": must start with a letter, followed by zero or more letters, digits, and"
                + " underscores");
      }
    }
    return variables;
  }

  private static Value render(
      String template,
      String filename,
      SortedMap<String, Value> variables,
      FunctionContext context) {
    return switch (context.renderer().render(template, filename, variables)) {
      case FunctionResult.Returned r -> r.value().unmarkDeep();
      case FunctionResult.Failed f -> throw new FunctionFailure(f.argument(), f.message());
    };
  }
}
