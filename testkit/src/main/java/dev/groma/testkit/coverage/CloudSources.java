package dev.groma.testkit.coverage;

import dev.groma.testkit.spec.SpecFile;
import dev.groma.testkit.spec.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What there is of a cloud: its document, specs and codes, and the sources of its emulator and of
/// the tests.
///
/// @param cloud its name
/// @param document what its documents say
/// @param specs its specs
/// @param codes the codes in its error table
/// @param emulator the sources of its emulator
/// @param tests the sources of tests by the name of the class
record CloudSources(
    String cloud,
    VendorDocument document,
    List<SpecFile> specs,
    Set<String> codes,
    String emulator,
    SortedMap<String, String> tests) {

  /// The clouds of the repository at `root` that have a `document.yaml`.
  static List<CloudSources> all(Path root) {
    Path providers = root.resolve("providers");
    try (Stream<Path> found = Files.list(providers)) {
      return found
          .map(directory -> directory.getFileName().toString())
          .filter(cloud -> Files.exists(document(root, cloud)))
          .sorted()
          .map(cloud -> of(root, cloud))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path document(Path root, String cloud) {
    return root.resolve(
        "providers/%1$s/src/test/resources/dev/groma/providers/%1$s/document.yaml"
            .formatted(cloud));
  }

  private static CloudSources of(Path root, String cloud) {
    Path main =
        root.resolve("providers/%1$s/src/main/resources/dev/groma/providers/%1$s".formatted(cloud));
    Path emulator = root.resolve("providers/emulator/src");
    SortedMap<String, String> tests = new TreeMap<>();
    tests.putAll(sources(root.resolve("providers").resolve(cloud).resolve("src/test/java")));
    tests.putAll(sources(emulator.resolve("test/java")));
    return new CloudSources(
        cloud,
        VendorDocument.of(Tree.load(document(root, cloud))),
        SpecFile.load(main.resolve("resources")),
        new TreeSet<>(Tree.load(main.resolve("errors.yaml")).at("errors").members().keySet()),
        String.join(
            "\n",
            sources(emulator.resolve("main/java/dev/groma/providers/emulator/" + cloud)).values()),
        tests);
  }

  private static SortedMap<String, String> sources(Path directory) {
    SortedMap<String, String> sources = new TreeMap<>();
    if (!Files.isDirectory(directory)) {
      return sources;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  /// What carries an operation out in the emulator: the method that is registered under its name.
  Optional<String> handler(String operation) {
    Matcher registered =
        Pattern.compile("\"" + Pattern.quote(operation) + "\"[^;]*?\\b([A-Z]\\w*::\\w+)")
            .matcher(emulator);
    return registered.find() ? Optional.of(registered.group(1)) : Optional.empty();
  }

  /// The tests that have one of these texts in quotes, or as the end of a quoted one or of its
  /// path.
  List<String> testsOf(Set<String> names) {
    List<String> found = new ArrayList<>();
    tests.forEach((name, text) -> {
      if (name.endsWith("Test")
          && names.stream()
              .anyMatch(wanted -> text.contains(wanted + "\"") || text.contains(wanted + "?"))) {
        found.add(name);
      }
    });
    return found;
  }
}
