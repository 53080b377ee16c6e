package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change that was announced and whose end is not recorded: it may or may not have happened.
///
/// @param id its id, unique in all runs
/// @param address the instance it is about
/// @param deposedKey the deposed object it is about, or null for the current one
/// @param action what was to be done
/// @param token the idempotency token that the call is repeated with; empty when the API takes none
/// @param fingerprint a digest of the request, equal for requests that ask for the same; empty for
///   none
/// @param request what was asked for: the instance with the object as it was planned, null where
///   the provider decides. Nothing secret is in it: a secret is null, and its path is one of the
///   object's sensitive paths. Null when no request is kept
/// @param began when it was announced
/// @param instance the instance as far as it is known, with an object made by this operation
///   recorded in it as tainted; null when nothing was recorded
public record PendingOperation(
    String id,
    InstanceAddress address,
    @Nullable String deposedKey,
    Action action,
    String token,
    String fingerprint,
    @Nullable Instance request,
    Instant began,
    @Nullable Instance instance) {
  /// An operation whose request is not kept.
  public PendingOperation(
      String id,
      InstanceAddress address,
      @Nullable String deposedKey,
      Action action,
      String token,
      String fingerprint,
      Instant began,
      @Nullable Instance instance) {
    this(id, address, deposedKey, action, token, fingerprint, null, began, instance);
  }

  /// What an operation does.
  public enum Action {
    /// Makes an object.
    CREATE,
    /// Changes an object in place.
    UPDATE,
    /// Deletes an object.
    DELETE
  }

  /// This operation with what it has made so far.
  public PendingOperation recorded(Instance known) {
    return with(known);
  }

  /// This operation as it was announced.
  public PendingOperation withoutInstance() {
    return with(null);
  }

  private PendingOperation with(@Nullable Instance known) {
    return new PendingOperation(
        id, address, deposedKey, action, token, fingerprint, request, began, known);
  }
}
