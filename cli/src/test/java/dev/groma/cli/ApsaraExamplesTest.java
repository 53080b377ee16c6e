package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The examples for Apsara Stack as their readers run them.
///
/// `-Dgolden.accept=true` writes their `expected-plan.txt` anew.
final class ApsaraExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  /// A second preferred route to a destination.
  private static final String TWIN =
      """
      resource:
        alicloud_vpn_route_entry:
          twin:
            vpn_gateway_id: ${alicloud_vpn_gateway.main.id}
            next_hop: ${alicloud_vpn_connection.branch["shanghai"].id}
            route_dest: ${local.branches.beijing.subnets[0]}
            weight: 100
            publish_vpc: true
      """;

  private static void plansAndApplies(Shell shell, String name) throws IOException {
    Path example = EXAMPLES.resolve(name);
    shell.write("main.tf.yaml", Files.readString(example.resolve("main.tf.yaml")));
    String plan = shell.run("plan", "-emulator", "-no-color").text();
    Path golden = example.resolve("expected-plan.txt");
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(golden, plan);
    }
    assertThat(plan).isEqualTo(Files.readString(golden));
    Shell.Result applied = shell.run("apply", "-emulator", "-auto-approve");
    assertThat(applied.text()).contains("Apply complete!").doesNotContain("an-example-key");
    assertThat(applied.code()).isZero();
    Shell.Result second = shell.run("plan", "-emulator", "-detailed-exitcode");
    assertThat(second.text()).contains("No changes.");
    assertThat(second.code()).isZero();
  }

  private static void goes(Shell shell, int resources) {
    assertThat(shell.run("destroy", "-emulator", "-auto-approve").text())
        .contains("Destroy complete! Resources: %d destroyed.".formatted(resources));
    assertThat(shell.run("state", "list").text()).isEmpty();
  }

  @Test
  void branchesAreConnectedOverIpsec() throws IOException {
    try (Shell shell = new Shell()) {
      plansAndApplies(shell, "apsara-ipsec");
      JsonNode devices =
          new ObjectMapper().readTree(shell.run("output", "-json", "devices").text());
      assertThat(devices.path("beijing").path("psk").asString()).isEqualTo("an-example-key-1");
      assertThat(devices.path("beijing").path("ike_enc_alg").asString()).isEqualTo("aes256");
      String changed =
          shell
              .run(
                  "plan",
                  "-emulator",
                  "-no-color",
                  "-var",
                  "keys={beijing=\"another-key\",shanghai=\"an-example-key-2\"}")
              .text();
      assertThat(changed)
          .contains("tunnel renegotiates", "torn down and negotiated again at")
          .doesNotContain("another-key", "an-example-key");
      Path twin = shell.directory().resolve("twin.tf.yaml");
      Files.writeString(twin, TWIN);
      Shell.Result refused = shell.run("plan", "-emulator", "-no-color");
      assertThat(refused.text()).contains("both have the weight 100", "twin.tf.yaml");
      assertThat(refused.code()).isEqualTo(1);
      Files.delete(twin);
      goes(shell, 7);
    }
  }

  @Test
  void peopleGetCertificatesThatAreGood() throws Exception {
    try (Shell shell = new Shell()) {
      plansAndApplies(shell, "apsara-ssl");
      JsonNode client =
          new ObjectMapper().readTree(shell.run("output", "-json", "clients").text()).path("ana");
      String ca = client.path("ca").asString();
      String certificate = client.path("cert").asString();
      parsed(certificate).verify(parsed(ca).getPublicKey());
      assertThat(client.path("config").asString()).contains("cipher AES-256-CBC");
      Path authority = shell.directory().resolve("ca.pem");
      Path own = shell.directory().resolve("own.pem");
      Files.writeString(authority, ca);
      Files.writeString(own, certificate);
      opensslVerifies(authority, own);
      goes(shell, 4);
    }
  }

  private static X509Certificate parsed(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

  /// Where openssl is installed, it has to agree.
  private static void opensslVerifies(Path authority, Path certificate) throws Exception {
    boolean installed =
        Files.isExecutable(Path.of("/usr/bin/openssl"))
            || Files.isExecutable(Path.of("/usr/local/bin/openssl"));
    if (!installed) {
      return;
    }
    Process openssl =
        new ProcessBuilder(
                "openssl", "verify", "-CAfile", authority.toString(), certificate.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).endsWith("OK\n");
  }
}
