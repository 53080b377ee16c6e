package dev.groma.schemas.schema;

import org.jspecify.annotations.Nullable;

/// The shape of a resource, data source or provider configuration.
///
/// @param version the version of the shape; stored objects of an older one are upgraded before use
/// @param block the attributes and nested blocks
/// @param role what the objects are in a network, or null when nothing is known of that
public record Schema(int version, Block block, @Nullable Role role) {
  /// A shape of something of which nothing else is known.
  public Schema(int version, Block block) {
    this(version, block, null);
  }
}
