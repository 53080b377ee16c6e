package dev.groma.engine.expr;

import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Says what the references in an expression stood for when it failed.
final class Statements {
  private static final int MAX_STATEMENTS = 8;
  private static final int MAX_TEXT = 80;

  private Statements() {}

  static List<Diagnostic.ExpressionValue> about(Expression culprit, Run run) {
    Map<String, String> statements = new TreeMap<>();
    new Visitor() {
      @Override
      void root(Expression.Root root, List<Step> steps) {
        add(root.subject().toString(), root, steps);
      }

      @Override
      void variable(Expression.Variable variable, List<Step> steps) {
        add(variable.name(), variable, steps);
      }

      private void add(String name, Expression of, List<Step> steps) {
        List<Step> constant = Dependencies.constantPrefix(steps);
        String text = name + text(constant);
        if (statements.size() >= MAX_STATEMENTS || statements.containsKey(text)) {
          return;
        }
        Expression whole =
            constant.isEmpty() ? of : new Expression.Access(of, constant, of.range());
        Evaluation evaluation = run.attempt(whole);
        if (evaluation.failed() && !constant.isEmpty()) {
          add(name, of, constant.subList(0, constant.size() - 1));
        } else if (!evaluation.failed()) {
          statements.put(text, statement(evaluation.value()));
        }
      }
    }.visit(culprit);
    List<Diagnostic.ExpressionValue> all = new ArrayList<>();
    statements.forEach(
        (reference, statement) -> all.add(new Diagnostic.ExpressionValue(reference, statement)));
    return all;
  }

  private static String text(List<Step> steps) {
    StringBuilder out = new StringBuilder();
    for (Step step : steps) {
      switch (step) {
        case Step.Attribute a -> out.append('.').append(a.name());
        case Step.Index(Expression.Literal(Value.Str(String key), _), _) ->
            out.append('[').append(InstanceKey.quote(key)).append(']');
        case Step.Index(Expression.Literal(Num key, _), _) ->
            out.append('[').append(key).append(']');
        case Step.Index _, Step.Splat _ -> out.append("[...]");
      }
    }
    return out.toString();
  }

  /// What `value` is, as the end of a sentence; never the content of a marked value.
  static String statement(Value value) {
    Set<Mark> marks = value.marksDeep();
    if (marks.contains(Mark.SENSITIVE)) {
      return "has a sensitive value";
    }
    if (marks.contains(Mark.EPHEMERAL)) {
      return "has an ephemeral value";
    }
    return switch (value) {
      case Value.Unknown u ->
          u.type() instanceof Type.Dynamic
              ? "will be known only after apply"
              : "is " + article(u.type()) + ", known only after apply";
      case Value.Null _ -> "is null";
      case Value.Bool b -> "is " + b.isTrue();
      case Num n -> "is " + shortened(n.toString());
      case Value.Str s -> "is " + InstanceKey.quote(shortened(s.text()));
      case Value.ListOf l ->
          "is " + article(l.type()) + " with " + count(l.elements().size(), "element");
      case Value.SetOf s ->
          "is " + article(s.type()) + " with " + count(s.elements().size(), "element");
      case Value.MapOf m ->
          "is " + article(m.type()) + " with " + count(m.entries().size(), "element");
      case Value.Tuple t -> "is a tuple with " + count(t.elements().size(), "element");
      case Value.Obj o -> "is an object with " + count(o.attributes().size(), "attribute");
      case Value.Marked _ -> "has a marked value";
    };
  }

  private static String article(Type type) {
    String name = type.friendlyName();
    return (name.startsWith("o") ? "an " : "a ") + name;
  }

  private static String count(int size, String what) {
    return size + " " + what + (size == 1 ? "" : "s");
  }

  private static String shortened(String text) {
    return text.length() <= MAX_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT / 2)) + "...";
  }
}
