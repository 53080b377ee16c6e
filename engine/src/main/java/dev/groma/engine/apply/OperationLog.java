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
        public void begin(
            String operation, InstanceAddress address, Action action, String fingerprint) {}

        @Override
        public void recorded(String operation, InstanceAddress address, Instance instance) {}

        @Override
        public void end(String operation, InstanceAddress address, @Nullable Instance instance) {}
      };

  /// An operation is about to be sent.
  ///
  /// @param operation its id, from which idempotency tokens are derived
  /// @param action create, update or delete
  /// @param fingerprint a digest of what is asked for, without secrets
  void begin(String operation, InstanceAddress address, Action action, String fingerprint);

  /// An object is known to exist, although the operation goes on.
  void recorded(String operation, InstanceAddress address, Instance instance);

  /// An operation is over, well or not.
  ///
  /// @param instance what is at the address now; null for nothing
  void end(String operation, InstanceAddress address, @Nullable Instance instance);
}
