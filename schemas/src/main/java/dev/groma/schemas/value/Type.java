package dev.groma.schemas.value;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The kind of values that an expression, argument or attribute can have.
///
/// The family mirrors [Value]. [#DYNAMIC] stands for a type that is not known yet (of an unknown or
/// null value) or, in a type constraint, for any type.
public sealed interface Type {
  /// Text, in Unicode normalisation form C.
  Type STRING = Primitive.STRING;

  /// A number of arbitrary size; see [Num].
  Type NUMBER = Primitive.NUMBER;

  /// True or false.
  Type BOOL = Primitive.BOOL;

  /// A type that is not known yet; in a constraint, any type.
  Type DYNAMIC = Dynamic.DYNAMIC;

  /// The words that messages use for this type, such as `string` or `list of number`.
  String friendlyName();

  /// True when no [#DYNAMIC] is anywhere inside.
  boolean isWhollyKnown();

  /// This type as a type constraint is written: `list(string)`, `object({a=number})`; `any` for
  /// [#DYNAMIC].
  String constraint();

  /// This type with every `optional` taken away: the type of a value that was converted to it.
  Type withoutOptional();

  /// True for string, number and bool.
  static boolean isPrimitive(Type type) {
    return type instanceof Primitive;
  }

  /// A type without parts.
  enum Primitive implements Type {
    /// See [Type#STRING].
    STRING("string"),
    /// See [Type#NUMBER].
    NUMBER("number"),
    /// See [Type#BOOL].
    BOOL("bool");

    private final String word;

    Primitive(String word) {
      this.word = word;
    }

    @Override
    public String friendlyName() {
      return word;
    }

    @Override
    public String constraint() {
      return word;
    }

    @Override
    public Type withoutOptional() {
      return this;
    }

    @Override
    public boolean isWhollyKnown() {
      return true;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /// The type of [Type#DYNAMIC].
  enum Dynamic implements Type {
    /// The only instance.
    DYNAMIC;

    @Override
    public String friendlyName() {
      return "dynamic";
    }

    @Override
    public String constraint() {
      return "any";
    }

    @Override
    public Type withoutOptional() {
      return this;
    }

    @Override
    public boolean isWhollyKnown() {
      return false;
    }

    @Override
    public String toString() {
      return "dynamic";
    }
  }

  /// A sequence of values of one type.
  record ListType(Type element) implements Type {
    @Override
    public String friendlyName() {
      return "list of " + elementName(element);
    }

    @Override
    public String constraint() {
      return "list(" + element.constraint() + ")";
    }

    @Override
    public Type withoutOptional() {
      return new ListType(element.withoutOptional());
    }

    @Override
    public boolean isWhollyKnown() {
      return element.isWhollyKnown();
    }
  }

  /// An unordered collection of distinct values of one type.
  record SetType(Type element) implements Type {
    @Override
    public String friendlyName() {
      return "set of " + elementName(element);
    }

    @Override
    public String constraint() {
      return "set(" + element.constraint() + ")";
    }

    @Override
    public Type withoutOptional() {
      return new SetType(element.withoutOptional());
    }

    @Override
    public boolean isWhollyKnown() {
      return element.isWhollyKnown();
    }
  }

  /// A mapping of strings to values of one type.
  record MapType(Type element) implements Type {
    @Override
    public String friendlyName() {
      return "map of " + elementName(element);
    }

    @Override
    public String constraint() {
      return "map(" + element.constraint() + ")";
    }

    @Override
    public Type withoutOptional() {
      return new MapType(element.withoutOptional());
    }

    @Override
    public boolean isWhollyKnown() {
      return element.isWhollyKnown();
    }
  }

  /// A sequence of fixed length whose elements each have a type of their own.
  record TupleType(List<Type> elements) implements Type {
    /// Copies the elements.
    public TupleType {
      elements = List.copyOf(elements);
    }

    @Override
    public String friendlyName() {
      return "tuple";
    }

    @Override
    public String constraint() {
      return elements.stream()
          .map(Type::constraint)
          .collect(Collectors.joining(", ", "tuple([", "])"));
    }

    @Override
    public Type withoutOptional() {
      return new TupleType(elements.stream().map(Type::withoutOptional).toList());
    }

    @Override
    public boolean isWhollyKnown() {
      return elements.stream().allMatch(Type::isWhollyKnown);
    }
  }

  /// A fixed set of named attributes, each with a type of its own.
  ///
  /// `optional` names the attributes that a conversion to this type may add as null; it is empty in
  /// the type of a value.
  record ObjectType(SortedMap<String, Type> attributes, SortedSet<String> optional)
      implements Type {
    /// Copies both, sorted by code point.
    public ObjectType {
      SortedMap<String, Type> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
      sorted.putAll(attributes);
      attributes = Collections.unmodifiableSortedMap(sorted);
      optional = Collections.unmodifiableSortedSet(new TreeSet<>(optional));
    }

    @Override
    public String friendlyName() {
      return "object";
    }

    @Override
    public String constraint() {
      return attributes.entrySet().stream()
          .map(e ->
              e.getKey()
                  + "="
                  + (optional.contains(e.getKey())
                      ? "optional(" + e.getValue().constraint() + ")"
                      : e.getValue().constraint()))
          .collect(Collectors.joining(", ", "object({", "})"));
    }

    @Override
    public Type withoutOptional() {
      SortedMap<String, Type> plain = new TreeMap<>(CodePointOrder.INSTANCE);
      attributes.forEach((name, type) -> plain.put(name, type.withoutOptional()));
      return object(plain);
    }

    @Override
    public boolean isWhollyKnown() {
      return attributes.values().stream().allMatch(Type::isWhollyKnown);
    }
  }

  /// A list of `element`.
  static Type list(Type element) {
    return new ListType(element);
  }

  /// A set of `element`.
  static Type set(Type element) {
    return new SetType(element);
  }

  /// A map to `element`.
  static Type map(Type element) {
    return new MapType(element);
  }

  /// A tuple of `elements`.
  static Type tuple(List<Type> elements) {
    return new TupleType(elements);
  }

  /// An object all of whose attributes are required.
  static ObjectType object(SortedMap<String, Type> attributes) {
    return new ObjectType(attributes, Collections.emptySortedSet());
  }

  private static String elementName(Type element) {
    return element instanceof Dynamic ? "any" : element.friendlyName();
  }
}
