package dev.groma.cli;

import dev.groma.engine.config.ConfigurationFiles;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Manuscript;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file of a configuration that is laid out anew or turned into the other notation.
///
/// Whatever is printed has been read back and means what the file means; otherwise nothing is.
///
/// @param path where it is; null for standard input
/// @param name what messages call it
/// @param text what it holds
record ConfigurationFile(@Nullable Path path, String name, String text) {
  static final String STANDARD_INPUT = "-";

  /// The files that `words` name: files, directories, `-`, and by default the directory of the run.
  /// Nothing after an error, which is reported.
  static Optional<List<ConfigurationFile>> find(
      List<String> words, boolean recursive, Console console, View view) {
    List<ConfigurationFile> found = new ArrayList<>();
    for (String word : words.isEmpty() ? List.of(".") : words) {
      try {
        if (word.equals(STANDARD_INPUT)) {
          found.add(standardInput(console));
          continue;
        }
        Path path = console.directory().resolve(word).normalize();
        if (Files.isDirectory(path)) {
          for (Path file : inside(path, recursive)) {
            found.add(of(file, console));
          }
        } else if (ConfigurationFiles.places(path.toString()).isPresent()) {
          found.add(of(path, console));
        } else {
          view.report(notOne(word));
          return Optional.empty();
        }
      } catch (CharacterCodingException _) {
        view.report(
            Diagnostic.error(
                "config.encoding",
                "File is not UTF-8",
                word
                    + " is not, or holds a file that is not, valid UTF-8. Save it in that"
                    + " encoding."));
        return Optional.empty();
      } catch (IOException e) {
        view.report(
            Diagnostic.error(
                "config.unreadable-file",
                "No file or directory at " + word,
                "It cannot be read (" + e.getClass().getSimpleName() + "). Correct the name."));
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private static Diagnostic notOne(String word) {
    return Diagnostic.error(
        "cli.not-configuration",
        "Not a file of a configuration",
        word
            + " is neither a directory nor a file whose name ends in .tf, .tfvars or .tftest and"
            + " .json, .yaml or .yml.");
  }

  private static ConfigurationFile standardInput(Console console) {
    return new ConfigurationFile(
        null, "<stdin>", console.in().lines().collect(Collectors.joining("\n", "", "\n")));
  }

  private static ConfigurationFile of(Path path, Console console) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    Path directory = console.directory();
    Path shown = path.startsWith(directory) ? directory.relativize(path) : path;
    return new ConfigurationFile(path, shown.toString().replace('\\', '/'), text);
  }

  private static List<Path> inside(Path directory, boolean recursive) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        String name = String.valueOf(entry.getFileName());
        if (name.startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          folders.add(entry);
        } else if (ConfigurationFiles.places(name).isPresent()) {
          files.add(entry);
        }
      }
    }
    if (recursive) {
      for (Path folder : folders) {
        files.addAll(inside(folder, true));
      }
    }
    return files;
  }

  /// The notation that it is written in; standard input is JSON when it begins like an object.
  Syntax syntax() {
    return path != null
        ? Syntax.ofFile(name)
        : text.stripLeading().startsWith("{") ? Syntax.JSON : Syntax.YAML;
  }

  private Function<List<String>, Manuscript.Place> places() {
    return ConfigurationFiles.places(path == null ? "stdin.tf.yaml" : name)
        .orElse(_ -> Manuscript.Place.VALUE);
  }

  /// This file in the canonical layout of the notation `syntax`; nothing after an error, which is
  /// reported.
  Optional<String> printed(Syntax syntax, View view) {
    SourceText source = new SourceText(name, text);
    SortedMap<String, SourceText> sources = new TreeMap<>();
    sources.put(name, source);
    view.sources(sources);
    Manuscript.Result result = Manuscript.read(source, syntax());
    view.report(result.diagnostics());
    Manuscript manuscript = result.manuscript();
    if (manuscript == null) {
      return Optional.empty();
    }
    String printed = manuscript.in(syntax, places()).print();
    Node before = SourceReader.read(source, syntax()).root();
    Read read = SourceReader.read(new SourceText(name, printed), syntax);
    if (read.hasErrors() && syntax != syntax()) {
      // JSON may say a name twice, which YAML may not.
      view.report(
          Diagnostic.error(
                  "cli.not-convertible",
                  "The file cannot be written in YAML",
                  read.diagnostics().getFirst().detail()
                      + " Change that in "
                      + name
                      + ", and convert it again.")
              .at(SourceRange.of(name)));
      return Optional.empty();
    }
    Node after = read.root();
    if (before == null || after == null || !Manuscript.sameMeaning(before, after, places())) {
      view.report(
          Diagnostic.error(
                  "internal.layout",
                  "The file cannot be laid out",
                  "It would not mean the same afterwards, so it is left as it is. This is a bug in"
                      + " Groma.")
              .at(SourceRange.of(name))
              .in(Category.INTERNAL));
      return Optional.empty();
    }
    return Optional.of(printed);
  }

  /// Replaces what `target` holds by `text`, in one step. Returns false after an error, which is
  /// reported.
  static boolean write(Path target, String text, View view) {
    Path folder = target.toAbsolutePath().getParent();
    Path temporary = null;
    try {
      temporary = Files.createTempFile(folder, ".groma-", ".tmp");
      Files.writeString(temporary, text);
      if (Files.exists(target)) {
        Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
      } else {
        Files.setPosixFilePermissions(
            temporary, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      }
      Files.move(
          temporary,
          target,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      view.report(
          Diagnostic.error(
              "cli.unwritable",
              "Failed to write file",
              Console.shown(target)
                  + " cannot be written ("
                  + e.getClass().getSimpleName()
                  + "). It is as it was. Work in a directory that you can write to."));
      discard(temporary);
      return false;
    }
  }

  private static void discard(@Nullable Path temporary) {
    if (temporary != null) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException _) {
        // The message about the failure to write says where to look.
      }
    }
  }
}
