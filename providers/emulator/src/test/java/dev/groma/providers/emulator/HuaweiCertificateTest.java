package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.GmAuthority.Wish;
import dev.groma.providers.emulator.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Gateways of national cryptography and the certificates that they and their customers have.
class HuaweiCertificateTest {
  private static final String INVALID = "400 VPN.0001: invalid request: ";
  private static final GmAuthority AUTHORITY = GmAuthority.named("C=CN,O=GMCert.org,CN=Root - 01");
  private static final GmAuthority OTHER = GmAuthority.named("C=CN,O=GMCert.org,CN=Other");
  private static final BigInteger SIGNS = GmAuthority.newKey();
  private static final BigInteger ENCRYPTS = GmAuthority.newKey();

  private EmulatedCloud cloud;
  private HuaweiClient client;
  private String gateway;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
    client = HuaweiClient.of(cloud);
    gateway = client.gateway("{\"flavor\": \"GM\"}");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  /// Everything right.
  private static JsonObject good() {
    return JsonObject.EMPTY
        .with("name", "cert-dce7")
        .with("certificate", AUTHORITY.issue(Wish.signing(SIGNS)))
        .with("private_key", GmAuthority.keyPem(SIGNS))
        .with("enc_certificate", AUTHORITY.issue(Wish.encryption(ENCRYPTS)))
        .with("enc_private_key", GmAuthority.keyPem(ENCRYPTS))
        .with("certificate_chain", AUTHORITY.certificate());
  }

  private Answer upload(JsonObject certificate) throws Exception {
    return client.call(
        "POST", path(), JsonObject.EMPTY.with("certificate", certificate).toString());
  }

  private String path() {
    return "/v5/{}/vpn-gateways/" + gateway + "/certificate";
  }

  // ---- the gateway's ----

  @Test
  void aCertificateIsUploadedAndBound() throws Exception {
    JsonObject made = HuaweiClient.thing(upload(good()), "certificate");
    assertThat(made.toString())
        .contains(
            """
            "issuer":"C=CN,O=GMCert.org,CN=Root - 01","signature_algorithm":"SM3WITHSM2",\
            "certificate_serial_number":"16548506527294397241",\
            "certificate_subject":"C=CN,O=huawei,CN=sign",\
            "certificate_expire_time":"2035-06-30T12:00:00Z",\
            """)
        .doesNotContain("status", "PRIVATE");
    JsonObject shown = HuaweiClient.thing(client.call("GET", path(), ""), "certificate");
    assertThat(shown.text("status")).contains("BINDING");
    assertThat(shown.text("project_id")).contains(client.project());
    client.settle();
    shown = HuaweiClient.thing(client.call("GET", path(), ""), "certificate");
    assertThat(shown.text("status")).contains("BOUND");
    assertThat(client.showGateway(gateway).text("certificate_id")).isEqualTo(shown.text("id"));
    assertThat(HuaweiClient.told(upload(good())))
        .isEqualTo(INVALID + "vpn gateway %s has certificate".formatted(gateway));
    assertThat(cloud.emulator.inspect()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void otherGatewaysHaveNone() throws Exception {
    assertThat(HuaweiClient.outcome(client.call("GET", path(), ""))).isEqualTo("404 VPN.0004");
    gateway = client.gateway("{\"network_type\": \"private\", \"eip1\": null, \"eip2\": null}");
    assertThat(HuaweiClient.told(upload(good())))
        .isEqualTo(INVALID + "vpn gateway %s is not of flavor GM".formatted(gateway));
  }

  @Test
  void keysMayBeWrapped() throws Exception {
    JsonObject wrapped = good().with("private_key", GmAuthority.pkcs8Pem(SIGNS));
    assertThat(upload(wrapped).status()).isEqualTo(201);
  }

  @Test
  void aChainMayHaveLinks() throws Exception {
    String middle = AUTHORITY.issue(OTHER.own());
    JsonObject chained =
        good()
            .with("certificate", OTHER.issue(Wish.signing(SIGNS).unlimited()))
            .with("enc_certificate", OTHER.issue(Wish.encryption(ENCRYPTS)))
            .with("certificate_chain", middle + AUTHORITY.certificate());
    JsonObject made = HuaweiClient.thing(upload(chained), "certificate");
    assertThat(made.text("issuer")).contains("C=CN,O=GMCert.org,CN=Other");
  }

  static Stream<Arguments> faults() {
    Wish signing = Wish.signing(SIGNS);
    Wish encryption = Wish.encryption(ENCRYPTS);
    Instant past = Instant.parse("2025-06-01T00:00:00Z");
    Instant future = Instant.parse("2030-01-01T00:00:00Z");
    GmAuthority impostor = new GmAuthority(AUTHORITY.name(), GmAuthority.newKey());
    return Stream.of(
        fault("name", "ab", "name must have 3 to 63 characters"),
        fault("certificate", null, "certificate is required"),
        fault("private_key", null, "private_key is required"),
        fault("enc_certificate", null, "enc_certificate is required"),
        fault("enc_private_key", null, "enc_private_key is required"),
        fault("certificate_chain", null, "certificate_chain is required"),
        fault("certificate", " ".repeat(4097), "certificate must have 1 to 4096 characters"),
        fault(
            "certificate_chain",
            " ".repeat(8193),
            "certificate_chain must have 1 to 8192 characters"),
        fault("certificate", "x", "certificate is not a certificate in PEM"),
        fault(
            "certificate",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            "certificate is not a certificate in PEM"),
        fault("certificate", GmAuthority.keyPem(SIGNS), "certificate has a EC PRIVATE KEY in it"),
        fault(
            "certificate",
            AUTHORITY.issue(signing) + AUTHORITY.issue(signing),
            "certificate must be one certificate"),
        fault(
            "certificate",
            AUTHORITY.issue(signing.onP256()),
            "certificate must have an SM2 key and a signature by SM3WithSM2"),
        fault(
            "enc_certificate",
            AUTHORITY.issue(encryption.signedBy(X9ObjectIdentifiers.ecdsa_with_SHA256)),
            "enc_certificate must have an SM2 key and a signature by SM3WithSM2"),
        fault(
            "certificate",
            AUTHORITY.issue(Wish.of("CN=ca", SIGNS, true, KeyUsage.digitalSignature)),
            "certificate must not be a CA certificate"),
        fault(
            "certificate_chain",
            AUTHORITY.issue(signing),
            "certificate_chain must be a CA certificate"),
        fault(
            "certificate_chain",
            AUTHORITY.issue(Wish.of(AUTHORITY.name(), AUTHORITY.key(), true, KeyUsage.cRLSign)),
            "certificate_chain may not be used for this"),
        fault(
            "certificate",
            AUTHORITY.issue(Wish.of("CN=s", SIGNS, false, KeyUsage.keyEncipherment)),
            "certificate may not be used for this"),
        fault(
            "enc_certificate",
            AUTHORITY.issue(Wish.of("CN=e", ENCRYPTS, false, KeyUsage.digitalSignature)),
            "enc_certificate may not be used for this"),
        fault(
            "certificate",
            AUTHORITY.issue(signing.valid(Wish.BEGIN, past)),
            "certificate is expired"),
        fault(
            "enc_certificate",
            AUTHORITY.issue(encryption.valid(future, Wish.END)),
            "enc_certificate is not valid yet"),
        fault(
            "certificate_chain",
            AUTHORITY.issue(AUTHORITY.own().valid(Wish.BEGIN, past)),
            "certificate_chain is expired"),
        fault("private_key", "x", "private_key is not an unencrypted private key in PEM"),
        fault(
            "private_key",
            "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
            "private_key is not an unencrypted private key in PEM"),
        fault(
            "private_key",
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
            "private_key is not an unencrypted private key in PEM"),
        fault("private_key", GmAuthority.otherKeyPem(SIGNS), "private_key must be an SM2 key"),
        fault(
            "private_key", GmAuthority.keyPem(ENCRYPTS), "private_key does not match certificate"),
        fault(
            "enc_private_key",
            GmAuthority.keyPem(SIGNS),
            "enc_private_key does not match enc_certificate"),
        fault(
            "certificate_chain",
            OTHER.certificate(),
            "certificate is not issued by certificate_chain"),
        fault(
            "enc_certificate",
            impostor.issue(encryption),
            "enc_certificate is not issued by certificate_chain"),
        fault(
            "certificate_chain",
            impostor.issue(AUTHORITY.own()),
            "the signature of certificate_chain is wrong"));
  }

  private static Arguments fault(String field, @Nullable String value, String explanation) {
    return Arguments.of(field, Optional.ofNullable(value), explanation);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("faults")
  void eachFaultIsTold(String field, Optional<String> value, String explanation) throws Exception {
    JsonObject faulty = good().with(field, (Object) value.orElse(null));
    assertThat(HuaweiClient.told(upload(faulty))).isEqualTo(INVALID + explanation);
    assertThat(HuaweiClient.outcome(client.call("GET", path(), ""))).isEqualTo("404 VPN.0004");
  }

  @Test
  void aCertificateIsRenamedOrReplacedWhole() throws Exception {
    String id = HuaweiClient.id(upload(good()), "certificate");
    String one = path() + "/" + id;
    String renamed = "{\"certificate\": {\"name\": \"other\"}}";
    assertThat(HuaweiClient.told(client.call("PUT", one, renamed)))
        .isEqualTo(
            "409 VPN.0003: resource (type=CERTIFICATE, ID=%s) is not ready, currently BINDING"
                .formatted(id));
    client.settle();
    assertThat(HuaweiClient.thing(client.call("PUT", one, renamed), "certificate").text("name"))
        .contains("other");
    String part =
        JsonObject.EMPTY
            .with("certificate", JsonObject.EMPTY.with("private_key", GmAuthority.keyPem(SIGNS)))
            .toString();
    assertThat(HuaweiClient.told(client.call("PUT", one, part)))
        .isEqualTo(INVALID + "certificate is required");
    JsonObject renewed =
        good()
            .with("name", (Object) null)
            .with(
                "certificate",
                AUTHORITY.issue(
                    Wish.signing(SIGNS).valid(Wish.BEGIN, Instant.parse("2040-01-01T00:00:00Z"))));
    Answer answer =
        client.call("PUT", one, JsonObject.EMPTY.with("certificate", renewed).toString());
    JsonObject changed = HuaweiClient.thing(answer, "certificate");
    assertThat(changed.text("certificate_expire_time")).contains("2040-01-01T00:00:00Z");
    assertThat(changed.text("name")).contains("other");
    assertThat(changed.text("id")).contains(id);
    client.settle();
    assertThat(HuaweiClient.outcome(client.call("PUT", path() + "/x", renamed)))
        .isEqualTo("404 VPN.0004");
  }

  // ---- the customer's ----

  private Answer customer(String certificate) throws Exception {
    return client.call(
        "POST",
        "/v5/{}/customer-gateways",
        "{\"customer_gateway\": {\"id_value\": \"203.0.113.9\", \"ca_certificate\": %s}}"
            .formatted(certificate));
  }

  private static String content(String pem) {
    return JsonObject.EMPTY.with("content", pem).toString();
  }

  @Test
  void aCustomerGatewayHasACaCertificate() throws Exception {
    JsonObject first =
        HuaweiClient.thing(customer(content(AUTHORITY.certificate())), "customer_gateway")
            .object("ca_certificate")
            .orElseThrow();
    assertThat(first.text("subject")).contains("C=CN,O=GMCert.org,CN=Root - 01");
    assertThat(first.flag("is_updatable")).contains(true);
    String byId = "{\"id\": \"%s\"}".formatted(first.text("id").orElseThrow());
    Answer second = customer(byId);
    assertThat(HuaweiClient.thing(second, "customer_gateway").object("ca_certificate"))
        .contains(first);
    String path = "/v5/{}/customer-gateways/" + HuaweiClient.id(second, "customer_gateway");
    String body =
        JsonObject.EMPTY
            .with(
                "customer_gateway",
                JsonObject.EMPTY.with(
                    "ca_certificate", JsonObject.EMPTY.with("content", OTHER.certificate())))
            .toString();
    JsonObject changed = HuaweiClient.thing(client.call("PUT", path, body), "customer_gateway");
    assertThat(changed.object("ca_certificate").flatMap(one -> one.text("issuer")))
        .contains("C=CN,O=GMCert.org,CN=Other");
  }

  @Test
  void aCaCertificateMustBeOne() throws Exception {
    assertThat(HuaweiClient.told(customer(content(AUTHORITY.issue(Wish.signing(SIGNS))))))
        .isEqualTo(INVALID + "ca_certificate must be a CA certificate");
    assertThat(HuaweiClient.told(customer("{}")))
        .isEqualTo(INVALID + "ca_certificate must have either id or content");
    assertThat(HuaweiClient.told(customer("{\"id\": \"08e7e927-demo-a8df-va86-26a6394021eb\"}")))
        .endsWith("the certificate 08e7e927-demo-a8df-va86-26a6394021eb does not exist");
  }

  // ---- connections ----

  private String connection(String customer, String changes) throws Exception {
    return HuaweiClient.changed(
        HuaweiClient.connection(gateway, HuaweiClient.EIP_1, customer), changes);
  }

  @Test
  void aConnectionNeedsBothCertificates() throws Exception {
    String bare = client.customer("203.0.113.8");
    assertThat(HuaweiClient.told(client.connect(connection(bare, "{}"), "{}")))
        .isEqualTo(INVALID + "vpn gateway %s has no certificate".formatted(gateway));
    upload(good());
    client.settle();
    assertThat(HuaweiClient.told(client.connect(connection(bare, "{}"), "{}")))
        .isEqualTo(INVALID + "customer gateway %s has no certificate".formatted(bare));
  }

  @Test
  void aConnectionOfNationalCryptographyHasItsOwnAlgorithms() throws Exception {
    upload(good());
    client.settle();
    String customer =
        HuaweiClient.id(customer(content(AUTHORITY.certificate())), "customer_gateway");
    String body = connection(customer, "{\"psk\": null}");
    Answer made = client.connect(body, "{}");
    JsonObject connection = HuaweiClient.thing(made, "vpn_connection");
    assertThat(connection.object("ikepolicy").orElseThrow().toString())
        .isEqualTo(
            """
            {"ike_version":"v1","phase1_negotiation_mode":"main",\
            "authentication_algorithm":"sm3","encryption_algorithm":"sm4",\
            "authentication_method":"digital-envelope-v2","lifetime_seconds":86400,\
            "dpd":{"timeout":15,"interval":30,"msg":"seq-hash-notify"}}\
            """);
    assertThat(connection.object("ipsecpolicy").orElseThrow().toString())
        .isEqualTo(
            """
            {"authentication_algorithm":"sm3","encryption_algorithm":"sm4",\
            "transform_protocol":"esp","lifetime_seconds":3600,"encapsulation_mode":"tunnel"}\
            """);
    client.settle();
    String path = "/v5/{}/vpn-connection/" + connection.text("id").orElseThrow();
    for (String wrong :
        new String[] {
          "{\"psk\": \"abcd#1234\"}",
          "{\"ikepolicy\": {\"dh_group\": \"group14\"}}",
          "{\"ikepolicy\": {\"local_id_type\": \"ip\"}}"
        }) {
      Answer refused = client.call("PUT", path, "{\"vpn_connection\": %s}".formatted(wrong));
      assertThat(HuaweiClient.told(refused))
          .endsWith("cannot be given when the flavor of the gateway is GM");
    }
    String wrong = "{\"ikepolicy\": {\"ike_version\": \"v2\"}}";
    assertThat(HuaweiClient.told(client.connect(body, wrong)))
        .endsWith("ike_version must be one of v1");
    wrong = "{\"ipsecpolicy\": {\"encryption_algorithm\": \"aes-128\"}}";
    assertThat(HuaweiClient.told(client.connect(body, wrong)))
        .endsWith("encryption_algorithm must be one of sm4");
  }
}
