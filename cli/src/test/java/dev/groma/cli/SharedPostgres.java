package dev.groma.cli;

import dev.groma.testkit.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// The one PostgreSQL server of all tests in this process, which ends with it.
final class SharedPostgres {
  private static final @Nullable PostgresServer SERVER = start();

  private SharedPostgres() {}

  /// The server; null when none is installed.
  static @Nullable PostgresServer find() {
    return SERVER;
  }

  private static @Nullable PostgresServer start() {
    try {
      if (PostgresServer.installed().isEmpty()) {
        return null;
      }
      PostgresServer server = PostgresServer.start(PostgresServer.installed().get());
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(server)));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(PostgresServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
