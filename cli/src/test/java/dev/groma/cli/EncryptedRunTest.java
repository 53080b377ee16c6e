package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No file and no stream of a whole run holds one of the secrets that it uses: the key of a tunnel,
/// the passphrase, the keys that are derived from them.
class EncryptedRunTest {
  private static final String PSK = "psk-Zx81-of-the-tunnel";
  private static final String PASSPHRASE = "a passphrase of seven words for tests";
  private static final String RAW_KEY = "0123456789abcdef-raw-key-of-tests";

  private static String sealed(String provider, String method, String granularity) {
    String type = provider.substring(0, provider.indexOf(':'));
    return """
    terraform:
      encryption:
        key_provider:
          %s
        method:
          %s:
            m: {keys: "${key_provider.%s.k}"}
        state: {method: "${method.%s.m}", granularity: %s, enforced: true}
        plan: {method: "${method.%s.m}", enforced: true}
    """
        .formatted(provider, method, type, method, granularity, method);
  }

  private static String tunnel(CloudEmulator.Running cloud) {
    return """
    variable:
      key: {type: string, sensitive: true}
      passphrase: {type: string, sensitive: true}
    provider:
      ksyun:
        region: cn-beijing-6
        endpoint: %s
        access_key: %s
        secret_key: %s
    resource:
      ksyun_vpn_gateway:
        main:
          vpn_gateway_name: main
          vpc_id: 4e8d1f11-264a-468b-ae37-09b465477415
          band_width: 10
          charge_type: Daily
      ksyun_vpn_customer_gateway:
        branch:
          customer_gateway_name: branch
          customer_gateway_address: 203.0.113.10
      ksyun_vpn_tunnel:
        branch:
          vpn_tunnel_name: branch
          type: Ipsec
          vpn_gateway_id: ${ksyun_vpn_gateway.main.id}
          customer_gateway_id: ${ksyun_vpn_customer_gateway.branch.id}
          pre_shared_key: ${var.key}
          ike_authen_algorithm: sha
          ike_dh_group: 5
          ike_encry_algorithm: aes-cbc-256
          ipsec_encry_algorithm: aes-cbc-256
          ipsec_authen_algorithm: sha256
    output:
      key: {value: "${var.key}", sensitive: true}
    """
        .formatted(
            Objects.requireNonNull(cloud.endpoints().get("ksyun")),
            cloud.accessKey(),
            cloud.secretKey());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "argon2id: {k: {passphrase: '${var.passphrase}', memory: 19456, iterations:"
            + " 2}}|aes_gcm|whole",
        "argon2id: {k: {passphrase: '${var.passphrase}', memory: 19456, iterations:"
            + " 2}}|sm4_gcm|sensitive",
        "environment: {k: {variable: RAW_KEY, encoding: raw}}|aes_gcm|sensitive",
      })
  void nothingTellsASecret(String provider, String method, String granularity) throws Exception {
    StringBuilder said = new StringBuilder();
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud = cloud()) {
      shell.write("main.tf.yaml", tunnel(cloud));
      shell.write("encryption.tf.yaml", sealed(provider, method, granularity));
      prepare(shell);
      for (List<String> words :
          List.of(
              List.of("init"),
              List.of("validate"),
              List.of("plan", "-out=saved", "-trace-http=plan.har"),
              List.of("show", "saved"),
              List.of("show", "-json", "saved"),
              List.of("apply", "-trace-http=apply.har", "saved"),
              List.of("plan", "-json"),
              List.of("state", "list"),
              List.of("state", "show", "ksyun_vpn_tunnel.branch"),
              List.of("show"),
              List.of("output"),
              List.of("refresh"),
              List.of("workspace", "new", "other"),
              List.of("workspace", "select", "default"),
              List.of("state", "reencrypt"))) {
        Shell.Result result = shell.run(words.toArray(String[]::new));
        said.append(result.text());
        assertThat(result.code()).as(words + ":\n" + result.text()).isZero();
      }
      shell.set("TF_VAR_passphrase", "another passphrase, and a wrong one");
      shell.set("RAW_KEY", "another raw key of the same length");
      Shell.Result refused = shell.run("apply", "-auto-approve");
      said.append(refused.text());
      assertThat(refused.text()).contains("Wrong key");
      prepare(shell);
      assertNoSecret(said.toString(), shell);
      Shell.Result destroyed = shell.run("apply", "-destroy", "-auto-approve", "-json");
      said.append(destroyed.text());
      assertThat(destroyed.code()).as(destroyed.text()).isZero();
      assertNoSecret(said.toString(), shell);
    }
  }

  private static CloudEmulator.Running cloud() {
    return Clouds.start(0, null, null, null, null, Duration.ofMillis(20), List.of());
  }

  private static void prepare(Shell shell) {
    shell.set("TF_VAR_key", PSK);
    shell.set("TF_VAR_passphrase", PASSPHRASE);
    shell.set("RAW_KEY", RAW_KEY);
    shell.set("TF_LOG", "trace");
    shell.set("TF_LOG_PATH", "run.log");
  }

  /// Killed in the middle of an apply: what is left behind tells nothing, and the next run goes on
  /// from it.
  @Test
  void neitherDoesWhatACrashLeaves() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, null, Duration.ofMillis(300), List.of())) {
      shell.write("main.tf.yaml", tunnel(cloud));
      prepare(shell);
      shell.set(
          "GROMA_ENCRYPTION",
          """
          {"key_provider": {"environment": {"k": {"variable": "RAW_KEY", "encoding": "raw"}}},
            "method": {"aes_gcm": {"m": {"keys": "key_provider.environment.k"}}},
            "state": {"method": "method.aes_gcm.m", "enforced": true}}
          """);
      Process child = shell.start("apply", "-auto-approve", "-no-color");
      String said;
      try (BufferedReader output = child.inputReader()) {
        said = Shell.until(output, "ksyun_vpn_tunnel.branch: Creating...");
        child.destroyForcibly().onExit().join();
      }
      Path journal = shell.directory().resolve("terraform.tfstate.journal");
      assertThat(Files.readString(journal, StandardCharsets.ISO_8859_1))
          .contains("sealed aes_gcm key")
          .doesNotContain("vpn_gateway");
      assertNoSecret(said, shell);
      byte[] before = Files.readAllBytes(journal);
      shell.set("RAW_KEY", "another raw key of the same length");
      Shell.Result refused = shell.run("apply", "-auto-approve");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.text()).contains("Wrong key", "The journal");
      assertThat(Files.readAllBytes(journal)).isEqualTo(before);
      shell.set("RAW_KEY", RAW_KEY);
      Shell.Result next = shell.run("plan", "-no-color");
      assertThat(next.text()).contains("was taken from", "ksyun_vpn_gateway.main");
      assertNoSecret(said + next.text(), shell);
    }
  }

  private static void assertNoSecret(String said, Shell shell) throws IOException {
    try (Stream<Path> files = Files.walk(shell.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(forms().filter(text::contains)).as(file.toString()).isEmpty();
      }
    }
    assertThat(forms().filter(said::contains)).as(said).isEmpty();
  }

  /// The secrets in the forms that a file or message could hold.
  private static Stream<String> forms() {
    return Stream.of(PSK, PASSPHRASE, RAW_KEY)
        .flatMap(secret -> {
          byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
          return Stream.of(
              secret,
              HexFormat.of().formatHex(bytes),
              Base64.getEncoder().withoutPadding().encodeToString(bytes).substring(0, 16));
        });
  }
}
