package dev.groma.engine.expr;

import dev.groma.engine.expr.Token.Kind;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads expressions by recursive descent, operators by precedence climbing. Line ends are tokens
/// between the braces of an object only.
final class ExpressionReader {
  private static final String CODE = "expr.syntax";

  private static final Set<String> CONVERT = Set.of("convert", "core::convert");

  private final Reading in;
  private final TemplateReader templates;
  private final AccessReader accesses;

  ExpressionReader(Reading in) {
    this.in = in;
    this.templates = new TemplateReader(in, this);
    this.accesses = new AccessReader(in, this);
  }

  TemplateReader templates() {
    return templates;
  }

  AccessReader accesses() {
    return accesses;
  }

  /// Reads one expression, as far as it goes.
  Expression expression() {
    return in.nested(this::conditional);
  }

  private Expression conditional() {
    Expression condition = operators(unary(), 1);
    if (!in.skip(Kind.QUESTION)) {
      return condition;
    }
    Expression yes = expression();
    if (!in.skip(Kind.COLON)) {
      throw in.unexpected(
          in.peek(),
          CODE,
          "Missing false expression in conditional",
          "The conditional operator (...?...:...) requires a false expression, delimited by a"
              + " colon.");
    }
    Expression no = expression();
    return new Expression.Conditional(condition, yes, no, condition.range().to(no.range()));
  }

  /// Reads the operators that bind at least as strongly as `lowest`, and their right operands.
  private Expression operators(Expression first, int lowest) {
    Expression left = first;
    for (Operator next = nextOperator();
        next != null && next.precedence() >= lowest;
        next = nextOperator()) {
      int precedence = next.precedence();
      List<Expression.Term> terms = new ArrayList<>();
      Operator operator = next;
      while (operator != null && operator.precedence() == precedence) {
        in.read();
        Expression right = operators(unary(), precedence + 1);
        terms.add(new Expression.Term(operator, right));
        operator = nextOperator();
      }
      left = new Expression.Binary(left, terms, left.range().to(terms.getLast().operand().range()));
    }
    return left;
  }

  private @Nullable Operator nextOperator() {
    return in.peek().kind().binary();
  }

  private Expression unary() {
    Token next = in.peek();
    if (next.kind() != Kind.MINUS && next.kind() != Kind.BANG) {
      return accesses.steps(operand());
    }
    in.read();
    Expression operand = in.nested(this::unary);
    Operator operator = next.kind() == Kind.MINUS ? Operator.NEGATE : Operator.NOT;
    return new Expression.Unary(operator, operand, in.range(next).to(operand.range()));
  }

  private Expression operand() {
    Token token = in.peek();
    return switch (token.kind()) {
      case NUMBER -> {
        in.read();
        yield number(token);
      }
      case QUOTE -> {
        in.read();
        yield in.nested(() -> templates.quoted(token));
      }
      case HEREDOC -> {
        in.read();
        yield in.nested(() -> templates.heredoc(token));
      }
      case OPEN_PAREN -> parenthesised();
      case OPEN_BRACKET -> in.withNewlines(false, this::tuple);
      case OPEN_BRACE -> object();
      case IDENTIFIER -> named();
      case END ->
          throw in.fail(
              CODE,
              "Missing expression",
              "Expected the start of an expression, but found the end of the file.",
              in.range(token));
      default ->
          throw in.unexpected(
              token,
              CODE,
              "Invalid expression",
              "Expected the start of an expression, but found an invalid expression token.");
    };
  }

  private Expression number(Token token) {
    return Num.parse(in.textOf(token))
        .<Expression>map(value -> new Expression.Literal(value, in.range(token)))
        .orElseThrow(() ->
            in.fail(
                "expr.number",
                "Invalid number literal",
                "Failed to recognize the value of this number literal: it is too large.",
                in.range(token)));
  }

  private Expression parenthesised() {
    return in.withNewlines(
        false,
        () -> {
          in.read();
          Expression inner = expression();
          if (!in.skip(Kind.CLOSE_PAREN)) {
            throw in.unexpected(
                in.peek(),
                CODE,
                "Unbalanced parentheses",
                "Expected a closing parenthesis to terminate the expression.");
          }
          return inner;
        });
  }

  private Expression named() {
    Token token = in.read();
    Kind next = in.peek().kind();
    if (next == Kind.OPEN_PAREN || next == Kind.DOUBLE_COLON) {
      return call(token);
    }
    return switch (in.textOf(token)) {
      case "true" -> new Expression.Literal(Value.Bool.TRUE, in.range(token));
      case "false" -> new Expression.Literal(Value.Bool.FALSE, in.range(token));
      case "null" -> new Expression.Literal(Value.nullValue(), in.range(token));
      default ->
          in.isVariable(in.textOf(token))
              ? new Expression.Variable(in.textOf(token), in.range(token))
              : accesses.reference(token);
    };
  }

  private Expression call(Token first) {
    StringBuilder name = new StringBuilder(in.textOf(first));
    while (in.skip(Kind.DOUBLE_COLON)) {
      Token part = in.peek();
      if (part.kind() != Kind.IDENTIFIER) {
        throw in.unexpected(
            part,
            CODE,
            "Missing function name",
            "Function scope resolution symbol :: must be followed by a function name in this"
                + " scope.");
      }
      in.read();
      name.append("::").append(in.textOf(part));
    }
    SourceRange nameRange = in.rangeFrom(first.start());
    if (!in.nextIs(Kind.OPEN_PAREN)) {
      throw in.unexpected(
          in.peek(),
          CODE,
          "Missing open parenthesis",
          "Function selector must be followed by an open parenthesis to begin the function call.");
    }
    return in.withNewlines(false, () -> arguments(name.toString(), first, nameRange));
  }

  private Expression arguments(String name, Token first, SourceRange nameRange) {
    in.read();
    List<Expression> arguments = new ArrayList<>();
    boolean expand = false;
    boolean literal = in.nextIs(Kind.QUOTE) || in.nextIs(Kind.HEREDOC);
    while (!in.nextIs(Kind.CLOSE_PAREN)) {
      boolean type = arguments.size() == 1 && CONVERT.contains(name);
      arguments.add(type ? new TypeReader(in).read() : expression());
      if (in.skip(Kind.ELLIPSIS)) {
        expand = true;
        break;
      }
      if (!in.skip(Kind.COMMA)) {
        break;
      }
    }
    if (!in.skip(Kind.CLOSE_PAREN)) {
      throw missingEnd(
          expand ? "Missing closing parenthesis" : "Missing argument separator",
          expand
              ? "An expanded function argument (with ...) must be immediately followed by closing"
                  + " parentheses."
              : "A comma is required to separate each function argument from the next.",
          "Unterminated function call",
          "There is no closing parenthesis for this function call before the end of the file. This"
              + " may be caused by incorrect parenthesis nesting elsewhere in this file.");
    }
    if (name.equals("templatestring") || name.equals("core::templatestring")) {
      checkTemplate(arguments, literal);
    }
    return new Expression.Call(name, arguments, expand, nameRange, in.rangeFrom(first.start()));
  }

  /// `templatestring` takes a reference, so that nobody escapes a template twice.
  private void checkTemplate(List<Expression> arguments, boolean literal) {
    if (arguments.isEmpty()) {
      return;
    }
    Expression template = arguments.getFirst();
    boolean reference =
        template instanceof Expression.Root
            || template instanceof Expression.Access
            || template instanceof Expression.Variable;
    if (reference && !literal) {
      return;
    }
    String reason =
        !literal
            ? "must be a direct reference to a single string from elsewhere, containing valid"
                + " template syntax"
            : reference
                ? "templatestring is only for rendering templates retrieved dynamically from"
                    + " elsewhere; to treat the inner expression as template syntax, write the"
                    + " reference expression directly without any template interpolation syntax"
                : "templatestring is only for rendering templates retrieved dynamically from"
                    + " elsewhere, and so does not support providing a literal template; consider"
                    + " using a template string expression instead";
    in.report(
        "expr.call",
        "Invalid function argument",
        "Invalid value for \"template\" parameter: invalid template expression: " + reason + ".",
        template.range());
  }

  private Reading.Failure missingEnd(
      String summary, String detail, String summaryAtEnd, String detailAtEnd) {
    Token next = in.peek();
    return next.kind() == Kind.END
        ? in.fail(CODE, summaryAtEnd, detailAtEnd, in.range(next))
        : in.unexpected(next, CODE, summary, detail);
  }

  private Expression tuple() {
    Token open = in.read();
    if (in.nextIsWord("for")) {
      return loop(open, false);
    }
    List<Expression> elements = new ArrayList<>();
    while (!in.nextIs(Kind.CLOSE_BRACKET)) {
      elements.add(expression());
      if (!in.skip(Kind.COMMA)) {
        break;
      }
    }
    if (!in.skip(Kind.CLOSE_BRACKET)) {
      throw missingEnd(
          "Missing item separator",
          "Expected a comma to mark the beginning of the next item.",
          "Unterminated tuple constructor expression",
          "There is no corresponding closing bracket before the end of the file. This may be caused"
              + " by incorrect bracket nesting elsewhere in this file.");
    }
    return new Expression.TupleOf(elements, in.rangeFrom(open.start()));
  }

  private Expression object() {
    Token open = in.read();
    if (in.withNewlines(false, () -> in.nextIsWord("for"))) {
      return in.withNewlines(false, () -> loop(open, true));
    }
    return in.withNewlines(true, () -> items(open));
  }

  private Expression items(Token open) {
    List<Expression.Item> items = new ArrayList<>();
    skipNewlines();
    while (!in.nextIs(Kind.CLOSE_BRACE)) {
      items.add(item());
      if (in.skip(Kind.COMMA) || in.nextIs(Kind.NEWLINE)) {
        skipNewlines();
      } else {
        break;
      }
    }
    if (!in.skip(Kind.CLOSE_BRACE)) {
      throw in.nextIs(Kind.END)
          ? unclosed(open)
          : in.unexpected(
              in.peek(),
              CODE,
              "Missing attribute separator",
              "Expected a newline or comma to mark the beginning of the next attribute.");
    }
    return new Expression.ObjectOf(items, false, in.rangeFrom(open.start()));
  }

  private Reading.Failure unclosed(Token open) {
    return templates.inInterpolation()
        ? templates.unclosedInterpolation()
        : in.fail(
            CODE,
            "Unterminated object constructor expression",
            "There is no corresponding closing brace before the end of the file. This may be caused"
                + " by incorrect brace nesting elsewhere in this file.",
            in.range(open));
  }

  private void skipNewlines() {
    while (in.skip(Kind.NEWLINE)) {
      // Any number of them separates attributes.
    }
  }

  private Expression.Item item() {
    Expression key = key();
    if (!in.skip(Kind.ASSIGN) && !in.skip(Kind.COLON)) {
      if (in.nextIs(Kind.END)) {
        throw unclosed(in.peek());
      }
      throw in.unexpected(
          in.peek(),
          CODE,
          "Missing key/value separator",
          "Expected an equals sign (\"=\") to mark the beginning of the attribute value.");
    }
    return new Expression.Item(key, expression());
  }

  /// A name alone is the key itself; everything else an expression.
  private Expression key() {
    Token token = in.peek();
    if (token.kind() != Kind.IDENTIFIER) {
      return expression();
    }
    Token next = in.peekAfter(token);
    boolean alone =
        switch (next.kind()) {
          case DOT, OPEN_BRACKET, OPEN_PAREN, DOUBLE_COLON, QUESTION -> false;
          default -> next.kind().binary() == null;
        };
    if (!alone) {
      return expression();
    }
    in.read();
    return new Expression.Literal(Value.of(in.textOf(token)), in.range(token));
  }

  private Expression loop(Token open, boolean object) {
    in.read();
    String first = loopName("For expression requires variable name after 'for'.");
    String second =
        in.skip(Kind.COMMA)
            ? loopName("For expression requires value variable name after comma.")
            : null;
    if (!in.nextIsWord("in")) {
      throw badLoop("For expression requires the 'in' keyword after its name declarations.");
    }
    in.read();
    Expression collection = expression();
    if (!in.skip(Kind.COLON)) {
      throw badLoop("For expression requires a colon after the collection expression.");
    }
    in.bind(first);
    if (second != null) {
      in.bind(second);
    }
    Expression key = null;
    if (object) {
      key = expression();
      if (!in.skip(Kind.ARROW)) {
        throw badLoop("For expression requires a key expression and an arrow (=>) in an object.");
      }
    }
    Expression value = expression();
    if (!object && in.nextIs(Kind.ARROW)) {
      throw badLoop("Key expression is not valid when building a tuple.");
    }
    boolean grouping = in.nextIs(Kind.ELLIPSIS);
    if (grouping && !object) {
      throw badLoop("Grouping ellipsis (...) cannot be used when building a tuple.");
    }
    if (grouping) {
      in.read();
    }
    Expression condition = null;
    if (in.nextIsWord("if")) {
      in.read();
      condition = expression();
    }
    in.unbind(second == null ? 1 : 2);
    if (!in.skip(object ? Kind.CLOSE_BRACE : Kind.CLOSE_BRACKET)) {
      throw badLoop(
          "Extra characters after the end of the 'for' expression. Expected a closing "
              + (object ? "brace." : "bracket."));
    }
    return new Expression.For(
        second == null ? null : first,
        second == null ? first : second,
        collection,
        key,
        value,
        condition,
        grouping,
        in.rangeFrom(open.start()));
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
    return in.unexpected(in.peek(), CODE, "Invalid 'for' expression", detail);
  }
}
