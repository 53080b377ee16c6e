package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What commands print and leave behind, as transcripts in `src/test/resources/commands`, which
/// `-Dgolden.accept=true` writes anew.
///
/// A transcript begins with what it shows. `== NAME` begins a file. `$ ...` is a command, below
/// which are its standard output, its standard error after `2> `, and its exit code after `? ` when
/// that is not 0; of `$$ ...` only the exit code. `WORD | ...` answers WORD. `ls` lists the
/// directory and `cp` copies a file. Ids are masked.
final class CommandsTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "commands");

  static List<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void printsAndLeavesWhatTheTranscriptSays(Path transcript) throws IOException {
    StringBuilder written = new StringBuilder();
    try (Shell shell = new Shell()) {
      String file = "";
      StringBuilder content = new StringBuilder();
      boolean begun = false;
      for (String line : Files.readAllLines(transcript)) {
        boolean command = line.startsWith("$");
        if (command || line.startsWith("== ")) {
          if (!file.isEmpty()) {
            shell.write(file, content.toString());
          }
          content.setLength(0);
          file = "";
        }
        begun |= command;
        if (!begun || command) {
          written.append(line).append('\n');
        }
        if (command) {
          run(line, shell, written);
        } else if (line.startsWith("== ")) {
          file = line.substring(3);
        } else {
          content.append(line).append('\n');
        }
      }
    }
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(transcript, written);
    }
    assertThat(written.toString()).isEqualTo(Files.readString(transcript));
  }

  private static void run(String line, Shell shell, StringBuilder written) throws IOException {
    boolean quiet = line.startsWith("$$ ");
    String command = line.substring(quiet ? 3 : 2);
    int pipe = command.indexOf(" | ");
    String answer = pipe < 0 ? "" : command.substring(0, pipe) + "\n";
    List<String> words = List.of((pipe < 0 ? command : command.substring(pipe + 3)).split(" "));
    int equals = words.getFirst().indexOf('=');
    if (equals > 0) {
      String name = words.getFirst().substring(0, equals);
      shell.set(name, words.getFirst().substring(equals + 1));
      run(line.replace(words.getFirst() + " ", ""), shell, written);
      shell.set(name, "");
      return;
    }
    switch (words.getFirst()) {
      case "ls" -> list(shell.directory(), written);
      case "cp" -> shell.write(words.get(2), shell.read(words.get(1)));
      default -> {
        Shell.Streams result = shell.streams(answer, words.toArray(String[]::new));
        if (!quiet) {
          result.out().lines().forEach(text -> written.append(masked(text, shell)));
          result
              .err()
              .lines()
              .forEach(
                  text -> written.append(("2> " + masked(text, shell)).replace("> \n", ">\n")));
        }
        if (result.code() != 0) {
          written.append("? ").append(result.code()).append('\n');
        }
      }
    }
  }

  private static String masked(String text, Shell shell) {
    return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
            .replaceAll("\"platform\": \"[^\"]*\"", "\"platform\": \"PLATFORM\"")
            .replace(shell.directory().toString(), "DIRECTORY")
        + "\n";
  }

  private static void list(Path directory, StringBuilder written) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString() + serial(file))
          .filter(name -> !name.contains(".groma/"))
          .sorted()
          .forEach(name -> written.append(name).append('\n'));
    }
  }

  /// The serial of a state.
  private static String serial(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return text.contains("\"lineage\"")
          ? " (serial " + text.replaceAll("(?s).*?\"serial\": *([0-9]+).*", "$1") + ")"
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
