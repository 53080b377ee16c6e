package dev.groma.providers.ksyun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Percent;
import dev.groma.providers.driver.Request;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Signatures against vectors that others published: Kingsoft's SDK and the AWS suite.
final class SignersTest {
  private static final Credentials TEMPORARY = new Credentials("ak", "a-secret", "a/token");

  @TestFactory
  List<DynamicTest> publishedVectors() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(SignersTest.class.getResourceAsStream("aws-sigv4.json"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Node root = SourceReader.read(new SourceText("aws-sigv4.json", text)).root();
      return ((Node.ListNode) Objects.requireNonNull(root))
          .elements().stream()
              .map(SignersTest::members)
              .map(vector -> DynamicTest.dynamicTest(text(vector, "name"), () -> check(vector)))
              .toList();
    }
  }

  private static Map<String, Node> members(Node node) {
    Map<String, Node> members = new HashMap<>();
    ((Node.ObjectNode) node).members().forEach(m -> members.put(m.key(), m.value()));
    return members;
  }

  private static String text(Node node) {
    return ((StringNode) node).text();
  }

  private static Node member(Map<String, Node> members, String name) {
    return Objects.requireNonNull(members.get(name));
  }

  private static String text(Map<String, Node> members, String name) {
    return text(member(members, name));
  }

  private static List<List<String>> pairs(Node node) {
    return ((Node.ListNode) node)
        .elements().stream()
            .map(pair -> ((Node.ListNode) pair).elements().stream().map(SignersTest::text).toList())
            .toList();
  }

  private static void check(Map<String, Node> vector) {
    TreeMap<String, String> headers = new TreeMap<>();
    for (List<String> header : pairs(member(vector, "headers"))) {
      headers.merge(
          header.get(0).toLowerCase(Locale.ROOT), header.get(1), (one, two) -> one + "," + two);
    }
    String path =
        Arrays.stream(text(vector, "path").split("/", -1))
            .map(Percent::encode)
            .collect(Collectors.joining("/"));
    String canonical =
        AwsV4.canonical(
            text(vector, "method"),
            path,
            pairs(member(vector, "query")).stream()
                .map(p -> new Request.Parameter(p.get(0), p.get(1)))
                .toList(),
            headers,
            text(vector, "body"));
    AwsV4 signer =
        new AwsV4(
            new Credentials(text(vector, "ak"), text(vector, "sk"), null),
            text(vector, "region"),
            text(vector, "service"));
    assertThat(signer.signature(canonical, Objects.requireNonNull(headers.get("x-amz-date"))))
        .isEqualTo(text(vector, "expected"));
  }

  private static Request request(String method) {
    List<Request.Parameter> parameters =
        List.of(
            new Request.Parameter("Action", "CreateVpnTunnel"),
            new Request.Parameter("VpnTunnelName", "一 *~"));
    boolean form = method.equals("POST");
    return new Request(
        method,
        URI.create("http://127.0.0.1:8080"),
        "/",
        form ? List.of() : parameters,
        new TreeMap<>(Map.of("user-agent", "groma")),
        form ? parameters : List.of(),
        null);
  }

  @Test
  void aGetIsSignedInItsQueryAndAPostInItsHeader() {
    AwsV4 signer = new AwsV4(TEMPORARY, "cn-beijing-6", "vpc");
    Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
    Request get = signer.sign(request("GET"), now);
    assertThat(get.headers()).doesNotContainKey("authorization");
    assertThat(get.url())
        .contains(
            "&X-Amz-Credential=ak%2F20260102%2Fcn-beijing-6%2Fvpc%2Faws4_request&",
            "&X-Amz-Date=20260102T030405Z&X-Amz-SignedHeaders=host&",
            "&X-Amz-Security-Token=a%2Ftoken&X-Amz-Signature=")
        .doesNotContain("a-secret");
    Request post = signer.sign(request("POST"), now);
    assertThat(post.url()).isEqualTo("http://127.0.0.1:8080/");
    assertThat(post.content()).isEqualTo("Action=CreateVpnTunnel&VpnTunnelName=%E4%B8%80%20%2A~");
    assertThat(post.headers())
        .containsEntry("x-amz-security-token", "a/token")
        .hasEntrySatisfying(
            "authorization",
            header ->
                assertThat(header)
                    .startsWith("AWS4-HMAC-SHA256 Credential=ak/20260102/cn-beijing-6/vpc/")
                    .contains("SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=")
                    .doesNotContain("a-secret"));
  }

  /// There is no published vector of this scheme; the string that is signed follows the document.
  @Test
  void theSimplifiedSignatureIsAnHmacOfTheSortedParameters() {
    Simplified signer = new Simplified(TEMPORARY, "cn-beijing-6", "vpc");
    Request post = signer.sign(request("POST"), Instant.parse("2026-01-02T03:04:05.678Z"));
    List<Request.Parameter> signed = post.form().subList(0, post.form().size() - 1);
    assertThat(Simplified.canonical(signed))
        .isEqualTo(
            "Accesskey=ak&Action=CreateVpnTunnel&Format=json&Region=cn-beijing-6"
                + "&SecurityToken=a%2Ftoken&Service=vpc&SignatureMethod=HMAC-SHA256"
                + "&SignatureVersion=1.0&Timestamp=2026-01-02T03%3A04%3A05Z"
                + "&VpnTunnelName=%E4%B8%80%20%2A~");
    assertThat(post.form().getLast().name()).isEqualTo("Signature");
    assertThat(post.form().getLast().value()).isEqualTo(signer.signature(signed)).hasSize(64);
  }
}
