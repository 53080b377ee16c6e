package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void versionNamesTheProgramAndThePlatform() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).matches("Groma v0\\.1\\.0\\Ron [a-z]+_[a-z0-9]+\\R");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionIsTheOneThatIsBuilt() {
    assertThat(System.getProperty("groma.version"))
        .as("version of the Maven project")
        .isIn(VersionCommand.VERSION, VersionCommand.VERSION + "-SNAPSHOT");
  }

  @Test
  void anUnknownCommandIsAnErrorOnStandardError() {
    assertThat(run("versoin")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("Error: There is no command `versoin`. Did you mean `version`?")
        .contains("`groma -help`");
  }

  @Test
  void anUnknownOptionIsAnErrorOfItsCommand() {
    assertThat(run("version", "-jsn")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: There is no option `-jsn`. Did you mean `-json`?")
        .contains("`groma version -help`");
  }

  @Test
  void anArgumentTooManyIsAnErrorOfItsCommand() {
    assertThat(run("version", "now")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: Too many command line arguments: `now` means nothing here.")
        .contains("`groma version -help`");
  }

  @Test
  void helpIsAResultAndItsAbsenceIsNot() {
    assertThat(run("-help")).isZero();
    assertThat(out.toString()).contains("version", "Print the version of Groma");
    assertThat(run()).isEqualTo(1);
  }

  private int run(String... args) {
    Console console =
        new Console(
            new PrintWriter(out),
            new PrintWriter(err),
            new BufferedReader(new StringReader("")),
            false,
            new TreeMap<>(),
            Path.of("").toAbsolutePath(),
            Interrupts.none());
    int code = Main.run(console, args);
    console.flush();
    return code;
  }
}
