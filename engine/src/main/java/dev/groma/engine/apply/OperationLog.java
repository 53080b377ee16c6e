package dev.groma.engine.apply;

import dev.groma.engine.plan.Action;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.state.Instance;
import org.jspecify.annotations.Nullable;

/// Keeps on disk what an apply does, while it does it, so that nothing is lost when it is killed.
/// Called by many threads; each call returns once the record is safe.
public interface OperationLog {
  /// Nothing is kept: for tests of other things.
  OperationLog NONE =
      new OperationLog() {
        @Override
        public boolean begin(Announcement announcement) {
          return true;
        }

        @Override
        public void recorded(String operation, InstanceAddress address, Instance instance) {}

        @Override
        public void end(String operation, InstanceAddress address, @Nullable Instance instance) {}
      };

  /// An operation that is about to be sent.
  ///
  /// @param operation its id, from which idempotency tokens are derived
  /// @param address the instance
  /// @param deposed the deposed object that it is about; empty for the current one
  /// @param action create, update or delete
  /// @param repeatable true when repeating it under its id within the provider's time gives the
  ///   result of the first time
  /// @param request what is asked for, without secrets; null when it need not be known again
  record Announcement(
      String operation,
      InstanceAddress address,
      String deposed,
      Action action,
      boolean repeatable,
      @Nullable Request request) {}

  /// An operation is about to be sent. False when that could not be kept: then nothing is sent, and
  /// the log itself tells why.
  boolean begin(Announcement announcement);

  /// An object is known to exist, although the operation goes on.
  void recorded(String operation, InstanceAddress address, Instance instance);

  /// An operation is over, well or not. One that is never ended has an outcome that is not known,
  /// and stays on record.
  ///
  /// @param instance what is at the address now; null for nothing
  void end(String operation, InstanceAddress address, @Nullable Instance instance);
}
