package dev.groma.cli;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.providers.spi.CloudEmulator;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The providers that are built in and, when the user wants them, the emulated clouds that they
/// talk to. This is where the parts of the program are put together.
///
/// @param registry the providers
/// @param context what they may use of the world
/// @param emulator the emulated clouds, or null
record Clouds(
    ProviderRegistry registry, ProviderContext context, CloudEmulator.@Nullable Running emulator)
    implements AutoCloseable {
  /// How long a change of an emulated cloud takes unless something else is asked for.
  static final Duration LATENCY = Duration.ofMillis(200);

  /// Who calls real clouds, by the ends of the environment variables that say so: no business of
  /// emulated ones.
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          ".+_(ACCESS_KEY(_ID|_SECRET)?|SECRET_KEY|SE(SSION|CURITY)_TOKEN|(USER_)?PASSWORD"
              + "|USER_(NAME|ID)|(PROJECT|TENANT)_(NAME|ID)|ROLE_ARN)");

  /// The providers that are built in.
  static ProviderRegistry providers() {
    return new ProviderRegistry(factories());
  }

  /// The factories of the providers that are built in.
  static List<ProviderFactory> factories() {
    return ServiceLoader.load(ProviderFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /// The clouds of a run: those of this process when `emulated`, kept in `.groma/emulator.json`.
  /// Nothing after an error, which is reported.
  static Optional<Clouds> open(boolean emulated, Console console, View view) {
    if (!emulated) {
      return Optional.of(of(console, null));
    }
    try {
      Path folder = dataDirectory(console);
      Files.createDirectories(folder);
      return Optional.of(
          of(
              console,
              start(0, null, null, null, folder.resolve("emulator.json"), LATENCY, List.of())));
    } catch (IOException e) {
      view.report(
          notStarted(
              "The directory "
                  + Console.shown(dataDirectory(console))
                  + " cannot be made: "
                  + (e instanceof FileAlreadyExistsException
                      ? "there is a file of that name. Move it away, or work"
                      : e.getClass().getSimpleName() + ". Work")
                  + " in a directory that you can write to."));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      view.report(notStarted(String.valueOf(e.getMessage())));
    }
    return Optional.empty();
  }

  private static Diagnostic notStarted(String why) {
    return Diagnostic.error("emulator.not-started", "The emulator cannot be started", why);
  }

  /// Where things are kept that belong to a directory and are no state: `.groma`.
  static Path dataDirectory(Console console) {
    return console.directory().resolve(".groma");
  }

  /// Clouds that are given.
  static Clouds of(Console console, CloudEmulator.@Nullable Running emulator) {
    return new Clouds(
        new ProviderRegistry(console.machine().factories().get()),
        context(console, emulator),
        emulator);
  }

  /// What providers may use of the world.
  static ProviderContext context(Console console, CloudEmulator.@Nullable Running emulator) {
    SortedMap<String, ProviderContext.Endpoint> endpoints = new TreeMap<>();
    if (emulator != null) {
      emulator
          .endpoints()
          .forEach((cloud, url) ->
              endpoints.put(
                  cloud,
                  new ProviderContext.Endpoint(url, emulator.accessKey(), emulator.secretKey())));
    }
    return new ProviderContext(
        name ->
            name == null || (emulator != null && isCredential(name))
                ? null
                : console.environment().get(name),
        console.machine().clock(),
        new SecureRandom(),
        endpoints,
        VersionCommand.VERSION,
        console.directory());
  }

  /// These clouds for another directory. What runs there shares the limits of each account; only
  /// these have to be closed.
  Clouds in(Path directory) {
    return new Clouds(
        registry,
        new ProviderContext(
            context.environment(),
            context.clock(),
            context.random(),
            context.endpoints(),
            context.version(),
            directory),
        null);
  }

  private static boolean isCredential(String name) {
    return CREDENTIAL.matcher(name).matches();
  }

  /// Starts the emulated clouds.
  ///
  /// @throws IllegalArgumentException when an option is wrong; the message is for the user
  /// @throws UncheckedIOException when a port or file cannot be used; the message is for the user
  static CloudEmulator.Running start(
      int port,
      @Nullable String accessKey,
      @Nullable String secretKey,
      @Nullable Path seedFile,
      @Nullable Path stateFile,
      Duration latency,
      List<String> faults) {
    CloudEmulator emulator =
        ServiceLoader.load(CloudEmulator.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no emulator on the class path"));
    return emulator.start(
        new CloudEmulator.Options(
            port,
            accessKey,
            secretKey,
            seedFile,
            stateFile,
            latency,
            faults,
            Clock.systemUTC(),
            new SecureRandom()));
  }

  @Override
  public void close() {
    if (emulator != null) {
      emulator.close();
    }
  }
}
