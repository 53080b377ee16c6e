package dev.groma.cli;

import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.ExcuseReader;
import dev.groma.schemas.decode.ObjectReader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The stacks that are looked at together, as a file names them. Relative names start from the
/// directory of the file.
///
/// @param stacks the stacks in their order, their names unique
/// @param ignored what drift nobody wants to hear of, in all stacks
/// @param baseline the file of accepted drift, or null
/// @param stacksAtOnce how many stacks are looked at at once; 0 when it does not say
/// @param parallelism how many calls each has under way at once; 0 when it does not say
record Catalogue(
    List<Stack> stacks,
    List<Excuse.Ignored> ignored,
    @Nullable Path baseline,
    int stacksAtOnce,
    int parallelism) {
  /// The greatest number of things at once.
  static final int MOST = 1000;

  /// Copies the lists.
  Catalogue {
    stacks = List.copyOf(stacks);
    ignored = List.copyOf(ignored);
  }

  /// The catalogue in `file`; nothing after an error, which is reported.
  static Optional<Catalogue> read(Path file, View view) {
    Optional<Node> root = LocatedFile.read(file, "The catalogue", view);
    if (root.isEmpty()) {
      return Optional.empty();
    }
    List<Diagnostic> wrong = new ArrayList<>();
    Catalogue catalogue =
        new Reader(
                Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder"),
                wrong)
            .catalogue(root.get());
    view.report(wrong);
    return Diagnostic.hasErrors(wrong) ? Optional.empty() : Optional.of(catalogue);
  }

  /// The directories that `words` name.
  static Catalogue of(
      List<String> words,
      Path directory,
      List<VariableLoader.Option> variables,
      @Nullable String state) {
    List<Stack> stacks = new ArrayList<>();
    for (String word : words.isEmpty() ? List.of(".") : words) {
      Path place = directory.resolve(word).normalize();
      stacks.add(
          new Stack(
              Path.of(word).normalize().toString().isEmpty()
                  ? "."
                  : Path.of(word).normalize().toString(),
              place,
              null,
              state,
              variables,
              List.of()));
    }
    return new Catalogue(stacks.stream().distinct().toList(), List.of(), null, 0, 0);
  }

  /// Reads one file.
  private record Reader(Path folder, List<Diagnostic> wrong) {
    Catalogue catalogue(Node root) {
      ObjectReader file = ObjectReader.of(root, "A catalogue", wrong::add);
      file.integer("version", 1, 1, 1);
      int stacksAtOnce = file.integer("stacks_at_once", 1, MOST, 0);
      int parallelism = file.integer("parallelism", 1, MOST, 0);
      Path baseline =
          file.findText("baseline").map(name -> folder.resolve(name).normalize()).orElse(null);
      List<Excuse.Ignored> ignored = new ExcuseReader(wrong::add).ignored(file);
      List<Stack> stacks = new ArrayList<>();
      SortedSet<String> names = new TreeSet<>();
      if (file.required("stacks").isPresent()) {
        for (Node element : file.elements("stacks")) {
          for (Stack stack : stacks(element)) {
            stacks.add(stack);
            if (!names.add(stack.name())) {
              wrong.add(
                  Diagnostic.error(
                          "drift.same-name",
                          "Two stacks have one name",
                          "There is a stack \""
                              + stack.name()
                              + "\" already. Give one of them another \"name\".")
                      .at(element.range()));
            }
          }
        }
      }
      file.close();
      return new Catalogue(stacks, ignored, baseline, stacksAtOnce, parallelism);
    }

    private List<Stack> stacks(Node node) {
      ObjectReader entry = ObjectReader.of(node, "A stack", wrong::add);
      Optional<StringNode> directory =
          entry.required("dir").isPresent() ? entry.findString("dir") : Optional.empty();
      Optional<String> name = entry.findText("name");
      String workspace = entry.findText("workspace").orElse(null);
      String state = entry.findText("state").orElse(null);
      List<VariableLoader.Option> variables = new ArrayList<>();
      entry
          .texts("var_files")
          .forEach(file -> variables.add(new VariableLoader.Option.VariablesFile(file)));
      for (Node.Member member : entry.members("variables")) {
        if (member.value() instanceof StringNode text) {
          variables.add(new VariableLoader.Option.Assignment(member.key() + "=" + text.text()));
        } else {
          wrong.add(
              Diagnostic.error(
                      "decode.unsuitable-value",
                      "Unsuitable value type",
                      "The value of a variable is a string here, written as behind -var: \"3\","
                          + " \"[\\\"a\\\"]\".")
                  .at(member.value().range()));
        }
      }
      List<Excuse.Ignored> ignored = new ExcuseReader(wrong::add).ignored(entry);
      entry.close();
      List<Stack> stacks = new ArrayList<>();
      if (directory.isPresent()) {
        List<String> found = directories(directory.get());
        for (String one : found) {
          String called =
              found.size() == 1 ? name.orElse(one) : name.map(n -> n + "/").orElse("") + one;
          stacks.add(
              new Stack(
                  called, folder.resolve(one).normalize(), workspace, state, variables, ignored));
        }
      }
      return stacks;
    }

    /// The directories that a name with asterisks means, by name.
    private List<String> directories(StringNode name) {
      List<String> found = List.of("");
      if (!name.text().contains("*")) {
        return List.of(name.text());
      }
      for (String part : name.text().split("/+", -1)) {
        List<String> deeper = new ArrayList<>();
        for (String base : found) {
          deeper.addAll(part.contains("*") ? matching(base, part) : List.of(base + part + "/"));
        }
        found = deeper;
      }
      if (found.isEmpty()) {
        wrong.add(
            Diagnostic.error(
                    "drift.no-directory",
                    "There is no such stack",
                    "No directory matches " + name.text() + ". Correct the name.")
                .at(name.range()));
      }
      return found.stream().map(one -> one.replaceFirst("/+$", "")).toList();
    }

    private List<String> matching(String base, String part) {
      Pattern pattern = Pattern.compile(Pattern.quote(part).replace("*", "\\E[^/]*\\Q"));
      try (Stream<Path> inside = Files.list(folder.resolve(base))) {
        return inside
            .filter(Files::isDirectory)
            .map(path -> String.valueOf(path.getFileName()))
            .filter(one -> !one.startsWith(".") && pattern.matcher(one).matches())
            .sorted()
            .map(one -> base + one + "/")
            .toList();
      } catch (IOException _) {
        return List.of();
      }
    }
  }
}
