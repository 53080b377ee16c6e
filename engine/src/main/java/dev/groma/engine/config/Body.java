package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.decode.ObjectReader;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The body of a block in the JSON syntax: an object, or an array of objects one after the other.
///
/// 1. Whether a property is an argument or a block is decided by who asks, never by its shape.
/// 2. A property named `//` is a comment.
/// 3. Whoever has asked for everything that may be there calls [#close]; what nobody asked for is
///    reported then, or taken with [#rest] before.
final class Body {
  private final List<Member> members = new ArrayList<>();
  private final Set<String> asked = new TreeSet<>();
  private final SourceRange declaration;
  private final SourceRange range;
  private final List<Diagnostic> diagnostics;

  private Body(SourceRange declaration, SourceRange range, List<Diagnostic> diagnostics) {
    this.declaration = declaration;
    this.range = range;
    this.diagnostics = diagnostics;
  }

  /// One block of a body.
  ///
  /// @param labels its labels, outermost first
  /// @param body what it holds
  /// @param declaration its beginning
  record Block(List<StringNode> labels, Node body, SourceRange declaration) {
    /// The last label.
    StringNode name() {
      return labels.getLast();
    }
  }

  static Body of(Node node, SourceRange declaration, List<Diagnostic> diagnostics) {
    Body body = new Body(declaration, node.range(), diagnostics);
    body.members.addAll(flatten(node, "to define arguments and child blocks", diagnostics));
    body.members.removeIf(member -> member.key().equals("//"));
    return body;
  }

  static Body of(Block block, List<Diagnostic> diagnostics) {
    return of(block.body(), block.declaration(), diagnostics);
  }

  private static List<Member> flatten(Node node, String purpose, List<Diagnostic> diagnostics) {
    List<Node> parts =
        switch (node) {
          case Node.ListNode list -> list.elements();
          case Node.NullNode _ -> List.of();
          case StringNode _, Node.NumberNode _, Node.BoolNode _, Node.ObjectNode _ -> List.of(node);
        };
    List<Member> members = new ArrayList<>();
    for (Node part : parts) {
      switch (part) {
        case Node.ObjectNode object -> members.addAll(object.members());
        case StringNode _, Node.NumberNode _, Node.BoolNode _, Node.NullNode _, Node.ListNode _ ->
            diagnostics.add(
                Diagnostic.error(
                        "config.value-type",
                        "Incorrect JSON value type",
                        (node instanceof Node.ListNode
                                ? "A JSON object is required here, "
                                : "Either a JSON object or JSON array of objects is required here,"
                                    + " ")
                            + purpose
                            + ".")
                    .at(part.range()));
      }
    }
    return members;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  SourceRange declaration() {
    return declaration;
  }

  List<Member> members() {
    return members;
  }

  /// The argument `name`, or null.
  @Nullable Member argument(String name) {
    asked.add(name);
    Member found = null;
    for (Member member : members) {
      if (!member.key().equals(name)) {
        continue;
      }
      if (found == null) {
        found = member;
      } else {
        diagnostics.add(
            Diagnostic.error(
                    "config.duplicate-argument",
                    "Duplicate argument",
                    "The argument \""
                        + name
                        + "\" was already set at "
                        + Places.inWords(found.range())
                        + ".")
                .at(member.keyNode().range()));
      }
    }
    return found;
  }

  /// The argument `name`; reported when it is absent.
  @Nullable Member required(String name) {
    Member member = argument(name);
    if (member == null) {
      diagnostics.add(missing(name, declaration));
    }
    return member;
  }

  static Diagnostic missing(String name, SourceRange declaration) {
    return Diagnostic.error(
            "config.missing-argument",
            "Missing required argument",
            "The argument \"" + name + "\" is required, but no definition was found.")
        .at(declaration);
  }

  /// The text of a literal argument, or null.
  @Nullable String text(String name) {
    return literal(name, Type.STRING) instanceof Value.Str s ? s.text() : null;
  }

  /// A literal argument that is true or false; null when it is absent.
  @Nullable Boolean flag(String name) {
    return literal(name, Type.BOOL) instanceof Value.Bool b ? b.isTrue() : null;
  }

  /// A literal argument that is true or false.
  boolean flag(String name, boolean otherwise) {
    Boolean given = flag(name);
    return given == null ? otherwise : given;
  }

  private @Nullable Value literal(String name, Type type) {
    Member member = argument(name);
    if (member == null) {
      return null;
    }
    if (member.value() instanceof Node.NullNode) {
      diagnostics.add(
          Diagnostic.error(
                  "decode.unsuitable-value",
                  "Unsuitable value type",
                  "Unsuitable value: null value is not allowed. Leave the argument out instead.")
              .at(member.value().range()));
      return null;
    }
    return Literals.value(member.value(), type, diagnostics::add);
  }

  /// An argument with templates; null when it is absent.
  @Nullable Expression expression(String name) {
    Member member = argument(name);
    return member == null ? null : parse(member.value());
  }

  /// A required argument with templates; a constant stands for it when it is absent.
  Expression requiredExpression(String name) {
    Member member = required(name);
    return member == null
        ? new Expression.Literal(Value.nullValue(), declaration)
        : parse(member.value());
  }

  private Expression parse(Node node) {
    return parse(node, diagnostics);
  }

  /// The expression that `node` is; a constant, after an error, when its text is none.
  static Expression parse(Node node, List<Diagnostic> diagnostics) {
    return parse(node, List.of(), diagnostics);
  }

  /// The same where `names` are variables.
  static Expression parse(Node node, Collection<String> names, List<Diagnostic> diagnostics) {
    Parsed<Expression> parsed = ExpressionParser.template(node, names);
    diagnostics.addAll(parsed.diagnostics());
    Expression value = parsed.value();
    return value != null ? value : new Expression.Literal(Value.nullValue(), node.range());
  }

  /// The blocks `type`, each with one label for each of `labels`.
  List<Block> blocks(String type, String... labels) {
    asked.add(type);
    List<Block> blocks = new ArrayList<>();
    for (Member member : members) {
      if (member.key().equals(type)) {
        unpack(type, member.keyNode(), member.value(), List.of(), List.of(labels), blocks);
      }
    }
    return blocks;
  }

  private void unpack(
      String type,
      StringNode name,
      Node node,
      List<StringNode> labels,
      List<String> missing,
      List<Block> blocks) {
    if (missing.isEmpty()) {
      contents(type, name, node, labels, blocks);
      return;
    }
    int before = diagnostics.size();
    List<Member> members = flatten(node, "to specify name labels for this block", diagnostics);
    if (members.isEmpty() && diagnostics.size() == before) {
      diagnostics.add(
          Diagnostic.error(
                  "config.missing-label",
                  "Missing block label",
                  "At least one object property is required, whose name represents the "
                      + type
                      + " block's "
                      + missing.getFirst()
                      + ".")
              .at(Places.declaration(name, node)));
    }
    for (Member member : members) {
      List<StringNode> more = new ArrayList<>(labels);
      more.add(member.keyNode());
      unpack(
          type, member.keyNode(), member.value(), more, missing.subList(1, missing.size()), blocks);
    }
  }

  private void contents(
      String type, StringNode name, Node node, List<StringNode> labels, List<Block> blocks) {
    switch (node) {
      case Node.NullNode _ -> {
        if (Places.isYaml(node) && !labels.isEmpty()) {
          diagnostics.add(
              Diagnostic.warning(
                      "config.null-block",
                      "Block without a body",
                      "Nothing stands behind \""
                          + name.text()
                          + ":\", which is null and declares nothing. Write {} for an empty block.")
                  .at(name.range()));
        }
      }
      case Node.ObjectNode object ->
          blocks.add(new Block(labels, object, Places.declaration(name, object)));
      case Node.ListNode list ->
          list.elements()
              .forEach(body -> blocks.add(new Block(labels, body, Places.declaration(name, body))));
      case StringNode _, Node.NumberNode _, Node.BoolNode _ ->
          diagnostics.add(
              Diagnostic.error(
                      "config.value-type",
                      "Incorrect JSON value type",
                      "Either a JSON object or a JSON array is required, representing the contents"
                          + " of one or more \""
                          + type
                          + "\" blocks.")
                  .at(node.range()));
    }
  }

  /// What nobody has asked for yet.
  Node.ObjectNode rest() {
    List<Member> rest = members.stream().filter(m -> !asked.contains(m.key())).toList();
    return new Node.ObjectNode(rest, range);
  }

  /// Reports what nobody has asked for.
  void close() {
    Collection<String> unused = new HashSet<>(asked);
    members.forEach(member -> unused.remove(member.key()));
    for (Member member : members) {
      if (!asked.contains(member.key())) {
        diagnostics.add(ObjectReader.unknownProperty(member.keyNode(), unused));
      }
    }
  }
}
