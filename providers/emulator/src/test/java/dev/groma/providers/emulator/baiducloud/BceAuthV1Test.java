package dev.groma.providers.emulator.baiducloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.BceSigner;
import dev.groma.providers.emulator.cloud.Account;
import dev.groma.providers.emulator.cloud.Accounts;
import dev.groma.providers.emulator.http.Header;
import dev.groma.providers.emulator.http.Parameter;
import dev.groma.providers.emulator.http.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published example: the authentication document's PUT of `readme.txt`, in its three variants.
class BceAuthV1Test {
  private static final String ACCESS_KEY = "a".repeat(32);
  private static final String SECRET_KEY = "b".repeat(32);
  private static final String TIME = "2015-04-27T08:23:49Z";
  private static final String PREFIX = "bce-auth-v1/" + ACCESS_KEY + "/" + TIME + "/1800";
  private static final Account ACCOUNT = new Account("someone", ACCESS_KEY, SECRET_KEY);
  private static final Accounts ACCOUNTS = new Accounts(List.of(ACCOUNT));
  private static final String PATH = "/v1/test/myfolder/readme.txt";
  private static final String QUERY = "?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851";

  private static final String VECTORS =
      """
      default headers | ?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851 |                 | d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e
      no query        |                                                         |                 | 0558aac491bbef484d3aaa30ac1e65d4ff10daccd351f15c91e922ee4ce72690
      two headers     | ?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851 | host;x-bce-date | 1b8de5a23a56eef657c69f94c621e7acd227d049a4ba577f537d5e5cebf0cf32
      """;

  private static Request request(String query, String authorization) {
    var headers =
        new ArrayList<>(
            List.of(
                new Header("Host", "bj.bcebos.com"),
                new Header("Date", "Mon, 27 Apr 2015 16:23:49 +0800"),
                new Header("Content-Type", "text/plain"),
                new Header("Content-Length", "8"),
                new Header("Content-Md5", "NFzcPqhviddjRNnSOGo4rw=="),
                new Header("x-bce-date", TIME)));
    headers.add(new Header("Authorization", authorization));
    return new Request("PUT", PATH + query, headers, "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = VECTORS)
  void publishedSignaturesVerify(String name, String query, String signed, String signature) {
    String target = query == null ? "" : query;
    String authorization = PREFIX + "/" + (signed == null ? "" : signed) + "/" + signature;
    Instant now = Instant.parse(TIME);
    assertThat(BceAuthV1.verify(request(target, authorization), ACCOUNTS, now)).isEqualTo(ACCOUNT);
    String forged = authorization.substring(0, authorization.length() - 1) + "x";
    assertThatThrownBy(() -> BceAuthV1.verify(request(target, forged), ACCOUNTS, now))
        .as(name)
        .hasMessageContaining("does not match");
  }

  @Test
  void publishedSigningKey() throws Exception {
    String published = "1d5ce5f464064cbee060330d973218821825ac6952368a482a592e6615aef479";
    assertThat(BceAuthV1.signingKey(SECRET_KEY, PREFIX)).isEqualTo(published);
    assertThat(BceSigner.hmac(SECRET_KEY, PREFIX)).isEqualTo(published);
  }

  @Test
  void publishedCanonicalQuery() {
    String published = "text10=test&text1=%E6%B5%8B%E8%AF%95&text=";
    assertThat(
            BceAuthV1.canonicalQuery(Parameter.parse("text&text1=%E6%B5%8B%E8%AF%95&text10=test")))
        .isEqualTo(published);
    assertThat(BceAuthV1.canonicalQuery(Parameter.parse("text&authorization=x")))
        .isEqualTo("text=");
    assertThat(BceSigner.query("/?text&text1=%E6%B5%8B%E8%AF%95&text10=test")).isEqualTo(published);
  }

  @Test
  void theTestsOwnSignerAgreesWithThePublishedSignatures() throws Exception {
    var all =
        Map.of(
            "Host", "bj.bcebos.com",
            "Content-Type", "text/plain",
            "Content-Length", "8",
            "Content-Md5", "NFzcPqhviddjRNnSOGo4rw==",
            "x-bce-date", TIME);
    var two = Map.of("Host", "bj.bcebos.com", "x-bce-date", TIME);
    assertThat(
            BceSigner.authorization(
                ACCESS_KEY, SECRET_KEY, TIME, 1800, "PUT", PATH + QUERY, all, false))
        .isEqualTo(PREFIX + "//d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e");
    assertThat(
            BceSigner.authorization(
                ACCESS_KEY, SECRET_KEY, TIME, 1800, "PUT", PATH + QUERY, two, true))
        .isEqualTo(
            PREFIX
                + "/host;x-bce-date/1b8de5a23a56eef657c69f94c621e7acd227d049a4ba577f537d5e5cebf0cf32");
  }
}
