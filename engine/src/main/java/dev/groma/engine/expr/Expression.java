package dev.groma.engine.expr;

import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parsed expression of the configuration language: what can stand between `${` and `}`, a
/// template, or a JSON or YAML value that holds templates.
///
/// 1. Names are resolved while parsing: a name bound by `for` is a [Variable], every other one the
///    beginning of a [Root].
/// 2. Sequences of operators and of accesses are lists, so that depth grows with nesting only and
///    never with length.
/// 3. `"${x}"` is `x` itself; every other template gives a string.
public sealed interface Expression {
  /// The text this was read from.
  SourceRange range();

  /// This without what [Written] knows of it.
  default Expression plain() {
    return this;
  }

  /// A template as a JSON or YAML string.
  ///
  /// @param text the whole string, as it is written
  /// @param meaning what it says
  record Written(String text, Expression meaning) implements Expression {
    @Override
    public SourceRange range() {
      return meaning.range();
    }

    @Override
    public Expression plain() {
      return meaning;
    }
  }

  /// A constant.
  record Literal(Value value, SourceRange range) implements Expression {}

  /// Text with interpolations: the parts, converted to strings and put together.
  record Template(List<Expression> parts, SourceRange range) implements Expression {
    /// Copies the parts.
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /// The strings of a tuple, put together: the `%{for}` of a template.
  record Join(Expression parts, SourceRange range) implements Expression {}

  /// `[a, b]`.
  record TupleOf(List<Expression> elements, SourceRange range) implements Expression {
    /// Copies the elements.
    public TupleOf {
      elements = List.copyOf(elements);
    }
  }

  /// `{a = b}`.
  ///
  /// @param items the attributes in the order they are written
  /// @param distinct whether a repeated key is an error, as in JSON and YAML; otherwise the last
  ///   one counts
  /// @param range the whole expression
  record ObjectOf(List<Item> items, boolean distinct, SourceRange range) implements Expression {
    /// Copies the items.
    public ObjectOf {
      items = List.copyOf(items);
    }
  }

  /// One attribute of an [ObjectOf].
  record Item(Expression key, Expression value) {}

  /// The object a reference begins with, such as `var.a`, `local.b` or `terraform_data.c`.
  record Root(Subject subject, SourceRange range) implements Expression {}

  /// A name bound by an enclosing `for`, or given to a template file.
  record Variable(String name, SourceRange range) implements Expression {}

  /// Steps into the parts of a value: `of.a[b].*.c`.
  record Access(Expression of, List<Step> steps, SourceRange range) implements Expression {
    /// Copies the steps.
    public Access {
      steps = List.copyOf(steps);
    }
  }

  /// A function call.
  ///
  /// @param name the name with its namespaces, as written
  /// @param arguments the arguments
  /// @param expand whether the last argument is followed by `...`
  /// @param nameRange the name
  /// @param range the whole call
  record Call(
      String name,
      List<Expression> arguments,
      boolean expand,
      SourceRange nameRange,
      SourceRange range)
      implements Expression {
    /// Copies the arguments.
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// `condition ? yes : no`.
  record Conditional(Expression condition, Expression yes, Expression no, SourceRange range)
      implements Expression {}

  /// `!a` or `-a`.
  record Unary(Operator operator, Expression operand, SourceRange range) implements Expression {}

  /// `first op a op b`: operators of one precedence, applied from left to right.
  record Binary(Expression first, List<Term> rest, SourceRange range) implements Expression {
    /// Copies the terms.
    public Binary {
      rest = List.copyOf(rest);
    }
  }

  /// An operator and its right operand.
  record Term(Operator operator, Expression operand) {}

  /// `[for k, v in collection : value if condition]` or, with a key, `{for k, v in collection : key
  /// => value if condition}`.
  ///
  /// @param keyName the name of the key or index, or null
  /// @param valueName the name of the element
  /// @param collection what is visited
  /// @param key the key of each attribute; null for a tuple
  /// @param value the value of each element
  /// @param condition which elements are kept, or null for all
  /// @param grouping whether values of equal keys are collected, `...`
  /// @param range the whole expression
  record For(
      @Nullable String keyName,
      String valueName,
      Expression collection,
      @Nullable Expression key,
      Expression value,
      @Nullable Expression condition,
      boolean grouping,
      SourceRange range)
      implements Expression {}
}
