package dev.groma.engine.expr;

import dev.groma.engine.expr.Token.Kind;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads templates: bare ones, quoted strings and heredocs.
///
/// A template is read into a flat list of pieces first, so that the `~` of one piece can trim its
/// neighbour and a heredoc can lose its indentation; [TemplateTree] then makes the expression.
/// Literal pieces end with their line, which is how far a `~` reaches.
final class TemplateReader {
  private static final String CODE = "expr.template";

  /// A part of a template.
  sealed interface Piece {
    SourceRange range();
  }

  /// Characters.
  record Text(String text, SourceRange range) implements Piece {}

  /// `${}`.
  record Interpolation(Expression value, SourceRange range) implements Piece {}

  /// `%{if}`.
  record If(Expression condition, SourceRange range) implements Piece {}

  /// `%{else}`.
  record Else(SourceRange range) implements Piece {}

  /// `%{endif}`.
  record EndIf(SourceRange range) implements Piece {}

  /// `%{for}`.
  record Loop(@Nullable String keyName, String valueName, Expression collection, SourceRange range)
      implements Piece {}

  /// `%{endfor}`.
  record EndFor(SourceRange range) implements Piece {}

  /// Where a template ends and how its text is written.
  private enum Form {
    BARE,
    QUOTED,
    HEREDOC
  }

  private final Reading in;
  private final ExpressionReader expressions;
  private int interpolationStart = -1;

  TemplateReader(Reading in, ExpressionReader expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /// The template that is the whole text.
  Expression bare() {
    Pieces pieces = new Pieces(Form.BARE, "");
    pieces.read();
    return TemplateTree.build(in, pieces.all, in.range(0, in.text.length()));
  }

  /// The string that `quote`, which has been read, opens.
  Expression quoted(Token quote) {
    Pieces pieces = new Pieces(Form.QUOTED, "");
    pieces.read();
    return TemplateTree.build(in, pieces.all, in.rangeFrom(quote.start()));
  }

  /// The heredoc that `introduction`, which has been read, opens.
  Expression heredoc(Token introduction) {
    String word = in.textOf(introduction).strip().substring(2);
    boolean flush = word.startsWith("-");
    Pieces pieces = new Pieces(Form.HEREDOC, flush ? word.substring(1) : word);
    pieces.read();
    List<Piece> all = flush ? Indentation.remove(pieces.all) : pieces.all;
    Expression whole = TemplateTree.build(in, all, in.rangeFrom(introduction.start()));
    return whole;
  }

  boolean inInterpolation() {
    return interpolationStart >= 0;
  }

  Reading.Failure unclosedInterpolation() {
    return in.fail(
        "expr.syntax",
        "Unclosed template interpolation sequence",
        "There is no closing brace for this interpolation sequence before the end of the file. This"
            + " might be caused by incorrect nesting inside the given expression.",
        in.range(interpolationStart, Math.min(interpolationStart + 2, in.text.length())));
  }

  private final class Pieces {
    private final List<Piece> all = new ArrayList<>();
    private final List<Integer> boundNames = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private final Form form;
    private final String endWord;
    private final String text = in.text;
    private int literalStart;
    private boolean trimNext;

    Pieces(Form form, String endWord) {
      this.form = form;
      this.endWord = endWord;
    }

    void read() {
      int start = in.at();
      literalStart = start;
      boolean lineStart = form == Form.HEREDOC;
      while (true) {
        int at = in.at();
        if (lineStart && heredocEnds(at)) {
          break;
        }
        if (at >= text.length()) {
          endOfText(start);
          break;
        }
        char c = text.charAt(at);
        lineStart = false;
        if (form == Form.QUOTED && c == '"') {
          flush();
          in.moveTo(at + 1);
          break;
        } else if ((c == '$' || c == '%') && text.startsWith("{", at + 1)) {
          sequence(c);
        } else if ((c == '$' || c == '%') && doubled(at, c)) {
          take(c + "{", 3);
        } else if (form == Form.QUOTED && c == '\\') {
          escape(at);
        } else if (c == '\n') {
          newline();
          lineStart = form == Form.HEREDOC;
        } else {
          take(String.valueOf(c), 1);
        }
      }
      boundNames.forEach(in::unbind);
    }

    private boolean doubled(int at, char c) {
      return text.startsWith("{", at + 2) && text.charAt(at + 1) == c;
    }

    private void take(String characters, int length) {
      if (literal.isEmpty()) {
        literalStart = in.at();
      }
      literal.append(characters);
      in.moveTo(in.at() + length);
    }

    private void newline() {
      if (form == Form.QUOTED) {
        throw in.fail(
            "expr.syntax",
            "Invalid multi-line string",
            "Quoted strings may not be split over multiple lines. To produce a multi-line string,"
                + " either use the \\n escape to represent a newline character or use the"
                + " \"heredoc\" multi-line template syntax.",
            in.range(in.at(), in.at() + 1));
      }
      take("\n", 1);
      flush();
    }

    private void flush() {
      if (!literal.isEmpty()) {
        String characters = literal.toString();
        String kept = trimNext ? stripLeading(characters) : characters;
        all.add(new Text(kept, in.range(literalStart, in.at())));
        literal.setLength(0);
      }
      trimNext = false;
    }

    private void endOfText(int start) {
      flush();
      if (form != Form.BARE) {
        throw in.fail(
            "expr.syntax",
            "Unterminated template string",
            "No closing marker was found for the string.",
            in.range(Math.max(0, start - 1), in.text.length()));
      }
    }

    private boolean heredocEnds(int at) {
      int end = text.indexOf('\n', at);
      String line = text.substring(at, end < 0 ? text.length() : end);
      if (!line.strip().equals(endWord)) {
        return false;
      }
      flush();
      in.moveTo(at + line.length());
      return true;
    }

    private void escape(int at) {
      char selector = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
      switch (selector) {
        case 'n' -> take("\n", 2);
        case 'r' -> take("\r", 2);
        case 't' -> take("\t", 2);
        case '"' -> take("\"", 2);
        case '\\' -> take("\\", 2);
        case 'u' -> unicode(at, 4, "four");
        case 'U' -> unicode(at, 8, "eight");
        default ->
            throw in.fail(
                "expr.syntax",
                "Invalid escape sequence",
                "The symbol \""
                    + (at + 1 < text.length() ? Character.toString(text.codePointAt(at + 1)) : "")
                    + "\" is not a valid escape sequence selector.",
                in.range(at, Math.min(at + 2, text.length())));
      }
    }

    private void unicode(int at, int digits, String count) {
      int end = Math.min(at + 2 + digits, text.length());
      String hex = text.substring(at + 2, end);
      boolean valid =
          hex.length() == digits
              && hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
      long codePoint = valid ? Long.parseLong(hex, 16) : -1;
      if (!valid) {
        throw in.fail(
            "expr.syntax",
            "Invalid escape sequence",
            "The \\"
                + text.charAt(at + 1)
                + " escape sequence must be followed by "
                + count
                + " hexadecimal digits.",
            in.range(at, end));
      }
      boolean character =
          codePoint <= Character.MAX_CODE_POINT && (codePoint < 0xD800 || codePoint > 0xDFFF);
      take(character ? Character.toString((int) codePoint) : "\uFFFD", 2 + digits);
    }

    private void sequence(char kind) {
      int start = in.at();
      boolean trimBefore = text.startsWith("~", start + 2);
      flush();
      if (trimBefore && !all.isEmpty() && all.getLast() instanceof Text t) {
        all.set(all.size() - 1, new Text(stripTrailing(t.text()), t.range()));
      }
      in.moveTo(start + (trimBefore ? 3 : 2));
      int outer = interpolationStart;
      interpolationStart = start;
      Piece piece =
          in.withNewlines(false, () -> kind == '$' ? interpolation(start) : directive(start));
      interpolationStart = outer;
      all.add(piece);
    }

    private Piece interpolation(int start) {
      Expression value = expressions.expression();
      close("interpolation");
      return new Interpolation(value, in.rangeFrom(start));
    }

    private void close(String what) {
      Token next = in.peek();
      if (next.kind() == Kind.TILDE && in.peekAfter(next).kind() == Kind.CLOSE_BRACE) {
        in.read();
        in.read();
        trimNext = true;
        return;
      }
      if (next.kind() == Kind.CLOSE_BRACE) {
        in.read();
        return;
      }
      if (next.kind() == Kind.END) {
        throw unclosedInterpolation();
      }
      throw extra(what, next);
    }

    private Reading.Failure extra(String what, Token next) {
      if (what.equals("directive")) {
        return in.unexpected(
            next,
            CODE,
            "Invalid template directive",
            "Expected a closing brace to end the template directive, but found extra characters.");
      }
      String detail =
          next.kind() == Kind.COLON
              ? "Template interpolation doesn't expect a colon at this location. Did you intend this"
                  + " to be a literal sequence to be processed as part of another language? If so,"
                  + " you can escape it by starting with \"$${\" instead of just \"${\"."
              : "Expected a closing brace to end the interpolation expression, but found extra"
                  + " characters.\n\nThis can happen when you include interpolation syntax for"
                  + " another language, such as shell scripting, but forget to escape the"
                  + " interpolation start token. If this is an embedded sequence for another"
                  + " language, escape it by starting with \"$${\" instead of just \"${\".";
      return in.unexpected(
          next, "expr.syntax", "Extra characters after interpolation expression", detail);
    }

    private Piece directive(int start) {
      Token keyword = in.peek();
      String word = keyword.kind() == Kind.IDENTIFIER ? in.textOf(keyword) : "";
      in.read();
      return switch (word) {
        case "if" -> {
          Expression condition = expressions.expression();
          close("directive");
          yield new If(condition, in.rangeFrom(start));
        }
        case "else" -> {
          close("directive");
          yield new Else(in.rangeFrom(start));
        }
        case "endif" -> {
          close("directive");
          yield new EndIf(in.rangeFrom(start));
        }
        case "for" -> loop(start);
        case "endfor" -> {
          close("directive");
          if (!boundNames.isEmpty()) {
            in.unbind(boundNames.removeLast());
          }
          yield new EndFor(in.rangeFrom(start));
        }
        default -> {
          String detail =
              word.isEmpty()
                  ? "A template directive keyword (\"if\", \"for\", etc) is expected at the"
                      + " beginning of a %{ sequence."
                  : "\"" + word + "\" is not a valid template control keyword.";
          throw in.unexpected(keyword, CODE, "Invalid template directive", detail);
        }
      };
    }

    private Piece loop(int start) {
      String first = loopName("For directive requires variable name after 'for'.");
      String second =
          in.skip(Kind.COMMA)
              ? loopName("For directive requires value variable name after comma.")
              : null;
      if (!in.nextIsWord("in")) {
        throw badLoop("For directive requires 'in' keyword after names.");
      }
      in.read();
      Expression collection = expressions.expression();
      close("directive");
      in.bind(first);
      if (second != null) {
        in.bind(second);
      }
      boundNames.add(second == null ? 1 : 2);
      return new Loop(
          second == null ? null : first,
          second == null ? first : second,
          collection,
          in.rangeFrom(start));
    }

    private String loopName(String complaint) {
      Token token = in.peek();
      if (token.kind() != Kind.IDENTIFIER) {
        throw badLoop(complaint);
      }
      in.read();
      return in.textOf(token);
    }

    private Reading.Failure badLoop(String detail) {
      return in.unexpected(in.peek(), CODE, "Invalid 'for' directive", detail);
    }
  }

  private static String stripLeading(String text) {
    int at = 0;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return text.substring(at);
  }

  private static String stripTrailing(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /// A literal string value.
  static Expression literal(String text, SourceRange range) {
    return new Expression.Literal(Value.of(text), range);
  }
}
