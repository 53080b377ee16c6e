package dev.groma.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The packed cases whose results come from the real program, and how results are compared.
public final class Cases {
  /// Reads numbers exactly.
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();

  private Cases() {}

  /// One case: the files of its directory by name.
  public record Case(String id, SortedMap<String, String> files) {
    /// The file `name` as JSON.
    public JsonNode json(String name) {
      return JSON.readTree(files.get(name));
    }

    /// Writes the files whose names begin with `prefix`, which is taken off, into `directory`.
    public void write(String prefix, Path directory) throws IOException {
      for (Map.Entry<String, String> file : files.entrySet()) {
        if (file.getKey().startsWith(prefix)) {
          Path target = directory.resolve(file.getKey().substring(prefix.length()));
          Files.createDirectories(target.getParent());
          Files.writeString(target, file.getValue());
        }
      }
    }
  }

  /// The cases of `category`.
  public static List<Case> load(String category) {
    List<Case> cases = new ArrayList<>();
    for (String line : lines(category + ".jsonl")) {
      JsonNode node = JSON.readTree(line);
      SortedMap<String, String> files = new TreeMap<>();
      node.get("files").properties().forEach(e -> files.put(e.getKey(), e.getValue().asString()));
      cases.add(new Case(node.get("id").asString(), files));
    }
    return cases;
  }

  /// The ids in `category-known-failures.txt`; what stands behind a `#` is the reason.
  public static SortedSet<String> knownFailures(String category) {
    SortedSet<String> ids = new TreeSet<>();
    for (String line : lines(category + "-known-failures.txt")) {
      String id = line.replaceFirst("#.*", "").strip();
      if (!id.isEmpty()) {
        ids.add(id);
      }
    }
    return ids;
  }

  /// What is different in a case; nothing when it is as the real program has it.
  @FunctionalInterface
  public interface Comparison {
    List<String> differences(Case one) throws IOException, InterruptedException;
  }

  /// Runs all cases of `category`, of which there are more than `least`: those that differ must be
  /// the known ones. With `-Dgroma.conformance.verbose=PREFIX` the differences are written to the
  /// file of that prefix, named after the category.
  public static void check(String category, int least, Comparison comparison)
      throws IOException, InterruptedException {
    List<Case> cases = load(category);
    SortedMap<String, List<String>> why = new TreeMap<>();
    for (Case one : cases) {
      List<String> differences = comparison.differences(one);
      if (!differences.isEmpty()) {
        why.put(one.id(), differences);
      }
    }
    String verbose = System.getProperty("groma.conformance.verbose", "");
    if (!verbose.isEmpty()) {
      StringBuilder report = new StringBuilder();
      why.forEach((id, list) ->
          report.append(id).append('\n').append(String.join("\n", list)).append("\n\n"));
      Files.writeString(Path.of(verbose + category + ".txt"), report);
    }
    assertThat(cases).hasSizeGreaterThan(least);
    assertThat(new TreeSet<>(why.keySet()))
        .as(
            "%s: %d of %d cases as the real program; failing ones must be those of"
                + " %s-known-failures.txt",
            category, cases.size() - why.size(), cases.size(), category)
        .isEqualTo(knownFailures(category));
  }

  private static List<String> lines(String name) {
    try (InputStream in = Cases.class.getResourceAsStream("/conformance/" + name)) {
      return in == null
          ? List.of()
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where `actual` is not what `expected` says, as `path: expected … but was …`; nothing when they
  /// agree. Numbers agree when they have the same first 15 digits.
  public static List<String> differences(JsonNode expected, JsonNode actual, String path) {
    return differences(expected, actual, path, Cases::same);
  }

  /// The same where `same` says which simple values agree.
  static List<String> differences(
      JsonNode expected, JsonNode actual, String path, BiPredicate<JsonNode, JsonNode> same) {
    List<String> found = new ArrayList<>();
    compare(expected, actual, path, same, found);
    return found;
  }

  private static void compare(
      JsonNode expected,
      JsonNode actual,
      String path,
      BiPredicate<JsonNode, JsonNode> same,
      List<String> found) {
    if (expected.isObject() && actual.isObject()) {
      SortedSet<String> names = new TreeSet<>(expected.propertyNames());
      names.addAll(actual.propertyNames());
      for (String name : names) {
        compare(expected.path(name), actual.path(name), path + "." + name, same, found);
      }
    } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(expected.get(i), actual.get(i), path + "[" + i + "]", same, found);
      }
    } else if (!same.test(expected, actual)) {
      found.add(path + ": expected " + text(expected) + " but was " + text(actual));
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  static boolean same(JsonNode expected, JsonNode actual) {
    if (expected.isNumber() && actual.isNumber()) {
      java.math.MathContext digits = new java.math.MathContext(15);
      return expected.decimalValue().round(digits).compareTo(actual.decimalValue().round(digits))
          == 0;
    }
    return expected.equals(actual);
  }

  /// Deletes `directory` with everything in it.
  public static void deleteTree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
