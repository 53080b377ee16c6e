package dev.groma.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs the command lines of a file one after the other in one JVM, so that the packaging can
/// record what they load.
///
/// One command line per line; words are separated by spaces; empty lines and lines that begin with
/// `#` are passed over.
final class Training {
  private Training() {}

  /// Runs the command lines of the file that the only argument names. Exits with code 0, or with 1
  /// as soon as one fails.
  public static void main(String[] args) throws IOException {
    // Leaves by System.exit, as the program does, since that loads classes of its own.
    System.exit(runAll(Console.ofProcess(), Files.readAllLines(Path.of(args[0]))));
  }

  private static int runAll(Console console, List<String> lines) {
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int code = Main.run(console, line.split(" "));
      if (code != 0) {
        console.err().println("Training failed at: " + line);
      }
      console.flush();
      if (code != 0) {
        return 1;
      }
    }
    return 0;
  }
}
