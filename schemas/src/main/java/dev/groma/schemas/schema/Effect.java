package dev.groma.schemas.schema;

/// What changing an attribute of an existing object does to traffic.
public enum Effect {
  /// Nothing.
  NONE,
  /// The tunnel takes the new value when its security association is renewed.
  RENEGOTIATES,
  /// The tunnel or link is down while the change is made.
  INTERRUPTS,
  /// The object is replaced: what it carries is down until the new one is ready.
  REPLACES
}
