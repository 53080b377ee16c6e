package dev.groma.engine.expr;

import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates what is done for every element of a collection: `for` expressions and splats.
final class Loops {
  private static final String CODE = "expr.for";
  private static final Value UNKNOWN = Value.unknown(Type.DYNAMIC);

  /// An element with its key or position.
  record Element(Value key, Value value) {}

  private final Run run;

  Loops(Run run) {
    this.run = run;
  }

  /// The elements of a collection without marks of its own; null when it is none or not known, in
  /// what they are or in which order they come.
  static @Nullable List<Element> elements(Value collection) {
    return switch (collection) {
      case Value.ListOf l -> numbered(l.elements());
      case Value.Tuple t -> numbered(t.elements());
      case Value.SetOf s when !s.isSettled() -> null;
      case Value.SetOf s -> {
        List<Element> all = new ArrayList<>(s.elements().size());
        s.elements().forEach(e -> all.add(new Element(e, e)));
        yield all;
      }
      case Value.MapOf m -> named(m.entries());
      case Value.Obj o -> named(o.attributes());
      case Value.Str _, Num _, Value.Bool _, Value.Null _, Value.Unknown _, Value.Marked _ -> null;
    };
  }

  private static List<Element> numbered(List<Value> elements) {
    List<Element> all = new ArrayList<>(elements.size());
    for (Value element : elements) {
      all.add(new Element(Num.of(all.size()), element));
    }
    return all;
  }

  private static List<Element> named(Map<String, Value> entries) {
    List<Element> all = new ArrayList<>(entries.size());
    entries.forEach((name, value) -> all.add(new Element(Value.of(name), value)));
    return all;
  }

  Value loop(Expression.For loop) {
    Value given = run.value(loop.collection());
    Value collection = given.unmark();
    List<Element> elements = elements(collection);
    if (elements == null) {
      refuse(collection, loop);
      return UNKNOWN.mark(given.marksDeep());
    }
    Pass pass = new Pass(loop, given.marks());
    for (Element element : elements) {
      pass.visit(element);
    }
    return pass.result();
  }

  private void refuse(Value collection, Expression.For loop) {
    if (collection instanceof Value.Null) {
      run.report(
          CODE,
          "Iteration over null value",
          "A null value cannot be used as the collection in a 'for' expression.",
          loop.collection().range(),
          loop.collection());
    } else if (Type.isPrimitive(collection.type())) {
      run.report(
          CODE,
          "Iteration over non-iterable value",
          "A value of type "
              + collection.type().friendlyName()
              + " cannot be used as the collection in a 'for' expression.",
          loop.collection().range(),
          loop.collection());
    }
  }

  /// One pass over a collection.
  private final class Pass {
    private final Expression.For loop;
    private final Set<Mark> marks = EnumSet.noneOf(Mark.class);
    private final List<Value> values = new ArrayList<>();
    private final SortedMap<String, List<Value>> groups = new TreeMap<>(CodePointOrder.INSTANCE);
    private boolean known = true;

    Pass(Expression.For loop, Set<Mark> marks) {
      this.loop = loop;
      this.marks.addAll(marks);
    }

    void visit(Element element) {
      Object before = run.bind(loop.valueName(), element.value());
      if (loop.keyName() != null) {
        run.restore(before);
        run.bind(loop.keyName(), element.key());
        run.bind(loop.valueName(), element.value());
      }
      try {
        if (included()) {
          add();
        }
      } finally {
        run.restore(before);
      }
    }

    private boolean included() {
      Expression condition = loop.condition();
      if (condition == null) {
        return true;
      }
      Value given = run.value(condition);
      marks.addAll(given.marksDeep());
      Value plain = given.unmark();
      if (plain instanceof Value.Null) {
        run.report(
            CODE,
            "Condition is null",
            "The value of the 'if' clause must not be null.",
            condition.range(),
            condition);
        known = false;
        return false;
      }
      return switch (Conversion.convert(plain, Type.BOOL)) {
        case Conversion.Converted(Value converted) -> {
          known &= converted.isKnown();
          yield converted.equals(Value.Bool.TRUE);
        }
        case Conversion.Failed f -> {
          run.report(
              CODE,
              "Invalid 'for' condition",
              "The 'if' clause value is invalid: " + f.message() + ".",
              condition.range(),
              condition);
          known = false;
          yield false;
        }
      };
    }

    private void add() {
      Expression keyExpression = loop.key();
      if (keyExpression == null) {
        values.add(run.value(loop.value()));
        return;
      }
      Value key = run.value(keyExpression);
      marks.addAll(key.marksDeep());
      String name = name(key.unmark(), keyExpression);
      Value value = run.value(loop.value());
      if (name == null) {
        known = false;
        marks.addAll(value.marksDeep());
        return;
      }
      List<Value> group = groups.computeIfAbsent(name, _ -> new ArrayList<>());
      group.add(value);
      if (group.size() == 2 && !loop.grouping()) {
        run.report(
            CODE,
            "Duplicate object key",
            "Two different items produced the key "
                + (key.has(Mark.SENSITIVE) ? "(sensitive value)" : "\"" + name + "\"")
                + " in this 'for' expression. If duplicates are expected, use the ellipsis (...)"
                + " after the value expression to enable grouping by key.",
            keyExpression.range(),
            keyExpression);
      }
    }

    private @Nullable String name(Value key, Expression at) {
      if (key instanceof Value.Null) {
        run.report(
            CODE,
            "Invalid object key",
            "Key expression in 'for' expression must not produce a null value.",
            at.range(),
            at);
        return null;
      }
      return switch (Conversion.convert(key, Type.STRING)) {
        case Conversion.Converted(Value converted) ->
            converted instanceof Value.Str s ? s.text() : null;
        case Conversion.Failed f -> {
          run.report(
              CODE,
              "Invalid object key",
              "The key expression produced an invalid result: " + f.message() + ".",
              at.range(),
              at);
          yield null;
        }
      };
    }

    Value result() {
      if (!known) {
        values.forEach(value -> marks.addAll(value.marksDeep()));
        groups.values().forEach(g -> g.forEach(value -> marks.addAll(value.marksDeep())));
        return UNKNOWN.mark(marks);
      }
      if (loop.key() == null) {
        return new Value.Tuple(values).mark(marks);
      }
      SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
      groups.forEach((name, group) ->
          attributes.put(name, loop.grouping() ? new Value.Tuple(group) : group.getFirst()));
      return new Value.Obj(attributes).mark(marks);
    }
  }

  Value splat(Value given, Step.Splat splat, Expression culprit) {
    Value source = given.unmark();
    Set<Mark> marks = given.marks();
    Type type = source.type();
    boolean sequence =
        type instanceof Type.TupleType
            || type instanceof Type.ListType
            || type instanceof Type.SetType;
    if (source instanceof Value.Null) {
      if (!sequence) {
        return new Value.Tuple(List.of()).mark(marks);
      }
      run.report(
          "expr.splat",
          "Splat of null value",
          "Splat expressions (with the * symbol) cannot be applied to null sequences.",
          splat.range(),
          culprit);
      return UNKNOWN.mark(marks);
    }
    return switch (source) {
      case Value.Unknown u -> unknownSplat(u, splat, culprit).mark(marks);
      case Value.ListOf l -> listSplat(l.element(), l.elements(), splat, culprit).mark(marks);
      case Value.SetOf s when !s.isSettled() ->
          unknownSplat(new Value.Unknown(type, Refinement.of(s)), splat, culprit).mark(marks);
      case Value.SetOf s -> listSplat(s.element(), s.elements(), splat, culprit).mark(marks);
      case Value.Tuple t -> new Value.Tuple(each(t.elements(), splat, culprit)).mark(marks);
      case Value.Str _, Num _, Value.Bool _, Value.MapOf _, Value.Obj _, Value.Null _ ->
          new Value.Tuple(each(List.of(source), splat, culprit)).mark(marks);
      case Value.Marked _ -> throw new IllegalStateException("marks are not nested");
    };
  }

  private Value unknownSplat(Value.Unknown source, Step.Splat splat, Expression culprit) {
    return switch (source.type()) {
      case Type.ListType l -> unknownList(source, l.element(), splat, culprit);
      case Type.SetType s -> unknownList(source, s.element(), splat, culprit);
      case Type.TupleType t -> {
        List<Value> elements = new ArrayList<>();
        t.elements().forEach(e -> elements.add(Value.unknown(e)));
        yield new Value.Tuple(each(elements, splat, culprit));
      }
      case Type.Primitive _, Type.Dynamic _, Type.MapType _, Type.ObjectType _ -> UNKNOWN;
    };
  }

  private Value unknownList(
      Value.Unknown source, Type element, Step.Splat splat, Expression culprit) {
    Value one = run.steps(Value.unknown(element), splat.each(), culprit);
    return source.refinement().value(Type.list(one.type())).mark(one.marksDeep());
  }

  private Value listSplat(
      Type element, List<Value> elements, Step.Splat splat, Expression culprit) {
    if (elements.isEmpty()) {
      Value one = run.steps(Value.unknown(element), splat.each(), culprit);
      return new Value.ListOf(one.type(), List.of());
    }
    List<Value> parts = each(elements, splat, culprit);
    Type common = parts.getFirst().type();
    for (Value part : parts) {
      if (!part.type().equals(common)) {
        return new Value.Tuple(parts);
      }
    }
    return new Value.ListOf(common, parts);
  }

  private List<Value> each(List<Value> elements, Step.Splat splat, Expression culprit) {
    List<Value> parts = new ArrayList<>(elements.size());
    for (Value element : elements) {
      parts.add(run.steps(element, splat.each(), culprit));
    }
    return parts;
  }
}
