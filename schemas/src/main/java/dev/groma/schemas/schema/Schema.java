package dev.groma.schemas.schema;

/// The shape of a resource, data source or provider configuration.
///
/// @param version the version of the shape; stored objects of an older one are upgraded before use
/// @param block the attributes and nested blocks
public record Schema(int version, Block block) {}
