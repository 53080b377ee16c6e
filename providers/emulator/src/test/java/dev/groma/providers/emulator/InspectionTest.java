package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.emulator.EmulatedCloud.Answer;
import dev.groma.providers.emulator.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectionTest {
  private EmulatedCloud cloud;

  @BeforeEach
  void start() throws Exception {
    cloud = EmulatedCloud.start();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private Answer inspect(String method, String path, String body) throws Exception {
    return cloud.send(method, "/_emulator/" + path, body, Map.of());
  }

  @Test
  void objectsAreShown() throws Exception {
    String id = cloud.create("vpc-a", "vpc-b", "{}");
    JsonObject all = inspect("GET", "objects", "").json();
    JsonObject one = inspect("GET", "objects/peerconn/" + id, "").json();
    assertThat(all.object("peerconn").flatMap(table -> table.object(id))).contains(one);
    assertThat(one.integer("bandwidthInMbps")).contains(10);
    assertThat(JsonObject.parse(cloud.emulator.inspect()).object("baiducloud")).contains(all);
  }

  @Test
  void anObjectIsChangedPastTheRules() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    String change = "{\"bandwidthInMbps\": 99, \"initiator\": {\"description\": \"by hand\"}}";
    assertThat(inspect("PUT", "objects/peerconn/" + id, change).status()).isEqualTo(200);
    assertThat(cloud.get(id).json().integer("bandwidthInMbps")).contains(99);
    assertThat(cloud.get(id).get("description")).isEqualTo("by hand");
    assertThat(cloud.get(id).get("localVpcId")).isEqualTo("vpc-a");
  }

  @Test
  void anObjectIsTakenAway() throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{\"deleteProtect\": true}");
    assertThat(inspect("DELETE", "objects/peerconn/" + id, "").status()).isEqualTo(204);
    assertThat(cloud.status(id)).isEqualTo("404 NoSuchObject");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"colour": "red"}          | a peerconn has the members id, status, since
          {"status": "sleepy"}       | "status": "sleepy" cannot be read
          {"since": "yesterday"}     | "since": "yesterday" cannot be read
          {"initiator": null}        | "initiator" is missing
          {"bandwidthInMbps": "9"}   | "bandwidthInMbps" must be an integer
          {                          | line 1
          """)
  void aChangeMustLeaveAnObject(String change, String explanation) throws Exception {
    String id = cloud.createActive("vpc-a", "vpc-b", "{}");
    Answer answer = inspect("PUT", "objects/peerconn/" + id, change);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.get("message")).contains(explanation);
    assertThat(cloud.status(id)).isEqualTo("active");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, objects/peerconn/x, 404",
    "PUT, objects/peerconn/x, 404",
    "DELETE, objects/peerconn/x, 404",
    "POST, objects, 404",
    "GET, nothing, 404",
  })
  void whatIsNotThereIsSaid(String method, String path, int status) throws Exception {
    assertThat(inspect(method, path, method.equals("PUT") ? "{}" : "").status()).isEqualTo(status);
  }

  @Test
  void webPagesAreKeptOut() throws Exception {
    var origin = Map.of("Origin", "https://example.com");
    assertThat(cloud.send("GET", "/_emulator/objects", "", origin).status()).isEqualTo(403);
  }
}
