package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {
  private static final String TIME = "2026-01-31T16:30:00Z";

  private EmulatedCloud cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private String list(Map<String, String> headers) throws Exception {
    return cloud.send("GET", "/v1/peerconn", "", headers).outcome();
  }

  private String signed(String accessKey, String secretKey, boolean listed) throws Exception {
    var host = Map.of("Host", cloud.endpoint().getAuthority());
    return BceSigner.authorization(
        accessKey, secretKey, TIME, 1800, "GET", "/v1/peerconn", host, listed);
  }

  @Test
  void listedAndUnlistedHeadersVerify() throws Exception {
    assertThat(list(Map.of("Authorization", signed("AK", "SK", true)))).isEqualTo("200");
    assertThat(list(Map.of("Authorization", signed("AK", "SK", false)))).isEqualTo("200");
  }

  @Test
  void anUnlistedHeaderIsSignedByDefault() throws Exception {
    String authorization = signed("AK", "SK", false);
    assertThat(list(Map.of("Authorization", authorization, "x-bce-extra", "1")))
        .isEqualTo("400 SignatureDoesNotMatch");
    assertThat(list(Map.of("Authorization", authorization, "Date", "whenever"))).isEqualTo("200");
    assertThat(list(Map.of("Authorization", authorization, "x-bce-empty", "")))
        .as("headers without a value are left out")
        .isEqualTo("200");
  }

  @Test
  void theBodysHeadersAreSignedByDefault() throws Exception {
    String body = EmulatedCloud.peering("vpc-a", "vpc-b", "{}");
    var headers =
        Map.of(
            "Host",
            cloud.endpoint().getAuthority(),
            "Content-Type",
            "application/json; charset=utf-8",
            "Content-Length",
            "" + body.length());
    String authorization =
        BceSigner.authorization(
            "AK", "SK", TIME, 60, "POST", "/v1/peerconn?clientToken=t", headers, false);
    var sent =
        Map.of("Authorization", authorization, "Content-Type", "application/json; charset=utf-8");
    assertThat(cloud.send("POST", "/v1/peerconn?clientToken=t", body, sent).outcome())
        .isEqualTo("200");
  }

  @Test
  void flagsBlanksAndEscapesInTheQueryVerify() throws Exception {
    assertThat(cloud.call("PUT", "/v1/peerconn/x?accept&clientToken=a%2Fb%20c", "{}").outcome())
        .isEqualTo("404 NoSuchObject");
    assertThat(cloud.call("GET", "/v1/peerconn?marker=a+b&vpcId=", "").outcome()).isEqualTo("200");
    assertThat(cloud.call("GET", "/v1/peerconn/%E4%B8%AD", "").outcome())
        .isEqualTo("404 NoSuchObject");
  }

  @Test
  void aSignatureInTheQueryVerifies() throws Exception {
    String authorization = signed("AK", "SK", true).replace(";", "%3B");
    assertThat(
            cloud
                .send("GET", "/v1/peerconn?authorization=" + authorization, "", Map.of())
                .outcome())
        .isEqualTo("200");
  }

  @Test
  void keysAreChecked() throws Exception {
    assertThat(list(Map.of())).isEqualTo("403 AccessDenied");
    assertThat(list(Map.of("Authorization", signed("other", "SK", true))))
        .isEqualTo("403 InvalidAccessKeyId");
    assertThat(list(Map.of("Authorization", signed("AK", "other", true))))
        .isEqualTo("400 SignatureDoesNotMatch");
  }

  @Test
  void aSignatureExpires() throws Exception {
    String authorization = signed("AK", "SK", true);
    cloud.clock.advance(Duration.ofMinutes(30));
    assertThat(list(Map.of("Authorization", authorization))).isEqualTo("200");
    cloud.clock.advance(Duration.ofSeconds(1));
    assertThat(list(Map.of("Authorization", authorization))).isEqualTo("400 RequestExpired");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Basic QUs6U0s=
          bce-auth-v1/AK/2026-01-31T16:30:00Z/1800/host
          bce-auth-v2/AK/2026-01-31T16:30:00Z/1800/host/00
          bce-auth-v1//2026-01-31T16:30:00Z/1800/host/00
          bce-auth-v1/AK/yesterday/1800/host/00
          bce-auth-v1/AK/2026-01-31T16:30:00Z/-1/host/00
          bce-auth-v1/AK/2026-01-31T16:30:00Z/99999999999/host/00
          bce-auth-v1/AK/2026-01-31T16:30:00Z/1800/x-bce-date/00
          """)
  void malformedAuthorizationsAreRefused(String authorization) throws Exception {
    assertThat(list(Map.of("Authorization", authorization))).isEqualTo("400 InvalidHTTPAuthHeader");
  }

  @Test
  void errorsHaveTheVendorsForm() throws Exception {
    var answer = cloud.send("GET", "/v1/peerconn", "", Map.of());
    assertThat(answer.json().names()).containsExactlyInAnyOrder("code", "message", "requestId");
    assertThat(answer.headers())
        .containsEntry("x-bce-request-id", java.util.List.of(answer.get("requestId")));
  }
}
