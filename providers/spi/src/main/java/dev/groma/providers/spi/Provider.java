package dev.groma.providers.spi;

/// A configured provider. Its methods may be called by many threads at once.
public interface Provider extends AutoCloseable {
  /// The handler of the managed resource type `type`, one of the schema's.
  ResourceHandler resource(String type);

  /// The handler of the data source type `type`, one of the schema's.
  DataSourceHandler dataSource(String type);

  /// The handler of the ephemeral resource type `type`, one of the schema's.
  default EphemeralHandler ephemeral(String type) {
    throw new IllegalArgumentException("no ephemeral resource type " + type);
  }

  /// Asks running calls to end soon, leaving nothing half done where that is possible.
  void stop();

  /// Gives back connections; no method is called afterwards.
  @Override
  void close();
}
