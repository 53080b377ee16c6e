package dev.groma.schemas.schema;

/// When two different values of an attribute mean the same, so that the user's spelling is kept and
/// no change is planned.
public enum Equivalence {
  /// Never: only equal values mean the same.
  EXACT,
  /// Texts that differ in upper and lower case.
  CASE_INSENSITIVE,
  /// Texts that hold the same JSON value.
  JSON,
  /// CIDR blocks that differ in host bits or spelling.
  CIDR,
  /// Lists with the same elements in another order.
  UNORDERED
}
