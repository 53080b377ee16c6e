package dev.groma.providers.alicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Request;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The signature against vectors that others published, and one that follows from the guide.
final class RpcSignatureTest {
  private static final Credentials TEMPORARY = new Credentials("ak", "a-secret", "a/token");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  @TestFactory
  List<DynamicTest> publishedVectors() {
    return Texts.elements("rpc-signature.json").stream()
        .map(vector -> DynamicTest.dynamicTest(Texts.text(vector, "name"), () -> check(vector)))
        .toList();
  }

  private static void check(Map<String, Object> vector) {
    List<Request.Parameter> parameters = new ArrayList<>();
    Texts.members(vector, "params")
        .forEach((name, value) -> parameters.add(new Request.Parameter(name, (String) value)));
    String text = RpcSignature.stringToSign(Texts.text(vector, "method"), parameters);
    assertThat(text).isEqualTo(Texts.text(vector, "string_to_sign"));
    assertThat(RpcSignature.signature(text, Texts.text(vector, "sk")))
        .isEqualTo(Texts.text(vector, "expected"));
  }

  private static Request request(boolean form) {
    List<Request.Parameter> parameters =
        List.of(
            new Request.Parameter("Action", "CreateVpnConnection"),
            new Request.Parameter("Name", "一 *~"));
    return new Request(
        form ? "POST" : "GET",
        URI.create("http://127.0.0.1:8080"),
        "/",
        form ? List.of() : parameters,
        new TreeMap<>(),
        form ? parameters : List.of(),
        null);
  }

  private static Map<String, String> signed(boolean form, RpcSignature signature) {
    Request request = signature.sign(request(form), TEMPORARY, NOW);
    Map<String, String> found = new HashMap<>();
    (form ? request.form() : request.query()).forEach(p -> found.put(p.name(), p.value()));
    assertThat(form ? request.query() : request.form()).isEmpty();
    assertThat(request.url() + request.content()).doesNotContain("a-secret");
    return found;
  }

  @Test
  void aGetIsSignedInItsUrlAndAPostInItsForm() {
    for (boolean form : List.of(true, false)) {
      RpcSignature signature = new RpcSignature(new Random(1));
      Map<String, String> signed = signed(form, signature);
      assertThat(signed)
          .containsEntry("AccessKeyId", "ak")
          .containsEntry("SignatureMethod", "HMAC-SHA1")
          .containsEntry("SignatureVersion", "1.0")
          .containsEntry("Timestamp", "2026-01-02T03:04:05Z")
          .containsEntry("SecurityToken", "a/token");
      List<Request.Parameter> all = new ArrayList<>();
      signed.forEach((name, value) -> {
        if (!name.equals("Signature")) {
          all.add(new Request.Parameter(name, value));
        }
      });
      assertThat(signed)
          .containsEntry(
              "Signature",
              RpcSignature.signature(
                  RpcSignature.stringToSign(form ? "POST" : "GET", all), "a-secret"));
      assertThat(signed(form, signature).get("SignatureNonce"))
          .isNotEqualTo(signed.get("SignatureNonce"))
          .hasSize(32);
    }
  }
}
