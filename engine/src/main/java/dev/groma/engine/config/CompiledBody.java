package dev.groma.engine.config;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Scope;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.NestedBlock.Nesting;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Node.ObjectNode;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The body of a resource, data source or provider block, checked against its schema once and then
/// evaluated for each instance.
///
/// `dynamic` blocks stand for as many nested blocks as the value of their `for_each` has elements;
/// in their content the name of the iterator is a variable. While `for_each` is not known, the
/// blocks of that type are unknown as a whole.
///
/// The value of a body has the [Block#impliedType] of its schema: what the configuration does not
/// set is null, blocks that are not there are empty lists, sets and maps, or null.
public final class CompiledBody {
  private final Block schema;
  private final SourceRange declaration;
  private final SortedMap<String, Argument> arguments = new TreeMap<>();
  private final SortedMap<String, List<Occurrence>> blocks = new TreeMap<>();
  private final Set<String> names;

  private CompiledBody(Block schema, SourceRange declaration, Set<String> names) {
    this.schema = schema;
    this.declaration = declaration;
    this.names = names;
  }

  /// An argument that is set.
  private record Argument(Expression expression, SourceRange name) {}

  /// A nested block that is there, or a `dynamic` block.
  ///
  /// @param label its label; empty unless the nesting is a map, and for `dynamic` blocks
  /// @param body its content
  /// @param dynamic how often it is there, or null for once
  private record Occurrence(String label, CompiledBody body, @Nullable Dynamic dynamic) {}

  /// What a `dynamic` block says besides its content.
  ///
  /// @param forEach the elements
  /// @param iterator the name that stands for an element in the labels and the content
  /// @param labels the label, where the nesting is a map
  private record Dynamic(Expression forEach, String iterator, List<Expression> labels) {}

  /// Reads `body` as `schema` describes it.
  ///
  /// @param declaration the beginning of the block, where missing arguments are reported
  /// @param diagnostics takes every mistake; with an error the result must not be evaluated
  public static CompiledBody compile(
      ObjectNode body, SourceRange declaration, Block schema, List<Diagnostic> diagnostics) {
    return compile(Body.of(body, declaration, diagnostics), schema, Set.of());
  }

  private static CompiledBody compile(Body body, Block schema, Set<String> names) {
    CompiledBody compiled = new CompiledBody(schema, body.declaration(), names);
    schema.attributes().forEach((name, attribute) -> compiled.argument(name, attribute, body));
    schema.blocks().forEach((name, nested) -> compiled.nested(name, nested, body));
    compiled.dynamic(body);
    compiled.checkCounts(body.diagnostics());
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
    Expression expression = Body.parse(member.value(), names, body.diagnostics());
    arguments.put(name, new Argument(expression, member.keyNode().range()));
  }

  private void nested(String name, NestedBlock nested, Body body) {
    List<Body.Block> found =
        nested.nesting() == Nesting.MAP ? body.blocks(name, "label") : body.blocks(name);
    for (Body.Block block : found) {
      String label = block.labels().isEmpty() ? "" : block.name().text();
      CompiledBody inner = compile(Body.of(block, body.diagnostics()), nested.block(), names);
      add(name, new Occurrence(label, inner, null));
    }
  }

  private void add(String name, Occurrence occurrence) {
    blocks.computeIfAbsent(name, _ -> new ArrayList<>()).add(occurrence);
  }

  private void dynamic(Body body) {
    if (schema.attributes().containsKey("dynamic") || schema.blocks().containsKey("dynamic")) {
      return;
    }
    for (Body.Block block : body.blocks("dynamic", "type")) {
      String type = block.name().text();
      NestedBlock nested = schema.blocks().get(type);
      if (nested == null) {
        body.diagnostics()
            .add(
                Diagnostic.error(
                        "config.unsupported-block",
                        "Unsupported block type",
                        "Blocks of type \""
                            + type
                            + "\" are not expected here."
                            + Suggestion.didYouMean(type, schema.blocks().keySet()))
                    .at(block.name().range()));
      } else {
        dynamic(type, nested, block, body.diagnostics());
      }
    }
  }

  private void dynamic(
      String type, NestedBlock nested, Body.Block block, List<Diagnostic> diagnostics) {
    Body body = Body.of(block, diagnostics);
    Member forEach = body.required("for_each");
    Member labels = body.argument("labels");
    String iterator = iterator(type, body.argument("iterator"), diagnostics);
    Set<String> inside = new TreeSet<>(names);
    inside.add(iterator);
    List<Expression> label = new ArrayList<>();
    if (nested.nesting() == Nesting.MAP) {
      for (Node node : ResourceReader.elements(labels, diagnostics)) {
        label.add(Body.parse(node, inside, diagnostics));
      }
      if (label.size() != 1) {
        diagnostics.add(wrongLabels(type, 1, label.size()).at(place(labels, block)));
      }
    } else if (labels != null) {
      diagnostics.add(wrongLabels(type, 0, 1).at(labels.keyNode().range()));
    }
    List<Body.Block> contents = body.blocks("content");
    body.close();
    if (contents.size() != 1) {
      diagnostics.add(
          Diagnostic.error(
                  "config.dynamic-content",
                  contents.isEmpty() ? "Missing content block" : "Duplicate content block",
                  "A dynamic block must have exactly one nested block of type \"content\", which"
                      + " says what each block holds.")
              .at(contents.isEmpty() ? block.declaration() : contents.get(1).declaration()));
      return;
    }
    CompiledBody content =
        compile(Body.of(contents.getFirst(), diagnostics), nested.block(), inside);
    if (forEach != null) {
      Expression elements = Body.parse(forEach.value(), names, diagnostics);
      add(type, new Occurrence("", content, new Dynamic(elements, iterator, label)));
    }
  }

  private static SourceRange place(@Nullable Member member, Body.Block block) {
    return member == null ? block.declaration() : member.value().range();
  }

  private static Diagnostic wrongLabels(String type, int wanted, int given) {
    return Diagnostic.error(
        "config.dynamic-labels",
        given > wanted ? "Extraneous dynamic block label" : "Insufficient dynamic block labels",
        "Blocks of type \""
            + type
            + "\" require "
            + (wanted == 0
                ? "no labels."
                : "one label: write \"labels\" as a list of one element."));
  }

  private static String iterator(
      String type, @Nullable Member member, List<Diagnostic> diagnostics) {
    if (member == null) {
      return type;
    }
    if (member.value() instanceof StringNode text && Names.isIdentifier(text.text())) {
      return text.text();
    }
    diagnostics.add(
        Diagnostic.error(
                "config.dynamic-iterator",
                "Invalid dynamic iterator name",
                "Dynamic iterator must be a single variable name, written without \"${\" and"
                    + " \"}\".")
            .at(member.value().range()));
    return type;
  }

  /// What is written out can be counted once; what `dynamic` blocks make, in each evaluation.
  private void checkCounts(List<Diagnostic> diagnostics) {
    schema
        .blocks()
        .forEach((name, nested) -> {
          List<Occurrence> all = blocks.getOrDefault(name, List.of());
          if (all.stream().allMatch(occurrence -> occurrence.dynamic == null)) {
            List<SourceRange> places =
                all.stream().map(occurrence -> occurrence.body.declaration).toList();
            checkCount(name, nested, places, diagnostics::add);
          }
        });
  }

  private void checkCount(
      String name, NestedBlock nested, List<SourceRange> found, Consumer<Diagnostic> diagnostics) {
    boolean single = nested.nesting() == Nesting.SINGLE || nested.nesting() == Nesting.GROUP;
    int max = single ? 1 : nested.max();
    if (max > 0 && found.size() > max) {
      diagnostics.accept(
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
              .at(found.get(max)));
    }
    if (found.size() < nested.min()) {
      diagnostics.accept(
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

  /// The arguments that are set, by name.
  public SortedMap<String, Expression> expressions() {
    SortedMap<String, Expression> all = new TreeMap<>();
    arguments.forEach((name, argument) -> all.put(name, argument.expression));
    return all;
  }

  /// Every reference in the body, as [References#of] lists them.
  public List<Reference> references() {
    List<Reference> all = new ArrayList<>();
    arguments.values().forEach(argument -> all.addAll(References.of(argument.expression)));
    blocks.values().forEach(list -> list.forEach(block -> all.addAll(references(block))));
    return all;
  }

  private static List<Reference> references(Occurrence block) {
    List<Reference> all = new ArrayList<>();
    if (block.dynamic != null) {
      all.addAll(References.of(block.dynamic.forEach));
      block.dynamic.labels.forEach(label -> all.addAll(References.of(label)));
    }
    all.addAll(block.body.references());
    return all;
  }

  /// The references in what is written for the attribute or block `name`; none when nothing is.
  public List<Reference> references(String name) {
    List<Reference> all = new ArrayList<>();
    Argument argument = arguments.get(name);
    if (argument != null) {
      all.addAll(References.of(argument.expression));
    }
    blocks.getOrDefault(name, List.of()).forEach(block -> all.addAll(references(block)));
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
      case Path.Index i -> at(all, i.position());
      case Path.Key k ->
          all.stream()
              .filter(o -> o.dynamic != null || o.label.equals(k.key()))
              .findFirst()
              .orElse(null);
      case null -> all.isEmpty() ? null : all.getFirst();
      case Path.Attribute _ -> all.isEmpty() ? null : all.getFirst();
    };
  }

  /// The block at `position`, as far as positions are known before anything is evaluated: from a
  /// `dynamic` block on, that block.
  private static @Nullable Occurrence at(List<Occurrence> all, int position) {
    for (int i = 0; i < all.size(); i++) {
      if (i == position || all.get(i).dynamic != null) {
        return all.get(i);
      }
    }
    return null;
  }

  /// The value of the body in `scope`: an object of the schema's implied type.
  ///
  /// @param diagnostics takes what goes wrong; the part concerned is then unknown
  public Value evaluate(Scope scope, Evaluator evaluator, Consumer<Diagnostic> diagnostics) {
    return evaluate(new Evaluating(scope, evaluator, Map.of(), true, diagnostics), Path.ROOT);
  }

  /// The same for what is never stored, such as a provider configuration: any value in it may be
  /// ephemeral.
  public Value evaluateUnstored(
      Scope scope, Evaluator evaluator, Consumer<Diagnostic> diagnostics) {
    return evaluate(new Evaluating(scope, evaluator, Map.of(), false, diagnostics), Path.ROOT);
  }

  /// What an evaluation needs.
  ///
  /// @param names what the iterators of `dynamic` blocks stand for
  /// @param stored whether the result is stored, so that only write-only arguments may be ephemeral
  private record Evaluating(
      Scope scope,
      Evaluator evaluator,
      Map<String, Value> names,
      boolean stored,
      Consumer<Diagnostic> diagnostics) {
    Evaluation of(Expression expression) {
      return evaluator.evaluate(expression, scope, names);
    }

    Evaluating with(String name, Value value) {
      Map<String, Value> more = new TreeMap<>(names);
      more.put(name, value);
      return new Evaluating(scope, evaluator, more, stored, diagnostics);
    }
  }

  private Value.Obj evaluate(Evaluating run, Path at) {
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
                      run.of(argument.expression),
                      run.stored,
                      d -> run.diagnostics.accept(d.at(path))));
        });
    schema
        .blocks()
        .forEach((name, nested) -> object.put(name, blocks(name, nested, run, at.attribute(name))));
    return new Value.Obj(object);
  }

  /// The blocks of one type while they are collected.
  private static final class Collected {
    private final List<Value> values = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<SourceRange> places = new ArrayList<>();
    private boolean known = true;

    void add(String label, Value value, SourceRange place) {
      labels.add(label);
      values.add(value);
      places.add(place);
    }
  }

  private Value blocks(String name, NestedBlock nested, Evaluating run, Path at) {
    Collected found = new Collected();
    boolean counted = false;
    for (Occurrence block : blocks.getOrDefault(name, List.of())) {
      if (block.dynamic == null) {
        Path inner = inner(at, nested.nesting(), block.label, found.values.size());
        found.add(block.label, block.body.evaluate(run, inner), block.body.declaration);
      } else {
        counted = true;
        repeat(block, block.dynamic, nested, run, at, found);
      }
    }
    if (!found.known) {
      return Value.unknown(valueType(nested));
    }
    if (counted) {
      int before = found.values.size();
      checkCount(name, nested, found.places, run.diagnostics);
      int max =
          nested.nesting() == Nesting.SINGLE || nested.nesting() == Nesting.GROUP ? 1 : before;
      return blockValue(nested, found.labels, found.values.subList(0, Math.min(before, max)));
    }
    return blockValue(nested, found.labels, found.values);
  }

  /// The type of the value of all blocks of one type.
  private static Type valueType(NestedBlock nested) {
    Type.ObjectType inner = nested.block().impliedType();
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> inner;
      case LIST -> nested.block().hasDynamic() ? Type.DYNAMIC : Type.list(inner);
      case SET -> Type.set(inner);
      case MAP -> nested.block().hasDynamic() ? Type.DYNAMIC : Type.map(inner);
    };
  }

  /// Adds a block for each element of a `dynamic` block.
  private static void repeat(
      Occurrence block,
      Dynamic dynamic,
      NestedBlock nested,
      Evaluating run,
      Path at,
      Collected found) {
    Evaluation evaluation = run.of(dynamic.forEach);
    evaluation.diagnostics().forEach(run.diagnostics);
    if (evaluation.failed()) {
      found.known = false;
      return;
    }
    Value all = evaluation.value().unmark();
    Set<Mark> marks = evaluation.value().marks();
    if (!all.isKnown()) {
      found.known = false;
      return;
    }
    List<Value> elements = elements(all);
    if (elements == null) {
      run.diagnostics.accept(
          Diagnostic.error(
                  "config.dynamic-for-each",
                  "Invalid dynamic for_each value",
                  all.isNull()
                      ? "Cannot use a null value in for_each. For no blocks, give an empty list."
                      : "Cannot use a "
                          + all.type().friendlyName()
                          + " value in for_each. An iterable collection is required.")
              .at(dynamic.forEach.range()));
      found.known = false;
      return;
    }
    for (Value element : elements) {
      Evaluating inside = run.with(dynamic.iterator, element.mapParts(part -> part.mark(marks)));
      String label = "";
      if (!dynamic.labels.isEmpty()) {
        label = label(dynamic.labels.getFirst(), inside);
        if (label == null) {
          found.known = false;
          return;
        }
      }
      Path inner = inner(at, nested.nesting(), label, found.values.size());
      found.add(label, block.body.evaluate(inside, inner), block.body.declaration);
    }
  }

  /// The elements of `all` as the iterator shows them, `{key, value}`; null when it has none.
  private static @Nullable List<Value> elements(Value all) {
    List<Value> result = new ArrayList<>();
    switch (all) {
      case Value.ListOf list -> indexed(list.elements(), result);
      case Value.Tuple tuple -> indexed(tuple.elements(), result);
      case Value.SetOf set ->
          set.elements().forEach(element -> result.add(iterator(element, element)));
      case Value.MapOf map ->
          map.entries().forEach((key, value) -> result.add(iterator(Value.of(key), value)));
      case Value.Obj object ->
          object.attributes().forEach((key, value) -> result.add(iterator(Value.of(key), value)));
      default -> {
        return null;
      }
    }
    return result;
  }

  private static void indexed(List<Value> elements, List<Value> result) {
    for (int i = 0; i < elements.size(); i++) {
      result.add(iterator(Value.of(i), elements.get(i)));
    }
  }

  private static Value iterator(Value key, Value value) {
    return Value.object(Map.of("key", key, "value", value));
  }

  /// The label of a block; null after an error.
  private static @Nullable String label(Expression expression, Evaluating run) {
    Evaluation evaluation = run.of(expression);
    evaluation.diagnostics().forEach(run.diagnostics);
    if (!evaluation.failed()
        && evaluation.value().marksDeep().isEmpty()
        && Conversion.convert(evaluation.value(), Type.STRING)
            instanceof Conversion.Converted(Value.Str(String text))) {
      return text;
    }
    if (!evaluation.failed()) {
      run.diagnostics.accept(
          Diagnostic.error(
                  "config.dynamic-labels",
                  "Invalid dynamic block label",
                  "A block label must be a string that is known while planning and not sensitive.")
              .at(expression.range()));
    }
    return null;
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
      boolean stored,
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
    if (stored
        && !attribute.writeOnly()
        && evaluation.value().marksDeep().contains(Mark.EPHEMERAL)) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.ephemeral-value",
                  "Invalid use of ephemeral value",
                  "Ephemeral values are not valid for \""
                      + name
                      + "\", because it is not a write-only attribute and must be persisted to"
                      + " state.")
              .at(argument.expression.range()));
      return Value.unknown(type);
    }
    return switch (Conversion.convert(evaluation.value(), attribute.type())) {
      case Conversion.Converted c -> stored ? storable(c.value()) : c.value();
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

  /// What may be ephemeral where something is stored is write-only: it goes to the provider and
  /// nowhere else, so that the mark has done its work.
  private static Value storable(Value value) {
    Set<Mark> marks = value.marksDeep();
    if (!marks.contains(Mark.EPHEMERAL)) {
      return value;
    }
    marks.remove(Mark.EPHEMERAL);
    return value.unmarkDeep().mark(marks);
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
          expression.plain() instanceof Expression.TupleOf t && i.position() < t.elements().size()
              ? t.elements().get(i.position())
              : null;
    };
  }

  private static @Nullable Expression item(Expression expression, String name) {
    if (expression.plain() instanceof Expression.ObjectOf object) {
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
