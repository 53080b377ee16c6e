package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.SourceRange;

/// A statement about objects that exist already. All addresses are seen from the module that it is
/// in.
public sealed interface Refactoring {
  /// The beginning of its block.
  SourceRange declaration();

  /// A `moved` block: what was at `from` is at `to` now.
  record Moved(Endpoint from, Endpoint to, SourceRange declaration) implements Refactoring {}

  /// A `removed` block.
  ///
  /// @param from what is not in the configuration any more
  /// @param destroy whether its objects are destroyed; otherwise they are only forgotten
  record Removed(Endpoint from, boolean destroy, SourceRange declaration) implements Refactoring {}

  /// An `import` block: an object that exists becomes the object of an instance.
  ///
  /// @param to the instance
  /// @param id what the provider knows the object by
  record Import(InstanceAddress to, Expression id, SourceRange declaration)
      implements Refactoring {}
}
