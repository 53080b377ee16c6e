package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groma.testkit.servers.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Nothing that a server of states ever receives tells a secret: not the state, nor its journal,
/// its versions or its lock.
@EnabledOnOs(OS.LINUX)
final class SealedStoresTest {
  private static final String VALUE = "psk-Zx81-of-the-tunnel";
  private static final String OTHER_VALUE = "psk-Qy92-of-the-tunnel";
  private static final String OLD_KEY = "0123456789abcdef-old-key-of-tests";
  private static final String NEW_KEY = "0123456789abcdef-new-key-of-tests";
  private static final String MAIN =
      """
      variable:
        secret: {type: string, sensitive: true}
        gate: {type: string, default: /dev/null}
      resource:
        terraform_data:
          a: {triggers_replace: ["${var.secret}"]}
          b:
            input: plain-to-see
            triggers_replace: ["${terraform_data.a.id}", "${var.secret}"]
            provisioner:
              local-exec: {command: "read word < ${var.gate} || true"}
      output: {secret: {value: "${var.secret}", sensitive: true}}
      """;

  private static final @Nullable PostgresServer POSTGRES = SharedPostgres.find();
  private final Shell shell;

  SealedStoresTest() throws IOException {
    shell = new Shell();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private void isRefused(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    assertThat(result.text()).contains("Wrong key").doesNotContain("Exception", "\tat ");
  }

  private static String key(String name) {
    return "\"%1$s\": {\"variable\": \"%1$s\", \"encoding\": \"raw\"}".formatted(name);
  }

  private static String method(String name) {
    return "\"%1$s\": {\"keys\": \"key_provider.environment.%1$s\"}".formatted(name);
  }

  /// Encrypts by the first of the keys and reads by all.
  private void encrypt(String granularity, String first, String... others) {
    StringBuilder keys = new StringBuilder(key(first));
    StringBuilder methods = new StringBuilder(method(first));
    StringBuilder fallback = new StringBuilder();
    for (String other : others) {
      keys.append(", ").append(key(other));
      methods.append(", ").append(method(other));
      fallback.append(", \"fallback\": {\"method\": \"method.aes_gcm.").append(other).append("\"}");
    }
    shell.set(
        "GROMA_ENCRYPTION",
        """
        {"key_provider": {"environment": {%s}}, "method": {"aes_gcm": {%s}},
         "state": {"method": "method.aes_gcm.%s", "granularity": "%s", "enforced": true%s}}
        """
            .formatted(keys, methods, first, granularity, fallback));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP, whole",
    "HTTP, sensitive",
    "PG, whole",
    "PG, sensitive",
    "S3, whole",
    "S3, sensitive"
  })
  void nothingTellsASecret(StateHome.Kind kind, String granularity) throws Exception {
    assumeTrue(
        kind != StateHome.Kind.PG || POSTGRES != null, "NOT CHECKED: no PostgreSQL is installed");
    if (POSTGRES != null && kind == StateHome.Kind.PG) {
      POSTGRES.record();
    }
    try (StateHome home = StateHome.open(kind, POSTGRES)) {
      int before = home.received().all().length();
      home.prepare(shell);
      shell.write("main.tf.yaml", MAIN);
      shell.set("TF_VAR_secret", VALUE);
      shell.set("OLD", OLD_KEY);
      shell.set("NEW", NEW_KEY);
      encrypt(granularity, "OLD");
      shell.ok("init");
      applied(home);
      shell.set("TF_VAR_secret", OTHER_VALUE);
      shell.ok("apply", "-auto-approve");
      assertThat(shell.ok("output", "-raw", "secret")).isEqualTo(OTHER_VALUE);
      rotated(granularity);
      shell.ok("destroy", "-auto-approve");

      String received = home.received().all().substring(before);
      assertThat(received).isNotEmpty();
      assertThat(forms().filter(received::contains)).isEmpty();
      if (granularity.equals("whole")) {
        assertThat(received).doesNotContain("plain-to-see", "terraform_data");
      } else {
        assertThat(received).contains("plain-to-see", "groma-sealed:");
      }
    }
  }

  /// The first apply; with a server that gets the journal together with the state, one that lasts
  /// until that has happened.
  private void applied(StateHome home) throws Exception {
    HttpStates server = home.http();
    if (server == null) {
      shell.ok("apply", "-auto-approve");
      return;
    }
    try (Gate gate = new Gate(shell)) {
      shell.set("TF_STATE_PERSIST_INTERVAL", "1");
      FutureTask<String> apply =
          new FutureTask<>(() -> shell.ok("apply", "-auto-approve", "-var=gate=" + gate.name()));
      Thread.ofPlatform().start(apply);
      gate.await();
      server.awaitJournal();
      gate.open();
      apply.get();
    }
  }

  /// From the old key to the new one. With a wrong one nothing happens.
  private void rotated(String granularity) {
    String before = shell.ok("state", "pull");
    encrypt(granularity, "NEW");
    isRefused("apply", "-auto-approve");
    isRefused("state", "reencrypt");
    encrypt(granularity, "OLD");
    assertThat(shell.ok("state", "pull")).isEqualTo(before);

    encrypt(granularity, "NEW", "OLD");
    assertThat(shell.ok("state", "reencrypt")).contains("The state was written anew");
    assertThat(shell.ok("state", "reencrypt")).contains("as it is configured already");
    encrypt(granularity, "NEW");
    assertThat(shell.ok("plan", "-detailed-exitcode")).contains("No changes");
    assertThat(withoutSerial(shell.ok("state", "pull"))).isEqualTo(withoutSerial(before));
    encrypt(granularity, "OLD");
    isRefused("plan");
    encrypt(granularity, "NEW");
  }

  private static String withoutSerial(String state) {
    return state.replaceAll("\"serial\": [0-9]+", "");
  }

  /// The secrets in the forms in which a server could get them.
  private static Stream<String> forms() {
    return Stream.of(VALUE, OTHER_VALUE, OLD_KEY, NEW_KEY)
        .flatMap(secret -> {
          byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
          return Stream.concat(
              Stream.of(secret, HexFormat.of().formatHex(bytes)),
              // As a part of something longer, at any of the three positions.
              Stream.of(0, 1, 2).map(skip -> inBase64(bytes, skip)));
        });
  }

  private static String inBase64(byte[] bytes, int skip) {
    byte[] rest = Arrays.copyOfRange(bytes, skip, skip + 15);
    return Base64.getEncoder().encodeToString(rest);
  }
}
