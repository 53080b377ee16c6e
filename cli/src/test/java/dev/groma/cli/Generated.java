package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of the repository that are made from others, written anew with `-Dgolden.accept=true`.
final class Generated {
  private Generated() {}

  static void check(Path file, String expected) {
    try {
      if (Boolean.getBoolean("golden.accept")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, expected);
      }
      assertThat(file).as("run with -Dgolden.accept=true to write it").exists();
      assertThat(Files.readString(file)).as(file.toString()).isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
