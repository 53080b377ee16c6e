package dev.groma.providers.emulator;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How an [Emulator] is to run.
///
/// @param port the first cloud's port, the next ones follow; 0 for any free ones
/// @param accessKey the default account's access key; made up if empty
/// @param secretKey the default account's secret key; made up if empty
/// @param seedFile accounts and networks that exist; without one, everything does
/// @param stateFile where the clouds are kept from one run to the next; without one, they are
///   forgotten
/// @param latency how long each asynchronous change takes
/// @param faults ordered misfortunes, see [dev.groma.providers.emulator.cloud.Fault]
/// @param clock what time it is in the clouds
/// @param random where ids and keys come from
public record EmulatorOptions(
    int port,
    Optional<String> accessKey,
    Optional<String> secretKey,
    Optional<Path> seedFile,
    Optional<Path> stateFile,
    Duration latency,
    List<String> faults,
    Clock clock,
    RandomGenerator random) {

  /// The latency unless another is asked for: long enough to see the states, short enough to wait
  /// for.
  public static final Duration DEFAULT_LATENCY = Duration.ofMillis(200);

  public EmulatorOptions {
    faults = List.copyOf(faults);
  }

  /// Free ports, made-up keys, everything exists, nothing is kept and nothing goes wrong.
  public static EmulatorOptions of(Clock clock, RandomGenerator random) {
    return new EmulatorOptions(
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DEFAULT_LATENCY,
        List.of(),
        clock,
        random);
  }

  /// With another first port.
  public EmulatorOptions withPort(int value) {
    return new EmulatorOptions(
        value, accessKey, secretKey, seedFile, stateFile, latency, faults, clock, random);
  }

  /// With these keys for the default account.
  public EmulatorOptions withKeys(String access, String secret) {
    return new EmulatorOptions(
        port,
        Optional.of(access),
        Optional.of(secret),
        seedFile,
        stateFile,
        latency,
        faults,
        clock,
        random);
  }

  /// With a seed file.
  public EmulatorOptions withSeedFile(Path value) {
    return new EmulatorOptions(
        port, accessKey, secretKey, Optional.of(value), stateFile, latency, faults, clock, random);
  }

  /// With a state file.
  public EmulatorOptions withStateFile(Path value) {
    return new EmulatorOptions(
        port, accessKey, secretKey, seedFile, Optional.of(value), latency, faults, clock, random);
  }

  /// With another latency.
  public EmulatorOptions withLatency(Duration value) {
    return new EmulatorOptions(
        port, accessKey, secretKey, seedFile, stateFile, value, faults, clock, random);
  }

  /// With these faults instead.
  public EmulatorOptions withFaults(String... values) {
    return new EmulatorOptions(
        port, accessKey, secretKey, seedFile, stateFile, latency, List.of(values), clock, random);
  }

  /// The options without the secret.
  @Override
  public String toString() {
    return "EmulatorOptions[port=%d, seedFile=%s, stateFile=%s, latency=%s, faults=%s]"
        .formatted(port, seedFile, stateFile, latency, faults);
  }
}
