package dev.groma.providers.huaweicloud.gm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// A second opinion on the test CA: OpenSSL 3, which knows SM2, where it is installed.
final class OpenSslTest {
  @TempDir private Path folder = Path.of(".");

  private record Outcome(int code, String text) {}

  private static Outcome run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), text);
    } catch (IOException e) {
      return new Outcome(127, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Outcome verify(Path authority, Path certificate) {
    List<String> command = new ArrayList<>(List.of("openssl", "verify", "-partial_chain"));
    command.addAll(List.of("-vfyopt", "distid:1234567812345678"));
    command.addAll(List.of("-CAfile", authority.toString(), certificate.toString()));
    return run(command.toArray(String[]::new));
  }

  @Test
  void opensslAgrees(TestReporter reporter) throws IOException {
    Instant now = Clock.systemUTC().instant();
    TestAuthority authority = TestAuthority.at(now);
    KeyPair keys = TestAuthority.sm2();
    String certificate = authority.signing(keys);
    assertThat(
            new GatewayIdentity(certificate, null, null, null, authority.pem()).check(now).faults())
        .isEmpty();
    assertThat(
            new GatewayIdentity(certificate, null, null, null, authority.impostor().pem())
                .check(now)
                .faults())
        .extracting(Fault::code)
        .containsExactly("certificate-forged");
    Outcome version = run("openssl", "version");
    if (version.code() != 0 || !version.text().startsWith("OpenSSL 3")) {
      reporter.publishEntry(
          "NO SECOND OPINION",
          "OpenSSL 3 is not installed, so only Bouncy Castle has judged SM2 certificates here.");
      return;
    }
    Path leaf = file("leaf.pem", certificate);
    Outcome good = verify(file("ca.pem", authority.pem()), leaf);
    assertThat(good.text()).contains("OK");
    assertThat(good.code()).isZero();
    Outcome forged = verify(file("impostor.pem", authority.impostor().pem()), leaf);
    assertThat(forged.code()).as(forged.text()).isNotZero();
    Outcome key =
        run(
            "openssl",
            "pkey",
            "-noout",
            "-text",
            "-in",
            file("key.pem", TestAuthority.pem(keys.getPrivate())).toString());
    assertThat(key.text()).contains("SM2");
  }
}
