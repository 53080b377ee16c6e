package dev.groma.providers.spi;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What a handler is given besides the values.
///
/// @param address the instance concerned, as text, for messages
/// @param operation an id of this operation, from which idempotency tokens are derived; the same
///   when the operation is repeated after a crash
/// @param progress takes sentences such as `state provisioning` that are shown while the user waits
/// @param cancelled true once the user wants to stop
public record CallContext(
    String address, String operation, Consumer<String> progress, BooleanSupplier cancelled) {}
