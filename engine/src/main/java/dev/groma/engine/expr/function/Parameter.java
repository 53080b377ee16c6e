package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Type;

/// A parameter of a [Function], and which special arguments the function takes care of itself.
///
/// @param name the name that messages use
/// @param type the type that arguments are converted to; [Type#DYNAMIC] for any
/// @param doc one sentence of documentation; may be empty
/// @param allowNull null may be passed
/// @param allowUnknown unknown values may be passed; otherwise one makes the result unknown
/// @param allowUntyped unknown and null values of no known type may be passed
/// @param allowMarked marked values may be passed; otherwise marks, at any depth, are taken away
///   and put on the result
public record Parameter(
    String name,
    Type type,
    String doc,
    boolean allowNull,
    boolean allowUnknown,
    boolean allowUntyped,
    boolean allowMarked) {
  static Parameter of(String name, Type type, String doc) {
    return new Parameter(name, type, doc, false, false, false, false);
  }

  Parameter orNull() {
    return new Parameter(name, type, doc, true, allowUnknown, allowUntyped, allowMarked);
  }

  Parameter orUnknown() {
    return new Parameter(name, type, doc, allowNull, true, allowUntyped, allowMarked);
  }

  Parameter orUntyped() {
    return new Parameter(name, type, doc, allowNull, allowUnknown, true, allowMarked);
  }

  Parameter orMarked() {
    return new Parameter(name, type, doc, allowNull, allowUnknown, allowUntyped, true);
  }
}
