package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.AttributeSpec.Encoding;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Template;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Translates between the objects of a schema and what an API sends and takes.
final class Codec {
  private Codec() {}

  /// An answer does not have the shape that the spec says.
  static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1;

    Mismatch(String message) {
      super(message);
    }
  }

  // Sending

  /// `value` of `attribute` as a request has it; null when there is nothing to send.
  static Value encode(AttributeSpec attribute, Value value) {
    if (value.isNull() || !value.isKnown()) {
      return Value.nullOf(attribute.schema().type());
    }
    return switch (attribute.encoding()) {
      case Encoding.Plain _ -> value;
      case Encoding.Words w ->
          w.values().entrySet().stream()
              .filter(entry -> entry.getValue().equals(value))
              .findFirst()
              .<Value>map(entry -> Value.of(entry.getKey()))
              .orElse(value);
      case Encoding.JsonText _ -> Value.of(Json.write(value));
      case Encoding.Comma _ ->
          Value.of(String.join(",", parts(value).stream().map(Template::text).toList()));
      case Encoding.Pairs p -> {
        List<Value> pairs = new ArrayList<>();
        if (value instanceof Value.MapOf m) {
          m.entries()
              .forEach((key, part) ->
                  pairs.add(Value.object(Map.of(p.key(), Value.of(key), p.value(), part))));
        }
        yield new Value.Tuple(pairs);
      }
    };
  }

  /// `object`, a value of `block`, as a request has it: under API names, without what is null.
  static Value encode(BlockSpec block, Value object) {
    if (!(object instanceof Value.Obj o)) {
      return object;
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    block
        .attributes()
        .forEach((name, attribute) ->
            putUnlessNull(fields, attribute.api(), encode(attribute, o.require(name))));
    block
        .blocks()
        .forEach((name, nested) -> {
          Value inner = o.require(name);
          putUnlessNull(fields, nested.api(), encode(nested, inner));
        });
    return Value.object(fields);
  }

  /// `value`, the occurrences of `nested`, as a request has them.
  static Value encode(BlockSpec.Nested nested, Value value) {
    if (value.isNull() || !value.isKnown()) {
      return value;
    }
    Value plain =
        value instanceof Value.ListOf || value instanceof Value.SetOf
            ? new Value.Tuple(
                parts(value).stream().map(part -> encode(nested.block(), part)).toList())
            : encode(nested.block(), value);
    return nested.json() ? Value.of(Json.write(plain)) : plain;
  }

  static void putUnlessNull(Map<String, Value> fields, String name, Value value) {
    if (!value.isNull() && value.isKnown()) {
      fields.put(name, value);
    }
  }

  static List<Value> parts(Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      case Value.MapOf m -> List.copyOf(m.entries().values());
      default -> List.of();
    };
  }

  // Receiving

  /// The object of `block` that `answer` tells of. What answers never hold, and the spelling of
  /// what means the same, is taken from `current`.
  ///
  /// @param bare true when `current` tells nothing of the object, so that a block of `nesting: one`
  ///   is taken from the answer; otherwise it is there only where `current` has it
  static Value.Obj decode(BlockSpec block, Value answer, Value current, boolean bare)
      throws Mismatch {
    return decode(block, answer, answer, current, bare);
  }

  private static Value.Obj decode(
      BlockSpec block, Value root, Value answer, Value current, boolean bare) throws Mismatch {
    SortedMap<String, Value> found = new TreeMap<>(CodePointOrder.INSTANCE);
    for (Map.Entry<String, AttributeSpec> entry : block.attributes().entrySet()) {
      Value now = Facts.at(current, entry.getKey());
      found.put(entry.getKey(), decode(entry.getKey(), entry.getValue(), root, answer, now));
    }
    Block schema = block.schema();
    for (Map.Entry<String, BlockSpec.Nested> entry : block.blocks().entrySet()) {
      String name = entry.getKey();
      BlockSpec.Nested nested = entry.getValue();
      Type type = schema.impliedType().attributes().getOrDefault(name, Type.DYNAMIC);
      found.put(name, decode(nested, type, root, answer, Facts.at(current, name), bare));
    }
    return new Value.Obj(found);
  }

  private static Value decode(
      BlockSpec.Nested nested, Type type, Value root, Value answer, Value current, boolean bare)
      throws Mismatch {
    boolean unset = nested.listed() && current.isNull() && !bare;
    if (unset) {
      return Value.nullOf(type);
    }
    Value inner =
        nested.from().isEmpty()
            ? nested.api().isEmpty() ? Value.nullValue() : Facts.at(answer, nested.api())
            : Answers.at(root, nested.from());
    if (inner instanceof Value.Str text && nested.json()) {
      inner = Json.parse(text.text()).orElse(inner);
    }
    boolean single =
        nested.nesting() == NestedBlock.Nesting.SINGLE
            || nested.nesting() == NestedBlock.Nesting.GROUP;
    if (single) {
      boolean absent = inner.isNull() && (current.isNull() || !current.isKnown());
      return absent && nested.min() == 0 && nested.nesting() == NestedBlock.Nesting.SINGLE
          ? Value.nullOf(type)
          : decode(nested.block(), root, inner, current, bare);
    }
    List<Value> now = parts(current);
    List<Value> elements = new ArrayList<>();
    for (Value part : parts(inner)) {
      int position = elements.size();
      Value before = position < now.size() ? now.get(position) : Value.nullValue();
      elements.add(decode(nested.block(), root, part, before, bare));
    }
    return converted(nested.api(), new Value.Tuple(elements), type);
  }

  private static Value decode(
      String name, AttributeSpec attribute, Value root, Value answer, Value current)
      throws Mismatch {
    Type type = attribute.schema().type();
    Value kept = current.isKnown() && !current.isNull() ? current : Value.nullOf(type);
    if (attribute.schema().writeOnly()) {
      return Value.nullOf(type);
    }
    if (!attribute.returned()) {
      return kept;
    }
    Value raw = raw(attribute, root, answer);
    Value value = raw.isNull() ? Value.nullOf(type) : decode(name, attribute, raw, kept);
    if (isNothing(attribute, value) && isNothing(attribute, kept)) {
      return kept;
    }
    if (isNothing(attribute, value)) {
      return Value.nullOf(type);
    }
    return Equivalences.same(attribute.schema().equivalence(), kept, value) ? kept : value;
  }

  /// What an answer has for `attribute`: the first of the places that is not null.
  static Value raw(AttributeSpec attribute, Value root, Value answer) {
    Value raw = attribute.from().isEmpty() ? Facts.at(answer, attribute.api()) : Value.nullValue();
    for (String from : attribute.from()) {
      raw = raw.isNull() ? Facts.at(root, from) : raw;
    }
    return raw;
  }

  /// True for null, for what the API has where nothing is set, and for an empty collection.
  static boolean isNothing(AttributeSpec attribute, Value value) {
    if (value.isNull() || value.equals(attribute.empty())) {
      return true;
    }
    return switch (value) {
      case Value.ListOf l -> l.elements().isEmpty();
      case Value.SetOf s -> s.elements().isEmpty();
      case Value.MapOf m -> m.entries().isEmpty();
      default -> false;
    };
  }

  private static Value decode(String name, AttributeSpec attribute, Value raw, Value kept)
      throws Mismatch {
    Type type = attribute.schema().type();
    BlockSpec elements = attribute.elements();
    if (elements != null) {
      List<Value> objects = new ArrayList<>();
      for (Value part : Answers.items(raw)) {
        objects.add(decode(elements, part, Value.nullValue(), true));
      }
      return converted(name, new Value.Tuple(objects), type);
    }
    return switch (attribute.encoding()) {
      case Encoding.Plain _ -> converted(name, listed(raw, type), type);
      case Encoding.Words w ->
          w.values().entrySet().stream()
              .filter(e -> e.getKey().equalsIgnoreCase(text(raw)))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(kept);
      case Encoding.JsonText _ ->
          converted(
              name, raw instanceof Value.Str s ? Json.parse(s.text()).orElse(raw) : raw, type);
      case Encoding.Comma _ -> {
        List<Value> texts =
            text(raw).isEmpty()
                ? List.of()
                : Arrays.stream(text(raw).split(",", -1))
                    .<Value>map(part -> Value.of(part.strip()))
                    .toList();
        yield converted(name, new Value.Tuple(texts), type);
      }
      case Encoding.Pairs p -> {
        Map<String, Value> entries = new LinkedHashMap<>();
        for (Value part : parts(raw)) {
          Value value = Facts.at(part, p.value());
          entries.put(text(Facts.at(part, p.key())), value.isNull() ? Value.of("") : value);
        }
        yield converted(name, Value.object(entries), type);
      }
    };
  }

  /// `raw`, where a list is wanted, as one, whatever form the answer has it in.
  private static Value listed(Value raw, Type type) {
    boolean several = type instanceof Type.ListType || type instanceof Type.SetType;
    return several ? new Value.Tuple(Answers.items(raw)) : raw;
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Str s -> s.text();
      case Value.Bool b -> String.valueOf(b.isTrue()).toLowerCase(Locale.ROOT);
      case dev.groma.schemas.value.Num n -> n.toString();
      default -> "";
    };
  }

  private static Value converted(String name, Value value, Type type) throws Mismatch {
    return switch (Conversion.convert(value, type)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f ->
          throw new Mismatch(
              "the answer has %s where \"%s\" should be: %s"
                  .formatted(value.type().friendlyName(), name, f.message()));
    };
  }

  // Lists

  /// True when `item` has a place for everything that answers have of an object of `block`, so that
  /// what it does not show is not there, rather than left out of the list.
  static boolean isWhole(BlockSpec block, Value item) {
    return isWhole(block, item, item);
  }

  private static boolean isWhole(BlockSpec block, Value root, Value part) {
    boolean attributes =
        block.attributes().values().stream()
            .filter(a -> a.returned() && !a.schema().writeOnly())
            .allMatch(a ->
                a.from().isEmpty()
                    ? has(part, a.api())
                    : a.from().stream().anyMatch(from -> has(root, from)));
    return attributes
        && block.blocks().values().stream().allMatch(nested -> isWhole(nested, root, part));
  }

  private static boolean isWhole(BlockSpec.Nested nested, Value root, Value part) {
    Value inner = nested.api().isEmpty() ? Value.nullValue() : Facts.at(part, nested.api());
    boolean many = !parts(inner).isEmpty() || nested.json();
    return (many && has(part, nested.api())) || isWhole(nested.block(), root, inner);
  }

  private static boolean has(Value object, String name) {
    return Facts.path(name).find(object).isPresent();
  }

  /// `known` brought up to date by `listed`, the same object as a list has it: what answers never
  /// hold, and the spelling of what means the same, stays.
  static Value merged(BlockSpec block, Value known, Value listed) {
    if (!(known instanceof Value.Obj k) || !(listed instanceof Value.Obj l)) {
      return known.isNull() && isEmpty(block, listed) ? known : listed;
    }
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    l.attributes()
        .forEach((name, value) -> {
          Value before = Facts.at(k, name);
          AttributeSpec attribute = block.attributes().get(name);
          BlockSpec.Nested nested = block.blocks().get(name);
          if (attribute != null) {
            out.put(name, merged(attribute, before, value));
          } else if (nested != null) {
            out.put(name, merged(nested, before, value));
          } else {
            out.put(name, value);
          }
        });
    return new Value.Obj(out);
  }

  private static Value merged(AttributeSpec attribute, Value known, Value listed) {
    boolean unread =
        !attribute.returned()
            || (listed.isNull() && attribute.stable())
            || (listed.isNull() && attribute.encoding() instanceof Encoding.Words);
    return unread
            || (isNothing(attribute, known) && isNothing(attribute, listed))
            || Equivalences.same(attribute.schema().equivalence(), known, listed)
        ? known
        : listed;
  }

  private static Value merged(BlockSpec.Nested nested, Value known, Value listed) {
    if (nested.listed() && known.isNull()) {
      return known;
    }
    boolean never =
        nested.block().attributes().values().stream().noneMatch(AttributeSpec::returned)
            && nested.block().blocks().isEmpty();
    return never ? known : merged(nested.block(), known, listed);
  }

  /// True when `value`, of a block, says no more than its absence would.
  private static boolean isEmpty(BlockSpec block, Value value) {
    return value.isNull()
        || (value instanceof Value.Obj o
            && o.attributes().values().stream().allMatch(Value::isNull)
            && !block.attributes().isEmpty());
  }
}
