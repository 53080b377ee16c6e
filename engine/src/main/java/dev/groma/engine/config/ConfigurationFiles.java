package dev.groma.engine.config;

import dev.groma.schemas.source.Manuscript.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The files that configurations are written in: what their names say, and where in them members
/// named `//` are comments.
///
/// That is so in the bodies of blocks. What is a body is said here for everything that the language
/// itself defines. In what a provider defines, nested blocks cannot be told from values without its
/// schema; there every member counts, so that no value changes.
public final class ConfigurationFiles {
  private static final Shape VALUES = new Shape(0, Map.of());
  private static final Shape LIFECYCLE =
      body(Map.of("precondition", VALUES, "postcondition", VALUES));
  private static final Shape PROVISIONER = new Shape(1, Map.of("connection", VALUES));
  private static final Shape RESOURCE =
      new Shape(
          2,
          Map.of(
              "lifecycle",
              LIFECYCLE,
              "provisioner",
              PROVISIONER,
              "connection",
              VALUES,
              "dynamic",
              dynamic(),
              "_",
              VALUES));
  private static final Shape PROVIDER = new Shape(1, Map.of("dynamic", dynamic(), "_", VALUES));
  private static final Shape MODULE =
      body(
          Map.ofEntries(
              Map.entry("resource", RESOURCE),
              Map.entry("data", RESOURCE),
              Map.entry("ephemeral", RESOURCE),
              Map.entry("provider", PROVIDER),
              Map.entry("module", new Shape(1, Map.of())),
              Map.entry("variable", new Shape(1, Map.of("validation", VALUES))),
              Map.entry("output", new Shape(1, Map.of("precondition", VALUES))),
              Map.entry("check", new Shape(1, Map.of("assert", VALUES, "data", RESOURCE))),
              Map.entry("locals", VALUES),
              Map.entry("moved", VALUES),
              Map.entry("import", VALUES),
              Map.entry(
                  "removed", body(Map.of("lifecycle", LIFECYCLE, "provisioner", PROVISIONER))),
              Map.entry(
                  "terraform",
                  body(
                      Map.of(
                          "required_providers",
                          VALUES,
                          "backend",
                          new Shape(1, Map.of()),
                          "provider_meta",
                          new Shape(1, Map.of()))))));
  private static final Shape TEST =
      body(
          Map.of(
              "run",
              new Shape(
                  1,
                  Map.of(
                      "assert",
                      VALUES,
                      "variables",
                      VALUES,
                      "module",
                      VALUES,
                      "plan_options",
                      VALUES)),
              "variables",
              VALUES,
              "provider",
              PROVIDER));

  private ConfigurationFiles() {}

  /// How blocks of one type are written.
  ///
  /// @param names how many names each has
  /// @param blocks the blocks that its body may hold
  private record Shape(int names, Map<String, Shape> blocks) {}

  private static Shape body(Map<String, Shape> blocks) {
    return new Shape(0, blocks);
  }

  private static Shape dynamic() {
    return new Shape(1, Map.of("content", VALUES));
  }

  /// What the object under some keys is, in a file of the name `file`; nothing for a file that is
  /// no part of a configuration.
  public static Optional<Function<List<String>, Place>> places(String file) {
    String name = stem(file);
    if (name.endsWith(".tftest")) {
      return Optional.of(path -> place(TEST, path));
    }
    if (name.endsWith(".tfvars")) {
      return Optional.of(path -> place(VALUES, path));
    }
    return name.endsWith(".tf") ? Optional.of(path -> place(MODULE, path)) : Optional.empty();
  }

  /// `file` without the ending that says its notation; "" when it has none of those.
  public static String stem(String file) {
    for (String ending : List.of(".json", ".yaml", ".yml")) {
      if (file.endsWith(ending)) {
        return file.substring(0, file.length() - ending.length());
      }
    }
    return "";
  }

  private static Place place(Shape root, List<String> path) {
    Shape shape = root;
    int at = 0;
    while (at < path.size()) {
      Shape block = shape.blocks().get(path.get(at));
      if (block == null) {
        return Place.VALUE;
      }
      at += 1 + block.names();
      if (at > path.size()) {
        return Place.NAMES;
      }
      shape = block;
    }
    return Place.BODY;
  }
}
