package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A pipe at which a provisioner of a run waits that reads a line from it.
final class Gate implements AutoCloseable {
  private final Path pipe;
  private @Nullable OutputStream end;

  /// One in the directory of `shell`.
  Gate(Shell shell) throws IOException {
    pipe = shell.directory().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().onExit().join().exitValue())
        .isZero();
  }

  /// Its name in that directory.
  String name() {
    return String.valueOf(pipe.getFileName());
  }

  /// Waits until somebody waits at it.
  void await() throws IOException {
    end = Files.newOutputStream(pipe);
  }

  /// Lets go on who waits.
  void open() throws IOException {
    if (end != null) {
      end.write('\n');
      end.close();
      end = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (end != null) {
      end.close();
    }
    Files.deleteIfExists(pipe);
  }
}
