package dev.groma.engine.drift;

import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.value.Value;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Why a difference does not count.
public sealed interface Excuse {
  /// True when it is about this difference.
  ///
  /// @param stack the name of the stack
  boolean covers(String stack, InstanceAddress address, DriftItem item);

  /// The configuration says so, by `ignore_changes`.
  record Configured() implements Excuse {
    @Override
    public boolean covers(String stack, InstanceAddress address, DriftItem item) {
      return true;
    }
  }

  /// Nobody wants to hear of it.
  ///
  /// @param stack the stacks that it is about; null for all
  /// @param address the objects that it is about
  /// @param path the attributes that it is about; null for the objects as a whole, their deletion
  ///   too
  record Ignored(@Nullable PathPattern stack, AddressPattern address, @Nullable PathPattern path)
      implements Excuse {
    @Override
    public boolean covers(String name, InstanceAddress instance, DriftItem item) {
      return (stack == null || stack.matches(name))
          && address.matches(instance)
          && (path == null || path.matches(item.difference().path()));
    }

    /// The rule as it is written on the command line.
    @Override
    public String toString() {
      return path == null ? address.toString() : address + ":" + path;
    }
  }

  /// Somebody answers for it until some day.
  ///
  /// The deletion of an object is accepted only where `driftClass` says so.
  ///
  /// @param stack the stacks that it is about; null for all
  /// @param address the objects that it is about
  /// @param path the attributes that it is about; null for all
  /// @param driftClass what sort of difference it is about; null for all but deletions
  /// @param observed what the attribute has to be, in the types of JSON; null for anything
  /// @param owner who answers for it
  /// @param reason why it is as it is
  /// @param expires the last day on which it holds, in UTC
  record Accepted(
      @Nullable PathPattern stack,
      AddressPattern address,
      @Nullable PathPattern path,
      @Nullable DriftClass driftClass,
      @Nullable Value observed,
      String owner,
      String reason,
      LocalDate expires)
      implements Excuse {
    @Override
    public boolean covers(String name, InstanceAddress instance, DriftItem item) {
      boolean sort =
          driftClass == null
              ? item.driftClass() != DriftClass.DELETED
              : driftClass == item.driftClass();
      return sort
          && (stack == null || stack.matches(name))
          && address.matches(instance)
          && (path == null || path.matches(item.difference().path()))
          && (observed == null || Objects.equals(observed, item.observed()));
    }

    /// True when it does not hold any more on `day`.
    public boolean isExpired(LocalDate day) {
      return day.isAfter(expires);
    }
  }
}
