package dev.groma.engine.expr;

import org.jspecify.annotations.Nullable;

/// The smallest unit of an expression.
///
/// @param kind what it is
/// @param start the index of its first character
/// @param end the index after its last character
record Token(Kind kind, int start, int end) {
  /// The kinds of tokens.
  enum Kind {
    IDENTIFIER,
    NUMBER,
    /// The quote that opens a string.
    QUOTE,
    /// `<<EOT` or `<<-EOT` with the end of its line.
    HEREDOC,
    OPEN_PAREN,
    CLOSE_PAREN,
    OPEN_BRACKET,
    CLOSE_BRACKET,
    OPEN_BRACE,
    CLOSE_BRACE,
    COMMA,
    DOT,
    ELLIPSIS,
    COLON,
    DOUBLE_COLON,
    QUESTION,
    ASSIGN,
    ARROW,
    TILDE,
    BANG,
    OR(Operator.OR),
    AND(Operator.AND),
    EQUAL(Operator.EQUAL),
    NOT_EQUAL(Operator.NOT_EQUAL),
    GREATER(Operator.GREATER),
    GREATER_OR_EQUAL(Operator.GREATER_OR_EQUAL),
    LESS(Operator.LESS),
    LESS_OR_EQUAL(Operator.LESS_OR_EQUAL),
    PLUS(Operator.ADD),
    MINUS(Operator.SUBTRACT),
    STAR(Operator.MULTIPLY),
    SLASH(Operator.DIVIDE),
    PERCENT(Operator.MODULO),
    NEWLINE,
    INVALID,
    END;

    private final @Nullable Operator binary;

    Kind() {
      this(null);
    }

    Kind(@Nullable Operator binary) {
      this.binary = binary;
    }

    /// The operator of two operands that this stands for, or null.
    @Nullable Operator binary() {
      return binary;
    }
  }
}
