package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.cloud.SetupException;
import dev.groma.providers.emulator.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("deep/.groma/emulator.json");
  }

  private EmulatedCloud start(Instant now) throws Exception {
    return EmulatedCloud.start(now, options -> options.withStateFile(file()));
  }

  @Test
  void theNextRunSeesTheSameClouds() throws Exception {
    String target = "/v1/peerconn?clientToken=t";
    String body = EmulatedCloud.peering("vpc-a", "vpc-b", "{\"tags\": [{\"tagKey\": \"k\"}]}");
    String id;
    String before;
    try (var cloud = start(NOON)) {
      id = cloud.call("POST", target, body).get("peerConnId");
      cloud.clock.advance(Duration.ofMinutes(1));
      before = cloud.get(id).text();
    }
    try (var cloud = start(NOON.plus(Duration.ofMinutes(1)))) {
      assertThat(cloud.get(id).text()).isEqualTo(before).contains("\"status\":\"active\"");
      assertThat(cloud.call("POST", target, body).get("peerConnId")).isEqualTo(id);
      assertThat(cloud.call("DELETE", "/v1/peerconn/" + id, "").outcome()).isEqualTo("200");
    }
    try (var cloud = start(NOON.plus(Duration.ofMinutes(2)))) {
      assertThat(cloud.status(id)).isEqualTo("404 NoSuchObject");
    }
  }

  @Test
  void theKeysStayTheSame() throws Exception {
    var options =
        EmulatorOptions.of(Clock.systemUTC(), new SplittableRandom(5)).withStateFile(file());
    String accessKey;
    String secretKey;
    try (Emulator emulator = Emulator.start(options)) {
      accessKey = emulator.accessKey();
      secretKey = emulator.secretKey();
      assertThat(accessKey).hasSize(32).isNotEqualTo(secretKey);
    }
    try (Emulator emulator = Emulator.start(options)) {
      assertThat(emulator.accessKey()).isEqualTo(accessKey);
      assertThat(emulator.secretKey()).isEqualTo(secretKey);
    }
    try (Emulator emulator = Emulator.start(options.withKeys("A", "S"))) {
      assertThat(emulator.accessKey() + emulator.secretKey()).isEqualTo("AS");
    }
  }

  @Test
  void everyAnsweredCallIsOnDisk() throws Exception {
    int calls = 40;
    try (var cloud = start(NOON);
        var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      var creates =
          IntStream.range(0, calls)
              .<Callable<String>>mapToObj(i -> () -> cloud.create("vpc-a", "vpc-" + i, "{}"))
              .toList();
      for (var created : workers.invokeAll(creates)) {
        assertThat(kept().names()).contains(created.get());
      }
    }
    assertThat(kept().names()).hasSize(calls);
    try (var files = Files.list(file().getParent())) {
      assertThat(files).containsExactly(file());
    }
  }

  private JsonObject kept() throws Exception {
    return JsonObject.parse(Files.readString(file()))
        .object("clouds")
        .flatMap(clouds -> clouds.object("baiducloud"))
        .flatMap(kinds -> kinds.object("peerconn"))
        .orElseThrow();
  }

  @Test
  void aFileThatCannotBeWrittenIsSaid() throws Exception {
    try (var cloud = start(NOON)) {
      Files.delete(file());
      Files.delete(file().getParent());
      Files.writeString(file().getParent(), "in the way");
      String body = EmulatedCloud.peering("vpc-a", "vpc-b", "{}");
      var answer = cloud.call("POST", "/v1/peerconn", body);
      assertThat(answer.outcome()).isEqualTo("500 InternalError");
      assertThat(answer.get("message")).contains("state file", "cannot be written");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"version\": 2}",
        "{\"version\": 1, \"clouds\": {\"baiducloud\": 1}}",
        "{\"version\": 1, \"clouds\": {\"baiducloud\": {\"peerconn\": {\"x\": {\"id\": \"x\"}}}}}"
      })
  void aBrokenFileIsRefusedAndLeftAlone(String text) throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), text);
    assertThatThrownBy(() -> start(NOON).close())
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("state file")
        .hasMessageContaining("Delete it to start with empty clouds");
    assertThat(file()).hasContent(text);
  }
}
