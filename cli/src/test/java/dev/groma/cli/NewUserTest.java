package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.state.LockInfo;
import dev.groma.state.store.FileStateStore;
import dev.groma.state.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What somebody sees who does something wrong: exit code 1, a text that says what, where, why and
/// what to do, and nothing lost.
///
/// The texts are in `src/test/resources/newuser`; `-Dgolden.accept=true` writes them anew.
final class NewUserTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "newuser");
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String HELLO =
      """
      resource:
        terraform_data:
          web:
            input: hello
      """;

  private Shell shell;

  NewUserTest() throws IOException {
    shell = new Shell();
  }

  @BeforeEach
  void open() throws IOException {
    shell.close();
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  @Test
  void misspeltAttribute() throws IOException {
    shell.write("main.tf.yaml", HELLO.replace("input", "inptu"));
    refused("misspelt-attribute", "plan");
  }

  @Test
  void misspeltAttributeOfACloud() throws IOException {
    shell.write("main.tf.yaml", peering(1, "").replace("peer_region", "peer_regoin"));
    refused("misspelt-cloud-attribute", "plan", "-emulator");
  }

  @Test
  void wrongType() throws IOException {
    shell.write("main.tf.yaml", peering(1, "").replace("mbps: 10", "mbps: fast"));
    refused("wrong-type", "plan", "-emulator");
  }

  @Test
  void valueOutOfRange() throws IOException {
    shell.write("main.tf.yaml", peering(1, "").replace("Postpaid", "Later"));
    refused("value-out-of-range", "plan", "-emulator");
  }

  @Test
  void noCredentials() throws IOException {
    shell.write("main.tf.yaml", peering(1, ""));
    refused("no-credentials", "plan");
  }

  @Test
  void missingVariable() throws IOException {
    shell.write(
        "main.tf.yaml",
        "variable:\n  hub_vpc:\n    type: string\n" + HELLO.replace("hello", "${var.hub_vpc}"));
    refused("missing-variable", "plan", "-input=false");
  }

  @Test
  void misspeltReference() throws IOException {
    shell.write(
        "main.tf.yaml",
        "variable:\n  hub_vpc:\n    default: x\n" + HELLO.replace("hello", "${var.hub_vcp}"));
    refused("misspelt-reference", "plan");
  }

  @Test
  void cycle() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        resource:
          terraform_data:
            a:
              input: ${terraform_data.b.output}
            b:
              input: ${terraform_data.a.output}
        """);
    refused("cycle", "plan");
  }

  @Test
  void duplicateResource() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    shell.write("other.tf.json", "{\"resource\": {\"terraform_data\": {\"web\": {}}}}\n");
    refused("duplicate-resource", "plan");
  }

  @Test
  void tabInYaml() throws IOException {
    shell.write("main.tf.yaml", HELLO.replace("    web:", "\tweb:"));
    refused("tab-in-yaml", "plan");
  }

  @Test
  void duplicateKeyInYaml() throws IOException {
    shell.write("main.tf.yaml", HELLO + "    web:\n      input: again\n");
    refused("duplicate-key-in-yaml", "plan");
  }

  @Test
  void invalidJson() throws IOException {
    shell.write(
        "main.tf.json", "{\"resource\": {\"terraform_data\": {\"web\": {\"input\": 1,}}}}\n");
    refused("invalid-json", "plan");
  }

  @Test
  void wrongSecretKey() throws IOException {
    try (CloudEmulator.Running cloud = cloud(List.of())) {
      String provider = provider(cloud).replace(SECRET, "ffffffffffffffffffffffffffffffff");
      shell.write("main.tf.yaml", peering(1, provider));
      String text = refused("wrong-secret-key", "apply", "-auto-approve");
      assertThat(text).doesNotContain("ffffffffffffffff").doesNotContain(SECRET);
    }
  }

  @Test
  void nobodyAtTheEndpoint() throws IOException {
    String provider;
    try (CloudEmulator.Running cloud = cloud(List.of())) {
      provider = provider(cloud);
    }
    shell.write("main.tf.yaml", peering(1, provider));
    Shell.Result result = shell.run("apply", "-auto-approve", "-parallelism=1");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text()).contains("127.0.0.1").doesNotContain(SECRET).doesNotContain("\tat ");
    assertThat(shell.read("terraform.tfstate")).doesNotContain("pc-");
  }

  /// The first object is made; the cloud goes away before the second one is.
  @Test
  void emulatorStoppedWhileApplying() throws IOException {
    try (CloudEmulator.Running cloud = cloud(List.of("baiducloud:CreatePeerConn:2-:cut=before"))) {
      shell.write("main.tf.yaml", peering(3, provider(cloud)));
      Shell.Result result = shell.run("apply", "-auto-approve", "-parallelism=1", "-no-color");
      assertThat(result.code()).as(result.text()).isEqualTo(1);
      assertThat(result.text())
          .contains("Apply incomplete. Resources: 1 added")
          .contains("the same command goes on from there")
          .doesNotContain(SECRET)
          .doesNotContain("\tat ");
      assertThat(shell.run("state", "list").text()).contains("baiducloud_peer_conn.branch");
    }
  }

  @Test
  void lockedState() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    StateStore store =
        new FileStateStore(shell.directory().resolve("terraform.tfstate"), UUID::randomUUID);
    LockInfo holder =
        new LockInfo(
            "3a2b7c1e-0000-4000-8000-000000000001",
            "OperationTypeApply",
            "",
            "lin@station",
            "0.1.0",
            Instant.parse("2026-01-02T03:04:05Z"),
            "terraform.tfstate");
    assertThat(store.lock(holder, Duration.ZERO)).isInstanceOf(StateStore.Lease.class);
    if (store.lock(holder, Duration.ZERO) instanceof StateStore.Held) {
      refused("locked-state", "apply", "-auto-approve");
    }
  }

  @Test
  void corruptState() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    String whole = shell.read("terraform.tfstate");
    shell.write("terraform.tfstate", whole.substring(0, 60));
    refused("corrupt-state", "apply", "-auto-approve");
  }

  @Test
  void emptyState() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    shell.write("main.tf.yaml", HELLO.replace("hello", "world"));
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    shell.write("terraform.tfstate", "");
    refused("empty-state", "plan");
  }

  /// Rights do not hold back the user root; a directory that takes no files does.
  @Test
  void directoryThatTakesNoFiles() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    refused("unwritable-directory", "apply", "-auto-approve", "-state=/proc/terraform.tfstate");
  }

  @Test
  void fileWhereADirectoryMustBe() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    shell.write("states", "");
    refused("file-for-directory", "apply", "-auto-approve", "-state=states/terraform.tfstate");
  }

  @Test
  void fileInPlaceOfTheDataDirectory() throws IOException {
    shell.write("main.tf.yaml", peering(1, ""));
    shell.write(".groma", "");
    refused("file-for-data-directory", "plan", "-emulator");
  }

  @Test
  void planThatCannotBeSaved() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    refused("unwritable-plan", "plan", "-out=nowhere/p.tfplan");
  }

  @Test
  void unknownOption() throws IOException {
    refused("unknown-option", "plan", "-refrsh=false");
  }

  @Test
  void unknownCommand() throws IOException {
    refused("unknown-command", "aply");
  }

  @Test
  void noConfiguration() throws IOException {
    refused("no-configuration", "plan");
  }

  @Test
  void missingDirectory() throws IOException {
    refused("missing-directory", "-chdir=nowhere", "plan");
  }

  @Test
  void malformedVariable() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    refused("malformed-variable", "plan", "-var", "hub_vpc");
  }

  @Test
  void nobodyToApprove() throws IOException {
    shell.write("main.tf.yaml", HELLO);
    refused("nobody-to-approve", "apply", "-input=false");
  }

  @Test
  void unknownResourceType() throws IOException {
    shell.write("main.tf.yaml", HELLO.replace("terraform_data", "baiducloud_peer_con"));
    refused("unknown-resource-type", "plan", "-emulator");
  }

  @Test
  void unknownProvider() throws IOException {
    shell.write("main.tf.yaml", HELLO.replace("terraform_data", "aws_vpc"));
    refused("unknown-provider", "init");
  }

  /// Runs a command that must fail with the golden text `name` and leave the state as it is.
  private String refused(String name, String... words) throws IOException {
    String before = shell.read("terraform.tfstate");
    Shell.Result result = shell.run(words);
    String text = plain(result.text());
    assertThat(result.code()).as(text).isEqualTo(1);
    if (before.isEmpty()) {
      assertThat(shell.read("terraform.tfstate")).doesNotContain("\"mode\"");
    } else {
      assertThat(shell.read("terraform.tfstate")).isEqualTo(before);
    }
    assertThat(text).doesNotContain("\tat ").doesNotContain("Exception").contains("Error");
    Path golden = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("golden.accept")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
    return text;
  }

  /// `text` without what differs from run to run; where that decides how lines are broken, they are
  /// joined.
  private String plain(String text) {
    boolean varies = text.contains(shell.directory().toString()) || text.contains("127.0.0.1");
    return (varies ? text.replaceAll("(?<=│ \\S.{0,200})\n│ (?=\\S)", " ") : text)
        .replace(shell.directory().toString(), "/net")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "REQUEST-ID")
        .replaceAll("after [0-9]+m?s", "after TIME");
  }

  private static CloudEmulator.Running cloud(List<String> faults) {
    return Clouds.start(0, "AK-of-a-test", SECRET, null, null, Duration.ZERO, faults);
  }

  private static String provider(CloudEmulator.Running cloud) {
    return """
    provider:
      baiducloud:
        region: bj
        endpoint: %s
        access_key: %s
        secret_key: %s
    """
        .formatted(cloud.endpoints().get("baiducloud"), cloud.accessKey(), cloud.secretKey());
  }

  private static String peering(int count, String provider) {
    String resources =
        """
        resource:
          baiducloud_peer_conn:
            branch:
              count: %d
              local_vpc_id: vpc-13vuxu016dew
              peer_vpc_id: vpc-jcvmhw9h1a3${count.index}
              peer_region: gz
              bandwidth_in_mbps: 10
              billing:
                payment_timing: Postpaid
        """
            .formatted(count);
    return (provider.isEmpty() ? "provider:\n  baiducloud:\n    region: bj\n" : provider)
        + resources;
  }
}
