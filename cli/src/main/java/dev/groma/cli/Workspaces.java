package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The workspaces of a directory: states beside each other for one configuration, kept where
/// Terraform keeps them.
///
/// 1. The workspace `default` has the state file of the directory; each other one has a
///    `terraform.tfstate` in a folder of its name in `terraform.tfstate.d`, or where the backend's
///    `workspace_dir` says.
/// 2. Which one is used is the value of `TF_WORKSPACE`, else what `.terraform/environment` (in
///    `TF_DATA_DIR` when that is set) says, else `default`.
///
/// @param file the state file of `default`
/// @param folder the folder of the others
/// @param selection the file that names the selected one
/// @param override the value of `TF_WORKSPACE`, or null
record Workspaces(Path file, Path folder, Path selection, @Nullable String override) {
  /// The workspace that is always there.
  static final String DEFAULT = "default";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.~!$&'()*+,;=:@-]+");

  /// The workspaces of the directory of `console`, whose configuration may not be there.
  static Workspaces of(Console console, @Nullable Configuration configuration) {
    String path = argument(configuration, "path");
    String folder = argument(configuration, "workspace_dir");
    Path directory = console.directory();
    return new Workspaces(
        directory.resolve(path == null ? "terraform.tfstate" : path).normalize(),
        directory.resolve(folder == null ? "terraform.tfstate.d" : folder).normalize(),
        data(console).resolve("environment"),
        console.variable("TF_WORKSPACE"));
  }

  /// The folder of what is kept of a directory besides states: `.terraform`, or what `TF_DATA_DIR`
  /// says.
  static Path data(Console console) {
    String data = console.variable("TF_DATA_DIR");
    return console.directory().resolve(data == null ? ".terraform" : data).normalize();
  }

  private static @Nullable String argument(@Nullable Configuration configuration, String name) {
    if (configuration == null || configuration.root().backend() == null) {
      return null;
    }
    for (Node.Member member : configuration.root().backend().body().members()) {
      if (member.key().equals(name) && member.value() instanceof StringNode text) {
        return text.text();
      }
    }
    return null;
  }

  /// True when a workspace may have this name.
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /// The one that is used.
  String current() {
    if (override != null) {
      return override;
    }
    try {
      String selected = Files.readString(selection).strip();
      return selected.isEmpty() ? DEFAULT : selected;
    } catch (IOException _) {
      return DEFAULT;
    }
  }

  /// The state file of the workspace `name`.
  Path stateFile(String name) {
    return name.equals(DEFAULT) ? file : folder.resolve(name).resolve("terraform.tfstate");
  }

  /// All that exist, by name.
  SortedSet<String> all() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    names.add(DEFAULT);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> found = Files.list(folder)) {
        found
            .filter(Files::isDirectory)
            .forEach(path -> names.add(String.valueOf(path.getFileName())));
      }
    }
    return names;
  }

  /// Makes the workspace `name`, unless it exists.
  void create(String name) throws IOException {
    if (!name.equals(DEFAULT)) {
      Files.createDirectories(folder.resolve(name));
    }
  }

  /// Uses `name` from now on.
  void select(String name) throws IOException {
    Path parent = selection.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(selection, name);
  }

  /// Deletes the workspace `name` with its state.
  void delete(String name) throws IOException {
    PlanFile.delete(folder.resolve(name));
    try (Stream<Path> left = Files.list(folder)) {
      if (left.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
