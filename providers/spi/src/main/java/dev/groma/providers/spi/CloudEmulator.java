package dev.groma.providers.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The clouds on this machine, to try configurations on; found by [java.util.ServiceLoader].
public interface CloudEmulator {
  /// Starts every cloud on 127.0.0.1.
  ///
  /// @throws IllegalArgumentException when an option is wrong; the message is for the user
  /// @throws java.io.UncheckedIOException when a port or file cannot be used; the message is for
  ///   the user
  Running start(Options options);

  /// How to start.
  ///
  /// @param port the port of the first cloud, the others following; 0 for free ones
  /// @param accessKey the access key to take; null to make one up
  /// @param secretKey its secret; null to make one up
  /// @param seedFile what exists beforehand, or null
  /// @param stateFile where to keep the objects between runs, or null
  /// @param latency how long a change of state takes
  /// @param faults what goes wrong on purpose, in the syntax of the emulator's package
  /// @param clock the time
  /// @param random for ids and keys
  record Options(
      int port,
      @Nullable String accessKey,
      @Nullable String secretKey,
      @Nullable Path seedFile,
      @Nullable Path stateFile,
      Duration latency,
      List<String> faults,
      Clock clock,
      RandomGenerator random) {}

  /// Clouds that run until they are closed.
  interface Running extends AutoCloseable {
    /// The base URL of each cloud by provider type.
    SortedMap<String, String> endpoints();

    /// The access key that they take.
    String accessKey();

    /// Its secret.
    String secretKey();

    /// The regions of each cloud by provider type.
    SortedMap<String, List<String>> regions();

    @Override
    void close();
  }
}
