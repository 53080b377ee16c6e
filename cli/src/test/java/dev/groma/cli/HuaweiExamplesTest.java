package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The examples for Huawei Cloud as their readers run them: planned as written down, applied,
/// settled, emptied.
///
/// `-Dgolden.accept=true` writes their `expected-plan.txt` anew.
final class HuaweiExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @Test
  void aGatewayJoinsTwoOffices() throws IOException {
    runs("huawei-vpn", 9);
  }

  @Test
  void nationalCryptographyJoinsAPeer() throws IOException {
    runs("huawei-gm", 3);
  }

  private static void runs(String name, int objects) throws IOException {
    Path example = EXAMPLES.resolve(name);
    try (Shell shell = new Shell()) {
      copy(example, shell);
      String plan = shell.run("plan", "-emulator", "-no-color").text();
      assertThat(plan).isEqualTo(expected(example, plan)).doesNotContain("PRIVATE KEY");

      Shell.Result applied = shell.run("apply", "-emulator", "-auto-approve");
      assertThat(applied.text()).contains("Apply complete! Resources: " + objects + " added");
      assertThat(applied.code()).isZero();
      Shell.Result second = shell.run("plan", "-emulator", "-detailed-exitcode");
      assertThat(second.text()).contains("No changes.");
      assertThat(second.code()).isZero();

      Shell.Result gone = shell.run("destroy", "-emulator", "-auto-approve");
      assertThat(gone.text()).contains("Destroy complete! Resources: " + objects + " destroyed.");
      assertThat(shell.run("state", "list").text()).isEmpty();
    }
  }

  private static void copy(Path example, Shell shell) throws IOException {
    try (Stream<Path> files = Files.walk(example)) {
      List<Path> wanted = files.filter(file -> file.toString().matches(".*\\.(yaml|pem)")).toList();
      for (Path file : wanted) {
        shell.write(example.relativize(file).toString(), Files.readString(file));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String expected(Path example, String text) throws IOException {
    Path golden = example.resolve("expected-plan.txt");
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(golden, text);
    }
    return Files.readString(golden);
  }
}
