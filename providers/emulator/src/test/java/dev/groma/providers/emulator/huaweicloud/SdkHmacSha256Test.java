package dev.groma.providers.emulator.huaweicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.HuaweiSigner;
import dev.groma.providers.emulator.SigningVector;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The signatures that the vendor's guide and SDKs publish.
class SdkHmacSha256Test {
  static Stream<SigningVector> vectors() throws Exception {
    return SigningVector.read(SdkHmacSha256Test.class, "signing-vectors.json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void publishedSignaturesAreFound(SigningVector vector) {
    String canonical =
        SdkHmacSha256.canonicalRequest(vector.request(), vector.json().texts("signed_headers"));
    assertThat(canonical).isEqualTo(vector.text("canonical"));
    assertThat(SdkHmacSha256.sign(vector.text("sk"), vector.text("date"), canonical))
        .isEqualTo(vector.text("expected"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  void theTestsOwnSignerAgrees(SigningVector vector) throws Exception {
    var headers = new TreeMap<String, String>();
    vector.headers().forEach(header -> headers.put(header.name(), header.value()));
    assertThat(
            HuaweiSigner.signature(
                vector.text("sk"),
                vector.text("method"),
                vector.target(),
                headers,
                vector.text("body")))
        .isEqualTo(vector.text("expected"));
  }
}
