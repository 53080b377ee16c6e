package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groma.testkit.servers.Certificates;
import dev.groma.testkit.servers.Certificates.Speech;
import dev.groma.testkit.servers.PostgresServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// States on servers whose certificates are signed by an authority of somebody's own, and on
/// servers that want certificates of their clients. The servers are real ones.
final class StoresOverTlsTest {
  private static final String MAIN = "resource: {terraform_data: {a: {input: x}}}\n";
  private final Shell shell;

  StoresOverTlsTest() throws IOException {
    shell = new Shell();
    Certificates.unpack(shell.directory());
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private void isUsable(StateHome home) throws IOException {
    try (home) {
      home.prepare(shell);
      shell.write("main.tf.yaml", MAIN);
      Shell.Result init = shell.run("init", "-reconfigure");
      assertThat(init.code()).as(init.text()).isZero();
      Shell.Result apply = shell.run("apply", "-auto-approve");
      assertThat(apply.code()).as(apply.text()).isZero();
      assertThat(apply.text()).contains("1 added");
    }
  }

  /// Nothing is done, and `words` are said.
  private void isRefused(StateHome home, String... words) throws IOException {
    try (home) {
      home.prepare(shell);
      shell.write("main.tf.yaml", MAIN);
      Shell.Result init = shell.run("init", "-reconfigure");
      Shell.Result end = init.code() == 0 ? shell.run("apply", "-auto-approve") : init;
      assertThat(end.code()).as(end.text()).isEqualTo(1);
      assertThat(end.text().replaceAll("\\s*│ *", " "))
          .contains(words)
          .doesNotContain("Creating", "\tat ", "PRIVATE KEY");
    }
  }

  private static String pem(String argument, String file) {
    return argument + ": |-\n" + Certificates.text(file).strip().indent(10).stripTrailing();
  }

  @Test
  void http() throws IOException {
    String authority = pem("client_ca_certificate_pem", "authority.pem");
    isUsable(StateHome.http(Speech.TLS, authority));
    isRefused(
        StateHome.http(Speech.TLS, ""),
        "signed by nobody who is trusted here",
        "\"client_ca_certificate_pem\" (TF_HTTP_CLIENT_CA_CERTIFICATE_PEM)");
    isRefused(
        StateHome.http(Speech.TLS, pem("client_ca_certificate_pem", "other-authority.pem")),
        "signed by nobody who is trusted here",
        "\"client_ca_certificate_pem\"");
    isUsable(StateHome.http(Speech.TLS, "skip_cert_verification: true"));
    isRefused(
        StateHome.http(Speech.MUTUAL_TLS, authority),
        // In TLS 1.3 a server may also just hang up, as far as the client can see.
        "certificate",
        "\"client_certificate_pem\" and \"client_private_key_pem\"");
    isRefused(
        StateHome.http(
            Speech.MUTUAL_TLS,
            authority + "\n      " + pem("client_certificate_pem", "client.pem")),
        "Set both \"client_certificate_pem\" and \"client_private_key_pem\"");
    shell.set("TF_HTTP_CLIENT_PRIVATE_KEY_PEM", Certificates.text("client.key"));
    isUsable(
        StateHome.http(
            Speech.MUTUAL_TLS,
            authority + "\n      " + pem("client_certificate_pem", "client.pem")));
    shell.set("TF_HTTP_CLIENT_PRIVATE_KEY_PEM", "");
  }

  @Test
  void s3() throws IOException {
    isUsable(StateHome.s3(Speech.TLS, "custom_ca_bundle: authority.pem"));
    isRefused(
        StateHome.s3(Speech.TLS, ""),
        "signed by nobody who is trusted here",
        "\"custom_ca_bundle\" (AWS_CA_BUNDLE)");
    isRefused(
        StateHome.s3(Speech.TLS, "custom_ca_bundle: other-authority.pem"),
        "signed by nobody who is trusted here");
    isRefused(StateHome.s3(Speech.TLS, "custom_ca_bundle: none.pem"), "none.pem cannot be read");
    isRefused(
        StateHome.s3(Speech.MUTUAL_TLS, "custom_ca_bundle: authority.pem"),
        "The backend \"s3\" shows none");
    shell.set("AWS_CA_BUNDLE", "authority.pem");
    isUsable(StateHome.s3(Speech.TLS, ""));
    isUsable(StateHome.s3(Speech.TLS, "insecure: true"));
  }

  @Test
  void pg() throws Exception {
    PostgresServer server = SharedPostgres.find();
    assumeTrue(server != null, "NOT CHECKED: no PostgreSQL is installed");
    if (server != null) {
      server.execute("CREATE ROLE " + PostgresServer.CERTIFIED + " LOGIN SUPERUSER");
      String right = "sslmode=verify-full&sslrootcert=authority.pem";
      isUsable(StateHome.pg(server, "groma", right));
      isUsable(StateHome.pg(server, "groma", "sslmode=require"));
      isRefused(
          StateHome.pg(server, "groma", "sslmode=verify-full&sslrootcert=other-authority.pem"),
          "signed by nobody who is trusted here",
          "sslrootcert in \"conn_str\" (PGSSLROOTCERT)");
      isRefused(
          StateHome.pg(server, "groma", "sslmode=require&sslrootcert=other-authority.pem"),
          "signed by nobody who is trusted here");
      isRefused(StateHome.pg(server, "groma", "sslmode=verify-full"), "sslrootcert");
      isRefused(
          StateHome.pg(server, "groma", "sslmode=verify-full&sslrootcert=none.pem"), "none.pem");
      isRefused(
          StateHome.pg(server, PostgresServer.CERTIFIED, right),
          "valid client certificate",
          "Set sslcert and sslkey in \"conn_str\" (PGSSLCERT, PGSSLKEY)");
      isRefused(
          StateHome.pg(server, PostgresServer.CERTIFIED, right + "&sslcert=client.pem"),
          "Set both sslcert and sslkey");
      isUsable(
          StateHome.pg(
              server, PostgresServer.CERTIFIED, right + "&sslcert=client.pem&sslkey=client.key"));
    }
  }
}
