package dev.groma.engine.expr;

import dev.groma.engine.expr.Token.Kind;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Reads attribute names, indexes and splats behind a value, and works out what a reference refers
/// to.
final class AccessReader {
  private static final String CODE = "expr.syntax";
  private static final String INVALID = "Invalid reference";

  private final Reading in;
  private final ExpressionReader expressions;

  AccessReader(Reading in, ExpressionReader expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /// Reads the steps behind `of`.
  Expression steps(Expression of) {
    List<Step> steps = readSteps();
    if (steps.isEmpty()) {
      return of;
    }
    SourceRange range = of.range().to(steps.getLast().range());
    return of instanceof Expression.Access inner
        ? new Expression.Access(inner.of(), concat(inner.steps(), steps), range)
        : new Expression.Access(of, steps, range);
  }

  private static List<Step> concat(List<Step> first, List<Step> second) {
    List<Step> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /// Reads steps as long as there are any.
  List<Step> readSteps() {
    List<Step> steps = new ArrayList<>();
    while (true) {
      Token next = in.peek();
      if (next.kind() == Kind.DOT) {
        readDotted(steps);
      } else if (next.kind() == Kind.OPEN_BRACKET) {
        steps.add(in.withNewlines(false, this::bracketed));
      } else {
        return steps;
      }
    }
  }

  private void readDotted(List<Step> steps) {
    Token dot = in.read();
    Token next = in.peek();
    switch (next.kind()) {
      case IDENTIFIER -> {
        in.read();
        steps.add(new Step.Attribute(in.textOf(next), in.rangeFrom(dot.start())));
      }
      case NUMBER -> {
        in.read();
        addOldIndexes(next, steps);
      }
      case STAR -> {
        in.read();
        SourceRange star = in.rangeFrom(dot.start());
        List<Step> each = new ArrayList<>();
        while (in.nextIs(Kind.DOT)) {
          if (in.peekAfter(in.peek()).kind() == Kind.STAR) {
            throw in.fail(
                CODE,
                "Nested splat expression not allowed",
                "A splat expression (*) cannot be used inside another attribute-only splat"
                    + " expression.",
                in.range(in.peek()));
          }
          readDotted(each);
        }
        steps.add(new Step.Splat(each, star));
      }
      default ->
          throw in.fail(
              CODE,
              "Invalid attribute name",
              "An attribute name is required after a dot.",
              in.range(dot));
    }
  }

  /// `.0`, and `.0.1`, which looks like a number with a fraction.
  private void addOldIndexes(Token token, List<Step> steps) {
    int start = token.start();
    for (String digits : in.textOf(token).split("\\.", -1)) {
      int end = start + digits.length();
      if (!digits.chars().allMatch(Character::isDigit)) {
        throw in.fail(
            CODE,
            "Invalid legacy index syntax",
            "Only whole numbers are allowed here; use brackets for other keys.",
            in.range(token));
      }
      SourceRange range = in.range(start - 1, end);
      Value key = Num.parse(digits).<Value>map(n -> n).orElse(Num.ZERO);
      steps.add(new Step.Index(new Expression.Literal(key, in.range(start, end)), range));
      start = end + 1;
    }
  }

  private Step bracketed() {
    Token open = in.read();
    Token next = in.peek();
    if (next.kind() == Kind.STAR && in.peekAfter(next).kind() == Kind.CLOSE_BRACKET) {
      in.read();
      in.read();
      SourceRange star = in.rangeFrom(open.start());
      return new Step.Splat(in.nested(this::readSteps), star);
    }
    Expression key = expressions.expression();
    if (!in.skip(Kind.CLOSE_BRACKET)) {
      throw in.unexpected(
          in.peek(),
          CODE,
          "Missing close bracket on index",
          "The index operator must end with a closing bracket (\"]\").");
    }
    return new Step.Index(key, in.rangeFrom(open.start()));
  }

  /// Reads the rest of a reference that begins with the name `first`.
  Expression reference(Token first) {
    List<Step> steps = readSteps();
    Reference reference = resolve(in.textOf(first), in.range(first), steps);
    Expression root =
        new Expression.Root(
            reference.subject(), rootRange(first, steps, reference.remaining().size()));
    return reference.remaining().isEmpty()
        ? root
        : new Expression.Access(root, reference.remaining(), reference.range());
  }

  private SourceRange rootRange(Token first, List<Step> steps, int remaining) {
    int used = steps.size() - remaining;
    SourceRange name = in.range(first);
    return used == 0 ? name : name.to(steps.get(used - 1).range());
  }

  /// Works out what `root` followed by `steps` refers to. What is wrong is reported; the reference
  /// then is of no use.
  Reference resolve(String root, SourceRange name, List<Step> steps) {
    SourceRange range = steps.isEmpty() ? name : name.to(steps.getLast().range());
    return switch (root) {
      case "var" ->
          reference(new Subject.InputVariable(attribute(root, steps, range)), 1, steps, range);
      case "local" ->
          reference(new Subject.LocalValue(attribute(root, steps, range)), 1, steps, range);
      case "module" ->
          reference(new Subject.ModuleCall(attribute(root, steps, range)), 1, steps, range);
      case "path" ->
          reference(new Subject.PathAttr(attribute(root, steps, range)), 1, steps, range);
      case "terraform" ->
          reference(new Subject.TerraformAttr(attribute(root, steps, range)), 1, steps, range);
      case "self" -> reference(new Subject.Self(), 0, steps, range);
      case "count" -> {
        String part = attribute(root, steps, range);
        if (!part.equals("index") && !part.isEmpty()) {
          in.report(
              "expr.reference",
              "Invalid \"count\" attribute",
              "The \"count\" object does not have an attribute named \""
                  + part
                  + "\". The only supported attribute is count.index, the index of each instance of"
                  + " a resource block that has the \"count\" argument set.",
              range);
        }
        yield reference(new Subject.CountIndex(), 1, steps, range);
      }
      case "each" -> {
        String part = attribute(root, steps, range);
        if (!part.equals("key") && !part.equals("value") && !part.isEmpty()) {
          in.report(
              "expr.reference",
              "Invalid \"each\" attribute",
              "The \"each\" object does not have an attribute named \""
                  + part
                  + "\". The supported attributes are each.key and each.value, the current key and"
                  + " value pair of the \"for_each\" attribute set.",
              range);
        }
        Subject.EachAttr.Part which =
            part.equals("key") ? Subject.EachAttr.Part.KEY : Subject.EachAttr.Part.VALUE;
        yield reference(new Subject.EachAttr(which), 1, steps, range);
      }
      case "data", "resource", "ephemeral" -> resource(root, steps, range);
      case "template", "lazy", "arg" -> {
        in.report(
            "expr.reference",
            "Reserved symbol name",
            "The symbol name \""
                + root
                + "\" is reserved. If you are using a provider that uses it as a resource type,"
                + " add the prefix \"resource.\" to force interpretation as a resource type name.",
            range);
        yield reference(new Subject.Self(), 0, steps, range);
      }
      default -> managed(root, steps, range);
    };
  }

  private static Reference reference(
      Subject subject, int used, List<Step> steps, SourceRange range) {
    int from = Math.min(used, steps.size());
    return new Reference(subject, steps.subList(from, steps.size()), range);
  }

  private String attribute(String root, List<Step> steps, SourceRange range) {
    if (!steps.isEmpty() && steps.getFirst() instanceof Step.Attribute a) {
      return a.name();
    }
    in.report(
        "expr.reference",
        INVALID,
        steps.isEmpty()
            ? "The \""
                + root
                + "\" object cannot be accessed directly. Instead, access one of its attributes."
            : "The \"" + root + "\" object does not support this operation.",
        range);
    return "";
  }

  private Reference managed(String type, List<Step> steps, SourceRange range) {
    if (!steps.isEmpty() && steps.getFirst() instanceof Step.Attribute name) {
      return reference(
          new Subject.Resource(ResourceMode.MANAGED, type, name.name()), 1, steps, range);
    }
    in.report(
        "expr.reference",
        INVALID,
        "A reference to a resource type must be followed by at least one attribute access,"
            + " specifying the resource name.",
        range);
    return reference(new Subject.Self(), 0, steps, range);
  }

  private Reference resource(String root, List<Step> steps, SourceRange range) {
    if (steps.size() > 1
        && steps.get(0) instanceof Step.Attribute type
        && steps.get(1) instanceof Step.Attribute name) {
      Subject subject =
          switch (root) {
            case "data" -> new Subject.Resource(ResourceMode.DATA, type.name(), name.name());
            case "ephemeral" -> new Subject.EphemeralResource(type.name(), name.name());
            default -> new Subject.Resource(ResourceMode.MANAGED, type.name(), name.name());
          };
      return reference(subject, 2, steps, range);
    }
    String kind =
        switch (root) {
          case "data" -> "the data source type";
          case "ephemeral" -> "the ephemeral resource type";
          default -> "the resource type";
        };
    in.report(
        "expr.reference",
        INVALID,
        "The \""
            + root
            + "\" object must be followed by two attribute names: "
            + kind
            + " and the resource name.",
        range);
    return reference(new Subject.Self(), 0, steps, range);
  }
}
