package dev.groma.engine.config;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;

/// The type that a variable's value is converted to, and what stands in for attributes that are
/// left out.
///
/// @param type the type, with its optional attributes
/// @param defaults the defaults of optional attributes
public record TypeConstraint(Type type, TypeDefaults defaults) {
  /// Takes any value.
  public static final TypeConstraint ANY = new TypeConstraint(Type.DYNAMIC, TypeDefaults.NONE);

  /// `value` with missing optional attributes filled in, at any depth, and then converted.
  public Conversion.Result convert(Value value) {
    return Conversion.convert(defaults.apply(value), type);
  }
}
