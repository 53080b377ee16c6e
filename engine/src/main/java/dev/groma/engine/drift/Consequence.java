package dev.groma.engine.drift;

import dev.groma.engine.plan.Action;
import dev.groma.schemas.address.InstanceAddress;

/// What the next apply would do because of drift.
///
/// @param address the object that it is done to
/// @param action what is done
public record Consequence(InstanceAddress address, Action action) {}
