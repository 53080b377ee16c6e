package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Role;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads resource specs and error tables.
///
/// All keys are defined in docs/resource-spec.md. Reading goes on after an error, so that one run
/// tells everything.
public final class SpecReader {
  private static final Duration OPERATION_TIMEOUT = Duration.ofMinutes(20);
  private static final Pattern SPAN = Pattern.compile("([0-9]*)\\.\\.([0-9]*)");
  private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (/\\S*|[A-Z][A-Za-z0-9]*)");

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
    BlockSpec plain = block(keys);
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
    Role role = managed && keys.has("role") ? role(keys) : null;
    BlockSpec block = managed ? Timeouts.added(plain, operations.keySet(), root.range()) : plain;
    ImportId identity = importId(keys.texts("identity"));
    String service = keys.text("service", "");
    keys.close();
    return type == null
        ? null
        : new ResourceSpec(
            type,
            service,
            managed,
            block,
            identity,
            lock == null ? null : Template.parse(lock),
            gone,
            rules,
            waiters,
            operations,
            role,
            root.range());
  }

  /// What the objects are in a network: `is`, and for each fact the attributes that say it, or an
  /// object with `at`, `values` and `unset`.
  private Role role(Keys outer) {
    Keys keys = Objects.requireNonNull(outer.object("role"));
    Node is = keys.require("is");
    Role.Kind kind =
        is == null ? Role.Kind.PEER : keys.word(is, "is", Role.Kind.class, Role.Kind.PEER);
    SortedMap<Role.Fact, Role.Meaning> facts = new TreeMap<>();
    for (Role.Fact fact : Role.Fact.values()) {
      Node node = keys.find(fact.word());
      if (node instanceof Node.ObjectNode) {
        facts.put(fact, meaning(keys(node, "\"" + fact.word() + "\"")));
      } else if (node != null) {
        facts.put(fact, new Role.Meaning(keys.texts(fact.word()), new TreeMap<>(), null));
      }
    }
    keys.close();
    return new Role(kind, facts, new TreeMap<>());
  }

  private static Role.Meaning meaning(Keys keys) {
    SortedMap<String, String> values = new TreeMap<>();
    keys.members(
        "values",
        (value, node) ->
            values.put(value, Optional.ofNullable(keys.text(node, "values")).orElse("")));
    Role.Meaning meaning = new Role.Meaning(keys.texts("at"), values, keys.text("unset"));
    keys.close();
    return meaning;
  }

  /// What tells objects apart: attributes that are joined by `/`, or a template that says how.
  private static ImportId importId(List<String> identity) {
    boolean template = identity.size() == 1 && identity.getFirst().contains("$");
    return template ? new ImportId(Template.parse(identity.getFirst())) : ImportId.of(identity);
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
    boolean listed = "one".equals(keys.text("nesting"));
    NestedBlock.Nesting nesting =
        listed
            ? NestedBlock.Nesting.SINGLE
            : keys.word("nesting", NestedBlock.Nesting.class, NestedBlock.Nesting.SINGLE);
    Span span = span(keys);
    String api = keys.text("api", name);
    List<String> from = keys.texts("from");
    boolean json = encoding(keys) instanceof AttributeSpec.Encoding.JsonText;
    BlockSpec block = block(keys);
    keys.close();
    boolean single = nesting == NestedBlock.Nesting.SINGLE || nesting == NestedBlock.Nesting.GROUP;
    Long min = span.min();
    Long max = span.max();
    return new BlockSpec.Nested(
        nesting,
        listed,
        min == null ? 0 : min.intValue(),
        max != null ? max.intValue() : single ? 1 : 0,
        api,
        from,
        json,
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
    boolean writeOnly = "write-only".equals(keys.text("mode"));
    Mode mode = writeOnly ? Mode.OPTIONAL : keys.word("mode", Mode.class, Mode.OPTIONAL);
    Change change = change(keys);
    Value defaultValue = keys.has("default") ? converted(keys, "default", type) : null;
    Value empty = keys.has("empty") ? converted(keys, "empty", type) : null;
    Attribute schema =
        new Attribute(
            type,
            mode,
            change.effect() == Effect.REPLACES ? Mutability.REPLACE : Mutability.IN_PLACE,
            keys.flag("sensitive", false),
            writeOnly,
            defaultValue,
            keys.word("same", Equivalence.class, Equivalence.EXACT),
            change.effect(),
            keys.doc("doc"),
            null);
    List<String> from = keys.texts("from");
    boolean importId = from.equals(List.of("identity"));
    boolean returned = !from.equals(List.of("nowhere")) && !importId;
    AttributeSpec attribute =
        new AttributeSpec(
            schema,
            keys.text("api", name),
            returned ? from : List.of(),
            encoding(keys, type),
            empty,
            returned,
            importId,
            change.never(),
            change.follows(),
            checks(keys, word, type),
            elements,
            node.range());
    keys.close();
    return attribute;
  }

  /// What the key `change` says.
  ///
  /// @param effect what a change does to traffic
  /// @param never true when it is set once and for all
  /// @param follows the attributes whose change changes it
  private record Change(Effect effect, boolean never, List<String> follows) {}

  private Change change(Keys keys) {
    Node node = keys.find("change");
    if (node instanceof Node.ListNode) {
      return new Change(Effect.NONE, false, keys.texts("change"));
    }
    String text = node == null ? null : keys.text(node, "change");
    String word = text == null ? "in-place" : text;
    return switch (word) {
      case "in-place" -> new Change(Effect.NONE, false, List.of());
      case "renegotiates" -> new Change(Effect.RENEGOTIATES, false, List.of());
      case "interrupts" -> new Change(Effect.INTERRUPTS, false, List.of());
      case "replace" -> new Change(Effect.REPLACES, false, List.of());
      case "never" -> new Change(Effect.NONE, true, List.of());
      default -> {
        if (node != null) {
          keys.wrong(
              node,
              "\"change\" must be one of in-place, renegotiates, interrupts, replace, never, or a"
                  + " list of attributes."
                  + Suggestion.didYouMean(
                      word, List.of("in-place", "renegotiates", "interrupts", "replace", "never")));
        }
        yield new Change(Effect.NONE, false, List.of());
      }
    };
  }

  private record Span(@Nullable Long min, @Nullable Long max) {}

  /// What the key `range` says, such as `1..64`, `1..` or `..64`.
  private Span span(Keys keys) {
    Node node = keys.find("range");
    String text = node == null ? null : keys.text(node, "range");
    if (node == null || text == null) {
      return new Span(null, null);
    }
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      keys.wrong(node, "\"range\" must have the form 1..64, 1.. or ..64.");
      return new Span(null, null);
    }
    return new Span(end(matcher.group(1)), end(matcher.group(2)));
  }

  private static @Nullable Long end(String text) {
    return text.isEmpty() ? null : Long.valueOf(text);
  }

  private static Type type(Keys keys, Node node, String word, @Nullable BlockSpec elements) {
    if (elements != null && word.equals("list")) {
      return Type.list(elements.schema().impliedType());
    }
    return switch (word) {
      case "string", "cidr", "ip", "regex" -> Type.STRING;
      case "number", "integer" -> Type.NUMBER;
      case "bool" -> Type.BOOL;
      case "list(string)" -> Type.list(Type.STRING);
      case "set(string)" -> Type.set(Type.STRING);
      case "map(string)" -> Type.map(Type.STRING);
      default -> {
        keys.wrong(
            node,
            "\"type\" must be string, cidr, ip, regex, integer, number, bool, list(string),"
                + " set(string), map(string), or list together with \"attributes\".");
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
    return encoding(keys, Type.DYNAMIC);
  }

  private AttributeSpec.Encoding encoding(Keys keys, Type type) {
    Node node = keys.find("encode");
    if (node instanceof StringNode s && s.text().equals("comma")) {
      return new AttributeSpec.Encoding.Comma();
    }
    if (node instanceof StringNode s && s.text().equals("json")) {
      return new AttributeSpec.Encoding.JsonText();
    }
    if (node instanceof Node.ObjectNode) {
      Keys inner = keys(node, "\"encode\"");
      List<String> pair = inner.texts("pairs");
      SequencedMap<String, Value> words = new LinkedHashMap<>();
      inner.members(
          "values",
          (word, value) -> words.put(word, convert(inner, value, Keys.value(value), type)));
      inner.close();
      if (pair.size() == 2) {
        return new AttributeSpec.Encoding.Pairs(pair.get(0), pair.get(1));
      }
      if (!words.isEmpty()) {
        return new AttributeSpec.Encoding.Words(words);
      }
    }
    if (node != null) {
      keys.wrong(
          node,
          "\"encode\" must be comma, json, {pairs: [KEY-FIELD, VALUE-FIELD]} or {values: {TEXT:"
              + " VALUE}}.");
    }
    return AttributeSpec.Encoding.PLAIN;
  }

  private List<AttributeSpec.Check> checks(Keys keys, String word, Type type) {
    List<AttributeSpec.Check> checks = new ArrayList<>();
    boolean strict = keys.flag("strict", false);
    switch (word) {
      case "integer" -> checks.add(new AttributeSpec.Check.Whole());
      case "cidr" -> checks.add(new AttributeSpec.Check.Cidr());
      case "ip" -> checks.add(new AttributeSpec.Check.Address());
      case "regex" -> checks.add(new AttributeSpec.Check.Regex());
      default -> {}
    }
    if (keys.has("enum")) {
      List<Value> values =
          keys.items("enum", node -> Optional.of(convert(keys, node, Keys.value(node), type)));
      checks.add(new AttributeSpec.Check.OneOf(values, strict));
    }
    Span span = span(keys);
    if (span.min() != null || span.max() != null) {
      checks.add(
          type.equals(Type.NUMBER)
              ? new AttributeSpec.Check.Range(span.min(), span.max(), strict)
              : new AttributeSpec.Check.Length(span.min(), span.max(), strict));
    }
    String pattern = keys.text("pattern");
    if (pattern != null) {
      checks.add(new AttributeSpec.Check.Matches(pattern, strict));
    }
    return checks;
  }

  // Rules, waiters, operations

  private Condition condition(Node node) {
    Keys keys = keys(node, "A condition");
    Condition condition =
        new Condition(
            keys.texts("changed"),
            operands(keys, "is"),
            operands(keys, "not"),
            keys.texts("increases"),
            keys.texts("decreases"),
            keys.texts("overlap"));
    keys.close();
    return condition;
  }

  private static SortedMap<String, List<Body>> operands(Keys keys, String key) {
    SortedMap<String, List<Body>> found = new TreeMap<>();
    Keys values = keys.object(key);
    if (values != null) {
      keys.members(
          key, (name, _) -> found.put(name, values.items(name, value -> Optional.of(body(value)))));
    }
    return found;
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
    Waiter waiter = new Waiter(keys.text("status", ""), keys.texts("success"), failures(keys));
    keys.close();
    return waiter;
  }

  /// The states of the key `failure`: a list, or an object with an explanation of each.
  private static SortedMap<String, Doc> failures(Keys keys) {
    SortedMap<String, Doc> failures = new TreeMap<>();
    if (keys.find("failure") instanceof Node.ObjectNode) {
      Keys states = Objects.requireNonNull(keys.object("failure"));
      keys.members("failure", (state, _) -> failures.put(state, states.doc(state)));
    } else {
      keys.texts("failure").forEach(state -> failures.put(state, Doc.NONE));
    }
    return failures;
  }

  private Operation operation(String kind, Node node) {
    Keys keys = keys(node, "The operation " + kind);
    List<Step> steps = keys.items("steps", step -> Optional.ofNullable(step(kind, step)));
    Duration timeout = keys.duration("timeout", OPERATION_TIMEOUT);
    Operation.Paging paging = null;
    Keys pages = keys.object("paging");
    if (pages != null) {
      SortedMap<String, Long> size = new TreeMap<>();
      Keys sizes = pages.object("size");
      if (sizes != null) {
        pages.members(
            "size",
            (name, _) ->
                Optional.ofNullable(sizes.integer(name)).ifPresent(n -> size.put(name, n)));
      }
      String offset = pages.text("offset");
      paging =
          new Operation.Paging(
              offset == null ? pages.text("marker", "marker") : offset,
              pages.text("next"),
              offset != null,
              size.isEmpty() ? null : size.firstKey(),
              size.values().stream().findFirst().map(Long::intValue).orElse(0));
      pages.close();
    }
    keys.close();
    return new Operation(steps, timeout, paging);
  }

  private @Nullable Step step(String kind, Node node) {
    Keys keys = keys(node, "A step of " + kind);
    Node requestNode = keys.has("wait") ? keys.find("request") : keys.require("request");
    Step.Target target = null;
    if (requestNode != null) {
      target = target(keys.text(requestNode, "request"));
      if (target == null) {
        keys.wrong(
            requestNode,
            "\"request\" must be a method and a path or an action, as in GET /v1/things or GET"
                + " DescribeThings.");
      }
    }
    if (target == null && (requestNode != null || !keys.has("wait"))) {
      return null;
    }
    SortedMap<String, Body> query = fields(keys, "query");
    List<String> send = new ArrayList<>();
    SortedMap<String, Body> body = new TreeMap<>();
    sent(keys, send, body);
    Node when = keys.find("when");
    SortedMap<String, ErrorClass> errors = new TreeMap<>();
    keys.members(
        "errors",
        (code, value) ->
            errors.put(code, keys.word(value, code, ErrorClass.class, ErrorClass.FATAL)));
    Step step =
        new Step(
            keys.text("service"),
            keys.text("title", kind + " the object"),
            when == null ? Condition.ALWAYS : condition(when),
            target,
            query,
            send,
            body,
            texts(keys, "each"),
            keys.texts("from"),
            templates(keys, "keep"),
            errors,
            isRepeatable(kind, target) || usesToken(query) || usesToken(body),
            keys.text("wait"),
            node.range());
    keys.close();
    return step;
  }

  private static Step.@Nullable Target target(@Nullable String request) {
    Matcher matcher = REQUEST.matcher(request == null ? "" : request);
    if (!matcher.matches()) {
      return null;
    }
    String where = matcher.group(2);
    return where.startsWith("/")
        ? new Step.Target.Path(matcher.group(1), Template.parse(where))
        : new Step.Target.Action(matcher.group(1), where);
  }

  /// What is sent: names of attributes and blocks, and objects with fields besides.
  private static void sent(Keys keys, List<String> send, SortedMap<String, Body> body) {
    keys.items("send", Optional::of)
        .forEach(node -> {
          if (node instanceof Node.ObjectNode o) {
            o.members().forEach(member -> body.put(member.key(), body(member.value())));
          } else {
            Optional.ofNullable(keys.text(node, "send")).ifPresent(send::add);
          }
        });
  }

  /// True when doing it twice does no more than doing it once. What an action changes or deletes it
  /// names by id, so only those that create are in danger; of paths, those of POST.
  private static boolean isRepeatable(String kind, Step.@Nullable Target target) {
    return switch (target) {
      case null -> true;
      case Step.Target.Path p ->
          !p.method().equals("POST") || kind.equals("read") || kind.equals("list");
      case Step.Target.Action _ -> !kind.equals("create");
    };
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

  private static List<String> places(Keys keys, String key, String otherwise) {
    List<String> given = keys.texts(key);
    return given.isEmpty() ? List.of(otherwise) : given;
  }

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
            places(keys, "code", "code"),
            places(keys, "message", "message"),
            places(keys, "request-id", "requestId"),
            keys.text("request-id-header", ""),
            entries);
    keys.close();
    return table;
  }
}
