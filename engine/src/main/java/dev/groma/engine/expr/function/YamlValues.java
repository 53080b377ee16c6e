package dev.groma.engine.expr.function;

import dev.groma.schemas.source.YamlTree;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads YAML text as values, as `yamldecode` does: the scalars of YAML 1.1 where they are in use
/// (`yes`, `on`, dates), octal numbers of 1.2 (`0o17`), and merge keys.
final class YamlValues {
  private static final String PREFIX = "tag:yaml.org,2002:";
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern OCTAL = Pattern.compile("([-+]?)0o([0-7]+)");
  private static final Pattern HEXADECIMAL = Pattern.compile("([-+]?)0[xX]([0-9a-fA-F]+)");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:[Tt ]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\\.[0-9]*)?"
              + "(Z|[-+][0-9]{2}:[0-9]{2})?)?");

  private YamlValues() {}

  /// The value that the only document of `text` stands for.
  static Value decode(String text) {
    return switch (YamlTree.read(text)) {
      case YamlTree.Parsed parsed -> value(parsed.root());
      case YamlTree.Malformed malformed -> throw problem(malformed.place(), malformed.message());
    };
  }

  private static FunctionFailure problem(YamlTree.@Nullable Place place, String message) {
    return new FunctionFailure(
        place == null
            ? message
            : "on line " + place.line() + ", column " + place.column() + ": " + message);
  }

  private static Value value(YamlTree node) {
    return switch (node) {
      case YamlTree.Scalar s -> scalar(s);
      case YamlTree.Sequence s -> {
        requireTag(s, "sequence", "seq");
        yield new Value.Tuple(s.elements().stream().map(YamlValues::value).toList());
      }
      case YamlTree.Mapping m -> {
        requireTag(m, "mapping", "map");
        yield new Value.Obj(entries(m));
      }
    };
  }

  private static void requireTag(YamlTree node, String what, String tag) {
    String written = node.tag();
    if (written != null && !written.equals("!") && !written.equals(PREFIX + tag)) {
      throw new FunctionFailure("can't interpret " + what + " as " + written);
    }
  }

  private static SortedMap<String, Value> entries(YamlTree.Mapping mapping) {
    SortedMap<String, Value> entries = Values.sorted();
    for (YamlTree.Entry entry : mapping.entries()) {
      if (isMerge(entry.key())) {
        merge(entry.value(), entries);
      }
    }
    for (YamlTree.Entry entry : mapping.entries()) {
      if (!isMerge(entry.key())) {
        entries.put(key(entry.key()), value(entry.value()));
      }
    }
    return entries;
  }

  private static boolean isMerge(YamlTree key) {
    return key instanceof YamlTree.Scalar s
        && s.isPlain()
        && s.tag() == null
        && s.text().equals("<<");
  }

  private static void merge(YamlTree merged, SortedMap<String, Value> entries) {
    List<YamlTree> mappings =
        merged instanceof YamlTree.Sequence s ? s.elements() : List.of(merged);
    for (YamlTree mapping : mappings) {
      if (!(mapping instanceof YamlTree.Mapping m)) {
        throw problem(mapping.place(), "a mapping is required after a merge key");
      }
      entries(m).forEach((key, value) -> entries.putIfAbsent(key, value));
    }
  }

  private static String key(YamlTree key) {
    Value value = value(key);
    if (value.isNull()) {
      throw new FunctionFailure("mapping key cannot be null");
    }
    if (!Type.isPrimitive(value.type())) {
      throw new FunctionFailure("only strings are allowed as mapping keys");
    }
    return Values.text(Values.convert(value, Type.STRING, -1));
  }

  private static Value scalar(YamlTree.Scalar scalar) {
    String tag = scalar.tag() == null ? "" : scalar.tag();
    if ((!scalar.isPlain() && tag.startsWith(PREFIX)) || isText(tag)) {
      return Value.of(scalar.text());
    }
    if (!tag.isEmpty() && !tag.startsWith(PREFIX)) {
      throw problem(scalar.place(), "unsupported tag " + Values.quote(tag));
    }
    if (!scalar.isPlain()) {
      return Value.of(scalar.text());
    }
    Value value = plain(scalar.text());
    switch (tag.isEmpty() ? "" : tag.substring(PREFIX.length())) {
      case "", "bool", "null", "timestamp" -> {}
      case "int", "float" -> {
        if (!(value instanceof Num)) {
          throw new FunctionFailure("cannot parse " + Values.quote(scalar.text()) + " as " + tag);
        }
      }
      default -> throw problem(scalar.place(), "unsupported tag " + Values.quote(tag));
    }
    return value;
  }

  private static boolean isText(String tag) {
    return tag.equals(PREFIX + "str") || tag.equals(PREFIX + "binary");
  }

  private static Value plain(String text) {
    if (NULL.contains(text)) {
      return Value.nullValue();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return Value.of(TRUE.contains(text));
    }
    if (INFINITE.matcher(text).matches()) {
      throw new FunctionFailure("floating point infinity is not supported");
    }
    if (text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN")) {
      throw new FunctionFailure("floating point NaN is not supported");
    }
    return number(text).or(() -> time(text)).orElseGet(() -> Value.of(text));
  }

  private static Optional<Value> number(String text) {
    Matcher hexadecimal = HEXADECIMAL.matcher(text);
    if (hexadecimal.matches()) {
      return Optional.of(integer(hexadecimal, 16));
    }
    Matcher octal = OCTAL.matcher(text);
    if (octal.matches()) {
      return Optional.of(integer(octal, 8));
    }
    return NUMBER.matcher(text).matches()
        ? Num.parse(text).map(Value.class::cast)
        : Optional.empty();
  }

  private static Value integer(Matcher number, int base) {
    return Num.of(new BigInteger(number.group(1) + number.group(2), base));
  }

  private static Optional<Value> time(String text) {
    Matcher m = TIME.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.of(number(m, 1), number(m, 2), number(m, 3));
      LocalDateTime time =
          m.group(4) == null
              ? date.atStartOfDay()
              : date.atTime(number(m, 4), number(m, 5), number(m, 6));
      ZoneOffset offset = m.group(7) == null ? ZoneOffset.UTC : ZoneOffset.of(m.group(7));
      return Optional.of(Value.of(Timestamp.print(OffsetDateTime.of(time, offset))));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
