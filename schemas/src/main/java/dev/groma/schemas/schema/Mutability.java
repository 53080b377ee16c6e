package dev.groma.schemas.schema;

/// What a change of an attribute asks for.
public enum Mutability {
  /// The object is changed as it stands.
  IN_PLACE,
  /// A new object takes its place.
  REPLACE
}
