package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads resource specs and error tables.
///
/// All keys are defined in docs/resource-spec.md. Reading goes on after an error, so that one run
/// tells everything.
public final class SpecReader {
  private static final Duration OPERATION_TIMEOUT = Duration.ofMinutes(20);

  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private SpecReader() {}

  /// What reading a file gave.
  ///
  /// @param value what it holds, or null
  /// @param diagnostics what is wrong with it; with an error the value is not to be used
  public record Loaded<T>(@Nullable T value, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Loaded {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Reads and checks the spec of a resource or data source.
  public static Loaded<ResourceSpec> resource(Read read) {
    SpecReader reader = new SpecReader();
    reader.diagnostics.addAll(read.diagnostics());
    Node root = read.root();
    if (root == null || read.hasErrors()) {
      return new Loaded<>(null, reader.diagnostics);
    }
    ResourceSpec spec = reader.spec(root);
    if (spec != null && !Diagnostic.hasErrors(reader.diagnostics)) {
      reader.diagnostics.addAll(SpecLint.check(spec));
    }
    return new Loaded<>(spec, reader.diagnostics);
  }

  /// Reads the error table of a cloud.
  public static Loaded<ErrorTable> errors(Read read) {
    SpecReader reader = new SpecReader();
    reader.diagnostics.addAll(read.diagnostics());
    Node root = read.root();
    if (root == null || read.hasErrors()) {
      return new Loaded<>(null, reader.diagnostics);
    }
    return new Loaded<>(reader.errorTable(root), reader.diagnostics);
  }

  private Keys keys(Node node, String what) {
    return new Keys(node, what, diagnostics);
  }

  // The whole spec

  private @Nullable ResourceSpec spec(Node root) {
    Keys keys = keys(root, "A resource spec");
    boolean managed = !keys.has("data");
    Node name = managed ? keys.require("resource") : keys.find("data");
    String type = name == null ? null : keys.text(name, "resource");
    Long version = keys.integer("version");
    BlockSpec block = block(keys);
    String lock = keys.text("lock");
    SortedMap<String, List<String>> gone = new TreeMap<>();
    Keys goneKeys = keys.object("gone");
    if (goneKeys != null) {
      keys.members("gone", (field, _) -> gone.put(field, goneKeys.texts(field)));
    }
    List<Rule> rules = new ArrayList<>();
    keys.members("rules", (rule, node) -> rules.add(rule(rule, node)));
    SortedMap<String, Waiter> waiters = new TreeMap<>();
    keys.members("waiters", (waiter, node) -> waiters.put(waiter, waiter(waiter, node)));
    Map<ResourceSpec.Kind, Operation> operations = new EnumMap<>(ResourceSpec.Kind.class);
    Keys operationKeys = keys.object("operations");
    if (operationKeys != null) {
      for (ResourceSpec.Kind kind : ResourceSpec.Kind.values()) {
        String word = kind.name().toLowerCase(Locale.ROOT);
        Node node = operationKeys.find(word);
        if (node != null) {
          operations.put(kind, operation(word, node));
        }
      }
      operationKeys.close();
    }
    List<String> identity = keys.texts("identity");
    String service = keys.text("service", "");
    keys.close();
    return type == null
        ? null
        : new ResourceSpec(
            type,
            service,
            managed,
            version == null ? 0 : version.intValue(),
            block,
            identity,
            lock == null ? null : Template.parse(lock),
            gone,
            rules,
            waiters,
            operations,
            root.range());
  }

  // Attributes and blocks

  private BlockSpec block(Keys keys) {
    SortedMap<String, AttributeSpec> attributes = new TreeMap<>();
    keys.members(
        "attributes",
        (name, node) -> {
          AttributeSpec attribute = attribute(name, node);
          if (attribute != null) {
            attributes.put(name, attribute);
          }
        });
    SortedMap<String, BlockSpec.Nested> blocks = new TreeMap<>();
    keys.members("blocks", (name, node) -> blocks.put(name, nested(name, node)));
    return new BlockSpec(attributes, blocks, keys.doc("doc"));
  }

  private BlockSpec.Nested nested(String name, Node node) {
    Keys keys = keys(node, "The block " + name);
    NestedBlock.Nesting nesting =
        keys.word("nesting", NestedBlock.Nesting.class, NestedBlock.Nesting.SINGLE);
    Long min = keys.integer("min");
    Long max = keys.integer("max");
    String api = keys.text("api", name);
    BlockSpec block = block(keys);
    keys.close();
    boolean single = nesting == NestedBlock.Nesting.SINGLE || nesting == NestedBlock.Nesting.GROUP;
    return new BlockSpec.Nested(
        nesting,
        min == null ? 0 : min.intValue(),
        max != null ? max.intValue() : single ? 1 : 0,
        api,
        block);
  }

  private @Nullable AttributeSpec attribute(String name, Node node) {
    Keys keys = keys(node, "The attribute " + name);
    Node typeNode = keys.require("type");
    if (typeNode == null) {
      return null;
    }
    String word = Optional.ofNullable(keys.text(typeNode, "type")).orElse("");
    BlockSpec elements = keys.has("attributes") ? block(keys) : null;
    Type type = type(keys, typeNode, word, elements);
    Mode mode = keys.word("mode", Mode.class, Mode.OPTIONAL);
    Mutability change =
        keys.has("change")
            ? keys.word("change", Mutability.class, Mutability.IN_PLACE)
            : Mutability.IN_PLACE;
    boolean replaces = change == Mutability.REPLACE;
    Effect effect = keys.word("effect", Effect.class, replaces ? Effect.REPLACES : Effect.NONE);
    Value defaultValue = keys.has("default") ? converted(keys, "default", type) : null;
    Value empty = keys.has("empty") ? converted(keys, "empty", type) : null;
    Attribute schema =
        new Attribute(
            type,
            mode,
            change,
            keys.flag("sensitive", false),
            keys.flag("write-only", false),
            defaultValue,
            keys.word("same", Equivalence.class, Equivalence.EXACT),
            effect,
            keys.doc("doc"),
            keys.text("deprecated"));
    SortedMap<String, Value> decode = AttributeSpec.noDecoding();
    keys.members(
        "decode", (text, value) -> decode.put(text, convert(keys, value, Keys.value(value), type)));
    AttributeSpec attribute =
        new AttributeSpec(
            schema,
            keys.text("api", name),
            keys.text("from"),
            encoding(keys),
            decode,
            empty,
            keys.flag("returned", true),
            keys.flag("stable", false),
            keys.texts("follows"),
            checks(keys, word, type),
            elements,
            node.range());
    keys.close();
    return attribute;
  }

  private Type type(Keys keys, Node node, String word, @Nullable BlockSpec elements) {
    if (elements != null && word.equals("list")) {
      return Type.list(elements.schema().impliedType());
    }
    return switch (word) {
      case "string" -> Type.STRING;
      case "number", "integer" -> Type.NUMBER;
      case "bool" -> Type.BOOL;
      case "list(string)" -> Type.list(Type.STRING);
      case "set(string)" -> Type.set(Type.STRING);
      case "map(string)" -> Type.map(Type.STRING);
      default -> {
        keys.wrong(
            node,
            "\"type\" must be string, integer, number, bool, list(string), set(string),"
                + " map(string), or list together with \"attributes\".");
        yield Type.STRING;
      }
    };
  }

  private Value converted(Keys keys, String key, Type type) {
    Node node = keys.find(key);
    return node == null ? Value.nullOf(type) : convert(keys, node, Keys.value(node), type);
  }

  private static Value convert(Keys keys, Node node, Value value, Type type) {
    return switch (Conversion.convert(value, type)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        keys.wrong(node, "The value does not fit the type: " + f.message() + ".");
        yield Value.nullOf(type);
      }
    };
  }

  private AttributeSpec.Encoding encoding(Keys keys) {
    Node node = keys.find("encode");
    if (node instanceof StringNode s && s.text().equals("comma")) {
      return new AttributeSpec.Encoding.Comma();
    }
    if (node instanceof Node.ObjectNode) {
      Keys inner = keys(node, "\"encode\"");
      List<String> pair = inner.texts("pairs");
      inner.close();
      if (pair.size() == 2) {
        return new AttributeSpec.Encoding.Pairs(pair.get(0), pair.get(1));
      }
    }
    if (node != null) {
      keys.wrong(node, "\"encode\" must be comma or {pairs: [KEY-FIELD, VALUE-FIELD]}.");
    }
    return AttributeSpec.Encoding.PLAIN;
  }

  private List<AttributeSpec.Check> checks(Keys keys, String word, Type type) {
    List<AttributeSpec.Check> checks = new ArrayList<>();
    boolean strict = keys.flag("strict", false);
    if (word.equals("integer")) {
      checks.add(new AttributeSpec.Check.Whole());
    }
    if (keys.has("enum")) {
      List<Value> values =
          keys.items("enum", node -> Optional.of(convert(keys, node, Keys.value(node), type)));
      checks.add(new AttributeSpec.Check.OneOf(values, strict));
    }
    Keys range = keys.object("range");
    if (range != null) {
      checks.add(new AttributeSpec.Check.Range(range.integer("min"), range.integer("max"), strict));
      range.close();
    }
    Keys length = keys.object("length");
    if (length != null) {
      checks.add(
          new AttributeSpec.Check.Length(length.integer("min"), length.integer("max"), strict));
      length.close();
    }
    String pattern = keys.text("pattern");
    if (pattern != null) {
      checks.add(new AttributeSpec.Check.Matches(pattern, strict));
    }
    if (keys.flag("cidr", false)) {
      checks.add(new AttributeSpec.Check.Cidr());
    }
    if (keys.flag("regex", false)) {
      checks.add(new AttributeSpec.Check.Regex());
    }
    Node requiredWhen = keys.find("required-when");
    if (requiredWhen != null) {
      checks.add(new AttributeSpec.Check.RequiredWhen(condition(requiredWhen)));
    }
    if (keys.has("conflicts-with")) {
      checks.add(new AttributeSpec.Check.ConflictsWith(keys.texts("conflicts-with")));
    }
    return checks;
  }

  // Rules, waiters, operations

  private Condition condition(Node node) {
    Keys keys = keys(node, "A condition");
    SortedMap<String, List<Value>> is = new TreeMap<>();
    Keys values = keys.object("is");
    if (values != null) {
      keys.members("is", (name, _) -> is.put(name, values.values(name)));
    }
    Condition condition =
        new Condition(
            keys.texts("changed"),
            is,
            keys.texts("set"),
            keys.texts("unset"),
            keys.texts("equal"),
            keys.texts("decreases"));
    keys.close();
    return condition;
  }

  private Rule rule(String name, Node node) {
    Keys keys = keys(node, "The rule " + name);
    Set<Rule.On> on = EnumSet.noneOf(Rule.On.class);
    on.addAll(
        keys.items("on", n -> Optional.of(keys.word(n, "on", Rule.On.class, Rule.On.CREATE))));
    if (on.isEmpty()) {
      on.addAll(EnumSet.of(Rule.On.CREATE, Rule.On.UPDATE));
    }
    Node when = keys.require("when");
    Rule rule =
        new Rule(
            name,
            on,
            when == null ? Condition.ALWAYS : condition(when),
            keys.word("severity", Severity.class, Severity.ERROR),
            keys.text("at"),
            keys.doc("message"));
    keys.close();
    return rule;
  }

  private Waiter waiter(String name, Node node) {
    Keys keys = keys(node, "The waiter " + name);
    Waiter waiter =
        new Waiter(
            keys.text("status", ""),
            keys.texts("success"),
            keys.texts("failure"),
            keys.texts("retry"),
            keys.flag("gone", false),
            keys.duration("delay", Duration.ZERO),
            keys.duration("interval", Duration.ofSeconds(3)),
            keys.duration("timeout", Duration.ofMinutes(10)));
    keys.close();
    return waiter;
  }

  private Operation operation(String kind, Node node) {
    Keys keys = keys(node, "The operation " + kind);
    List<Step> steps = keys.items("steps", step -> Optional.ofNullable(step(kind, step)));
    Duration timeout = keys.duration("timeout", OPERATION_TIMEOUT);
    Operation.Paging paging = null;
    Keys pages = keys.object("paging");
    if (pages != null) {
      Long size = pages.integer("size");
      paging =
          new Operation.Paging(
              pages.text("marker", "marker"),
              pages.text("next", "nextMarker"),
              pages.text("more"),
              pages.text("size-parameter"),
              size == null ? 0 : size.intValue());
      pages.close();
    }
    keys.close();
    return new Operation(steps, timeout, paging);
  }

  private @Nullable Step step(String kind, Node node) {
    Keys keys = keys(node, "A step of " + kind);
    Node requestNode = keys.require("request");
    String request = requestNode == null ? null : keys.text(requestNode, "request");
    String[] parts = request == null ? new String[0] : request.split(" ", 2);
    if (requestNode == null || parts.length != 2 || !parts[0].matches("[A-Z]+")) {
      if (requestNode != null) {
        keys.wrong(requestNode, "\"request\" must be a method and a path, as in GET /v1/things.");
      }
      return null;
    }
    SortedMap<String, Body> query = fields(keys, "query");
    SortedMap<String, Body> body = fields(keys, "body");
    Node when = keys.find("when");
    String method = parts[0];
    SortedMap<String, ErrorClass> errors = new TreeMap<>();
    keys.members(
        "errors",
        (code, value) ->
            errors.put(code, keys.word(value, code, ErrorClass.class, ErrorClass.FATAL)));
    Step step =
        new Step(
            keys.text("name", kind),
            keys.text("title", kind + " the object"),
            when == null ? Condition.ALWAYS : condition(when),
            method,
            Template.parse(parts[1]),
            query,
            keys.texts("send"),
            body,
            texts(keys, "answer"),
            keys.text("object", ""),
            keys.text("items", ""),
            templates(keys, "keep"),
            templates(keys, "match"),
            keys.texts("gone"),
            errors,
            keys.flag("repeatable", !method.equals("POST") || usesToken(query) || usesToken(body)),
            keys.text("wait"),
            node.range());
    keys.close();
    return step;
  }

  private static boolean usesToken(SortedMap<String, Body> templates) {
    List<String> names = new ArrayList<>();
    templates.values().forEach(template -> template.names(names::add));
    return names.contains(Facts.CALL + "token");
  }

  private static SortedMap<String, String> texts(Keys keys, String key) {
    SortedMap<String, String> found = new TreeMap<>();
    keys.members(
        key,
        (name, node) ->
            Optional.ofNullable(keys.text(node, name)).ifPresent(text -> found.put(name, text)));
    return found;
  }

  private static SortedMap<String, Template> templates(Keys keys, String key) {
    SortedMap<String, Template> found = new TreeMap<>();
    texts(keys, key).forEach((name, text) -> found.put(name, Template.parse(text)));
    return found;
  }

  private static SortedMap<String, Body> fields(Keys keys, String key) {
    SortedMap<String, Body> found = new TreeMap<>();
    keys.members(key, (name, node) -> found.put(name, body(node)));
    return found;
  }

  private static Body body(Node node) {
    return switch (node) {
      case StringNode s -> {
        Template template = Template.parse(s.text());
        yield template.names().isEmpty()
            ? new Body.Fixed(Value.of(s.text().replace("$$", "$")))
            : new Body.Filled(template);
      }
      case Node.ObjectNode o -> {
        SortedMap<String, Body> inner = new TreeMap<>();
        o.members().forEach(member -> inner.put(member.key(), body(member.value())));
        yield new Body.Fields(inner);
      }
      case Node.ListNode l -> new Body.Items(l.elements().stream().map(SpecReader::body).toList());
      case Node.NumberNode _, Node.BoolNode _, Node.NullNode _ -> new Body.Fixed(Keys.value(node));
    };
  }

  // Error tables

  private ErrorTable errorTable(Node root) {
    Keys keys = keys(root, "An error table");
    SortedMap<String, ErrorTable.Entry> entries = new TreeMap<>();
    keys.members(
        "errors",
        (code, node) -> {
          Keys entry = keys(node, "The error " + code);
          entries.put(
              code,
              new ErrorTable.Entry(
                  entry.word("class", ErrorClass.class, ErrorClass.FATAL),
                  entry.doc("explanation")));
          entry.close();
        });
    ErrorTable table =
        new ErrorTable(
            keys.text("code", "code"),
            keys.text("message", "message"),
            keys.text("request-id", "requestId"),
            keys.text("request-id-header", ""),
            entries);
    keys.close();
    return table;
  }
}
