package dev.groma.engine.expr;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/// How far a text has been read: what the readers of expressions and of templates share.
final class Reading {
  /// How deep expressions may be nested. The readers and the evaluator need a few stack frames per
  /// level.
  static final int MAX_DEPTH = 200;

  /// Leaves the readers when what follows cannot be made sense of.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Failure() {
      super(null, null, false, false);
    }
  }

  /// Maps indexes in the text to places in the file.
  interface Places {
    SourceRange range(int from, int to);
  }

  final String text;
  private final Places places;
  private final Lexer lexer;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Deque<String> bound = new ArrayDeque<>();
  private final boolean free;
  private boolean newlines;
  private int depth;
  private int at;

  /// @param free whether all names are variables, as in template files
  Reading(String text, Places places, boolean free) {
    this.text = text;
    this.places = places;
    this.free = free;
    this.lexer = new Lexer(text);
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  SourceRange range(int from, int to) {
    return places.range(from, to);
  }

  SourceRange range(Token token) {
    return places.range(token.start(), token.end());
  }

  /// The range from `from` to what was read last.
  SourceRange rangeFrom(int from) {
    return places.range(from, at);
  }

  int at() {
    return at;
  }

  void moveTo(int index) {
    at = index;
  }

  String textOf(Token token) {
    return text.substring(token.start(), token.end());
  }

  Token peek() {
    return lexer.next(at, newlines);
  }

  Token peekAfter(Token token) {
    return lexer.next(token.end(), newlines);
  }

  boolean nextIs(Token.Kind kind) {
    return peek().kind() == kind;
  }

  boolean nextIsWord(String word) {
    Token next = peek();
    return next.kind() == Token.Kind.IDENTIFIER && textOf(next).equals(word);
  }

  Token read() {
    Token token = peek();
    at = token.end();
    return token;
  }

  /// Reads the next token if it is of `kind`.
  boolean skip(Token.Kind kind) {
    Token next = peek();
    if (next.kind() != kind) {
      return false;
    }
    at = next.end();
    return true;
  }

  /// Does `part` with line ends being tokens or blanks.
  <T> T withNewlines(boolean asTokens, Supplier<T> part) {
    boolean before = newlines;
    newlines = asTokens;
    try {
      return part.get();
    } finally {
      newlines = before;
    }
  }

  /// Does `part` one level deeper.
  <T> T nested(Supplier<T> part) {
    if (++depth > MAX_DEPTH) {
      throw fail(
          "expr.nesting",
          "Expression nested too deeply",
          "Expressions may be nested "
              + MAX_DEPTH
              + " levels deep. Give parts of it names of their own, as local values.",
          range(peek()));
    }
    try {
      return part.get();
    } finally {
      depth--;
    }
  }

  /// Makes `name` stand for a bound variable until [#unbind].
  void bind(String name) {
    bound.push(name);
  }

  /// Takes back the last `count` calls of [#bind].
  void unbind(int count) {
    for (int i = 0; i < count; i++) {
      bound.pop();
    }
  }

  boolean isVariable(String name) {
    return free || bound.contains(name);
  }

  void report(String code, String summary, String detail, SourceRange range) {
    diagnostics.add(Diagnostic.error(code, summary, detail).at(range));
  }

  /// Reports what is wrong; the result is to be thrown.
  Failure fail(String code, String summary, String detail, SourceRange range) {
    report(code, summary, detail, range);
    return new Failure();
  }

  /// Reports that `token` cannot be what is wanted; for characters that the language does not know,
  /// says so instead.
  Failure unexpected(Token token, String code, String summary, String detail) {
    if (token.kind() == Token.Kind.INVALID || token.kind() == Token.Kind.TILDE) {
      return invalidCharacter(token);
    }
    return fail(code, summary, detail, range(token));
  }

  private Failure invalidCharacter(Token token) {
    String character = textOf(token);
    boolean operator = "&|^~".contains(character);
    String detail =
        switch (character) {
          case "&" -> "Bitwise operators are not supported. Did you mean boolean AND (\"&&\")?";
          case "|" -> "Bitwise operators are not supported. Did you mean boolean OR (\"||\")?";
          case "~" -> "Bitwise operators are not supported. Did you mean boolean NOT (\"!\")?";
          case "^" -> "Bitwise operators are not supported.";
          case "'" -> "Single quotes are not valid. Use double quotes (\") to enclose strings.";
          case "`" ->
              "The \"`\" character is not valid. To create a multi-line string, use the \"heredoc\""
                  + " syntax, like \"<<EOT\".";
          case ";" ->
              "The \";\" character is not valid. Use newlines to separate arguments and blocks, and"
                  + " commas to separate items in collection values.";
          case "\u201c", "\u201d" ->
              "\"Curly quotes\" are not valid here. These can sometimes be inadvertently introduced"
                  + " when sharing code via documents or discussion forums. It might help to replace"
                  + " the character with a \"straight quote\".";
          default -> "This character is not used within the language.";
        };
    return fail(
        "expr.character",
        operator ? "Unsupported operator" : "Invalid character",
        detail,
        range(token));
  }
}
