package dev.groma.providers.emulator;

import dev.groma.providers.emulator.cloud.SetupException;
import dev.groma.providers.spi.CloudEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// The emulator as the service that the command line looks up.
public final class LocalClouds implements CloudEmulator {
  /// For [java.util.ServiceLoader].
  public LocalClouds() {}

  @Override
  public Running start(Options options) {
    try {
      return Emulator.start(
          new EmulatorOptions(
              options.port(),
              Optional.ofNullable(options.accessKey()),
              Optional.ofNullable(options.secretKey()),
              Optional.ofNullable(options.seedFile()),
              Optional.ofNullable(options.stateFile()),
              options.latency(),
              options.faults(),
              options.clock(),
              options.random()));
    } catch (SetupException wrong) {
      if (wrong.getCause() instanceof IOException failure) {
        throw new UncheckedIOException(wrong.getMessage(), failure);
      }
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
  }
}
