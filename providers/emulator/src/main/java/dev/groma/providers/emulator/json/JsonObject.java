package dev.groma.providers.emulator.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An immutable JSON object whose members keep the order they were added in.
///
/// A value is null, a [String], a [Boolean], a [BigDecimal], a [JsonObject] or a [List] of values.
/// An access by type treats a member that is null like one that is absent, and throws
/// [JsonTypeException] when the member holds another type. Two objects are equal when they have the
/// same members in any order.
public final class JsonObject {
  /// The object without members.
  public static final JsonObject EMPTY = new JsonObject(new LinkedHashMap<>());

  private final Map<String, @Nullable Object> members;
  // The text is asked for again at every save; an object that did not change is printed once.
  private @Nullable String text;

  JsonObject(SequencedMap<String, @Nullable Object> members) {
    this.members = Collections.unmodifiableMap(members);
  }

  /// Reads one JSON object.
  ///
  /// @throws JsonSyntaxException if the text is not JSON
  /// @throws JsonTypeException if it is JSON but not an object
  public static JsonObject parse(String text) throws JsonSyntaxException {
    if (JsonText.read(text) instanceof JsonObject object) {
      return object;
    }
    throw new JsonTypeException("expected a JSON object");
  }

  /// The object with these members, in the map's order.
  public static JsonObject of(Map<String, JsonObject> members) {
    return new JsonObject(new LinkedHashMap<>(members));
  }

  /// This object with one more member, or with that member replaced in its place.
  ///
  /// @param value null, a [String], [Boolean], [Number], [JsonObject], [JsonObject]s or strings in
  ///   a [List]
  public JsonObject with(String name, @Nullable Object value) {
    var copy = new LinkedHashMap<String, @Nullable Object>(members);
    copy.put(name, normal(value));
    return new JsonObject(copy);
  }

  /// This object with the member if there is a value, unchanged otherwise.
  public JsonObject with(String name, Optional<?> value) {
    return value.isPresent() ? with(name, value.get()) : this;
  }

  /// This object changed by a merge patch (RFC 7396): null removes a member, objects are merged,
  /// all else replaces.
  public JsonObject merge(JsonObject patch) {
    var merged = new LinkedHashMap<String, @Nullable Object>(members);
    patch.members.forEach((name, value) -> {
      if (value == null) {
        merged.remove(name);
      } else if (value instanceof JsonObject inner) {
        JsonObject old = merged.get(name) instanceof JsonObject object ? object : EMPTY;
        merged.put(name, old.merge(inner));
      } else {
        merged.put(name, value);
      }
    });
    return new JsonObject(merged);
  }

  /// The names of the members, in order.
  public Set<String> names() {
    return members.keySet();
  }

  /// The member as text.
  public Optional<String> text(String name) {
    return member(name, String.class, "a string");
  }

  /// The member as true or false.
  public Optional<Boolean> flag(String name) {
    return member(name, Boolean.class, "true or false");
  }

  /// The member as a whole number that fits an `int`.
  public Optional<Integer> integer(String name) {
    return member(name, BigDecimal.class, "an integer")
        .map(number -> {
          try {
            return number.intValueExact();
          } catch (ArithmeticException _) {
            throw wrongType(name, "an integer");
          }
        });
  }

  /// The member as an object.
  public Optional<JsonObject> object(String name) {
    return member(name, JsonObject.class, "an object");
  }

  /// The member as an array of objects; empty when it is absent.
  public List<JsonObject> objects(String name) {
    return array(name, JsonObject.class, "an array of objects");
  }

  /// The member as an array of strings; empty when it is absent.
  public List<String> texts(String name) {
    return array(name, String.class, "an array of strings");
  }

  /// All members, each of which must be an object, sorted by name.
  public SortedMap<String, JsonObject> objects() {
    var all = new TreeMap<String, JsonObject>();
    members.forEach((name, value) -> all.put(name, require(name, value)));
    return all;
  }

  /// The member's value through a reader of its text, such as `Instant::parse`.
  public <T> Optional<T> parsed(String name, Function<String, T> reader) {
    return text(name)
        .map(value -> {
          try {
            return reader.apply(value);
          } catch (RuntimeException broken) {
            throw new JsonTypeException(
                "\"%s\": \"%s\" cannot be read: %s".formatted(name, value, broken.getMessage()));
          }
        });
  }

  /// What to throw when a member that must be there is not.
  public static JsonTypeException missing(String name) {
    return new JsonTypeException("\"%s\" is missing".formatted(name));
  }

  /// This object as text whose members are sorted by name at every level: equal objects have equal
  /// text.
  public String canonical() {
    return sorted().toString();
  }

  /// This object as compact JSON text.
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = JsonText.write(this);
      text = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  /// All members in order, with values as described above.
  public Map<String, @Nullable Object> members() {
    return members;
  }

  private <T> Optional<T> member(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrongType(name, expected);
    }
    return Optional.of(type.cast(value));
  }

  private <T> List<T> array(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
      throw wrongType(name, expected);
    }
    return list.stream().map(type::cast).toList();
  }

  private static JsonObject require(String name, @Nullable Object value) {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrongType(name, "an object");
  }

  private static JsonTypeException wrongType(String name, String expected) {
    return new JsonTypeException("\"%s\" must be %s".formatted(name, expected));
  }

  private static @Nullable Object normal(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean flag -> flag;
      case JsonObject object -> object;
      case Number number -> new BigDecimal(number.toString());
      case List<?> list -> list.stream().map(JsonObject::normal).toList();
      default -> throw new IllegalArgumentException("not a JSON value: " + value.getClass());
    };
  }

  private JsonObject sorted() {
    var sorted = new LinkedHashMap<String, @Nullable Object>();
    new TreeMap<>(members).forEach((name, value) -> sorted.put(name, sorted(value)));
    return new JsonObject(sorted);
  }

  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case JsonObject object -> object.sorted();
      case List<?> list -> list.stream().map(element -> sorted(element)).toList();
      case null, default -> value;
    };
  }
}
