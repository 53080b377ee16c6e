package dev.groma.state.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Signatures are those that AWS has published: the examples of "Authenticating Requests: Using the
/// Authorization Header" in the API reference of S3, and get-vanilla-query-order-key-case of its
/// test suite for Signature Version 4.
class SignatureTest {
  private static final Signature S3 =
      new Signature(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1", "s3");
  private static final Instant AT = Instant.parse("2013-05-24T00:00:00Z");
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static String signed(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> more,
      String hash) {
    TreeMap<String, String> headers = new TreeMap<>(more);
    headers.put("host", "examplebucket.s3.amazonaws.com");
    headers.put("x-amz-content-sha256", hash);
    headers.put("x-amz-date", "20130524T000000Z");
    String header =
        S3.authorization(
            new Signature.Signed(method, path, new TreeMap<>(query), headers, hash), AT);
    assertThat(header)
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=");
    return header.substring(header.indexOf("Signature=") + 10);
  }

  @Test
  void ofAGetOfAPart() {
    assertThat(signed("GET", "/test.txt", Map.of(), Map.of("range", "bytes=0-9"), EMPTY))
        .isEqualTo("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void ofAPut() {
    assertThat(
            signed(
                "PUT",
                "/" + Signature.encoded("test$file.text", true),
                Map.of(),
                Map.of(
                    "date",
                    "Fri, 24 May 2013 00:00:00 GMT",
                    "x-amz-storage-class",
                    "REDUCED_REDUNDANCY"),
                Signature.digest(
                    "Welcome to Amazon S3.".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .isEqualTo("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void ofAQuestionAboutTheBucket() {
    assertThat(signed("GET", "/", Map.of("lifecycle", ""), Map.of(), EMPTY))
        .isEqualTo("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void ofAList() {
    assertThat(signed("GET", "/", Map.of("max-keys", "2", "prefix", "J"), Map.of(), EMPTY))
        .isEqualTo("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void ofTheTestSuite() {
    Signature suite =
        new Signature(
            "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service");
    assertThat(
            suite.authorization(
                new Signature.Signed(
                    "GET",
                    "/",
                    new TreeMap<>(Map.of("Param1", "value1", "Param2", "value2")),
                    new TreeMap<>(
                        Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z")),
                    EMPTY),
                Instant.parse("2015-08-30T12:36:00Z")))
        .endsWith("Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  }

  @Test
  void encodesWhatIsNotPlain() {
    assertThat(Signature.encoded("a b/c+d~é:", true)).isEqualTo("a%20b/c%2Bd~%C3%A9%3A");
    assertThat(Signature.encoded(Map.of("b", "x/y", "a", ""))).isEqualTo("a=&b=x%2Fy");
  }

  @Test
  void doesNotShowItsSecret() {
    assertThat(S3.toString()).doesNotContain("wJalr");
    assertThat(new Credentials("id", "hunter2", "hunter3").toString()).doesNotContain("hunter");
  }
}
