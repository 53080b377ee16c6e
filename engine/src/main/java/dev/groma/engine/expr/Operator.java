package dev.groma.engine.expr;

/// An operator of the expression language.
public enum Operator {
  /// Logical or.
  OR("||", 1),
  /// Logical and.
  AND("&&", 2),
  /// Equality of type and content.
  EQUAL("==", 3),
  /// The opposite of [#EQUAL].
  NOT_EQUAL("!=", 3),
  /// Order of numbers.
  GREATER(">", 4),
  /// Order of numbers.
  GREATER_OR_EQUAL(">=", 4),
  /// Order of numbers.
  LESS("<", 4),
  /// Order of numbers.
  LESS_OR_EQUAL("<=", 4),
  /// Sum.
  ADD("+", 5),
  /// Difference.
  SUBTRACT("-", 5),
  /// Product.
  MULTIPLY("*", 6),
  /// Quotient.
  DIVIDE("/", 6),
  /// Remainder.
  MODULO("%", 6),
  /// Logical not, of one operand.
  NOT("!", 7),
  /// The number with the other sign, of one operand.
  NEGATE("-", 7);

  private final String symbol;
  private final int precedence;

  Operator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  /// The way it is written.
  public String symbol() {
    return symbol;
  }

  /// How strongly it binds: more for multiplication than for addition.
  int precedence() {
    return precedence;
  }
}
