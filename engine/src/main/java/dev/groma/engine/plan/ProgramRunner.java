package dev.groma.engine.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs programs on this machine, for provisioners.
@FunctionalInterface
public interface ProgramRunner {
  /// No program can be run.
  ProgramRunner NONE =
      (program, _) -> {
        throw new IOException("programs cannot be run here: " + program.words().getFirst());
      };

  /// Runs `program` and waits for its end.
  ///
  /// @param lines takes each line that it prints, from either of its streams
  /// @return its exit code
  /// @throws IOException when it cannot be started
  /// @throws InterruptedException when the calling thread is interrupted; the program is then ended
  int run(Program program, Consumer<String> lines) throws IOException, InterruptedException;

  /// A program.
  ///
  /// @param words the program and its arguments
  /// @param directory where it is run
  /// @param environment what its environment has besides that of this process
  record Program(List<String> words, Path directory, Map<String, String> environment) {
    /// Copies the collections.
    public Program {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }
  }
}
