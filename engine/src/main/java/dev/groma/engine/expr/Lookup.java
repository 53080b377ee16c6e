package dev.groma.engine.expr;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds parts of values, as `.name` and `[key]` do. Marks of the whole and of the key are put on
/// the part; what is wrong is reported, and the answer then unknown.
public final class Lookup {
  private static final String ATTRIBUTE = "expr.attribute";
  private static final String INDEX = "expr.index";
  private static final String NO_ELEMENT =
      "The given key does not identify an element in this collection value";

  private Lookup() {}

  /// What `value.name` stands for.
  public static Value attribute(
      Value value, String name, SourceRange range, Consumer<Diagnostic> diagnostics) {
    Value whole = value.unmark();
    Value part =
        switch (whole) {
          case Value.Obj o -> o.attributes().get(name);
          case Value.MapOf m -> m.entries().get(name);
          case Value.Unknown u -> unknownAttribute(u.type(), name);
          default -> null;
        };
    if (part == null) {
      diagnostics.accept(noAttribute(whole, name, value.marks().isEmpty()).at(range));
      part = Value.unknown(Type.DYNAMIC);
    }
    return part.mark(value.marks());
  }

  private static @Nullable Value unknownAttribute(Type type, String name) {
    return switch (type) {
      case Type.Dynamic _ -> Value.unknown(Type.DYNAMIC);
      case Type.MapType m -> Value.unknown(m.element());
      case Type.ObjectType o -> {
        Type attribute = o.attributes().get(name);
        yield attribute == null ? null : Value.unknown(attribute);
      }
      default -> null;
    };
  }

  /// @param shown the names of other attributes may be shown
  private static Diagnostic noAttribute(Value whole, String name, boolean shown) {
    if (whole instanceof Value.Null) {
      return Diagnostic.error(
          ATTRIBUTE,
          "Attempt to get attribute from null value",
          "This value is null, so it does not have any attributes.");
    }
    if (whole instanceof Value.MapOf m) {
      return Diagnostic.error(
          ATTRIBUTE,
          "Missing map element",
          "This map does not have an element with the key \""
              + name
              + "\"."
              + suggestion(name, m.entries().keySet(), shown));
    }
    String detail =
        switch (whole.type()) {
          case Type.ObjectType o ->
              "This object does not have an attribute named \""
                  + name
                  + "\"."
                  + suggestion(name, o.attributes().keySet(), shown);
          case Type.Primitive p ->
              "Can't access attributes on a primitive-typed value (" + p.friendlyName() + ").";
          case Type.ListType l when l.element() instanceof Type.ObjectType o ->
              o.attributes().containsKey(name)
                  ? "Can't access attributes on a list of objects. Did you mean to access attribute"
                      + " \""
                      + name
                      + "\" for a specific element of the list, or across all elements of the list?"
                  : "Can't access attributes on a list of objects. Did you mean to access an"
                      + " attribute for a specific element of the list, or across all elements of"
                      + " the list?";
          case Type.SetType s when s.element() instanceof Type.ObjectType ->
              "Can't access attributes on a set of objects. Did you mean to access an attribute"
                  + " across all elements of the set?";
          default -> "This value does not have any attributes.";
        };
    return Diagnostic.error(ATTRIBUTE, "Unsupported attribute", detail);
  }

  private static String suggestion(String name, Collection<String> known, boolean shown) {
    return shown ? Suggestion.didYouMean(name, known) : "";
  }

  /// What `value[key]` stands for.
  public static Value index(
      Value value, Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    marks.addAll(value.marks());
    marks.addAll(key.marks());
    Value part;
    try {
      part = find(value.unmark(), key.unmark(), marks.isEmpty());
    } catch (NotFound refusal) {
      diagnostics.accept(
          Diagnostic.error(INDEX, refusal.summary, String.valueOf(refusal.getMessage())).at(range));
      part = Value.unknown(Type.DYNAMIC);
    }
    return part.mark(marks);
  }

  private static final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String summary;

    private NotFound(String summary, String detail) {
      super(detail, null, false, false);
      this.summary = summary;
    }

    private static NotFound invalid(String detail) {
      return new NotFound("Invalid index", detail);
    }

    private static NotFound because(String reason) {
      return invalid(NO_ELEMENT + ": " + reason + ".");
    }
  }

  private static Value find(Value whole, Value key, boolean shown) {
    if (whole instanceof Value.Null) {
      throw new NotFound(
          "Attempt to index null value", "This value is null, so it does not have any indices.");
    }
    if (key instanceof Value.Null) {
      throw NotFound.invalid("Can't use a null value as an indexing key.");
    }
    Type type = whole.type();
    return switch (type) {
      case Type.Dynamic _ -> Value.unknown(Type.DYNAMIC);
      case Type.ListType _, Type.TupleType _ -> element(whole, convert(key, Type.NUMBER));
      case Type.MapType t -> entry(whole, t, convert(key, Type.STRING), shown);
      case Type.ObjectType t -> attribute(whole, t, key, shown);
      case Type.SetType _ ->
          throw NotFound.invalid(
              "Elements of a set are identified only by their value and don't have any separate"
                  + " index or key to select with, so it's only possible to perform operations"
                  + " across all elements of the set.");
      case Type.Primitive _ -> throw NotFound.invalid("This value does not have any indices.");
    };
  }

  private static Value convert(Value key, Type wanted) {
    return switch (Conversion.convert(key, wanted)) {
      case Conversion.Converted(Value converted) -> converted;
      case Conversion.Failed f -> throw NotFound.because(f.message());
    };
  }

  private static Value element(Value whole, Value key) {
    List<Value> elements =
        switch (whole) {
          case Value.ListOf l -> l.elements();
          case Value.Tuple t -> t.elements();
          default -> null;
        };
    if (!(key instanceof Num position)) {
      return Value.unknown(whole.type() instanceof Type.ListType l ? l.element() : Type.DYNAMIC);
    }
    if (!position.isInteger()) {
      throw NotFound.because(
          "indexing a sequence requires a whole number, but the given index has a fractional part");
    }
    if (position.signum() < 0) {
      throw NotFound.because("a negative number is not a valid index for a sequence");
    }
    if (elements == null) {
      return unknownElement(whole.type(), position);
    }
    if (!position.isInt() || position.toInt() >= elements.size()) {
      throw beyond(elements.size());
    }
    return elements.get(position.toInt());
  }

  private static NotFound beyond(int size) {
    return NotFound.because(
        size == 0
            ? "the collection has no elements"
            : "the given index is greater than or equal to the length of the collection");
  }

  private static Value unknownElement(Type type, Num position) {
    return switch (type) {
      case Type.ListType l -> Value.unknown(l.element());
      case Type.TupleType t -> {
        if (!position.isInt() || position.toInt() >= t.elements().size()) {
          throw beyond(t.elements().size());
        }
        yield Value.unknown(t.elements().get(position.toInt()));
      }
      default -> Value.unknown(Type.DYNAMIC);
    };
  }

  private static Value entry(Value whole, Type.MapType type, Value key, boolean shown) {
    if (!(whole instanceof Value.MapOf map) || !(key instanceof Value.Str name)) {
      return Value.unknown(type.element());
    }
    Value part = map.entries().get(name.text());
    if (part == null) {
      throw NotFound.invalid(
          NO_ELEMENT + "." + suggestion(name.text(), map.entries().keySet(), shown));
    }
    return part;
  }

  private static Value attribute(Value whole, Type.ObjectType type, Value key, boolean shown) {
    boolean number = key.type().equals(Type.NUMBER);
    if (!(convert(key, Type.STRING) instanceof Value.Str name)) {
      return Value.unknown(Type.DYNAMIC);
    }
    Type attribute = type.attributes().get(name.text());
    if (attribute == null) {
      throw NotFound.invalid(
          NO_ELEMENT
              + "."
              + (number
                  ? " An object only supports looking up attributes by name, not by numeric index."
                  : suggestion(name.text(), type.attributes().keySet(), shown)));
    }
    return whole instanceof Value.Obj o ? o.require(name.text()) : Value.unknown(attribute);
  }
}
