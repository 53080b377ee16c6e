package dev.groma.providers.spi;

/// The capability to take over an object that exists already.
public interface Importable {
  /// The object with the import id `id`, as far as it is known without reading:
  /// [ResourceHandler#read] fills in the rest. `value` is Java null when the id has not the right
  /// form.
  ResourceHandler.ReadResult importState(String id, CallContext context);
}
