package dev.groma.engine.expr;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One evaluation: the scope, the names bound so far and the diagnostics found so far.
final class Run {
  private static final Value UNKNOWN = Value.unknown(Type.DYNAMIC);

  private record Binding(String name, Value value, @Nullable Binding outer) {}

  private final Evaluator evaluator;
  private final Scope scope;
  private final boolean inTemplateFile;
  private final Calls calls;
  private final Loops loops;
  private List<Diagnostic> diagnostics = new ArrayList<>();
  private @Nullable Binding bindings;
  private boolean quiet;
  private @Nullable Expression infinite;
  private final Set<Diagnostic> uncertain = Collections.newSetFromMap(new IdentityHashMap<>());

  /// @param inTemplateFile whether this renders a template file, which may not render another
  Run(Evaluator evaluator, Scope scope, boolean inTemplateFile) {
    this.evaluator = evaluator;
    this.scope = scope;
    this.inTemplateFile = inTemplateFile;
    this.calls = new Calls(this);
    this.loops = new Loops(this);
  }

  Evaluator evaluator() {
    return evaluator;
  }

  boolean inTemplateFile() {
    return inTemplateFile;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /// Makes `name` stand for `value` until [#restore].
  @Nullable Object bind(String name, Value value) {
    Binding before = bindings;
    bindings = new Binding(name, value, before);
    return before;
  }

  /// Forgets the names bound since `mark` was the answer of [#bind].
  void restore(@Nullable Object mark) {
    bindings = (Binding) mark;
  }

  /// Evaluates `expression` on the side: what is wrong is in the answer, not in [#diagnostics].
  Evaluation attempt(Expression expression) {
    List<Diagnostic> before = diagnostics;
    boolean wasQuiet = quiet;
    diagnostics = new ArrayList<>();
    quiet = true;
    try {
      Value value = value(expression);
      return new Evaluation(value, diagnostics);
    } finally {
      diagnostics = before;
      quiet = wasQuiet;
    }
  }

  /// True within [#attempt], where diagnostics do not say what the values were.
  boolean isQuiet() {
    return quiet;
  }

  /// Reports what is wrong with `culprit`, a part of which is `range`.
  void report(String code, String summary, String detail, SourceRange range, Expression culprit) {
    Diagnostic diagnostic = Diagnostic.error(code, summary, detail).at(range);
    diagnostics.add(quiet ? diagnostic : diagnostic.with(Statements.about(culprit, this)));
  }

  /// Reports what is wrong with `culprit`.
  void report(Diagnostic diagnostic, Expression culprit) {
    diagnostics.add(
        quiet || !diagnostic.values().isEmpty()
            ? diagnostic
            : diagnostic.with(Statements.about(culprit, this)));
  }

  Value value(Expression expression) {
    return switch (expression) {
      case Expression.Written w -> value(w.meaning());
      case Expression.Literal l -> l.value();
      case Expression.Template t -> template(t);
      case Expression.Join j -> join(j);
      case Expression.TupleOf t -> tuple(t);
      case Expression.ObjectOf o -> object(o);
      case Expression.Root r -> scope.resolve(r.subject(), null, r.range(), diagnostics::add);
      case Expression.Variable v -> variable(v);
      case Expression.Access a -> access(a);
      case Expression.Call c -> calls.call(c);
      case Expression.Conditional c -> Conditions.choose(this, c);
      case Expression.Unary u -> unary(u);
      case Expression.Binary b -> binary(b);
      case Expression.For f -> loops.loop(f);
    };
  }

  private Value variable(Expression.Variable variable) {
    for (Binding b = bindings; b != null; b = b.outer()) {
      if (b.name().equals(variable.name())) {
        return b.value();
      }
    }
    report(
        "expr.variable",
        "Unknown variable",
        "There is no variable named \"" + variable.name() + "\".",
        variable.range(),
        variable);
    return UNKNOWN;
  }

  private Value template(Expression.Template template) {
    StringBuilder text = new StringBuilder();
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    boolean known = true;
    for (Expression part : template.parts()) {
      Value value = value(part);
      marks.addAll(value.marksDeep());
      Value string = interpolated(value.unmark(), part);
      if (!known) {
        continue;
      }
      if (string instanceof Value.Str s) {
        text.append(s.text());
      } else {
        known = false;
        text.append(string instanceof Value.Unknown u ? u.refinement().prefix() : "");
      }
    }
    Value result =
        known
            ? Value.of(text.toString())
            : new Value.Unknown(Type.STRING, Refinement.NOT_NULL.withPrefix(text.toString()));
    return result.mark(marks);
  }

  private Value interpolated(Value value, Expression part) {
    if (value instanceof Value.Null) {
      report(
          "expr.template",
          "Invalid template interpolation value",
          "The expression result is null. Cannot include a null value in a string template.",
          part.range(),
          part);
      return UNKNOWN;
    }
    return switch (Conversion.convert(value, Type.STRING)) {
      case Conversion.Converted(Value converted) -> converted;
      case Conversion.Failed f -> {
        report(
            "expr.template",
            "Invalid template interpolation value",
            "Cannot include the given value in a string template: " + f.message() + ".",
            part.range(),
            part);
        yield UNKNOWN;
      }
    };
  }

  private Value join(Expression.Join join) {
    Value parts = value(join.parts());
    Set<Mark> marks = parts.marksDeep();
    if (!(parts.unmark() instanceof Value.Tuple tuple)) {
      return new Value.Unknown(Type.STRING, Refinement.NOT_NULL).mark(marks);
    }
    StringBuilder text = new StringBuilder();
    for (Value part : tuple.elements()) {
      if (!(part.unmark() instanceof Value.Str s)) {
        return new Value.Unknown(Type.STRING, Refinement.NOT_NULL.withPrefix(text.toString()))
            .mark(marks);
      }
      text.append(s.text());
    }
    return Value.of(text.toString()).mark(marks);
  }

  private Value tuple(Expression.TupleOf tuple) {
    List<Value> elements = new ArrayList<>(tuple.elements().size());
    for (Expression element : tuple.elements()) {
      elements.add(value(element));
    }
    return new Value.Tuple(elements);
  }

  private Value object(Expression.ObjectOf object) {
    SortedMap<String, Value> attributes = new TreeMap<>(CodePointOrder.INSTANCE);
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    boolean known = true;
    for (Expression.Item item : object.items()) {
      Value key = value(item.key());
      Value value = value(item.value());
      marks.addAll(key.marks());
      if (!(key(key.unmark(), item.key(), object.distinct()) instanceof Value.Str name)) {
        known = false;
        marks.addAll(value.marksDeep());
        continue;
      }
      if (attributes.put(name.text(), value) != null && object.distinct()) {
        report(
            "expr.object",
            "Duplicate object attribute",
            "An attribute named "
                + (key.marks().isEmpty() ? "\"" + name.text() + "\"" : "(sensitive value)")
                + " was already defined in this object.",
            item.key().range(),
            item.key());
      }
    }
    if (!known) {
      attributes.values().forEach(value -> marks.addAll(value.marksDeep()));
      return UNKNOWN.mark(marks);
    }
    return new Value.Obj(attributes).mark(marks);
  }

  private Value key(Value key, Expression at, boolean json) {
    if (key instanceof Value.Null) {
      report(
          "expr.object",
          json ? "Invalid object key expression" : "Null value as key",
          json ? "Cannot use null value as an object key." : "Can't use a null value as a key.",
          at.range(),
          at);
      return UNKNOWN;
    }
    return switch (Conversion.convert(key, Type.STRING)) {
      case Conversion.Converted(Value converted) -> converted;
      case Conversion.Failed f -> {
        report(
            "expr.object",
            json ? "Invalid object key expression" : "Incorrect key type",
            (json
                    ? "Cannot use this expression as an object key: "
                    : "Can't use this value as a key: ")
                + f.message()
                + ".",
            at.range(),
            at);
        yield UNKNOWN;
      }
    };
  }

  private Value access(Expression.Access access) {
    List<Step> steps = access.steps();
    Value start = null;
    int next = 0;
    if (access.of() instanceof Expression.Root root
        && takesKey(root.subject())
        && steps.getFirst() instanceof Step.Index index) {
      start = instance(root, index, output(steps, 1));
      next = 1;
    } else if (access.of() instanceof Expression.Root root && output(steps, 0) != null) {
      start = resolve(root, null, output(steps, 0), root.range());
    }
    Value whole = start == null ? value(access.of()) : start;
    return steps(whole, steps.subList(next, steps.size()), access);
  }

  private static boolean takesKey(Subject subject) {
    return subject instanceof Subject.Resource || subject instanceof Subject.ModuleCall;
  }

  private static @Nullable String output(List<Step> steps, int position) {
    return position < steps.size() && steps.get(position) instanceof Step.Attribute attribute
        ? attribute.name()
        : null;
  }

  private Value resolve(
      Expression.Root root, @Nullable Value key, @Nullable String output, SourceRange range) {
    return output != null && root.subject() instanceof Subject.ModuleCall call
        ? scope.resolveOutput(call, key, output, range, diagnostics::add)
        : scope.resolve(root.subject(), key, range, diagnostics::add);
  }

  private Value instance(Expression.Root root, Step.Index index, @Nullable String output) {
    Value key = value(index.key());
    Value plain = key.unmark();
    if (plain instanceof Value.Str || plain instanceof Num) {
      SourceRange range = root.range().to(index.range());
      return resolve(root, plain, output, range).mark(key.marks());
    }
    Value whole = value(root);
    return Lookup.index(whole, key, index.range(), d -> report(d, root));
  }

  /// What `steps` lead to from `value`.
  Value steps(Value value, List<Step> steps, Expression culprit) {
    Value current = value;
    for (Step step : steps) {
      Value whole = current;
      current =
          switch (step) {
            case Step.Attribute a ->
                Lookup.attribute(whole, a.name(), a.range(), d -> report(d, culprit));
            case Step.Index i ->
                Lookup.index(whole, value(i.key()), i.range(), d -> report(d, culprit));
            case Step.Splat s -> loops.splat(whole, s, culprit);
          };
    }
    return current;
  }

  private Value unary(Expression.Unary unary) {
    Value given = value(unary.operand());
    Operator operator = unary.operator();
    Value operand = operand(given, operator, "unary", unary.operand());
    if (operand == null) {
      return UNKNOWN.mark(given.marksDeep());
    }
    if (operand.isNull()) {
      return failed("argument must not be null", unary).mark(given.marks());
    }
    return Operands.apply(operator, operand.unmark()).mark(given.marks());
  }

  private @Nullable Value operand(Value given, Operator operator, String side, Expression at) {
    return switch (Conversion.convert(given, Operands.operandType(operator))) {
      case Conversion.Converted(Value converted) -> converted;
      case Conversion.Failed f -> {
        report(
            "expr.operand",
            "Invalid operand",
            "Unsuitable value for " + side + " operand: " + f.message() + ".",
            at.range(),
            at);
        yield null;
      }
    };
  }

  private Value failed(String reason, Expression culprit) {
    report(
        "expr.operation",
        "Operation failed",
        "Error during operation: " + reason + ".",
        culprit.range(),
        culprit);
    return UNKNOWN;
  }

  private Value binary(Expression.Binary binary) {
    int errors = diagnostics.size();
    Value left = value(binary.first());
    Expression at = binary.first();
    for (Expression.Term term : binary.rest()) {
      boolean failed = diagnostics.size() > errors;
      left = binary(left, at, term, binary, failed);
      at = binary;
    }
    return left;
  }

  private Value binary(
      Value left, Expression leftAt, Expression.Term term, Expression whole, boolean failed) {
    Operator operator = term.operator();
    Value decided = operand(left, operator, "left", leftAt);
    if (decided != null && decides(operator, decided.unmark())) {
      // The right side is evaluated for its marks only: what is wrong with it does not matter.
      return decided.mark(attempt(term.operand()).value().marks());
    }
    boolean open = !failed && decided != null && !decided.isKnown() && isLogical(operator);
    Value right = open ? perhapsNeeded(term.operand()) : value(term.operand());
    Value converted = operand(right, operator, "right", term.operand());
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    marks.addAll(left.marksDeep());
    marks.addAll(right.marksDeep());
    if (decided == null || converted == null) {
      return UNKNOWN.mark(marks);
    }
    if (operator != Operator.EQUAL
        && operator != Operator.NOT_EQUAL
        && (decided.isNull() || converted.isNull())) {
      return failed("argument must not be null", whole).mark(marks);
    }
    try {
      Value result = Operands.apply(operator, decided.unmarkDeep(), converted.unmarkDeep());
      return noteInfinity(result, whole).mark(marks);
    } catch (ArithmeticException impossible) {
      return failed(String.valueOf(impossible.getMessage()), whole).mark(marks);
    }
  }

  /// Remembers where an infinite number came up first.
  Value noteInfinity(Value result, Expression from) {
    if (infinite == null && result instanceof Num n && n.isInfinite()) {
      infinite = from;
    }
    return result;
  }

  /// The value of `expression`, which must not hold an infinite number: nothing can store it.
  Value finite(Expression expression) {
    Value value = value(expression);
    Expression from = infinite;
    if (from == null || !holdsInfinity(value)) {
      return value;
    }
    report(
        "expr.infinite",
        "Infinite number",
        "The result of this calculation is infinite, or too large to be stored. A division by zero"
            + " gives such a result.",
        from.range(),
        from);
    return UNKNOWN.mark(value.marksDeep());
  }

  private static boolean holdsInfinity(Value value) {
    return switch (value) {
      case Num n -> n.isInfinite();
      case Value.Marked m -> holdsInfinity(m.value());
      case Value.ListOf l -> l.elements().stream().anyMatch(Run::holdsInfinity);
      case Value.SetOf s -> s.elements().stream().anyMatch(Run::holdsInfinity);
      case Value.Tuple t -> t.elements().stream().anyMatch(Run::holdsInfinity);
      case Value.MapOf m -> m.entries().values().stream().anyMatch(Run::holdsInfinity);
      case Value.Obj o -> o.attributes().values().stream().anyMatch(Run::holdsInfinity);
      case Value.Str _, Value.Bool _, Value.Null _, Value.Unknown _ -> false;
    };
  }

  private static boolean isLogical(Operator operator) {
    return operator == Operator.AND || operator == Operator.OR;
  }

  /// The value of something that may turn out not to be needed, so that it is not certain that what
  /// is wrong with it matters.
  private Value perhapsNeeded(Expression expression) {
    int errors = diagnostics.size();
    Value value = value(expression);
    uncertain.addAll(diagnostics.subList(errors, diagnostics.size()));
    return value;
  }

  /// Adds diagnostics that may turn out not to matter once more is known.
  void reportUncertain(List<Diagnostic> found) {
    diagnostics.addAll(found);
    uncertain.addAll(found);
  }

  /// True when all that is wrong may turn out not to matter once more is known.
  boolean mayStillWork(Evaluation evaluation) {
    return evaluation.failed() && uncertain.containsAll(evaluation.diagnostics());
  }

  private static boolean decides(Operator operator, Value left) {
    return (operator == Operator.AND && left.equals(Value.Bool.FALSE))
        || (operator == Operator.OR && left.equals(Value.Bool.TRUE));
  }
}
