package dev.groma.state.json;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;

/// An immutable JSON value as compact text, kept without knowing what it means: the attributes of
/// an object whose schema only a provider knows.
///
/// It is parsed anew at each [#decode], so callers keep what they decoded. It never shows its
/// content in [Object#toString], which may hold secrets.
///
/// @param text well-formed JSON without blanks between its tokens, as [#encode] makes it
public record JsonText(String text) {
  /// JSON null.
  public static final JsonText NULL = new JsonText("null");

  /// The empty object.
  public static final JsonText EMPTY_OBJECT = new JsonText("{}");

  /// `value`, to be read back as a value of `type`. Where `type` is [Type#DYNAMIC] the value's own
  /// type is written beside it.
  ///
  /// @param value without marks and unknown parts
  /// @throws IllegalArgumentException when `value` has a mark or is not wholly known
  public static JsonText encode(Value value, Type type) {
    StringBuilder out = new StringBuilder();
    ValueWriter.write(value, type, out);
    return new JsonText(out.toString());
  }

  /// This as a value of `type`.
  ///
  /// 1. An attribute of an object type that is missing here is null; one that the type does not
  ///    know is left out.
  /// 2. Strings, numbers and bools stand for each other where nothing is lost.
  ///
  /// @throws MismatchException when it is none
  public Value decode(Type type) {
    return ValueReader.read(text, type);
  }

  /// This as a value whose type is taken from the JSON alone: objects and tuples.
  public Value decodeUntyped() {
    return ValueReader.readUntyped(text);
  }

  @Override
  public String toString() {
    return "(" + text.length() + " characters of JSON)";
  }
}
