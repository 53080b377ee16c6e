package dev.groma.providers.emulator.ksyun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.KsyunSigner;
import dev.groma.providers.emulator.KsyunSigner.Pair;
import dev.groma.providers.emulator.http.Header;
import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The published signatures: Kingsoft's own two and the AWS suite's.
class AwsV4Test {
  static Stream<Vector> vectors() throws Exception {
    try (var file = AwsV4Test.class.getResourceAsStream("sigv4-vectors.json")) {
      assertThat(file).isNotNull();
      String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
      return JsonObject.parse(text).objects("vectors").stream().map(Vector::new);
    }
  }

  record Vector(JsonObject json) {
    String text(String name) {
      return json.text(name).orElseThrow();
    }

    List<Pair> pairs(String name) {
      return json.objects(name).stream()
          .map(pair -> new Pair(pair.text("name").orElseThrow(), pair.text("value").orElseThrow()))
          .toList();
    }

    String target() {
      String query =
          pairs("query").stream()
              .map(p -> Percent.encode(p.name()) + "=" + Percent.encode(p.value()))
              .collect(Collectors.joining("&"));
      return text("path").replace(" ", "%20") + (query.isEmpty() ? "" : "?" + query);
    }

    /// When it was signed, told by the canonical request.
    String time() {
      return text("canonical").replaceAll("(?s).*x-amz-date:([^\n]*).*", "$1");
    }

    AwsV4.Scope scope() {
      return new AwsV4.Scope(text("ak"), time().substring(0, 8), text("region"), text("service"));
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
        vector.pairs("headers").stream().map(p -> new Header(p.name(), p.value())).toList();
    var request = new Request(vector.text("method"), vector.target(), headers, vector.text("body"));
    String canonical = AwsV4.canonicalRequest(request, vector.json().texts("signed_headers"));
    assertThat(canonical).isEqualTo(vector.text("canonical"));
    assertThat(AwsV4.sign(vector.text("sk"), vector.scope(), vector.time(), canonical))
        .isEqualTo(vector.text("expected"));
  }

  @Test
  void aRequestWithoutHostIsRefused() {
    var request = new Request("GET", "/?Action=DescribeVpnGateways", List.of(), "");
    assertThatThrownBy(
            () -> new KsyunCloud().authenticate(request, _ -> Optional.empty(), Instant.EPOCH))
        .hasMessage("Request is missing 'Host' header.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void theTestsOwnSignerAgrees(Vector vector) throws Exception {
    assertThat(
            KsyunSigner.v4(
                vector.text("sk"),
                vector.scope().toString(),
                vector.time(),
                vector.text("method"),
                vector.target(),
                vector.pairs("headers"),
                vector.text("body")))
        .isEqualTo(vector.text("expected"));
  }
}
