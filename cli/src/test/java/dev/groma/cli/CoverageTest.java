package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.testkit.coverage.Coverage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Nothing that the vendors' documents name is forgotten, and `docs/coverage.md` says where each
/// thing is.
///
/// `-Dgolden.accept=true` writes the page anew.
final class CoverageTest {
  private static final Path ROOT = Path.of("..");

  private final List<Coverage> clouds = Coverage.all(ROOT);

  @Test
  void everythingDocumentedIsDealtWith() {
    assertThat(clouds).extracting(Coverage::cloud).contains("baiducloud", "ksyun");
    assertThat(clouds).flatExtracting(Coverage::problems).isEmpty();
  }

  @Test
  void thePageSaysWhere() {
    String head =
        """
        # Coverage of the vendors' documents

        What the API documents say, and where it is dealt with. Made from the `document.yaml` of each cloud, which was
        written from the documents alone, from its specs and error table, and from the sources of emulator and tests.
        A test fails when something is dealt with nowhere. Tests are those that name the operation, or a type whose spec
        calls it.

        """;
    String page = head + clouds.stream().map(Coverage::page).collect(Collectors.joining("\n"));
    Generated.check(ROOT.resolve("docs/coverage.md"), page);
  }
}
