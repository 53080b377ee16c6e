package dev.groma.engine.expr;

import dev.groma.schemas.value.Equality;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/// Applies operators to unmarked operands that were converted to the operator's type.
final class Operands {
  private Operands() {}

  /// What the operands of `operator` are converted to; [Type#DYNAMIC] when they are taken as they
  /// are.
  static Type operandType(Operator operator) {
    return switch (operator) {
      case OR, AND, NOT -> Type.BOOL;
      case EQUAL, NOT_EQUAL -> Type.DYNAMIC;
      case GREATER,
          GREATER_OR_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          MODULO,
          NEGATE ->
          Type.NUMBER;
    };
  }

  static Type resultType(Operator operator) {
    return switch (operator) {
      case OR, AND, NOT, EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          Type.BOOL;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, NEGATE -> Type.NUMBER;
    };
  }

  static Value unknown(Operator operator) {
    return new Value.Unknown(resultType(operator), Refinement.NOT_NULL);
  }

  /// The result for one operand, which is not null.
  static Value apply(Operator operator, Value operand) {
    return switch (operand) {
      case Value.Bool b -> Value.of(!b.isTrue());
      case Num n -> n.negate();
      case Value.Unknown u when operator == Operator.NEGATE ->
          between(negated(u.refinement().max()), negated(u.refinement().min()));
      default -> unknown(operator);
    };
  }

  private static @Nullable Num negated(@Nullable Num bound) {
    return bound == null ? null : bound.negate();
  }

  /// A number of which only bounds are known, null for none.
  private static Value between(@Nullable Num min, @Nullable Num max) {
    return Refinement.NOT_NULL.within(min, max).value(Type.NUMBER);
  }

  /// The result for two operands; not null unless compared for equality.
  ///
  /// @throws ArithmeticException when there is no result; the message says why
  static Value apply(Operator operator, Value left, Value right) {
    return switch (operator) {
      case EQUAL -> truth(Equality.compare(left, right), false);
      case NOT_EQUAL -> truth(Equality.compare(left, right), true);
      case OR -> either(left, right);
      case AND -> both(left, right);
      case GREATER -> compare(operator, left, right);
      case GREATER_OR_EQUAL -> compare(operator, left, right);
      case LESS -> compare(operator, left, right);
      case LESS_OR_EQUAL -> compare(operator, left, right);
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO ->
          left instanceof Num a && right instanceof Num b
              ? arithmetic(operator, a, b)
              : bounds(operator, left, right);
      case NOT, NEGATE -> throw new IllegalArgumentException(operator + " takes one operand");
    };
  }

  private static Value truth(Equality.Answer answer, boolean inverted) {
    return switch (answer) {
      case YES -> Value.of(!inverted);
      case NO -> Value.of(inverted);
      case PERHAPS -> unknown(Operator.EQUAL);
    };
  }

  private static Value either(Value left, Value right) {
    if (left.equals(Value.Bool.TRUE) || right.equals(Value.Bool.TRUE)) {
      return Value.Bool.TRUE;
    }
    return left.isKnown() && right.isKnown() ? Value.Bool.FALSE : unknown(Operator.OR);
  }

  private static Value both(Value left, Value right) {
    if (left.equals(Value.Bool.FALSE) || right.equals(Value.Bool.FALSE)) {
      return Value.Bool.FALSE;
    }
    return left.isKnown() && right.isKnown() ? Value.Bool.TRUE : unknown(Operator.AND);
  }

  private static Value arithmetic(Operator operator, Num a, Num b) {
    return switch (operator) {
      case ADD -> a.add(b);
      case SUBTRACT -> a.subtract(b);
      case MULTIPLY -> a.multiply(b);
      case DIVIDE -> a.divide(b);
      case MODULO -> a.remainder(b);
      default -> throw new IllegalArgumentException(operator + " is no arithmetic");
    };
  }

  /// What is known of a sum or difference of numbers that are not known. To round keeps the order,
  /// so bounds may be calculated with.
  private static Value bounds(Operator operator, Value left, Value right) {
    return switch (operator) {
      case ADD ->
          between(
              sum(bound(left, false), bound(right, false)),
              sum(bound(left, true), bound(right, true)));
      case SUBTRACT ->
          between(
              sum(bound(left, false), negated(bound(right, true))),
              sum(bound(left, true), negated(bound(right, false))));
      default -> unknown(operator);
    };
  }

  private static @Nullable Num sum(@Nullable Num a, @Nullable Num b) {
    return a == null || b == null || a.isInfinite() || b.isInfinite() ? null : a.add(b);
  }

  /// Compares numbers, or the bounds of numbers that are not known.
  private static Value compare(Operator operator, Value left, Value right) {
    return switch (operator) {
      case LESS -> less(left, right, false);
      case LESS_OR_EQUAL -> less(left, right, true);
      case GREATER -> less(right, left, false);
      case GREATER_OR_EQUAL -> less(right, left, true);
      default -> throw new IllegalArgumentException(operator + " does not compare");
    };
  }

  private static Value less(Value left, Value right, boolean orEqual) {
    Num leftMax = bound(left, true);
    Num rightMin = bound(right, false);
    int limit = orEqual ? 1 : 0;
    if (leftMax != null && rightMin != null && leftMax.compareTo(rightMin) < limit) {
      return Value.Bool.TRUE;
    }
    Num leftMin = bound(left, false);
    Num rightMax = bound(right, true);
    if (leftMin != null && rightMax != null && leftMin.compareTo(rightMax) >= limit) {
      return Value.Bool.FALSE;
    }
    return unknown(Operator.LESS);
  }

  private static @Nullable Num bound(Value value, boolean upper) {
    return switch (value) {
      case Num n -> n;
      case Value.Unknown u -> upper ? u.refinement().max() : u.refinement().min();
      default -> null;
    };
  }
}
