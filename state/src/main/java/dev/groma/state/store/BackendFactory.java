package dev.groma.state.store;

import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Value;
import dev.groma.state.crypto.Encryption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A kind of [Backend], such as `local` or `pg`.
public interface BackendFactory {
  /// Its name in `terraform { backend "..." }`.
  String type();

  /// The arguments of its block, none of them required: those that are left out may come from the
  /// environment, which [#open] looks at.
  Block schema();

  /// Opens a backend. Does no I/O that a wrong argument could make costly; what is wrong with the
  /// arguments or missing is a diagnostic with the attribute's path.
  ///
  /// @param arguments an object of the type that [#schema] implies, wholly known
  Backend.Opened open(Value arguments, Surroundings surroundings);

  /// What a backend may use of the world.
  ///
  /// @param directory the directory of the configuration
  /// @param environment gives the value of an environment variable, null for none
  /// @param clock the time
  /// @param lineages makes up lineages
  /// @param encryption how states and journals are sealed
  record Surroundings(
      Path directory,
      Environment environment,
      Clock clock,
      Supplier<UUID> lineages,
      Encryption encryption) {}

  /// Environment variables.
  @FunctionalInterface
  interface Environment {
    /// The value of the variable `name`, null when it is not set.
    @Nullable String variable(String name);
  }
}
