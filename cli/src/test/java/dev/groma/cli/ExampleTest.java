package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The example of the README as its readers run it.
///
/// `-Dgolden.accept=true` writes `examples/peering/expected-plan.txt` anew.
final class ExampleTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "peering");

  @Test
  void plansAppliesDriftsAndGoes() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", Files.readString(EXAMPLE.resolve("main.tf.yaml")));
      assertThat(plan(shell).text()).isEqualTo(expected(plan(shell).text()));

      Shell.Result applied = shell.run("apply", "-emulator", "-auto-approve");
      assertThat(applied.text()).contains("Apply complete! Resources: 2 added, 0 changed, 0 destr");
      assertThat(applied.code()).isZero();
      Shell.Result second = shell.run("plan", "-emulator", "-detailed-exitcode");
      assertThat(second.text()).contains("No changes.");
      assertThat(second.code()).isZero();

      changeBandwidth(shell, 77);
      Shell.Result drift = shell.run("plan", "-emulator", "-detailed-exitcode");
      assertThat(drift.text())
          .contains("bandwidth_in_mbps = 77 -> 50", "Plan: 0 to add, 1 to change, 0 to destroy.");
      assertThat(drift.code()).isEqualTo(2);

      Shell.Result gone = shell.run("destroy", "-emulator", "-auto-approve");
      assertThat(gone.text()).contains("Destroy complete! Resources: 2 destroyed.");
      assertThat(shell.run("state", "list").text()).isEmpty();
    }
  }

  private static Shell.Result plan(Shell shell) {
    return shell.run("plan", "-emulator", "-no-color");
  }

  private static String expected(String text) throws IOException {
    Path golden = EXAMPLE.resolve("expected-plan.txt");
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(golden, text);
    }
    return Files.readString(golden);
  }

  private static void changeBandwidth(Shell shell, int to) throws Exception {
    Path kept = shell.directory().resolve(".groma").resolve("emulator.json");
    try (CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, kept, Duration.ZERO, List.of());
        HttpClient client = HttpClient.newHttpClient()) {
      URI objects = URI.create(cloud.endpoints().get("baiducloud") + "/_emulator/objects");
      JsonNode all;
      try (var in = objects.toURL().openStream()) {
        all = new ObjectMapper().readTree(in.readAllBytes()).path("peerconn");
      }
      String id =
          all.propertyNames().stream()
              .filter(name -> all.path(name).path("bandwidthInMbps").asInt() == 50)
              .findFirst()
              .orElseThrow();
      HttpRequest change =
          HttpRequest.newBuilder(URI.create(objects + "/peerconn/" + id))
              .PUT(HttpRequest.BodyPublishers.ofString("{\"bandwidthInMbps\": " + to + "}"))
              .build();
      HttpResponse<String> answer =
          client.send(change, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).isLessThan(300);
    }
  }
}
