package dev.groma.providers.emulator.huaweicloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.HuaweiSigner;
import dev.groma.providers.emulator.http.Header;
import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The signatures that the vendor's guide and SDKs publish.
class SdkHmacSha256Test {
  static Stream<Vector> vectors() throws Exception {
    try (var file = SdkHmacSha256Test.class.getResourceAsStream("signing-vectors.json")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
      return JsonObject.parse(text).objects("vectors").stream().map(Vector::new);
    }
  }

  record Vector(JsonObject json) {
    String text(String name) {
      return json.text(name).orElseThrow();
    }

    SortedMap<String, String> pairs(String name) {
      var pairs = new TreeMap<String, String>();
      json.objects(name)
          .forEach(
              pair -> pairs.put(pair.text("name").orElseThrow(), pair.text("value").orElseThrow()));
      return pairs;
    }

    String target() {
      String query =
          pairs("query").entrySet().stream()
              .map(p -> Percent.encode(p.getKey()) + "=" + Percent.encode(p.getValue()))
              .collect(Collectors.joining("&"));
      return text("path") + (query.isEmpty() ? "" : "?" + query);
    }

    @Override
    public String toString() {
      return text("name");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void publishedSignaturesAreFound(Vector vector) {
    List<Header> headers =
        vector.pairs("headers").entrySet().stream()
            .map(pair -> new Header(pair.getKey(), pair.getValue()))
            .toList();
    var request = new Request(vector.text("method"), vector.target(), headers, vector.text("body"));
    String canonical =
        SdkHmacSha256.canonicalRequest(request, vector.json().texts("signed_headers"));
    assertThat(canonical).isEqualTo(vector.text("canonical"));
    assertThat(SdkHmacSha256.sign(vector.text("sk"), vector.text("date"), canonical))
        .isEqualTo(vector.text("expected"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void theTestsOwnSignerAgrees(Vector vector) throws Exception {
    assertThat(
            HuaweiSigner.signature(
                vector.text("sk"),
                vector.text("method"),
                vector.target(),
                vector.pairs("headers"),
                vector.text("body")))
        .isEqualTo(vector.text("expected"));
  }
}
