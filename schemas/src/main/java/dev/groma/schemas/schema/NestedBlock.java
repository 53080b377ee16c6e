package dev.groma.schemas.schema;

/// A block within a block.
///
/// @param nesting how its occurrences are arranged
/// @param block what each occurrence holds
/// @param min the least number of occurrences
/// @param max the greatest number of occurrences, 0 for any number
public record NestedBlock(Nesting nesting, Block block, int min, int max) {
  /// How the occurrences of a nested block become a value.
  public enum Nesting {
    /// At most one: an object, or null.
    SINGLE,
    /// At most one: an object always, its attributes null when the block is absent.
    GROUP,
    /// A list of objects.
    LIST,
    /// A set of objects.
    SET,
    /// A map of objects by the label of each block.
    MAP
  }
}
