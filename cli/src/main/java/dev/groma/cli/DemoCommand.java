package dev.groma.cli;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `groma demo`: shows the whole life of `examples/peering` on emulated clouds.
///
/// It works in a temporary directory, which is deleted at the end, also when something fails.
final class DemoCommand implements Command {
  private static final String CONFIGURATION = "main.tf.yaml";
  private static final Duration LATENCY = Duration.ofMillis(200);
  private static final int CHANGES = 2;

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String description() {
    return "Show the whole life of a configuration on emulated clouds, within a minute.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    try {
      Path directory = Files.createTempDirectory("groma-demo");
      try {
        boolean plain = Options.isOn(arguments, Options.NO_COLOR);
        return new Show(alone(console).in(directory), plain).play() ? 0 : 1;
      } finally {
        PlanFile.delete(directory);
      }
    } catch (IOException | UncheckedIOException e) {
      view.report(
          Diagnostic.error(
              "demo.failed",
              "The demonstration cannot go on",
              "It needs a directory for temporary files and a free port on 127.0.0.1: "
                  + e.getMessage()));
      return 1;
    }
  }

  /// `console` without the variables that would change what the commands do.
  private static Console alone(Console console) {
    SortedMap<String, String> plain = new TreeMap<>(console.environment());
    plain.keySet().removeIf(name -> name.startsWith("TF_"));
    return console.with(plain);
  }

  /// One performance in the directory of `console`.
  private record Show(Console console, boolean plain) {
    /// What is said, and then done.
    private record Act(String sentence, Doing doing) {}

    @FunctionalInterface
    private interface Doing {
      /// Returns false when it did not come out as it should.
      boolean run() throws IOException;
    }

    boolean play() throws IOException {
      for (Act act : acts()) {
        say(act.sentence());
        if (!act.doing().run()) {
          say("That is not as it should be; the reason is above. Nothing is left on this machine.");
          return false;
        }
      }
      say(
          "That was all: nothing is left, neither in the cloud nor on this machine. README.md says"
              + " how to go on.");
      return true;
    }

    private List<Act> acts() {
      return List.of(
          new Act(
              "This is examples/peering: a hub VPC in Beijing and a peering connection to each"
                  + " branch.",
              this::prepare),
          new Act(
              "First the plan. Nothing exists yet, so both connections are to be made.",
              () -> groma(0, "plan", "-emulator")),
          new Act(
              "Now it is done, on a cloud that runs in this process and checks every signature.",
              () -> groma(0, "apply", "-emulator", "-auto-approve")),
          new Act(
              "What exists is what was asked for, so a second plan has nothing to do.",
              () -> groma(0, "plan", "-emulator", "-detailed-exitcode")),
          new Act(
              "Somebody goes to the console of the cloud and changes a bandwidth, behind Groma's"
                  + " back.",
              this::tamper),
          new Act(
              "The next plan reads what exists, shows what was changed, and how to put it right.",
              () -> groma(CHANGES, "plan", "-emulator", "-detailed-exitcode")),
          new Act("An apply repairs it.", () -> groma(0, "apply", "-emulator", "-auto-approve")),
          new Act(
              "Last, everything is taken down again.",
              () -> groma(0, "destroy", "-emulator", "-auto-approve")));
    }

    private boolean prepare() throws IOException {
      Path file = console.directory().resolve(CONFIGURATION);
      Files.write(file, configuration());
      Files.readString(file)
          .lines()
          .forEach(line -> console.out().println(line.isEmpty() ? "" : "    " + line));
      return true;
    }

    private static byte[] configuration() throws IOException {
      try (InputStream in = DemoCommand.class.getResourceAsStream("peering/" + CONFIGURATION)) {
        if (in == null) {
          throw new IOException("the example is not part of this distribution");
        }
        return in.readAllBytes();
      }
    }

    private void say(String sentence) {
      console.out().println();
      console.out().println(TextView.emphasised(sentence, console, plain));
      console.out().println();
      console.out().flush();
    }

    private boolean groma(int expected, String... words) {
      console.out().println("$ groma " + String.join(" ", words));
      console.out().flush();
      return Main.run(console, words) == expected;
    }

    /// Changes the first connection through the emulator's own pages.
    private boolean tamper() throws IOException {
      Path kept = Clouds.dataDirectory(console).resolve("emulator.json");
      try (CloudEmulator.Running clouds =
          Clouds.start(0, null, null, null, kept, LATENCY, List.of())) {
        String objects = clouds.endpoints().get("baiducloud") + "/_emulator/objects";
        JsonNode connections =
            new ObjectMapper().readTree(call("GET", objects, "")).path("peerconn");
        Optional<String> first =
            connections.propertyNames().stream()
                .filter(id -> connections.path(id).path("bandwidthInMbps").asInt() == 50)
                .findFirst();
        if (first.isEmpty()) {
          return false;
        }
        String change = "{\"bandwidthInMbps\": 200}";
        String path = "/_emulator/objects/peerconn/" + first.get();
        console.out().println("$ curl -X PUT -d '" + change + "' $ENDPOINT" + path);
        call("PUT", objects + "/peerconn/" + first.get(), change);
        return true;
      }
    }

    private static String call(String method, String url, String body) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setRequestMethod(method);
      if (!body.isEmpty()) {
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
          out.write(body.getBytes(StandardCharsets.UTF_8));
        }
      }
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } finally {
        connection.disconnect();
      }
    }
  }
}
