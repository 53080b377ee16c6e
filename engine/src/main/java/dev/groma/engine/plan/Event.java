package dev.groma.engine.plan;

import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.time.Duration;

/// Something that happens while a run goes on, for those who watch it.
public sealed interface Event {
  /// The instance concerned.
  InstanceAddress address();

  /// An object is being read. `id` is its id; empty when it has none.
  record RefreshStart(InstanceAddress address, String id) implements Event {}

  /// An object was read.
  record RefreshComplete(InstanceAddress address, String id) implements Event {}

  /// An object is being taken over.
  ///
  /// @param id what the provider knows it by
  /// @param planning it is looked at for a plan; otherwise it is recorded
  record ImportStart(InstanceAddress address, String id, boolean planning) implements Event {}

  /// An object was taken over: it is recorded.
  record ImportComplete(InstanceAddress address, String id) implements Event {}

  /// A change is begun.
  ///
  /// @param action create, read, update or delete; a replacement is a delete and a create
  /// @param id the id of the object; empty when it has none yet
  record ApplyStart(InstanceAddress address, Action action, String id) implements Event {}

  /// A change goes on.
  ///
  /// @param elapsed the time since it was begun
  /// @param detail what is waited for, or empty
  record ApplyProgress(InstanceAddress address, Action action, Duration elapsed, String detail)
      implements Event {}

  /// A change is complete.
  record ApplyComplete(InstanceAddress address, Action action, String id, Duration elapsed)
      implements Event {}

  /// A change failed.
  record ApplyErrored(InstanceAddress address, Action action, Duration elapsed) implements Event {}

  /// An ephemeral resource is being opened, renewed or closed.
  ///
  /// @param operation `open`, `renew` or `close`
  record EphemeralStart(InstanceAddress address, String operation) implements Event {}

  /// An ephemeral resource was opened, renewed or closed.
  record EphemeralComplete(InstanceAddress address, String operation, Duration elapsed)
      implements Event {}

  /// An ephemeral resource could not be opened, renewed or closed.
  record EphemeralErrored(InstanceAddress address, String operation, Duration elapsed)
      implements Event {}

  /// A provisioner is begun.
  ///
  /// @param type its type, such as `local-exec`
  record ProvisionStart(InstanceAddress address, String type) implements Event {}

  /// A provisioner says something.
  record ProvisionProgress(InstanceAddress address, String type, String output) implements Event {}

  /// A provisioner is complete.
  record ProvisionComplete(InstanceAddress address, String type) implements Event {}

  /// A provisioner failed.
  record ProvisionErrored(InstanceAddress address, String type) implements Event {}

  /// Takes events; called by many threads at once.
  @FunctionalInterface
  interface Listener {
    /// Nobody watches.
    static Listener none() {
      return event -> {};
    }

    /// Takes `event`.
    void accept(Event event);

    /// Takes a diagnostic as soon as it is known; it is also part of the result of the run.
    default void diagnostic(Diagnostic diagnostic) {}

    /// Takes that it is decided what happens to `address`, also when that is nothing.
    default void planned(InstanceAddress address) {}

    /// Takes a request that a provider has sent.
    default void called(CallListener.Call call) {}
  }
}
