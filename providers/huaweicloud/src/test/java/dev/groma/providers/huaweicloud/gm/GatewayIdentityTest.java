package dev.groma.providers.huaweicloud.gm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The table of broken certificates, keys and chains: each has a message of its own.
final class GatewayIdentityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final int SIGNS = KeyUsage.digitalSignature;
  private static final int ENCRYPTS = KeyUsage.keyEncipherment;

  private static final TestAuthority AUTHORITY = TestAuthority.at(NOW);
  private static final KeyPair SIGNING = TestAuthority.sm2();
  private static final KeyPair ENCRYPTION = TestAuthority.sm2();
  private static final String CERTIFICATE = AUTHORITY.signing(SIGNING);
  private static final String ENC_CERTIFICATE = AUTHORITY.encryption(ENCRYPTION);
  private static final String KEY = TestAuthority.pem(SIGNING.getPrivate());
  private static final String ENC_KEY = TestAuthority.pem(ENCRYPTION.getPrivate());

  private static GatewayIdentity identity(
      String certificate, String key, String encCertificate, String encKey, String chain) {
    return new GatewayIdentity(certificate, key, encCertificate, encKey, chain);
  }

  private static GatewayIdentity withCertificate(String certificate) {
    return identity(certificate, KEY, ENC_CERTIFICATE, ENC_KEY, AUTHORITY.pem());
  }

  private static GatewayIdentity withKey(String key) {
    return identity(CERTIFICATE, key, ENC_CERTIFICATE, ENC_KEY, AUTHORITY.pem());
  }

  private static GatewayIdentity withEncryption(String certificate) {
    return identity(CERTIFICATE, KEY, certificate, ENC_KEY, AUTHORITY.pem());
  }

  private static GatewayIdentity withChain(String chain) {
    return identity(CERTIFICATE, KEY, ENC_CERTIFICATE, ENC_KEY, chain);
  }

  private static String signing(UnaryOperator<TestAuthority.Wish> change) {
    return AUTHORITY.issues(SIGNING, SIGNS, change);
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, Base64.getEncoder().encodeToString(content), label);
  }

  private record Broken(String code, String field, GatewayIdentity identity) {}

  private static List<Broken> table() {
    KeyPair rsa =
        TestAuthority.keys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    KeyPair other = TestAuthority.keys("EC", new ECGenParameterSpec("secp256r1"));
    TestAuthority inner = AUTHORITY.below("C=CN,O=Test,CN=Inner", w -> w);
    byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
    byte[] damaged = Base64.getMimeDecoder().decode(body(CERTIFICATE));
    damaged[damaged.length - 5] ^= 1;
    List<Broken> all = new ArrayList<>();
    // Texts
    all.add(new Broken("not-pem", "content", withCertificate("/etc/gateway.pem")));
    all.add(
        new Broken(
            "pem-cut-off",
            "content",
            withCertificate(CERTIFICATE.substring(0, CERTIFICATE.length() / 2))));
    all.add(
        new Broken(
            "pem-damaged", "content", withCertificate(CERTIFICATE.replaceFirst("MI", "M*"))));
    all.add(new Broken("too-long", "content", withCertificate(CERTIFICATE + " ".repeat(4096))));
    all.add(new Broken("key-for-certificate", "content", withCertificate(KEY)));
    all.add(
        new Broken(
            "not-a-certificate",
            "content",
            withCertificate(TestAuthority.pem(SIGNING.getPublic()))));
    all.add(
        new Broken(
            "certificate-unreadable", "content", withCertificate(pem("CERTIFICATE", nonsense))));
    all.add(
        new Broken(
            "several-certificates", "content", withCertificate(CERTIFICATE + AUTHORITY.pem())));
    // Certificates
    all.add(
        new Broken(
            "certificate-not-ec", "content", withCertificate(signing(wish -> wish.of(rsa)))));
    all.add(
        new Broken(
            "certificate-wrong-curve",
            "content",
            withCertificate(signing(wish -> wish.of(other)))));
    all.add(
        new Broken(
            "wrong-signature-algorithm",
            "content",
            withCertificate(signing(wish -> wish.signedBy("SHA256withSM2")))));
    all.add(
        new Broken(
            "certificate-expired",
            "content",
            withCertificate(
                signing(wish ->
                    wish.during(
                        NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofSeconds(1)))))));
    all.add(
        new Broken(
            "certificate-not-valid-yet",
            "content",
            withCertificate(
                signing(wish ->
                    wish.during(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9)))))));
    all.add(
        new Broken(
            "certificate-strange-extension",
            "content",
            withCertificate(signing(wish -> wish.withExtension("1.2.3.4.5")))));
    all.add(
        new Broken(
            "signing-is-authority",
            "content",
            withCertificate(signing(wish -> wish.asAuthority(true, -1)))));
    all.add(
        new Broken(
            "signing-without-usage",
            "content",
            withCertificate(signing(wish -> wish.withUsage(-1)))));
    all.add(
        new Broken(
            "signing-may-not-sign",
            "content",
            withCertificate(signing(wish -> wish.withUsage(ENCRYPTS)))));
    all.add(
        new Broken(
            "encryption-is-authority",
            "enc_certificate",
            withEncryption(
                AUTHORITY.issues(ENCRYPTION, ENCRYPTS, wish -> wish.asAuthority(true, -1)))));
    all.add(
        new Broken(
            "encryption-without-usage",
            "enc_certificate",
            withEncryption(AUTHORITY.issues(ENCRYPTION, -1, wish -> wish))));
    all.add(
        new Broken(
            "encryption-may-not-encrypt",
            "enc_certificate",
            withEncryption(AUTHORITY.issues(ENCRYPTION, SIGNS, wish -> wish))));
    all.add(
        new Broken(
            "same-key-twice",
            "enc_certificate",
            identity(CERTIFICATE, KEY, AUTHORITY.encryption(SIGNING), KEY, AUTHORITY.pem())));
    // Keys
    all.add(new Broken("certificate-for-key", "private_key", withKey(CERTIFICATE)));
    all.add(
        new Broken("public-key", "private_key", withKey(TestAuthority.pem(SIGNING.getPublic()))));
    all.add(new Broken("key-count", "private_key", withKey(KEY + ENC_KEY)));
    all.add(
        new Broken(
            "key-encrypted", "private_key", withKey(pem("ENCRYPTED PRIVATE KEY", nonsense))));
    all.add(new Broken("wrong-key-kind", "private_key", withKey(pem("RSA PRIVATE KEY", nonsense))));
    all.add(new Broken("key-unreadable", "private_key", withKey(pem("PRIVATE KEY", nonsense))));
    all.add(
        new Broken(
            "key-not-ec",
            "private_key",
            withKey(pem("PRIVATE KEY", rsa.getPrivate().getEncoded()))));
    all.add(
        new Broken(
            "key-wrong-curve",
            "private_key",
            withKey(pem("PRIVATE KEY", other.getPrivate().getEncoded()))));
    all.add(
        new Broken(
            "key-mismatch",
            "private_key",
            withKey(TestAuthority.pem(TestAuthority.sm2().getPrivate()))));
    all.add(
        new Broken(
            "keys-swapped",
            "private_key",
            identity(CERTIFICATE, ENC_KEY, ENC_CERTIFICATE, KEY, AUTHORITY.pem())));
    // Chains
    all.add(
        new Broken(
            "not-an-authority", "certificate_chain", withChain(AUTHORITY.pem() + CERTIFICATE)));
    all.add(
        new Broken(
            "authority-may-not-sign",
            "certificate_chain",
            withChain(
                TestAuthority.root(
                        NOW, "C=CN,O=Test,CN=Idle", wish -> wish.withUsage(KeyUsage.cRLSign))
                    .pem())));
    all.add(
        new Broken(
            "authority-expired",
            "certificate_chain",
            withChain(
                TestAuthority.root(
                        NOW,
                        "C=CN,O=Test,CN=Old",
                        wish -> wish.during(NOW.minus(Duration.ofDays(9)), NOW))
                    .pem())));
    all.add(
        new Broken(
            "authority-not-valid-yet",
            "certificate_chain",
            withChain(
                TestAuthority.root(
                        NOW,
                        "C=CN,O=Test,CN=Young",
                        wish ->
                            wish.during(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(9))))
                    .pem())));
    all.add(
        new Broken(
            "unrelated-authority",
            "certificate_chain",
            withChain(AUTHORITY.pem() + AUTHORITY.another().below("CN=Stray", w -> w).pem())));
    all.add(
        new Broken(
            "authority-forged",
            "certificate_chain",
            withChain(AUTHORITY.pem() + AUTHORITY.impostor().below("CN=Forged", w -> w).pem())));
    TestAuthority shallow =
        TestAuthority.root(NOW, "C=CN,O=Test,CN=Shallow", wish -> wish.asAuthority(true, 0));
    all.add(
        new Broken(
            "path-too-long",
            "certificate_chain",
            withChain(shallow.pem() + shallow.below("CN=Below", w -> w).pem())));
    all.add(new Broken("issuer-missing", "content", withChain(AUTHORITY.another().pem())));
    all.add(new Broken("certificate-forged", "content", withChain(AUTHORITY.impostor().pem())));
    all.add(
        new Broken("certificate-forged", "content", withCertificate(pem("CERTIFICATE", damaged))));
    all.add(
        new Broken(
            "issuer-missing",
            "content",
            identity(inner.signing(SIGNING), KEY, ENC_CERTIFICATE, ENC_KEY, AUTHORITY.pem())));
    return all;
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[A-Z ]+-----", "");
  }

  @TestFactory
  List<DynamicTest> eachFaultHasItsMessage() {
    List<Broken> table = table();
    Set<String> codes = new HashSet<>();
    table.forEach(broken -> codes.add(broken.code()));
    assertThat(codes).hasSizeGreaterThanOrEqualTo(35);
    return table.stream()
        .map(broken ->
            DynamicTest.dynamicTest(
                broken.code() + " in " + broken.field(),
                () -> {
                  List<Fault> faults = broken.identity().check(NOW).faults();
                  assertThat(faults)
                      .anySatisfy(fault -> {
                        assertThat(fault.code()).isEqualTo(broken.code());
                        assertThat(fault.field()).isEqualTo(broken.field());
                        assertThat(fault.detail())
                            .contains("\"" + broken.field() + "\"")
                            .endsWith(".")
                            .doesNotContain(body(KEY).substring(4, 40));
                      });
                }))
        .toList();
  }

  @Test
  void whatFitsTogetherHasNoFault() {
    Findings findings = withCertificate(CERTIFICATE).check(NOW);
    assertThat(findings.faults()).isEmpty();
    assertThat(findings.notes()).isEmpty();
    assertThat(findings.end()).isEqualTo(Optional.of(NOW.plus(Duration.ofDays(3650))));
  }

  @Test
  void aChainMayHaveAnAuthorityBetween() {
    TestAuthority inner = AUTHORITY.below("C=CN,O=Test,CN=Inner", wish -> wish);
    assertThat(
            identity(
                    inner.signing(SIGNING),
                    pem("PRIVATE KEY", SIGNING.getPrivate().getEncoded()),
                    inner.encryption(ENCRYPTION),
                    ENC_KEY,
                    inner.pem() + AUTHORITY.pem())
                .check(NOW)
                .faults())
        .isEmpty();
  }

  @Test
  void whatIsNotKnownYetIsNotJudged() {
    GatewayIdentity open = new GatewayIdentity(CERTIFICATE, null, null, null, null);
    assertThat(open.check(null).faults()).isEmpty();
    assertThat(open.check(null).end()).isPresent();
    assertThat(open.toString()).doesNotContain("BEGIN");
  }
}
