package dev.groma.providers.emulator.alicloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.json.JsonObject;
import java.io.InputStream;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vendor's published examples of the signature, and the one of the guide put right.
class RpcSignatureTest {
  record Vector(String name, JsonObject data) {
    String text(String member) {
      return data.text(member).orElseThrow();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() throws Exception {
    try (InputStream file =
        Objects.requireNonNull(RpcSignatureTest.class.getResourceAsStream("rpc-vectors.json"))) {
      return JsonObject.parse(new String(file.readAllBytes(), UTF_8)).objects("vectors").stream()
          .map(vector -> new Vector(vector.text("name").orElseThrow(), vector))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void thePublishedSignatureIsComputed(Vector vector) {
    var parameters = new TreeMap<String, String>();
    JsonObject given = vector.data().object("params").orElseThrow();
    given.names().forEach(name -> parameters.put(name, given.text(name).orElseThrow()));
    parameters.put("Signature", "takes no part");
    String text = RpcSignature.stringToSign(vector.text("method"), parameters);
    assertThat(text).isEqualTo(vector.text("string_to_sign"));
    assertThat(RpcSignature.signature(text, vector.text("sk"))).isEqualTo(vector.text("expected"));
  }
}
