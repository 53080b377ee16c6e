package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceAddress;

/// One thing that an apply does, or a point where others meet.
public sealed interface Step {
  /// Creates, updates or reads the object of an instance: the `change` of the plan with its address
  /// and no deposed key.
  record Apply(InstanceAddress address) implements Step {}

  /// Deletes the object of an instance, or gives it up when the change says so.
  ///
  /// @param address the instance
  /// @param deposed the key of a deposed object; empty for the one that is current when the plan is
  ///   made
  record Destroy(InstanceAddress address, String deposed) implements Step {}

  /// Evaluates an output value of the root module.
  record Output(String name) implements Step {}

  /// Nothing is done: later steps wait for all earlier ones here, so that the number of edges stays
  /// small.
  ///
  /// @param name what it stands for, in messages and drawings
  record Join(String name) implements Step {}
}
