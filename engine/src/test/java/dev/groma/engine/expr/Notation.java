package dev.groma.engine.expr;

import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/// Writes expressions with all parentheses, so that the way they were understood can be read; the
/// text is itself an expression of the same meaning.
final class Notation {
  private Notation() {}

  static String of(Expression expression) {
    return switch (expression) {
      case Expression.Written w -> of(w.meaning());
      case Expression.Literal(Value.Str s, _) -> InstanceKey.quote(s.text());
      case Expression.Literal(Num n, _) -> n.toString();
      case Expression.Literal(Value.Bool b, _) -> String.valueOf(b.isTrue());
      case Expression.Literal _ -> "null";
      case Expression.Template t ->
          t.parts().stream()
              .map(p -> isText(p) ? unquoted(of(p)) : "${" + of(p) + "}")
              .collect(Collectors.joining("", "\"", "\""));
      case Expression.Join j ->
          "\"%{ for "
              + head((Expression.For) j.parts())
              + " }${"
              + of(((Expression.For) j.parts()).value())
              + "}%{ endfor }\"";
      case Expression.TupleOf t ->
          t.elements().stream().map(Notation::of).collect(Collectors.joining(", ", "[", "]"));
      case Expression.ObjectOf o ->
          o.items().stream()
              .map(i -> "(" + of(i.key()) + ") = " + of(i.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Expression.Root r -> r.subject().toString();
      case Expression.Variable v -> v.name();
      case Expression.Access a -> access(a);
      case Expression.Call c when c.name().endsWith("convert") ->
          c.name()
              + "("
              + of(c.arguments().getFirst())
              + ", "
              + ((Expression.Literal) c.arguments().getLast()).value().type().constraint()
              + ")";
      case Expression.Call c ->
          c.name()
              + c.arguments().stream()
                  .map(Notation::of)
                  .collect(Collectors.joining(", ", "(", c.expand() ? "...)" : ")"));
      case Expression.Conditional c ->
          "(" + of(c.condition()) + " ? " + of(c.yes()) + " : " + of(c.no()) + ")";
      case Expression.Unary u -> "(" + u.operator().symbol() + of(u.operand()) + ")";
      case Expression.Binary b ->
          "("
              + of(b.first())
              + b.rest().stream()
                  .map(t -> " " + t.operator().symbol() + " " + of(t.operand()))
                  .collect(Collectors.joining())
              + ")";
      case Expression.For f -> loop(f);
    };
  }

  /// What is written behind a splat belongs to every element; steps into its result come after a
  /// closing parenthesis.
  private static String access(Expression.Access access) {
    String text = of(access.of());
    for (int i = 0; i < access.steps().size(); i++) {
      boolean afterSplat = i > 0 && access.steps().get(i - 1) instanceof Step.Splat;
      text = (afterSplat ? "(" + text + ")" : text) + steps(access.steps().subList(i, i + 1));
    }
    return "(" + text + ")";
  }

  /// True for what reads as text without interpolations.
  private static boolean isText(Expression expression) {
    return expression instanceof Expression.Literal(Value.Str _, _)
        || (expression instanceof Expression.Template t
            && t.parts().stream().allMatch(Notation::isText));
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String head(Expression.For loop) {
    return (loop.keyName() == null ? "" : loop.keyName() + ", ")
        + loop.valueName()
        + " in "
        + of(loop.collection());
  }

  private static String loop(Expression.For loop) {
    String condition = loop.condition() == null ? "" : " if " + of(loop.condition());
    String head = "for " + head(loop) + " : ";
    return loop.key() == null
        ? "[" + head + of(loop.value()) + condition + "]"
        : "{"
            + head
            + of(loop.key())
            + " => "
            + of(loop.value())
            + (loop.grouping() ? "..." : "")
            + condition
            + "}";
  }

  static String steps(List<Step> steps) {
    return steps.stream()
        .map(step ->
            switch (step) {
              case Step.Attribute a -> "." + a.name();
              case Step.Index i -> "[" + of(i.key()) + "]";
              case Step.Splat s -> "[*]" + steps(s.each());
            })
        .collect(Collectors.joining());
  }
}
