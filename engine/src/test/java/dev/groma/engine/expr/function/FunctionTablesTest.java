package dev.groma.engine.expr.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tables of expressions and their results, which were compared with those of the real program. A
/// line with an expression is followed by one with its value as JSON, or with `!` and the error.
final class FunctionTablesTest {
  private static final Path TABLES = Path.of("src/test/resources/functions");

  private final Calling calling = Calling.planning(TABLES.toAbsolutePath());

  static Stream<Path> tables() throws IOException {
    try (Stream<Path> files = Files.list(TABLES)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void givesTheResultsOfTheTable(Path table) throws IOException {
    List<String> expected = Files.readAllLines(table);
    List<String> actual = new ArrayList<>();
    for (String line : expected) {
      actual.add(line.startsWith("  ") ? "  " + calling.evaluated(actual.getLast()) : line);
    }
    assertThat(String.join("\n", actual)).isEqualTo(String.join("\n", expected));
  }
}
