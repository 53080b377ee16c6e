package dev.groma.engine.expr;

import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Unification;
import dev.groma.schemas.value.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Evaluates `condition ? yes : no`. Both arms are evaluated, since the type of the result depends
/// on both; what is wrong with the arm that is not taken does not matter.
final class Conditions {
  private static final String CODE = "expr.condition";

  private Conditions() {}

  static Value choose(Run run, Expression.Conditional conditional) {
    Value condition = run.value(conditional.condition());
    Evaluation yes = run.attempt(conditional.yes());
    Evaluation no = run.attempt(conditional.no());
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    marks.addAll(condition.marksDeep());
    marks.addAll(yes.value().marks());
    marks.addAll(no.value().marks());
    Value unknown = Value.unknown(Type.DYNAMIC).mark(marks);
    Type type = type(yes.value(), no.value());
    if (type == null) {
      run.report(
          CODE,
          "Inconsistent conditional result types",
          "The true and false result expressions must have consistent types. "
              + mismatch(yes.value().type(), no.value().type()),
          conditional.range(),
          conditional);
      return unknown;
    }
    Value decision = decision(run, condition.unmarkDeep(), conditional);
    if (decision == null) {
      return unknown;
    }
    return switch (decision) {
      case Value.Bool(boolean taken) ->
          taken
              ? arm(run, conditional.yes(), yes, type, "true").mark(marks)
              : arm(run, conditional.no(), no, type, "false").mark(marks);
      default -> {
        // Neither arm may fail when it is open which one counts.
        run.reportUncertain(yes.diagnostics());
        run.reportUncertain(no.diagnostics());
        marks.addAll(yes.value().marksDeep());
        marks.addAll(no.value().marksDeep());
        yield either(yes.value().unmarkDeep(), no.value().unmarkDeep(), type).mark(marks);
      }
    };
  }

  /// The type both arms convert to; null when there is none.
  private static @Nullable Type type(Value yes, Value no) {
    if (isPlainNull(yes)) {
      return no.type();
    }
    if (isPlainNull(no)) {
      return yes.type();
    }
    if (yes.type() instanceof Type.Dynamic || no.type() instanceof Type.Dynamic) {
      return Type.DYNAMIC;
    }
    return Unification.unify(List.of(yes.type(), no.type()));
  }

  private static boolean isPlainNull(Value value) {
    return value.unmark() instanceof Value.Null(Type type) && type instanceof Type.Dynamic;
  }

  private static @Nullable Value decision(
      Run run, Value condition, Expression.Conditional conditional) {
    Expression at = conditional.condition();
    if (condition instanceof Value.Null) {
      run.report(
          CODE,
          "Null condition",
          "The condition value is null. Conditions must either be true or false.",
          at.range(),
          at);
      return null;
    }
    return switch (Conversion.convert(condition, Type.BOOL)) {
      case Conversion.Converted(Value converted) -> converted;
      case Conversion.Failed _ -> {
        run.report(
            CODE,
            "Incorrect condition type",
            "The condition expression must be of type bool.",
            at.range(),
            at);
        yield null;
      }
    };
  }

  private static Value arm(Run run, Expression at, Evaluation evaluation, Type type, String which) {
    if (evaluation.failed() && !run.isQuiet()) {
      // Once more, for the values that belong to the diagnostics.
      return run.value(at);
    }
    run.diagnostics().addAll(evaluation.diagnostics());
    return switch (Conversion.convert(evaluation.value(), type)) {
      case Conversion.Converted(Value converted) -> converted;
      case Conversion.Failed f -> {
        run.report(
            CODE,
            "Inconsistent conditional result types",
            "The " + which + " result value has the wrong type: " + f.message() + ".",
            at.range(),
            at);
        yield Value.unknown(Type.DYNAMIC);
      }
    };
  }

  /// What is known of a value that is one of two.
  private static Value either(Value yes, Value no, Type type) {
    if (!(Conversion.convert(yes, type) instanceof Conversion.Converted(Value a))
        || !(Conversion.convert(no, type) instanceof Conversion.Converted(Value b))) {
      return Value.unknown(Type.DYNAMIC);
    }
    if (a.equals(b) && a.isWhollyKnown()) {
      return a;
    }
    if (type instanceof Type.Dynamic) {
      return Value.unknown(Type.DYNAMIC);
    }
    return Refinement.of(a).or(Refinement.of(b)).value(type);
  }

  private static String mismatch(Type yes, Type no) {
    if (yes instanceof Type.TupleType a && no instanceof Type.TupleType b) {
      if (a.elements().size() == b.elements().size()) {
        for (int i = 0; i < a.elements().size(); i++) {
          Type left = a.elements().get(i);
          Type right = b.elements().get(i);
          if (Unification.unify(List.of(left, right)) == null) {
            return "Type mismatch for tuple element " + i + ": " + mismatch(left, right);
          }
        }
      } else {
        return "The 'true' tuple has length "
            + a.elements().size()
            + ", but the 'false' tuple has length "
            + b.elements().size()
            + ".";
      }
    }
    if (yes instanceof Type.ObjectType a && no instanceof Type.ObjectType b) {
      return attributes(a.attributes(), b.attributes());
    }
    if (yes instanceof Type.ListType a && no instanceof Type.ListType b) {
      return "Mismatched list element types: " + mismatch(a.element(), b.element());
    }
    if (yes instanceof Type.SetType a && no instanceof Type.SetType b) {
      return "Mismatched set element types: " + mismatch(a.element(), b.element());
    }
    if (yes instanceof Type.MapType a && no instanceof Type.MapType b) {
      return "Mismatched map element types: " + mismatch(a.element(), b.element());
    }
    return yes.friendlyName().equals(no.friendlyName())
        ? "At least one deeply-nested attribute or element is not compatible across both the 'true'"
            + " and the 'false' value."
        : "The 'true' value is "
            + friendly(yes)
            + ", but the 'false' value is "
            + friendly(no)
            + ".";
  }

  private static String friendly(Type type) {
    return switch (type) {
      case Type.ListType l when l.element() instanceof Type.Dynamic -> "list of dynamic";
      case Type.SetType s when s.element() instanceof Type.Dynamic -> "set of dynamic";
      case Type.MapType m when m.element() instanceof Type.Dynamic -> "map of dynamic";
      default -> type.friendlyName();
    };
  }

  private static String attributes(Map<String, Type> yes, Map<String, Type> no) {
    Set<String> names = new TreeSet<>(yes.keySet());
    for (String name : names) {
      if (!no.containsKey(name)) {
        return absent("true", name, "false");
      }
      Type left = yes.get(name);
      Type right = no.get(name);
      if (left != null && right != null && Unification.unify(List.of(left, right)) == null) {
        return "Type mismatch for object attribute \"" + name + "\": " + mismatch(left, right);
      }
    }
    for (String name : new TreeSet<>(no.keySet())) {
      if (!yes.containsKey(name)) {
        return absent("false", name, "true");
      }
    }
    return "At least one deeply-nested attribute or element is not compatible across both the"
        + " 'true' and the 'false' value.";
  }

  private static String absent(String here, String name, String there) {
    return "The '"
        + here
        + "' value includes object attribute \""
        + name
        + "\", which is absent in the '"
        + there
        + "' value.";
  }
}
