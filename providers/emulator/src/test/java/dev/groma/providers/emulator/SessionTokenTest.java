package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Baidu's temporary keys: how they are given and what they sign.
class SessionTokenTest {
  private static final String GRANT = "/v1/sessionToken";

  private static Answer list(EmulatedCloud cloud, Answer keys, String token, boolean signed)
      throws Exception {
    var headers = new TreeMap<String, String>();
    headers.put("host", cloud.endpoint().getAuthority());
    var sent = new TreeMap<String, String>();
    if (!token.isEmpty()) {
      sent.put("x-bce-security-token", token);
    }
    if (signed) {
      headers.putAll(sent);
    }
    String time = cloud.clock.instant().toString();
    sent.put(
        "Authorization",
        BceSigner.authorization(
            keys.get("accessKeyId"),
            keys.get("secretAccessKey"),
            time,
            1800,
            "GET",
            "/v1/peerconn",
            headers,
            true));
    return cloud.send("GET", "/v1/peerconn", "", sent);
  }

  @Test
  void temporaryKeysSignWithTheirTokenUntilTheyExpire() throws Exception {
    try (var cloud = EmulatedCloud.start()) {
      Answer keys = cloud.call("POST", GRANT + "?durationSeconds=60", "");
      assertThat(keys.json().names())
          .containsExactly(
              "accessKeyId",
              "secretAccessKey",
              "sessionToken",
              "createTime",
              "expiration",
              "userId");
      assertThat(keys.get("createTime")).isEqualTo("2026-01-31T16:30:00Z");
      assertThat(keys.get("expiration")).isEqualTo("2026-01-31T16:31:00Z");
      String token = keys.get("sessionToken");
      assertThat(list(cloud, keys, token, true).outcome()).isEqualTo("200");
      assertThat(list(cloud, keys, "", true).outcome()).isEqualTo("400 InvalidSessionToken");
      assertThat(list(cloud, keys, "wrong", true).outcome()).isEqualTo("400 InvalidSessionToken");
      assertThat(list(cloud, keys, token, false).outcome())
          .as("the token must be signed")
          .isEqualTo("400 InvalidHTTPAuthHeader");
      cloud.clock.advance(Duration.ofSeconds(60));
      assertThat(list(cloud, keys, token, true).outcome()).isEqualTo("400 InvalidSessionToken");
    }
  }

  @Test
  void theyBelongToTheirAccount() throws Exception {
    try (var cloud = EmulatedCloud.start()) {
      String id = cloud.create("vpc-a", "vpc-b", "{}");
      Answer keys = cloud.call("POST", GRANT, "{\"accessControlList\": []}");
      assertThat(keys.get("expiration")).isEqualTo("2026-02-01T04:30:00Z");
      assertThat(list(cloud, keys, keys.get("sessionToken"), true).text()).contains(id);
      assertThat(cloud.emulator.inspect())
          .contains(keys.get("accessKeyId"))
          .doesNotContain(keys.get("secretAccessKey"))
          .doesNotContain(keys.get("sessionToken"));
    }
  }

  @Test
  void theyOutliveTheEmulator(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("state.json");
    Answer keys;
    try (var cloud = EmulatedCloud.start(options -> options.withStateFile(file))) {
      keys = cloud.call("POST", GRANT, "");
    }
    assertThat(Files.readString(file)).contains(keys.get("sessionToken"));
    try (var cloud = EmulatedCloud.start(options -> options.withStateFile(file))) {
      assertThat(list(cloud, keys, keys.get("sessionToken"), true).outcome()).isEqualTo("200");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "durationSeconds=0, 400 BadRequest",
    "durationSeconds=x, 400 BadRequest",
    "durationSeconds=129600, 200",
    "durationSeconds=129601, 400 BadRequest",
    "durationSeconds=, 200",
  })
  void theDurationIsChecked(String query, String outcome) throws Exception {
    try (var cloud = EmulatedCloud.start()) {
      assertThat(cloud.call("POST", GRANT + "?" + query, "").outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void permanentKeysHaveNoToken() throws Exception {
    try (var cloud = EmulatedCloud.start()) {
      var keys =
          new Answer(200, "{\"accessKeyId\": \"AK\", \"secretAccessKey\": \"SK\"}", Map.of());
      assertThat(list(cloud, keys, "any", true).outcome()).isEqualTo("400 InvalidSessionToken");
      assertThat(list(cloud, keys, "", true).outcome()).isEqualTo("200");
    }
  }
}
