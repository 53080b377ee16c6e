package dev.groma.providers.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.providers.emulator.http.Header;
import dev.groma.providers.emulator.http.Percent;
import dev.groma.providers.emulator.http.Request;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A published signature: a request, the keys it was signed with and what came of it.
public record SigningVector(JsonObject json) {

  /// The vectors in a file beside a test.
  public static Stream<SigningVector> read(Class<?> test, String file) throws Exception {
    try (var content = test.getResourceAsStream(file)) {
      String text = new String(Objects.requireNonNull(content).readAllBytes(), UTF_8);
      return JsonObject.parse(text).objects("vectors").stream().map(SigningVector::new);
    }
  }

  /// A member that every vector has.
  public String text(String name) {
    return json.text(name).orElseThrow();
  }

  /// The headers that are sent.
  public List<Header> headers() {
    return pairs("headers");
  }

  private List<Header> pairs(String name) {
    return json.objects(name).stream()
        .map(pair -> new Header(pair.text("name").orElseThrow(), pair.text("value").orElseThrow()))
        .toList();
  }

  /// Path and query as they are sent.
  public String target() {
    String query =
        pairs("query").stream()
            .map(p -> Percent.encode(p.name()) + "=" + Percent.encode(p.value()))
            .collect(Collectors.joining("&"));
    return text("path").replace(" ", "%20") + (query.isEmpty() ? "" : "?" + query);
  }

  /// The request.
  public Request request() {
    return new Request(text("method"), target(), headers(), text("body"));
  }

  @Override
  public String toString() {
    return text("name");
  }
}
