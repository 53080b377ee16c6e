package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A file to which lines are added, each at once, so that others can follow it. It begins empty.
/// When it cannot be written, that is told once and the run goes on.
final class LineFile implements Consumer<String> {
  private final Path file;
  private final View view;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final ReentrantLock turn = new ReentrantLock();

  /// @param view is told when the file cannot be written
  LineFile(Path file, View view) {
    this.file = file;
    this.view = view;
    write("", StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Override
  public void accept(String line) {
    write(line + "\n", StandardOpenOption.APPEND);
  }

  private void write(String text, StandardOpenOption how) {
    if (failed.get()) {
      return;
    }
    turn.lock();
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    } catch (IOException e) {
      if (failed.compareAndSet(false, true)) {
        view.report(
            Diagnostic.warning(
                "cli.json-into",
                "The file of -json-into cannot be written",
                Console.shown(file)
                    + ": "
                    + e
                    + ". The run goes on without it. Name a file in a directory that you can write"
                    + " to."));
      }
    } finally {
      turn.unlock();
    }
  }
}
