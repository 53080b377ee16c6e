package dev.groma.state.store;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import java.util.Map;
import java.util.TreeMap;

/// Builds the schema of a backend's arguments, all of them optional.
public final class ArgumentSchema {
  private final Map<String, Attribute> attributes = new TreeMap<>();

  /// Adds an argument that is a text.
  public ArgumentSchema text(String name, String english, String chinese) {
    return of(name, Type.STRING, english, chinese);
  }

  /// Adds an argument that is a secret text.
  public ArgumentSchema secret(String name, String english, String chinese) {
    attributes.put(
        name, Attribute.of(Type.STRING, Mode.OPTIONAL, new Doc(english, chinese)).asSensitive());
    return this;
  }

  /// Adds an argument that is true or false.
  public ArgumentSchema flag(String name, String english, String chinese) {
    return of(name, Type.BOOL, english, chinese);
  }

  /// Adds an argument that is a number.
  public ArgumentSchema number(String name, String english, String chinese) {
    return of(name, Type.NUMBER, english, chinese);
  }

  /// Adds an argument of another type.
  public ArgumentSchema of(String name, Type type, String english, String chinese) {
    attributes.put(name, Attribute.of(type, Mode.OPTIONAL, new Doc(english, chinese)));
    return this;
  }

  /// The schema of the arguments so far.
  public Block block() {
    return Block.of(attributes, Map.of());
  }
}
