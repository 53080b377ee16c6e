package dev.groma.providers.spi;

/// Marks a [ResourceHandler] whose objects exist in the state only: one that is not recorded does
/// not exist.
public interface Local {}
