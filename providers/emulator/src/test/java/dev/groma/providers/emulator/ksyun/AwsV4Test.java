package dev.groma.providers.emulator.ksyun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.KsyunSigner;
import dev.groma.providers.emulator.KsyunSigner.Pair;
import dev.groma.providers.emulator.SigningVector;
import dev.groma.providers.emulator.http.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The published signatures: Kingsoft's own two and the AWS suite's.
class AwsV4Test {
  static Stream<SigningVector> vectors() throws Exception {
    return SigningVector.read(AwsV4Test.class, "sigv4-vectors.json");
  }

  /// When it was signed, told by the canonical request.
  private static String time(SigningVector vector) {
    return vector.text("canonical").replaceAll("(?s).*x-amz-date:([^\n]*).*", "$1");
  }

  private static AwsV4.Scope scope(SigningVector vector) {
    return new AwsV4.Scope(
        vector.text("ak"),
        time(vector).substring(0, 8),
        vector.text("region"),
        vector.text("service"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void publishedSignaturesAreFound(SigningVector vector) {
    String canonical =
        AwsV4.canonicalRequest(vector.request(), vector.json().texts("signed_headers"));
    assertThat(canonical).isEqualTo(vector.text("canonical"));
    assertThat(AwsV4.sign(vector.text("sk"), scope(vector), time(vector), canonical))
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
  void theTestsOwnSignerAgrees(SigningVector vector) throws Exception {
    assertThat(
            KsyunSigner.v4(
                vector.text("sk"),
                scope(vector).toString(),
                time(vector),
                vector.text("method"),
                vector.target(),
                vector.headers().stream()
                    .map(header -> new Pair(header.name(), header.value()))
                    .toList(),
                vector.text("body")))
        .isEqualTo(vector.text("expected"));
  }
}
