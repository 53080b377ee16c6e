package dev.groma.cli;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.schemas.diag.Diagnostic;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// `groma emulator`: serves emulated clouds on 127.0.0.1 until it is stopped.
final class EmulatorCommand implements Command {
  private static final Pattern LATENCY = Pattern.compile("([0-9]{1,9})(ms|s|m)?");

  @Override
  public String name() {
    return "emulator";
  }

  @Override
  public String description() {
    return "Serve emulated clouds on 127.0.0.1 until it is stopped.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(
        Options.number(
            "-port", "PORT", "The port of the first cloud, others follow; 0 takes free ones."));
    spec.addOption(
        Options.value("-access-key", "KEY", "The access key to take; made up by default."));
    spec.addOption(Options.value("-secret-key", "KEY", "Its secret; made up by default."));
    spec.addOption(
        Options.value("-seed-file", "FILE", "What exists beforehand; otherwise any network does."));
    spec.addOption(
        Options.value("-state-file", "FILE", "Where the objects are kept; nowhere by default."));
    spec.addOption(
        Options.value(
            "-latency", "DURATION", "How long a change of state takes; 200ms by default."));
    spec.addOption(
        Options.values(
            "-fault",
            "FAULT",
            "What goes wrong on purpose, such as"
                + " baiducloud:CreatePeerConn:2:status=500. See docs/emulator.md."));
    spec.addOption(Options.flag(Options.JSON, "Print where the clouds are as one line of JSON."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console);
    String latency = Options.find(arguments, "-latency");
    @Nullable Duration delay = latency == null ? Clouds.LATENCY : duration(latency);
    if (delay == null) {
      return refuse(
          view, "The value of -latency must be a number and a unit, such as 200ms or 3s.");
    }
    try (CloudEmulator.Running running =
        Clouds.start(
            arguments.matchedOptionValue("-port", 0),
            Options.find(arguments, "-access-key"),
            Options.find(arguments, "-secret-key"),
            path(arguments, console, "-seed-file"),
            path(arguments, console, "-state-file"),
            delay,
            List.copyOf(Options.all(arguments, "-fault")))) {
      announce(running, Options.isOn(arguments, Options.JSON), console);
      return serve(console);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return refuse(view, String.valueOf(e.getMessage()));
    }
  }

  private static int refuse(View view, String why) {
    view.report(Diagnostic.error("emulator.not-started", "The emulator cannot be started", why));
    return 1;
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = LATENCY.matcher(text);
    if (!matcher.matches() || (matcher.group(2) == null && !text.equals("0"))) {
      return null;
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  private static @Nullable Path path(ParseResult arguments, Console console, String option) {
    String name = Options.find(arguments, option);
    return name == null ? null : console.directory().resolve(name);
  }

  private static void announce(CloudEmulator.Running running, boolean json, Console console) {
    if (json) {
      ObjectNode line = new ObjectMapper().createObjectNode();
      ObjectNode endpoints = line.putObject("endpoints");
      running.endpoints().forEach(endpoints::put);
      line.put("access_key", running.accessKey());
      line.put("secret_key", running.secretKey());
      ObjectNode regions = line.putObject("regions");
      running
          .regions()
          .forEach((cloud, names) -> names.forEach(regions.withArray("/" + cloud)::add));
      console.out().println(line);
    } else {
      console.out().println("Emulated clouds on this machine:");
      console.out().println();
      running
          .endpoints()
          .forEach((cloud, url) -> {
            console.out().println("  " + cloud + "  " + url);
            console
                .out()
                .println(
                    "    regions     "
                        + String.join(" ", running.regions().getOrDefault(cloud, List.of())));
          });
      console.out().println("    access key  " + running.accessKey());
      console.out().println("    secret key  " + running.secretKey());
      console.out().println();
      console
          .out()
          .println(
              "Set them as endpoint, access_key and secret_key of the provider. Press Ctrl-C to"
                  + " stop.");
    }
    console.out().flush();
  }

  /// Waits until the user interrupts the process, or the thread is interrupted.
  private static int serve(Console console) {
    CountDownLatch stopped = new CountDownLatch(1);
    try (Interrupts.Listening _ = console.interrupts().listen(_ -> stopped.countDown())) {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }
}
