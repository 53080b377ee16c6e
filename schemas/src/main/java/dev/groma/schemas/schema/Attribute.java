package dev.groma.schemas.schema;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/// An argument that holds a value.
///
/// @param type the type of its value; [Type#DYNAMIC] takes anything
/// @param mode who sets it
/// @param mutability what a change asks for
/// @param sensitive its value is never printed
/// @param repeats the attribute beside it whose value it has, and which it is as sensitive as; null
///   for none
/// @param writeOnly its value is sent and never read back or stored
/// @param defaultValue what it has when the configuration does not set it, or null; only where the
///   mode is [Mode#OPTIONAL] or [Mode#OPTIONAL_COMPUTED]
/// @param equivalence when two values of it mean the same
/// @param effect what changing it does to traffic
/// @param doc what it is for
/// @param deprecation what to use instead, or null
public record Attribute(
    Type type,
    Mode mode,
    Mutability mutability,
    boolean sensitive,
    @Nullable String repeats,
    boolean writeOnly,
    @Nullable Value defaultValue,
    Equivalence equivalence,
    Effect effect,
    Doc doc,
    @Nullable String deprecation) {

  /// An attribute that repeats no other one.
  public Attribute(
      Type type,
      Mode mode,
      Mutability mutability,
      boolean sensitive,
      boolean writeOnly,
      @Nullable Value defaultValue,
      Equivalence equivalence,
      Effect effect,
      Doc doc,
      @Nullable String deprecation) {
    this(
        type,
        mode,
        mutability,
        sensitive,
        null,
        writeOnly,
        defaultValue,
        equivalence,
        effect,
        doc,
        deprecation);
  }

  /// A plain attribute that is changed in place.
  public static Attribute of(Type type, Mode mode, Doc doc) {
    return new Attribute(
        type,
        mode,
        Mutability.IN_PLACE,
        false,
        null,
        false,
        null,
        Equivalence.EXACT,
        Effect.NONE,
        doc,
        null);
  }

  /// This attribute, sensitive.
  public Attribute asSensitive() {
    return new Attribute(
        type,
        mode,
        mutability,
        true,
        repeats,
        writeOnly,
        defaultValue,
        equivalence,
        effect,
        doc,
        deprecation);
  }

  /// This attribute, which has the value of the attribute `other`.
  public Attribute repeating(String other) {
    return new Attribute(
        type,
        mode,
        mutability,
        sensitive,
        other,
        writeOnly,
        defaultValue,
        equivalence,
        effect,
        doc,
        deprecation);
  }

  /// This attribute, whose change replaces the object.
  public Attribute replacing() {
    return new Attribute(
        type,
        mode,
        Mutability.REPLACE,
        sensitive,
        repeats,
        writeOnly,
        defaultValue,
        equivalence,
        Effect.REPLACES,
        doc,
        deprecation);
  }
}
