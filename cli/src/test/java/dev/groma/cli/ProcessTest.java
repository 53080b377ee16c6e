package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Commands as processes of their own, which get real signals.
final class ProcessTest {
  private static final Pattern ID = Pattern.compile("peerconn-[a-z0-9]+");

  @Test
  void emulatorServesUntilItIsStopped() throws Exception {
    try (Shell shell = new Shell()) {
      Process child = shell.start("emulator", "-json", "-secret-key=" + "0".repeat(32));
      JsonNode line = new ObjectMapper().readTree(child.inputReader().readLine());
      assertThat(line.propertyNames())
          .containsExactly("endpoints", "access_key", "secret_key", "regions");
      assertThat(line.path("secret_key").asString()).isEqualTo("0".repeat(32));
      assertThat(line.path("regions").path("baiducloud").get(0).asString()).isEqualTo("bj");
      String endpoint = line.path("endpoints").path("baiducloud").asString();
      assertThat(endpoint).startsWith("http://127.0.0.1:");
      assertThat(objects(endpoint)).isEmpty();
      child.destroy();
      assertThat(child.onExit().join().exitValue()).isZero();
    }
  }

  @Test
  void interruptBeginsNothingMoreAndSaves() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud = cloud(Duration.ofMillis(500))) {
      shell.write("main.tf.yaml", peering(8, cloud));
      Process child = shell.start("apply", "-auto-approve", "-parallelism=2", "-no-color");
      BufferedReader output = child.inputReader();
      String begin = Shell.until(output, "Creating...");
      signal(child, interrupt());
      String rest = output.lines().reduce("", (a, b) -> a + b + "\n");
      assertThat(child.onExit().join().exitValue()).as(begin + rest).isEqualTo(1);
      assertThat(rest).contains("Interrupt received.", "Apply incomplete.", "Not begun:");
      Set<String> made = objects(endpoint(cloud));
      assertThat(made).hasSizeBetween(1, 7);
      assertThat(recorded(shell)).isEqualTo(made);
      assertThat(shell.directory().resolve("terraform.tfstate.journal")).doesNotExist();
    }
  }

  /// Killed at another moment each time, the next run has every object whose id was recorded.
  @Test
  void nothingThatTheJournalKnowsIsLost() throws Exception {
    for (int seen : List.of(1, 12)) {
      try (Shell shell = new Shell();
          CloudEmulator.Running cloud = cloud(Duration.ofMillis(100))) {
        shell.write("main.tf.yaml", peering(40, cloud));
        Process child = shell.start("apply", "-auto-approve", "-no-color");
        BufferedReader output = child.inputReader();
        for (int i = 0; i < seen; i++) {
          Shell.until(output, "Creation complete");
        }
        child.destroyForcibly().onExit().join();
        Set<String> known = ids(journal(shell));
        Set<String> exist = objects(endpoint(cloud));
        assertThat(known).hasSizeGreaterThanOrEqualTo(seen).isSubsetOf(exist);

        Shell.Result plan = shell.run("plan", "-no-color");
        assertThat(plan.code()).as(plan.text()).isZero();
        assertThat(plan.text())
            .contains("A run has not ended", "recorded steps, was taken from")
            .doesNotContain("tainted");
        assertThat(objects(endpoint(cloud))).as("a plan makes nothing").isEqualTo(exist);

        Shell.Result next = shell.run("apply", "-auto-approve", "-no-color");
        assertThat(next.code()).as(next.text()).isZero();
        assertThat(objects(endpoint(cloud)))
            .hasSize(40)
            .containsAll(exist)
            .isEqualTo(recorded(shell));
      }
    }
  }

  /// Killed while the second call of a creation is under way: the first one gave the id.
  @Test
  void anIdIsOnDiskBeforeTheSecondCall() throws Exception {
    List<String> fault = List.of("baiducloud:GetPeerConnDetail:1-3:status=500");
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, null, Duration.ofMillis(100), fault)) {
      shell.write("main.tf.yaml", peering(1, cloud));
      shell.set("GROMA_LOG", "debug");
      Process child = shell.start("apply", "-auto-approve", "-no-color");
      Shell.until(child.inputReader(), "status 500");
      child.destroyForcibly().onExit().join();
      Set<String> exist = objects(endpoint(cloud));
      assertThat(exist).hasSize(1);
      assertThat(ids(journal(shell))).isEqualTo(exist);

      shell.set("GROMA_LOG", "");
      Shell.Result next = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(next.code()).as(next.text()).isZero();
      assertThat(objects(endpoint(cloud))).hasSize(1).isEqualTo(recorded(shell));
    }
  }

  private static String journal(Shell shell) throws IOException {
    return Files.readString(
        shell.directory().resolve("terraform.tfstate.journal"), StandardCharsets.ISO_8859_1);
  }

  private static Set<String> recorded(Shell shell) {
    return ids(shell.run("state", "pull").text());
  }

  private static Set<String> ids(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = ID.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private static Set<String> objects(String endpoint) throws IOException {
    try (var in = URI.create(endpoint + "/_emulator/objects").toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new TreeSet<>(new ObjectMapper().readTree(text).path("peerconn").propertyNames());
    }
  }

  private static String endpoint(CloudEmulator.Running cloud) {
    return Objects.requireNonNull(cloud.endpoints().get("baiducloud"));
  }

  /// The signal of Ctrl-C; TERM, which means the same, where whoever started this process has the
  /// former ignored, since children inherit that.
  private static String interrupt() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "INT";
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElse("SigIgn:\t0");
    long mask = Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16);
    return (mask & 2) == 0 ? "INT" : "TERM";
  }

  private static void signal(Process child, String name) throws Exception {
    String kill = Path.of("/bin/kill").toFile().exists() ? "/bin/kill" : "kill";
    assertThat(new ProcessBuilder(kill, "-" + name, "" + child.pid()).start().waitFor()).isZero();
  }

  private static CloudEmulator.Running cloud(Duration latency) {
    return Clouds.start(0, null, null, null, null, latency, List.of());
  }

  private static String peering(int count, CloudEmulator.Running cloud) {
    return """
    provider:
      baiducloud:
        region: bj
        endpoint: %s
        access_key: %s
        secret_key: %s
    resource:
      baiducloud_peer_conn:
        branch:
          count: %d
          local_vpc_id: vpc-13vuxu016dew
          peer_vpc_id: ${format("vpc-jcvmhw9h1a%%02d", count.index)}
          peer_region: gz
          bandwidth_in_mbps: 10
          billing:
            payment_timing: Postpaid
    """
        .formatted(endpoint(cloud), cloud.accessKey(), cloud.secretKey(), count);
  }
}
