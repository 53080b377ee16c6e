package dev.groma.engine.expr;

import dev.groma.engine.expr.Token.Kind;

/// Finds the tokens of a text, from any index on. It knows nothing of templates: the inside of
/// strings is read by [TemplateReader].
final class Lexer {
  private final String text;

  Lexer(String text) {
    this.text = text;
  }

  /// The first token at or after `index`. Blanks and comments are skipped; line ends too unless
  /// `newlines`.
  Token next(int index, boolean newlines) {
    int at = index;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && !newlines)) {
        at++;
      } else if (c == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at) && text.indexOf("*/", at + 2) >= 0) {
        at = text.indexOf("*/", at + 2) + 2;
      } else {
        return token(at, c);
      }
    }
    return new Token(Kind.END, text.length(), text.length());
  }

  private Token token(int at, char c) {
    if (c >= '0' && c <= '9') {
      return new Token(Kind.NUMBER, at, endOfNumber(at));
    }
    if (startsIdentifier(text.codePointAt(at))) {
      return new Token(Kind.IDENTIFIER, at, endOfIdentifier(at));
    }
    return switch (c) {
      case '\n' -> new Token(Kind.NEWLINE, at, at + 1);
      case '"' -> new Token(Kind.QUOTE, at, at + 1);
      case '(' -> new Token(Kind.OPEN_PAREN, at, at + 1);
      case ')' -> new Token(Kind.CLOSE_PAREN, at, at + 1);
      case '[' -> new Token(Kind.OPEN_BRACKET, at, at + 1);
      case ']' -> new Token(Kind.CLOSE_BRACKET, at, at + 1);
      case '{' -> new Token(Kind.OPEN_BRACE, at, at + 1);
      case '}' -> new Token(Kind.CLOSE_BRACE, at, at + 1);
      case ',' -> new Token(Kind.COMMA, at, at + 1);
      case '.' -> pair(at, "...", Kind.ELLIPSIS, Kind.DOT);
      case ':' -> pair(at, "::", Kind.DOUBLE_COLON, Kind.COLON);
      case '?' -> new Token(Kind.QUESTION, at, at + 1);
      case '=' ->
          text.startsWith("==", at)
              ? new Token(Kind.EQUAL, at, at + 2)
              : pair(at, "=>", Kind.ARROW, Kind.ASSIGN);
      case '~' -> new Token(Kind.TILDE, at, at + 1);
      case '!' -> pair(at, "!=", Kind.NOT_EQUAL, Kind.BANG);
      case '|' -> pair(at, "||", Kind.OR, Kind.INVALID);
      case '&' -> pair(at, "&&", Kind.AND, Kind.INVALID);
      case '>' -> pair(at, ">=", Kind.GREATER_OR_EQUAL, Kind.GREATER);
      case '<' -> {
        int heredoc = endOfHeredocStart(at);
        yield heredoc >= 0
            ? new Token(Kind.HEREDOC, at, heredoc)
            : pair(at, "<=", Kind.LESS_OR_EQUAL, Kind.LESS);
      }
      case '+' -> new Token(Kind.PLUS, at, at + 1);
      case '-' -> new Token(Kind.MINUS, at, at + 1);
      case '*' -> new Token(Kind.STAR, at, at + 1);
      case '/' -> new Token(Kind.SLASH, at, at + 1);
      case '%' -> new Token(Kind.PERCENT, at, at + 1);
      default -> new Token(Kind.INVALID, at, at + Character.charCount(text.codePointAt(at)));
    };
  }

  private Token pair(int at, String longer, Kind whole, Kind single) {
    return text.startsWith(longer, at)
        ? new Token(whole, at, at + longer.length())
        : new Token(single, at, at + 1);
  }

  static boolean startsIdentifier(int codePoint) {
    return codePoint == '_' || Character.isUnicodeIdentifierStart(codePoint);
  }

  private static boolean continuesIdentifier(int codePoint) {
    return codePoint == '-'
        || (Character.isUnicodeIdentifierPart(codePoint)
            && !Character.isIdentifierIgnorable(codePoint));
  }

  private int endOfIdentifier(int start) {
    int at = start;
    while (at < text.length() && continuesIdentifier(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return Math.max(at, start + 1);
  }

  private int endOfNumber(int start) {
    int at = endOfDigits(start);
    if (at < text.length() && text.charAt(at) == '.' && endOfDigits(at + 1) > at + 1) {
      at = endOfDigits(at + 1);
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1;
      if (sign < text.length() && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
        sign++;
      }
      int end = endOfDigits(sign);
      at = end > sign ? end : at;
    }
    return at;
  }

  private int endOfDigits(int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /// The index after the line end of a heredoc introduction, or -1.
  private int endOfHeredocStart(int start) {
    if (!text.startsWith("<<", start)) {
      return -1;
    }
    int at = text.startsWith("<<-", start) ? start + 3 : start + 2;
    if (at >= text.length() || !startsIdentifier(text.codePointAt(at))) {
      return -1;
    }
    at = endOfIdentifier(at);
    if (text.startsWith("\r\n", at)) {
      return at + 2;
    }
    return text.startsWith("\n", at) ? at + 1 : -1;
  }
}
