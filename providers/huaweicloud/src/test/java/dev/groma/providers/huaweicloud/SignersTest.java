package dev.groma.providers.huaweicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Json;
import dev.groma.providers.driver.Request;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Signatures against those that the vendor's guide and SDKs publish.
final class SignersTest {
  @TestFactory
  List<DynamicTest> publishedVectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SignersTest.class.getResourceAsStream("sdk-hmac.json"))) {
      Value all = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)).orElseThrow();
      List<Value> vectors = ((Value.Tuple) all).elements();
      assertThat(vectors).hasSize(5);
      return vectors.stream()
          .map(vector -> DynamicTest.dynamicTest(text(vector, "name"), () -> check(vector)))
          .toList();
    }
  }

  private static String text(Value object, String name) {
    return ((Value.Str) Facts.at(object, name)).text();
  }

  private static List<Request.Parameter> pairs(Value list) {
    return ((Value.Tuple) list)
        .elements().stream()
            .map(pair -> (Value.Tuple) pair)
            .map(pair ->
                new Request.Parameter(
                    ((Value.Str) pair.elements().get(0)).text(),
                    ((Value.Str) pair.elements().get(1)).text()))
            .toList();
  }

  private static void check(Value vector) {
    TreeMap<String, String> headers = new TreeMap<>();
    pairs(Facts.at(vector, "headers"))
        .forEach(header -> headers.put(header.name(), String.valueOf(header.value())));
    String canonical =
        SdkHmac.canonical(
            text(vector, "method"),
            text(vector, "path"),
            pairs(Facts.at(vector, "query")),
            headers,
            text(vector, "body"));
    SdkHmac signer = new SdkHmac(new Credentials("ak", text(vector, "sk"), null));
    assertThat(signer.signature(canonical, text(vector, "date")))
        .isEqualTo(text(vector, "expected"));
  }

  @Test
  void theProjectIsInThePathAndAHeaderAndTemporaryKeysHaveTheirToken() {
    Project project = new Project("p-1", "cn-north-4", URI.create("https://iam.example.com"));
    KeySigner signer =
        new KeySigner(new SdkHmac(new Credentials("ak", "a-secret", "a-token")), project);
    Request request =
        new Request(
            "GET",
            URI.create("http://127.0.0.1:8080"),
            "/v5/{project_id}/vpn-gateways",
            List.of(),
            new TreeMap<>(),
            List.of(),
            null);
    Request signed = signer.sign(request, Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(signed.path()).isEqualTo("/v5/p-1/vpn-gateways");
    assertThat(signed.headers())
        .containsEntry("x-project-id", "p-1")
        .containsEntry("x-security-token", "a-token")
        .containsEntry("x-sdk-date", "20260102T030405Z");
    assertThat(signed.headers().get("authorization"))
        .startsWith(
            "SDK-HMAC-SHA256 Access=ak,"
                + " SignedHeaders=host;x-project-id;x-sdk-date;x-security-token, Signature=")
        .doesNotContain("a-secret");
  }
}
