package dev.groma.engine.config;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Scope;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.NestedBlock.Nesting;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Node.ObjectNode;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The body of a resource, data source or provider block, checked against its schema once and then
/// evaluated for each instance.
///
/// The value of a body has the [Block#impliedType] of its schema: what the configuration does not
/// set is null, blocks that are not there are empty lists, sets and maps, or null.
public final class CompiledBody {
  private final Block schema;
  private final SourceRange declaration;
  private final SortedMap<String, Argument> arguments = new TreeMap<>();
  private final SortedMap<String, List<Occurrence>> blocks = new TreeMap<>();

  private CompiledBody(Block schema, SourceRange declaration) {
    this.schema = schema;
    this.declaration = declaration;
  }

  /// An argument that is set.
  private record Argument(Expression expression, SourceRange name) {}

  /// A nested block that is there.
  ///
  /// @param label its label; empty unless the nesting is a map
  private record Occurrence(String label, CompiledBody body) {}

  /// Reads `body` as `schema` describes it.
  ///
  /// @param declaration the beginning of the block, where missing arguments are reported
  /// @param diagnostics takes every mistake; with an error the result must not be evaluated
  public static CompiledBody compile(
      ObjectNode body, SourceRange declaration, Block schema, List<Diagnostic> diagnostics) {
    return compile(Body.of(body, declaration, diagnostics), schema);
  }

  private static CompiledBody compile(Body body, Block schema) {
    CompiledBody compiled = new CompiledBody(schema, body.declaration());
    schema.attributes().forEach((name, attribute) -> compiled.argument(name, attribute, body));
    schema.blocks().forEach((name, nested) -> compiled.nested(name, nested, body));
    compiled.refuseDynamic(body);
    body.close();
    return compiled;
  }

  private void argument(String name, Attribute attribute, Body body) {
    Member member = attribute.mode() == Mode.REQUIRED ? body.required(name) : body.argument(name);
    if (member == null) {
      return;
    }
    if (!attribute.mode().isConfigurable()) {
      body.diagnostics()
          .add(
              Diagnostic.error(
                      "config.read-only-attribute",
                      "\"" + name + "\" attribute is read-only",
                      "Its value is decided by the provider. Remove the argument.")
                  .at(member.keyNode().range())
                  .at(Path.of(name)));
      return;
    }
    Expression expression = Body.parse(member.value(), body.diagnostics());
    arguments.put(name, new Argument(expression, member.keyNode().range()));
  }

  private void nested(String name, NestedBlock nested, Body body) {
    List<Body.Block> found =
        nested.nesting() == Nesting.MAP ? body.blocks(name, "label") : body.blocks(name);
    checkCount(name, nested, found, body.diagnostics());
    List<Occurrence> occurrences = new ArrayList<>();
    for (Body.Block block : found) {
      String label = block.labels().isEmpty() ? "" : block.name().text();
      occurrences.add(
          new Occurrence(label, compile(Body.of(block, body.diagnostics()), nested.block())));
    }
    if (!occurrences.isEmpty()) {
      blocks.put(name, occurrences);
    }
  }

  private void checkCount(
      String name, NestedBlock nested, List<Body.Block> found, List<Diagnostic> diagnostics) {
    boolean single = nested.nesting() == Nesting.SINGLE || nested.nesting() == Nesting.GROUP;
    int max = single ? 1 : nested.max();
    if (max > 0 && found.size() > max) {
      diagnostics.add(
          Diagnostic.error(
                  "config.too-many-blocks",
                  "Too many " + name + " blocks",
                  "No more than "
                      + max
                      + " \""
                      + name
                      + "\" "
                      + (max == 1 ? "block is" : "blocks are")
                      + " allowed.")
              .at(found.get(max).declaration()));
    }
    if (found.size() < nested.min()) {
      diagnostics.add(
          Diagnostic.error(
                  "config.insufficient-blocks",
                  "Insufficient " + name + " blocks",
                  "At least "
                      + nested.min()
                      + " \""
                      + name
                      + "\" "
                      + (nested.min() == 1 ? "block is" : "blocks are")
                      + " required.")
              .at(declaration));
    }
  }

  private void refuseDynamic(Body body) {
    if (schema.attributes().containsKey("dynamic") || schema.blocks().containsKey("dynamic")) {
      return;
    }
    for (Body.Block dynamic : body.blocks("dynamic", "type")) {
      String type = dynamic.name().text();
      body.diagnostics()
          .add(
              schema.blocks().containsKey(type)
                  ? Unsupported.feature("\"dynamic\" blocks", dynamic.name().range())
                  : Diagnostic.error(
                          "config.unsupported-block",
                          "Unsupported block type",
                          "Blocks of type \"" + type + "\" are not expected here.")
                      .at(dynamic.name().range()));
    }
  }

  /// Every reference in the body, as [References#of] lists them.
  public List<Reference> references() {
    List<Reference> all = new ArrayList<>();
    arguments.values().forEach(argument -> all.addAll(References.of(argument.expression)));
    blocks.values().forEach(list -> list.forEach(block -> all.addAll(block.body.references())));
    return all;
  }

  /// The references in what is written for the attribute or block `name`; none when nothing is.
  public List<Reference> references(String name) {
    List<Reference> all = new ArrayList<>();
    Argument argument = arguments.get(name);
    if (argument != null) {
      all.addAll(References.of(argument.expression));
    }
    blocks.getOrDefault(name, List.of()).forEach(block -> all.addAll(block.body.references()));
    return all;
  }

  /// True when something is written for the attribute or block `name`.
  public boolean isSet(String name) {
    return arguments.containsKey(name) || blocks.containsKey(name);
  }

  /// The part of the configuration that sets the attribute at `path`, or else the nearest one round
  /// it; the beginning of the block when there is none. For messages of providers.
  public SourceRange rangeOf(Path path) {
    if (path.steps().isEmpty() || !(path.steps().getFirst() instanceof Path.Attribute first)) {
      return declaration;
    }
    Argument argument = arguments.get(first.name());
    if (argument != null) {
      return argument.expression.range();
    }
    Occurrence occurrence = occurrence(blocks.getOrDefault(first.name(), List.of()), path);
    if (occurrence == null) {
      return declaration;
    }
    Nesting nesting = nesting(first.name());
    int used = nesting == Nesting.SINGLE || nesting == Nesting.GROUP ? 1 : 2;
    int skip = Math.min(used, path.steps().size());
    return occurrence.body.rangeOf(new Path(path.steps().subList(skip, path.steps().size())));
  }

  private Nesting nesting(String name) {
    NestedBlock nested = schema.blocks().get(name);
    return nested == null ? Nesting.SINGLE : nested.nesting();
  }

  private static @Nullable Occurrence occurrence(List<Occurrence> all, Path path) {
    Path.Step second = path.steps().size() > 1 ? path.steps().get(1) : null;
    return switch (second) {
      case Path.Index i -> i.position() < all.size() ? all.get(i.position()) : null;
      case Path.Key k -> all.stream().filter(o -> o.label.equals(k.key())).findFirst().orElse(null);
      case null -> all.isEmpty() ? null : all.getFirst();
      case Path.Attribute _ -> all.isEmpty() ? null : all.getFirst();
    };
  }

  /// The value of the body in `scope`: an object of the schema's implied type.
  ///
  /// @param diagnostics takes what goes wrong; the part concerned is then unknown
  public Value evaluate(Scope scope, Evaluator evaluator, Consumer<Diagnostic> diagnostics) {
    return evaluate(scope, evaluator, diagnostics, Path.ROOT);
  }

  private Value.Obj evaluate(
      Scope scope, Evaluator evaluator, Consumer<Diagnostic> diagnostics, Path at) {
    SortedMap<String, Value> object = new TreeMap<>(CodePointOrder.INSTANCE);
    schema
        .attributes()
        .forEach((name, attribute) -> {
          Argument argument = arguments.get(name);
          Path path = at.attribute(name);
          object.put(
              name,
              argument == null
                  ? Value.nullOf(attribute.type().withoutOptional())
                  : attributeValue(
                      name,
                      attribute,
                      argument,
                      evaluator.evaluate(argument.expression, scope),
                      d -> diagnostics.accept(d.at(path))));
        });
    schema
        .blocks()
        .forEach((name, nested) -> {
          List<Value> values = new ArrayList<>();
          List<String> labels = new ArrayList<>();
          for (Occurrence block : blocks.getOrDefault(name, List.of())) {
            Path inner = inner(at.attribute(name), nested.nesting(), block.label, values.size());
            values.add(block.body.evaluate(scope, evaluator, diagnostics, inner));
            labels.add(block.label);
          }
          object.put(name, blockValue(nested, labels, values));
        });
    return new Value.Obj(object);
  }

  private static Path inner(Path at, Nesting nesting, String label, int position) {
    return switch (nesting) {
      case SINGLE, GROUP, SET -> at;
      case LIST -> at.index(position);
      case MAP -> at.key(label);
    };
  }

  private static Value attributeValue(
      String name,
      Attribute attribute,
      Argument argument,
      Evaluation evaluation,
      Consumer<Diagnostic> diagnostics) {
    Type type = attribute.type().withoutOptional();
    evaluation.diagnostics().forEach(diagnostics);
    if (evaluation.failed()) {
      return Value.unknown(type);
    }
    if (attribute.mode() == Mode.REQUIRED && evaluation.value().unmark() instanceof Value.Null) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.missing-argument",
                  "Missing required argument",
                  "The argument \"" + name + "\" is required, but its value is null here.")
              .at(argument.expression.range()));
      return Value.unknown(type);
    }
    return switch (Conversion.convert(evaluation.value(), attribute.type())) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        diagnostics.accept(
            Diagnostic.error(
                    "config.attribute-type",
                    "Incorrect attribute value type",
                    "Inappropriate value for attribute \"" + name + "\": " + f.message() + ".")
                .at(part(argument.expression, f.path()).range()));
        yield Value.unknown(type);
      }
    };
  }

  /// The part of `expression` that the part of its value at `path` is written in, as far as it is
  /// written out.
  private static Expression part(Expression expression, Path path) {
    Expression current = expression;
    for (Path.Step step : path.steps()) {
      Expression inner = part(current, step);
      if (inner == null) {
        return current;
      }
      current = inner;
    }
    return current;
  }

  private static @Nullable Expression part(Expression expression, Path.Step step) {
    return switch (step) {
      case Path.Attribute a -> item(expression, a.name());
      case Path.Key k -> item(expression, k.key());
      case Path.Index i ->
          expression instanceof Expression.TupleOf t && i.position() < t.elements().size()
              ? t.elements().get(i.position())
              : null;
    };
  }

  private static @Nullable Expression item(Expression expression, String name) {
    if (expression instanceof Expression.ObjectOf object) {
      for (Expression.Item item : object.items()) {
        if (item.key() instanceof Expression.Literal(Value.Str(String text), _)
            && text.equals(name)) {
          return item.value();
        }
      }
    }
    return null;
  }

  private static Value blockValue(NestedBlock nested, List<String> labels, List<Value> values) {
    Block inner = nested.block();
    Type.ObjectType type = inner.impliedType();
    return switch (nested.nesting()) {
      case SINGLE -> values.isEmpty() ? Value.nullOf(type) : values.getFirst();
      case GROUP -> values.isEmpty() ? empty(inner) : values.getFirst();
      case LIST -> inner.hasDynamic() ? new Value.Tuple(values) : new Value.ListOf(type, values);
      case SET -> Value.set(type, values);
      case MAP -> {
        SortedMap<String, Value> entries = new TreeMap<>(CodePointOrder.INSTANCE);
        for (int i = 0; i < values.size(); i++) {
          entries.put(labels.get(i), values.get(i));
        }
        yield inner.hasDynamic() ? new Value.Obj(entries) : new Value.MapOf(type, entries);
      }
    };
  }

  /// The value of a block of which nothing is set.
  private static Value empty(Block block) {
    SortedMap<String, Value> object = new TreeMap<>(CodePointOrder.INSTANCE);
    block
        .attributes()
        .forEach((name, a) -> object.put(name, Value.nullOf(a.type().withoutOptional())));
    block
        .blocks()
        .forEach((name, nested) -> object.put(name, blockValue(nested, List.of(), List.of())));
    return new Value.Obj(object);
  }
}
