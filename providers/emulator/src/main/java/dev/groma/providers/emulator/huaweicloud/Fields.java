package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The members of an object in a request, and how to read them.
///
/// A member that the reference does not name is refused, where the real service passes over it in
/// silence: a misspelled name shows.
///
/// @param where the object, for refusals
record Fields(String where, JsonObject object) {
  /// The members of an object that is not there.
  static final Fields NONE = new Fields("nothing", JsonObject.EMPTY);

  private static final Pattern NAME = Pattern.compile("[0-9A-Za-z\\u4e00-\\u9fa5_.-]+");

  /// 36 characters in the shape of a UUID. The samples' ids have letters beyond `f`.
  private static final Pattern UUID =
      Pattern.compile("[0-9a-zA-Z]{8}(-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}");

  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{M}\\p{N} _.:=+@-]*");

  static Fields of(String where, JsonObject object, Set<String> known) {
    for (String name : object.names()) {
      invalidIf(!known.contains(name), "%s of %s is not known".formatted(name, where));
    }
    return new Fields(where, object);
  }

  boolean has(String name) {
    return object.members().get(name) != null;
  }

  Fields require(String name, Set<String> known) {
    return find(name, known).orElseThrow(() -> missing(name));
  }

  Optional<Fields> find(String name, Set<String> known) {
    return object.object(name).map(inner -> of(name, inner, known));
  }

  private RuntimeException missing(String name) {
    return HuaweiErrors.invalid("%s is required".formatted(name));
  }

  void need(String name) {
    if (!has(name)) {
      throw missing(name);
    }
  }

  void requireIf(boolean needed, String name, String why) {
    invalidIf(needed && !has(name), "%s is required when %s".formatted(name, why));
  }

  void forbidIf(boolean wrong, String name, String why) {
    invalidIf(wrong && has(name), "%s cannot be given when %s".formatted(name, why));
  }

  String text(String name) {
    return find(name).orElseThrow(() -> missing(name));
  }

  Optional<String> find(String name) {
    return object.text(name);
  }

  Optional<String> text(String name, int least, int most) {
    return find(name)
        .map(value -> {
          int length = value.codePointCount(0, value.length());
          invalidIf(
              length < least || length > most,
              "%s must have %d to %d characters".formatted(name, least, most));
          return value;
        });
  }

  /// A name of a thing: letters, digits, Chinese characters, `_`, `-` and `.`. Some tables of
  /// answers leave the dot out; those of requests do not.
  Optional<String> name(String name, int least, int most) {
    return text(name, least, most)
        .map(value -> {
          invalidIf(
              !NAME.matcher(value).matches(),
              "%s can have letters, digits, Chinese characters, _, - and . only".formatted(name));
          return value;
        });
  }

  Optional<String> uuid(String name) {
    return find(name).map(value -> checkUuid(name, value));
  }

  static String checkUuid(String name, String value) {
    invalidIf(!UUID.matcher(value).matches(), "%s must be a UUID of 36 characters".formatted(name));
    return value;
  }

  Optional<String> choice(String name, List<String> allowed) {
    return find(name)
        .map(value -> {
          invalidIf(
              !allowed.contains(value),
              "%s must be one of %s".formatted(name, String.join(", ", allowed)));
          return value;
        });
  }

  Optional<Integer> integer(String name, int least, int most) {
    return number(name, least, most).map(Long::intValue);
  }

  Optional<Long> number(String name, long least, long most) {
    Object value = object.members().get(name);
    if (value == null) {
      return Optional.empty();
    }
    String rule = "%s must be a whole number from %d to %d".formatted(name, least, most);
    if (!(value instanceof BigDecimal number)) {
      throw HuaweiErrors.invalid(rule);
    }
    invalidIf(
        number.stripTrailingZeros().scale() > 0
            || number.compareTo(BigDecimal.valueOf(least)) < 0
            || number.compareTo(BigDecimal.valueOf(most)) > 0,
        rule);
    return Optional.of(number.longValueExact());
  }

  /// The texts of an array; empty when it is absent or null.
  Optional<List<String>> texts(String name, int most) {
    if (!has(name)) {
      return Optional.empty();
    }
    List<String> values = object.texts(name);
    invalidIf(values.size() > most, "%s can have %d entries at most".formatted(name, most));
    return Optional.of(values);
  }

  Optional<List<String>> ranges(String name, int most) {
    return texts(name, most)
        .map(values -> {
          for (String value : values) {
            invalidIf(
                Ipv4.range(value).isEmpty(),
                "%s: %s is not an IPv4 range such as 192.168.52.0/24".formatted(name, value));
          }
          return values;
        });
  }

  Optional<List<Fields>> objects(String name, int most, Set<String> known) {
    if (!has(name)) {
      return Optional.empty();
    }
    List<JsonObject> values = object.objects(name);
    invalidIf(values.size() > most, "%s can have %d entries at most".formatted(name, most));
    return Optional.of(values.stream().map(value -> of(name, value, known)).toList());
  }

  // ---- tags ----

  /// The most tags of a thing, and of a request.
  static final int MOST_TAGS = 20;

  /// Tags as they are stored, each key once.
  List<JsonObject> tags(String name, boolean valueNeeded) {
    var keys = new HashSet<String>();
    return objects(name, MOST_TAGS, Set.of("key", "value")).orElse(List.of()).stream()
        .map(tag -> {
          String key = tag.tagText("key", 1, 128).orElseThrow(() -> missing("key"));
          Optional<String> value = tag.tagText("value", 0, 255);
          invalidIf(valueNeeded && value.isEmpty(), "value is required");
          invalidIf(!keys.add(key), "the key %s of tags is given twice".formatted(key));
          return JsonObject.EMPTY.with("key", key).with("value", value);
        })
        .toList();
  }

  private Optional<String> tagText(String name, int least, int most) {
    return text(name, least, most)
        .map(value -> {
          invalidIf(
              !TAG.matcher(value).matches(),
              "%s of tags can have letters, digits, blanks and _.:=+-@ only".formatted(name));
          return value;
        });
  }
}
