package dev.groma.providers.baiducloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.Credentials;
import dev.groma.providers.driver.Request;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The values that Baidu's authentication document prints.
final class BceAuthV1Test {
  private static final String ACCESS_KEY = "a".repeat(32);
  private static final String SECRET_KEY = "b".repeat(32);
  private static final String TIME = "2015-04-27T08:23:49Z";
  private static final String PREFIX = "bce-auth-v1/" + ACCESS_KEY + "/" + TIME + "/1800";
  private static final String PATH = "/v1/test/myfolder/readme.txt";
  private static final List<Request.Parameter> QUERY =
      List.of(
          new Request.Parameter("partNumber", "9"),
          new Request.Parameter("uploadId", "a44cc9bab11cbd156984767aad637851"));
  private static final Map<String, String> HEADERS =
      Map.of(
          "Host", "bj.bcebos.com",
          "Content-Type", "text/plain",
          "Content-Length", "8",
          "Content-Md5", "NFzcPqhviddjRNnSOGo4rw==",
          "x-bce-date", TIME);

  private static String signature(List<Request.Parameter> query, Map<String, String> headers) {
    String key = BceAuthV1.signingKey(SECRET_KEY, BceAuthV1.prefix(ACCESS_KEY, TIME, 1800));
    return BceAuthV1.hmac(key, BceAuthV1.canonical("PUT", PATH, query, headers));
  }

  @Test
  void theSigningKeyIsThePublishedOne() {
    assertThat(BceAuthV1.prefix(ACCESS_KEY, TIME, 1800)).isEqualTo(PREFIX);
    assertThat(BceAuthV1.signingKey(SECRET_KEY, PREFIX))
        .isEqualTo("1d5ce5f464064cbee060330d973218821825ac6952368a482a592e6615aef479");
  }

  @Test
  void theCanonicalRequestIsThePublishedOne() {
    assertThat(BceAuthV1.canonical("PUT", PATH, QUERY, HEADERS))
        .isEqualTo(
            """
            PUT
            /v1/test/myfolder/readme.txt
            partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851
            content-length:8
            content-md5:NFzcPqhviddjRNnSOGo4rw%3D%3D
            content-type:text%2Fplain
            host:bj.bcebos.com
            x-bce-date:2015-04-27T08%3A23%3A49Z\
            """);
  }

  @Test
  void theSignaturesAreThePublishedOnes() {
    assertThat(signature(QUERY, HEADERS))
        .isEqualTo("d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e");
    assertThat(signature(List.of(), HEADERS))
        .isEqualTo("0558aac491bbef484d3aaa30ac1e65d4ff10daccd351f15c91e922ee4ce72690");
    assertThat(signature(QUERY, Map.of("Host", "bj.bcebos.com", "x-bce-date", TIME)))
        .isEqualTo("1b8de5a23a56eef657c69f94c621e7acd227d049a4ba577f537d5e5cebf0cf32");
  }

  @Test
  void theQueryIsThePublishedOne() {
    List<Request.Parameter> query =
        List.of(
            new Request.Parameter("text", null),
            new Request.Parameter("text1", "测试"),
            new Request.Parameter("text10", "test"),
            new Request.Parameter("authorization", "left out"));
    assertThat(BceAuthV1.canonicalQuery(query))
        .isEqualTo("text10=test&text1=%E6%B5%8B%E8%AF%95&text=");
  }

  @Test
  void aRequestNamesTheHeadersThatItSigns() {
    SortedMap<String, String> headers = new TreeMap<>(Map.of("content-type", "text/plain"));
    Request request =
        new Request(
            "PUT",
            URI.create("http://127.0.0.1:8080"),
            "/v1/peerconn/a",
            List.of(new Request.Parameter("resize", null)),
            headers,
            List.of(),
            "{}");
    Request signed =
        new BceAuthV1(new Credentials(ACCESS_KEY, SECRET_KEY, "token"), BceAuthV1.Options.USUAL)
            .sign(request, Instant.parse(TIME));
    assertThat(signed.headers()).containsEntry("x-bce-security-token", "token");
    assertThat(signed.headers().get("authorization"))
        .startsWith(PREFIX + "/content-type;host;x-bce-date;x-bce-security-token/")
        .doesNotContain(SECRET_KEY);
    assertThat(signed.url()).isEqualTo("http://127.0.0.1:8080/v1/peerconn/a?resize");
    assertThat(signed.toString()).isEqualTo("PUT 127.0.0.1:8080/v1/peerconn/a");
  }

  @Test
  void headersAndExpiryAreThoseThatAreAskedFor() {
    Request request =
        new Request(
            "POST",
            java.net.URI.create("https://bcc.bj.baidubce.com"),
            "/v1/peerconn",
            List.of(),
            new TreeMap<>(Map.of("content-type", "application/json", "accept", "*/*")),
            List.of(),
            "{}");
    Instant now = Instant.parse("2015-04-27T08:23:49Z");
    Credentials credentials = new Credentials(ACCESS_KEY, SECRET_KEY, null);
    BceAuthV1.Options asked = new BceAuthV1.Options(Set.of("accept"), 30);
    assertThat(new BceAuthV1(credentials, asked).sign(request, now).headers().get("authorization"))
        .contains("/2015-04-27T08:23:49Z/30/accept;host;x-bce-date/");
    assertThat(
            new BceAuthV1(credentials, BceAuthV1.Options.USUAL)
                .sign(request, now)
                .headers()
                .get("authorization"))
        .contains("/2015-04-27T08:23:49Z/1800/content-type;host;x-bce-date/");
  }
}
