package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  /// @param provisioners the programs that are run before an object is destroyed
  record Removed(
      Endpoint from, boolean destroy, List<Provisioner> provisioners, SourceRange declaration)
      implements Refactoring {
    /// Copies the list.
    public Removed {
      provisioners = List.copyOf(provisioners);
    }
  }

  /// An `import` block: objects that exist become those of instances.
  ///
  /// @param to the instance
  /// @param id what the provider knows the object by
  /// @param forEach the objects by key, which `each` stands for in `to` and `id`; null for one
  /// @param provider the provider configuration that it is read with where nothing is configured
  ///   for the instance
  record Import(
      ImportTarget to,
      Expression id,
      @Nullable Expression forEach,
      ProviderRef provider,
      SourceRange declaration)
      implements Refactoring {}
}
