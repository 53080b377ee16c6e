package dev.groma.engine.testing;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes up what a provider would have answered: eight letters and digits for a text, zero, false,
/// nothing in lists, sets and maps, and null where any type is taken.
final class MockValues {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final RandomGenerator random;

  MockValues(RandomGenerator random) {
    this.random = random;
  }

  /// `planned` with everything unknown made up.
  ///
  /// @param given values for attributes that go before made-up ones
  Value complete(Value planned, Block block, Value.Obj given) {
    if (!(planned instanceof Value.Obj object)) {
      return known(planned);
    }
    SortedMap<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
    object
        .attributes()
        .forEach((name, value) -> {
          Attribute attribute = block.attributes().get(name);
          all.put(
              name,
              attribute == null || value.isKnown()
                  ? known(value)
                  : open(value, attribute.type(), given.attributes().get(name)));
        });
    return new Value.Obj(all);
  }

  /// `planned` with what is `given` for computed attributes that are unknown. The rest stays so:
  /// what is made up when a change is applied need not be the same twice.
  Value known(Value planned, Block block, Value.Obj given) {
    if (!(planned instanceof Value.Obj object)) {
      return planned;
    }
    SortedMap<String, Value> all = new TreeMap<>(object.attributes());
    given
        .attributes()
        .forEach((name, value) -> {
          Attribute attribute = block.attributes().get(name);
          if (attribute != null && all.get(name) instanceof Value.Unknown) {
            all.put(name, converted(value, attribute.type()));
          }
        });
    return new Value.Obj(all);
  }

  private Value open(Value unknown, Type type, @Nullable Value given) {
    if (given != null) {
      return converted(given, type);
    }
    return type instanceof Type.Dynamic ? Value.nullOf(unknown.type()) : known(unknown);
  }

  /// What reading a data source with `configuration` gives.
  Value read(Value configuration, Block block, Value.Obj given) {
    if (!(configuration instanceof Value.Obj object)) {
      return configuration;
    }
    SortedMap<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
    all.putAll(object.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          boolean isOpen = attribute.mode().isComputed() && object.require(name).isNull();
          if (isOpen) {
            Type type = attribute.type().withoutOptional();
            all.put(
                name,
                given.attributes().containsKey(name)
                    ? converted(given.require(name), type)
                    : made(type));
          }
        });
    return new Value.Obj(all);
  }

  private Value converted(Value value, Type type) {
    return Conversion.convert(value, type.withoutOptional())
            instanceof Conversion.Converted(Value fitting)
        ? fitting
        : made(type.withoutOptional());
  }

  private Value known(Value value) {
    return value instanceof Value.Unknown unknown
        ? made(unknown.type())
        : value.isWhollyKnown() ? value : value.mapParts(this::known);
  }

  private Value made(Type type) {
    return switch (type) {
      case Type.Primitive primitive ->
          switch (primitive) {
            case STRING -> Value.of(word());
            case NUMBER -> Num.of(0);
            case BOOL -> Value.of(false);
          };
      case Type.Dynamic _ -> Value.nullValue();
      case Type.ListType(Type element) -> new Value.ListOf(element, List.of());
      case Type.SetType(Type element) -> Value.set(element, Set.of());
      case Type.MapType(Type element) -> new Value.MapOf(element, new TreeMap<>());
      case Type.TupleType tuple ->
          new Value.Tuple(tuple.elements().stream().map(this::made).toList());
      case Type.ObjectType object -> {
        SortedMap<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
        object.attributes().forEach((name, inner) -> all.put(name, made(inner)));
        yield new Value.Obj(all);
      }
    };
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return word.toString();
  }
}
