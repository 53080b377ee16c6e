package dev.groma.engine.expr;

import dev.groma.engine.expr.Token.Kind;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Parses the texts of a configuration that are not plain data. Which method applies is decided by
/// the argument that the text is given for, never by the text.
///
/// No input makes these methods throw: what is wrong is in the diagnostics, with its place.
public final class ExpressionParser {
  private static final String CODE = "expr.syntax";

  private ExpressionParser() {}

  /// A value with templates: strings, and the keys of objects, are templates.
  public static Parsed<Expression> template(Node node) {
    return template(node, List.of());
  }

  /// The same where `names` are variables ([Expression.Variable]), whatever they mean elsewhere.
  public static Parsed<Expression> template(Node node, Collection<String> names) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Expression value = convert(node, names, diagnostics, 0);
    return new Parsed<>(diagnostics.isEmpty() ? value : null, diagnostics);
  }

  /// A template as the text of a file.
  public static Parsed<Expression> template(String text, String fileName) {
    return parse(reading(text, fileName, false), in -> new ExpressionReader(in).templates().bare());
  }

  /// A template file: like [#template], but all names are variables ([Expression.Variable]).
  public static Parsed<Expression> templateFile(String text, String fileName) {
    return parse(reading(text, fileName, true), in -> new ExpressionReader(in).templates().bare());
  }

  /// An expression written without `${}`.
  public static Parsed<Expression> expression(StringNode node) {
    return parse(reading(node), ExpressionParser::wholeExpression);
  }

  /// An expression written without `${}`.
  public static Parsed<Expression> expression(String text, String fileName) {
    return parse(reading(text, fileName, false), ExpressionParser::wholeExpression);
  }

  /// A reference to an object of the module, and what follows it: `terraform_data.a[0].input`.
  /// Indexes may be any expressions.
  public static Parsed<Reference> reference(StringNode node) {
    return parse(reading(node), ExpressionParser::wholeReference);
  }

  /// A reference to an object of the module, and what follows it.
  public static Parsed<Reference> reference(String text, String fileName) {
    return parse(reading(text, fileName, false), ExpressionParser::wholeReference);
  }

  /// A name and constant steps, whatever they mean: `module.a["k"]`, `aws.west`, `tags["x"]`.
  public static Parsed<Traversal> traversal(StringNode node) {
    return parse(reading(node), ExpressionParser::wholeTraversal);
  }

  /// A name and constant steps, whatever they mean.
  public static Parsed<Traversal> traversal(String text, String fileName) {
    return parse(reading(text, fileName, false), ExpressionParser::wholeTraversal);
  }

  /// A name, itself the first of the steps, and steps whatever they mean. Indexes may be any
  /// expressions.
  public static Parsed<List<Step>> steps(StringNode node) {
    return parse(reading(node), ExpressionParser::wholeSteps);
  }

  private static List<Step> wholeSteps(Reading in) {
    Token first = firstName(in);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Attribute(in.textOf(first), in.range(first)));
    steps.addAll(new ExpressionReader(in).accesses().readSteps());
    requireEnd(in);
    return steps;
  }

  private static Reading reading(StringNode node) {
    return new Reading(node.text(), node::rangeOf, false);
  }

  private static Reading reading(String text, String fileName, boolean free) {
    SourceText source = new SourceText(fileName, text);
    return new Reading(text, source::range, free);
  }

  private static <T> Parsed<T> parse(Reading in, Function<Reading, T> part) {
    @Nullable T value = null;
    try {
      value = part.apply(in);
    } catch (Reading.Failure _) {
      // It is among the diagnostics.
    }
    return new Parsed<>(in.diagnostics().isEmpty() ? value : null, in.diagnostics());
  }

  private static Expression wholeExpression(Reading in) {
    Expression expression = new ExpressionReader(in).expression();
    requireEnd(in);
    return expression;
  }

  private static void requireEnd(Reading in) {
    Token next = in.peek();
    if (next.kind() != Kind.END) {
      throw in.unexpected(
          next,
          CODE,
          "Extra characters after expression",
          "An expression was successfully parsed, but extra characters were found after it.");
    }
  }

  private static Reference wholeReference(Reading in) {
    Token first = firstName(in);
    AccessReader accesses = new ExpressionReader(in).accesses();
    List<Step> steps = accesses.readSteps();
    requireEnd(in);
    return accesses.resolve(in.textOf(first), in.range(first), steps);
  }

  private static Token firstName(Reading in) {
    Token first = in.peek();
    if (first.kind() != Kind.IDENTIFIER) {
      boolean template = in.text.startsWith("${", first.start());
      throw in.fail(
          CODE,
          "Invalid expression",
          template
              ? "A single static variable reference is required here, written without the template"
                  + " markers \"${\" and \"}\"."
              : "A single static variable reference is required: only attribute access and indexing"
                  + " with constant keys. No calculations, function calls, template expressions,"
                  + " etc are allowed here.",
          in.range(first));
    }
    return in.read();
  }

  private static Traversal wholeTraversal(Reading in) {
    Token first = in.peek();
    List<Step> steps = wholeSteps(in);
    for (Step step : steps) {
      if (!isConstant(step)) {
        throw in.fail(
            CODE,
            "Invalid expression",
            "A single static variable reference is required: only attribute access and indexing"
                + " with constant keys. No calculations, function calls, template expressions, etc"
                + " are allowed here.",
            step.range());
      }
    }
    return new Traversal(steps, in.rangeFrom(first.start()));
  }

  private static boolean isConstant(Step step) {
    return switch (step) {
      case Step.Attribute _ -> true;
      case Step.Index(Expression.Literal(Value key, _), _) ->
          key instanceof Value.Str || key instanceof Num;
      case Step.Index _, Step.Splat _ -> false;
    };
  }

  private static Expression convert(
      Node node, Collection<String> names, List<Diagnostic> diagnostics, int depth) {
    SourceRange range = node.range();
    if (depth > Reading.MAX_DEPTH) {
      diagnostics.add(
          Diagnostic.error(
                  "expr.nesting",
                  "Value nested too deeply",
                  "Arrays and objects may be nested " + Reading.MAX_DEPTH + " levels deep.")
              .at(range));
      return new Expression.Literal(Value.nullValue(), range);
    }
    return switch (node) {
      case StringNode s -> string(s, names, diagnostics);
      case Node.NumberNode n -> new Expression.Literal(Num.of(n.value()), range);
      case Node.BoolNode b -> new Expression.Literal(Value.of(b.value()), range);
      case Node.NullNode _ -> new Expression.Literal(Value.nullValue(), range);
      case Node.ListNode l -> {
        List<Expression> elements = new ArrayList<>(l.elements().size());
        for (Node element : l.elements()) {
          elements.add(convert(element, names, diagnostics, depth + 1));
        }
        yield new Expression.TupleOf(elements, range);
      }
      case Node.ObjectNode o -> {
        List<Expression.Item> items = new ArrayList<>(o.members().size());
        for (Node.Member member : o.members()) {
          items.add(
              new Expression.Item(
                  string(member.keyNode(), names, diagnostics),
                  convert(member.value(), names, diagnostics, depth + 1)));
        }
        yield new Expression.ObjectOf(items, true, range);
      }
    };
  }

  private static Expression string(
      StringNode node, Collection<String> names, List<Diagnostic> diagnostics) {
    if (!node.text().contains("${") && !node.text().contains("%{")) {
      return new Expression.Literal(Value.of(node.text()), node.range());
    }
    Reading reading = reading(node);
    names.forEach(reading::bind);
    Parsed<Expression> parsed = parse(reading, in -> new ExpressionReader(in).templates().bare());
    diagnostics.addAll(parsed.diagnostics());
    Expression value = parsed.value();
    return value == null
        ? new Expression.Literal(Value.nullValue(), node.range())
        : new Expression.Written(node.text(), value);
  }
}
