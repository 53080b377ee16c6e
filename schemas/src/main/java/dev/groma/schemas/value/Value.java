package dev.groma.schemas.value;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An immutable value of the configuration language, of a resource attribute or of a whole resource
/// object.
///
/// 1. Every value has a [Type]. Null and unknown values have one too ([Type#DYNAMIC] when it is not
///    known).
/// 2. A [Marked] value wraps an unmarked one whose parts may be marked in turn; marks of set
///    elements belong to the set.
/// 3. Values are equal when type and content are equal; marks and refinements count.
/// 4. The text of a sensitive value never appears in [Object#toString].
public sealed interface Value
    permits Num,
        Value.Str,
        Value.Bool,
        Value.ListOf,
        Value.SetOf,
        Value.MapOf,
        Value.Tuple,
        Value.Obj,
        Value.Null,
        Value.Unknown,
        Value.Marked {
  /// The type of this value.
  Type type();

  /// Text.
  record Str(String text) implements Value {
    /// Normalises to form C.
    public Str {
      if (!belowCombining(text)) {
        text = Normalizer.normalize(text, Normalizer.Form.NFC);
      }
    }

    private static boolean belowCombining(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) >= 0x300) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Type type() {
      return Type.STRING;
    }
  }

  /// True or false.
  record Bool(boolean isTrue) implements Value {
    /// True.
    public static final Bool TRUE = new Bool(true);

    /// False.
    public static final Bool FALSE = new Bool(false);

    @Override
    public Type type() {
      return Type.BOOL;
    }
  }

  /// A sequence of values of the type `element`.
  record ListOf(Type element, List<Value> elements) implements Value {
    /// Copies the elements.
    public ListOf {
      elements = List.copyOf(elements);
    }

    @Override
    public Type type() {
      return Type.list(element);
    }
  }

  /// Distinct unmarked values of the type `element`, in the fixed order of [SetOrder].
  record SetOf(Type element, List<Value> elements) implements Value {
    /// Sorts and drops repeated elements.
    public SetOf {
      elements = SetOrder.distinct(element, elements);
    }

    @Override
    public Type type() {
      return Type.set(element);
    }

    /// True when the number and the order of the elements will stay as they are. Unknown elements
    /// may turn out to be equal to others, and have no place in the order yet.
    public boolean isSettled() {
      return elements.size() < 2 || isWhollyKnown();
    }
  }

  /// A mapping of strings to values of the type `element`, in code point order.
  record MapOf(Type element, SortedMap<String, Value> entries) implements Value {
    /// Copies the entries.
    public MapOf {
      entries = sorted(entries);
    }

    @Override
    public Type type() {
      return Type.map(element);
    }
  }

  /// A sequence whose elements have types of their own.
  record Tuple(List<Value> elements) implements Value {
    /// Copies the elements.
    public Tuple {
      elements = List.copyOf(elements);
    }

    @Override
    public Type type() {
      return Type.tuple(elements.stream().map(Value::type).toList());
    }
  }

  /// Named attributes whose values have types of their own.
  record Obj(SortedMap<String, Value> attributes) implements Value {
    /// The object without attributes.
    public static final Obj EMPTY = new Obj(Collections.emptySortedMap());

    /// Copies the attributes.
    public Obj {
      attributes = sorted(attributes);
    }

    @Override
    public Type type() {
      SortedMap<String, Type> types = new TreeMap<>(CodePointOrder.INSTANCE);
      attributes.forEach((name, value) -> types.put(name, value.type()));
      return Type.object(types);
    }

    /// The attribute `name`.
    ///
    /// @throws IllegalArgumentException when there is none
    public Value require(String name) {
      Value value = attributes.get(name);
      if (value == null) {
        throw new IllegalArgumentException("no attribute " + name);
      }
      return value;
    }

    /// This object with the attribute `name` set to `value`.
    public Obj with(String name, Value value) {
      SortedMap<String, Value> changed = new TreeMap<>(attributes);
      changed.put(name, value);
      return new Obj(changed);
    }
  }

  /// The absence of a value, where a value of the type `type` could be.
  record Null(Type type) implements Value {}

  /// A value that will be known later, "(known after apply)".
  ///
  /// @param type its type
  /// @param refinement what is already known of it
  /// @param origin the attribute whose value it is, as text, such as `a_gateway.main.address`;
  ///   empty when that is not known. Values of one origin will be equal. It is no part of the
  ///   content.
  record Unknown(Type type, Refinement refinement, String origin) implements Value {
    /// An unknown value whose origin is not known.
    public Unknown(Type type, Refinement refinement) {
      this(type, refinement, "");
    }

    /// An unknown value of which nothing is known.
    public Unknown(Type type) {
      this(type, Refinement.NONE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Unknown u && type.equals(u.type) && refinement.equals(u.refinement);
    }

    @Override
    public int hashCode() {
      return Objects.hash(type, refinement);
    }
  }

  /// A value with marks.
  record Marked(Value value, Set<Mark> marks) implements Value {
    /// Requires an unmarked value and at least one mark.
    public Marked {
      if (value instanceof Marked || marks.isEmpty()) {
        throw new IllegalArgumentException("marks are not nested and not empty");
      }
      marks = Collections.unmodifiableSet(EnumSet.copyOf(marks));
    }

    @Override
    public Type type() {
      return value.type();
    }

    @Override
    public String toString() {
      return marks.contains(Mark.SENSITIVE) ? "(sensitive value)" : "(ephemeral value)";
    }
  }

  /// Text.
  static Value of(String text) {
    return new Str(text);
  }

  /// A number.
  static Value of(long number) {
    return Num.of(number);
  }

  /// True or false.
  static Value of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /// The null of a type that is not known.
  static Value nullValue() {
    return new Null(Type.DYNAMIC);
  }

  /// The null of `type`.
  static Value nullOf(Type type) {
    return new Null(type);
  }

  /// An unknown value of `type`.
  static Value unknown(Type type) {
    return new Unknown(type);
  }

  /// An object; the keys are the attribute names.
  static Obj object(Map<String, ? extends Value> attributes) {
    SortedMap<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
    all.putAll(attributes);
    return new Obj(all);
  }

  /// A set of `elements`, whose marks, at any depth, become marks of the set.
  static Value set(Type element, Collection<? extends Value> elements) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    List<Value> plain = new ArrayList<>(elements.size());
    for (Value value : elements) {
      marks.addAll(value.marksDeep());
      plain.add(value.unmarkDeep());
    }
    return new SetOf(element, plain).mark(marks);
  }

  /// The marks of this value itself.
  default Set<Mark> marks() {
    return this instanceof Marked m ? m.marks : Set.of();
  }

  /// True when this value itself has `mark`.
  default boolean has(Mark mark) {
    return this instanceof Marked m && m.marks.contains(mark);
  }

  /// This value without its own marks; those of its parts stay.
  default Value unmark() {
    return this instanceof Marked m ? m.value : this;
  }

  /// This value with `added` besides the marks it has.
  default Value mark(Collection<Mark> added) {
    if (added.isEmpty() || marks().containsAll(added)) {
      return this;
    }
    Set<Mark> all = EnumSet.copyOf(added);
    all.addAll(marks());
    return new Marked(unmark(), all);
  }

  /// This value with `added` besides the marks it has.
  default Value mark(Mark added) {
    return mark(EnumSet.of(added));
  }

  /// The marks of this value and of everything in it.
  default Set<Mark> marksDeep() {
    Set<Mark> all = EnumSet.noneOf(Mark.class);
    collectMarks(this, all);
    return all;
  }

  /// This value with no marks anywhere.
  default Value unmarkDeep() {
    Value plain = unmark();
    return marksDeep().isEmpty() ? plain : plain.mapParts(Value::unmarkDeep);
  }

  /// This value, its unknown parts named after `place` and their paths in it; those that have an
  /// origin keep it, and those in sets have none.
  default Value originatingIn(String place) {
    return switch (this) {
      case Marked m -> m.value.originatingIn(place).mark(m.marks);
      case Unknown u -> u.origin.isEmpty() ? new Unknown(u.type, u.refinement, place) : u;
      case ListOf l -> isWhollyKnown() ? l : new ListOf(l.element, positioned(l.elements, place));
      case Tuple t -> isWhollyKnown() ? t : new Tuple(positioned(t.elements, place));
      case Obj o -> {
        SortedMap<String, Value> named = new TreeMap<>(CodePointOrder.INSTANCE);
        o.attributes.forEach((name, part) ->
            named.put(name, part.isWhollyKnown() ? part : part.originatingIn(place + "." + name)));
        yield new Obj(named);
      }
      case MapOf _, SetOf _, Str _, Num _, Bool _, Null _ -> this;
    };
  }

  private static List<Value> positioned(List<Value> elements, String place) {
    List<Value> named = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      named.add(elements.get(i).originatingIn(place + "[" + i + "]"));
    }
    return named;
  }

  /// True when this is null, marked or not.
  default boolean isNull() {
    return unmark() instanceof Null;
  }

  /// True when this is not unknown itself; parts may be.
  default boolean isKnown() {
    return !(unmark() instanceof Unknown);
  }

  /// True when neither this nor any part is unknown.
  default boolean isWhollyKnown() {
    return switch (unmark()) {
      case Unknown _ -> false;
      case ListOf l -> allKnown(l.elements);
      case SetOf s -> allKnown(s.elements);
      case Tuple t -> allKnown(t.elements);
      case MapOf m -> allKnown(m.entries.values());
      case Obj o -> allKnown(o.attributes.values());
      case Str _, Num _, Bool _, Null _, Marked _ -> true;
    };
  }

  /// This value, its direct parts replaced by `change` of them; its own marks stay. The element
  /// type of a collection stays too, so `change` must keep the types of its elements.
  default Value mapParts(UnaryOperator<Value> change) {
    return switch (this) {
      case Marked m -> m.value.mapParts(change).mark(m.marks);
      case ListOf l -> new ListOf(l.element, l.elements.stream().map(change).toList());
      case SetOf s -> set(s.element, s.elements.stream().map(change).toList());
      case Tuple t -> new Tuple(t.elements.stream().map(change).toList());
      case MapOf m -> new MapOf(m.element, mapValues(m.entries, change));
      case Obj o -> new Obj(mapValues(o.attributes, change));
      case Str _, Num _, Bool _, Null _, Unknown _ -> this;
    };
  }

  private static SortedMap<String, Value> mapValues(
      SortedMap<String, Value> map, UnaryOperator<Value> change) {
    SortedMap<String, Value> changed = new TreeMap<>(CodePointOrder.INSTANCE);
    map.forEach((key, value) -> changed.put(key, change.apply(value)));
    return changed;
  }

  private static boolean allKnown(Collection<Value> parts) {
    for (Value part : parts) {
      if (!part.isWhollyKnown()) {
        return false;
      }
    }
    return true;
  }

  private static void collectMarks(Value value, Set<Mark> all) {
    switch (value) {
      case Marked m -> {
        all.addAll(m.marks);
        collectMarks(m.value, all);
      }
      case ListOf l -> l.elements.forEach(part -> collectMarks(part, all));
      case Tuple t -> t.elements.forEach(part -> collectMarks(part, all));
      case MapOf m -> m.entries.values().forEach(part -> collectMarks(part, all));
      case Obj o -> o.attributes.values().forEach(part -> collectMarks(part, all));
      case SetOf _, Str _, Num _, Bool _, Null _, Unknown _ -> {}
    }
  }

  private static SortedMap<String, Value> sorted(SortedMap<String, Value> entries) {
    SortedMap<String, Value> copy = new TreeMap<>(CodePointOrder.INSTANCE);
    copy.putAll(entries);
    return Collections.unmodifiableSortedMap(copy);
  }
}
