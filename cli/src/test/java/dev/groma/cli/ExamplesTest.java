package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The examples beside that of the README, as their readers run them: the plan is the expected one,
/// a second plan after the apply is empty, and nothing is left after the destroy.
///
/// `-Dgolden.accept=true` writes each `expected-plan.txt` anew.
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @Test
  void ksyunPeering() throws Exception {
    try (Shell shell = new Shell()) {
      lifeOf("ksyun-peering", 2, shell, "-emulator");
    }
  }

  @Test
  void ksyunVpn() throws Exception {
    try (Shell shell = new Shell()) {
      String said = lifeOf("ksyun-vpn", 5, shell, "-emulator");
      assertThat(said).doesNotContain("only-for-trying-this-out");
    }
  }

  @Test
  void baiduPeeringCrossAccount() throws Exception {
    Path seed = EXAMPLES.resolve("baidu-peering-cross-account").resolve("seed.json");
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, "ours", "ours-too", seed, null, Duration.ZERO, List.of())) {
      shell.set("BAIDUCLOUD_ACCESS_KEY", "ours");
      shell.set("BAIDUCLOUD_SECRET_KEY", "ours-too");
      shell.set("TF_VAR_endpoint", Objects.requireNonNull(cloud.endpoints().get("baiducloud")));
      String said = lifeOf("baidu-peering-cross-account", 2, shell);
      assertThat(said).contains("status = \"active\"").doesNotContain("partner-secret-key");
    }
  }

  @Test
  void huaweiVpn() throws Exception {
    try (Shell shell = new Shell()) {
      lifeOf("huawei-vpn", 9, shell, "-emulator");
    }
  }

  @Test
  void huaweiGm() throws Exception {
    try (Shell shell = new Shell()) {
      String said = lifeOf("huawei-gm", 3, shell, "-emulator");
      assertThat(said).doesNotContain("PRIVATE KEY");
    }
  }

  /// Nobody's account and password are asked for, or sent, where the cloud is emulated.
  @Test
  void whoCallsRealCloudsIsNoBusinessOfEmulatedOnes() throws Exception {
    try (Shell shell = new Shell()) {
      List.of("ACCESS_KEY", "USER_NAME", "PASSWORD", "PROJECT_ID", "SECURITY_TOKEN")
          .forEach(name -> shell.set("HW_" + name, "of-a-real-cloud"));
      shell.set("ALICLOUD_SECURITY_TOKEN", "of-a-real-cloud");
      shell.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "of-a-real-cloud");
      lifeOf("huawei-vpn", 9, shell, "-emulator");
      assertThat(shell.read(".groma/emulator.json")).doesNotContain("of-a-real-cloud");
    }
    try (Shell shell = new Shell()) {
      shell.set("ALICLOUD_SECURITY_TOKEN", "of-a-real-cloud");
      shell.set("ALIBABA_CLOUD_ACCESS_KEY_ID", "of-a-real-cloud");
      lifeOf("apsara-ssl", 4, shell, "-emulator");
    }
  }

  /// Leads an example with that many objects through its life; all that it printed is returned.
  private static String lifeOf(String name, int objects, Shell shell, String... options)
      throws IOException {
    Path example = EXAMPLES.resolve(name);
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(yaml|pem)")).toList()) {
        shell.write(example.relativize(file).toString(), Files.readString(file));
      }
    }
    Shell.Result plan = run(shell, options, "plan", "-no-color");
    Generated.check(example.resolve("expected-plan.txt"), plan.text());
    assertThat(plan.code()).isZero();
    Shell.Result applied = run(shell, options, "apply", "-auto-approve", "-no-color");
    assertThat(applied.text())
        .contains("Apply complete! Resources: %d added, 0 changed, 0 destroyed".formatted(objects));
    Shell.Result second = run(shell, options, "plan", "-detailed-exitcode", "-no-color");
    assertThat(second.text()).contains("No changes.");
    assertThat(second.code()).isZero();
    Shell.Result gone = run(shell, options, "destroy", "-auto-approve", "-no-color");
    assertThat(gone.text())
        .contains("Destroy complete! Resources: %d destroyed.".formatted(objects));
    assertThat(shell.run("state", "list").text()).isEmpty();
    return plan.text() + applied.text() + second.text() + gone.text();
  }

  private static Shell.Result run(Shell shell, String[] options, String... words) {
    return shell.run(Stream.concat(Stream.of(words), Stream.of(options)).toArray(String[]::new));
  }
}
