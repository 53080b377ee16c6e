package dev.groma.providers.spi;

import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The capability to find out what came of a create whose end nobody saw, and to finish it.
public interface Resumable {
  /// How long after a create was sent the same [ResourceHandler#apply] under the same
  /// [CallContext#operation] gives the object of the first one instead of making another: as long
  /// as the API can be relied upon to remember an idempotency token. Nothing where it takes none.
  Optional<Duration> repeatableFor();

  /// True when [#find] can tell what exists.
  boolean isFindable();

  /// Visits the objects that a create of `planned` may have made: those that exist and are what its
  /// request asked for. Attributes that later calls set do not count.
  ///
  /// @param planned the object as it was planned; unknown where the provider decides, null for a
  ///   secret that is not known any more
  /// @param visitor answers false to see no more
  Diagnostics find(Value planned, Predicate<Found> visitor, CallContext context);

  /// Does everything of a create that comes after the call that made the object: waits, and makes
  /// the calls that follow. Those that were made before may be made again.
  ///
  /// @param request the create, as [ResourceHandler#apply] was given it
  /// @param known the object as far as it is known, with its identity
  ResourceHandler.ApplyResult resume(
      ResourceHandler.ApplyRequest request, Value known, CallContext context);

  /// An object that exists.
  ///
  /// @param value the object, as [ResourceHandler#read] gives it
  /// @param created when it was made, by the clock of the cloud; null when the API does not tell
  record Found(Value value, @Nullable Instant created) {}
}
