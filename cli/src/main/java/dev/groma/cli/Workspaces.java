package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which of the workspaces, states for one configuration, is used: what `TF_WORKSPACE` says, else
/// what `.terraform/environment` (in `TF_DATA_DIR` when that is set) says, else `default`.
///
/// @param selection the file that names the selected one
/// @param override the value of `TF_WORKSPACE`, or null
record Workspaces(Path selection, @Nullable String override) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.~!$&'()*+,;=:@-]+");

  /// The workspaces of the directory of `console`.
  static Workspaces of(Console console) {
    return new Workspaces(data(console).resolve("environment"), console.variable("TF_WORKSPACE"));
  }

  /// The folder of what is kept of a directory besides states: `.terraform`, or what `TF_DATA_DIR`
  /// says.
  static Path data(Console console) {
    String data = console.variable("TF_DATA_DIR");
    return console.directory().resolve(data == null ? ".terraform" : data).normalize();
  }

  /// True when a workspace may have this name.
  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /// Why the workspace `name` cannot be used; nothing when it can.
  static Optional<Diagnostic> refusal(String name) {
    return isName(name)
        ? Optional.empty()
        : Optional.of(
            Diagnostic.error(
                "workspace.refused",
                "The workspace name \"" + name + "\" is not allowed.",
                "The name must contain only URL safe characters, and no path separators. Correct"
                    + " TF_WORKSPACE, or select another workspace."));
  }

  /// The one that is used.
  String current() {
    if (override != null) {
      return override;
    }
    try {
      String selected = Files.readString(selection).strip();
      return selected.isEmpty() ? Backend.DEFAULT : selected;
    } catch (IOException _) {
      return Backend.DEFAULT;
    }
  }

  /// Uses `name` from now on.
  void select(String name) throws IOException {
    Path parent = selection.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    WholeFile.write(selection, name.getBytes(StandardCharsets.UTF_8));
  }

  /// Why a file cannot be read or written, as the end of a sentence.
  static String reason(IOException cause) {
    String text = cause instanceof FileSystemException f ? f.getReason() : cause.getMessage();
    String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
    if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
      return "permission is denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "its directory takes no new files";
    }
    if (cause instanceof FileAlreadyExistsException || lower.contains("not a directory")) {
      return "something that is no directory is in the way";
    }
    if (lower.contains("read-only")) {
      return "the file system is read-only";
    }
    if (lower.contains("no space") || lower.contains("quota")) {
      return "there is no space left on the device";
    }
    if (lower.contains("too large")) {
      return "it would be larger than the file system or a limit of this process (ulimit -f) lets"
          + " it be";
    }
    return text == null ? cause.getClass().getSimpleName() : text;
  }
}
