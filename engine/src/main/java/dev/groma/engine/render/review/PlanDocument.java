package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.engine.render.review.Review.OutputItem;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reviews of the documents of `show -json`, ours or the real program's.
///
/// 1. What a document marks as sensitive is dropped, whether it holds the value or not.
/// 2. Where a document withholds a sensitive value, it cannot be seen whether it changes, unless
///    the document says where the new value is written.
/// 3. Such a document holds no findings but the checks that fail.
public final class PlanDocument {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode document;
  private final Map<String, List<ResourceAddress>> recorded = new HashMap<>();
  private final Secrets secrets;

  private PlanDocument(JsonNode document) {
    this.document = document;
    List<Value> all = new ArrayList<>();
    document.path("resource_changes").forEach(change -> all.addAll(values(change)));
    document.path("resource_drift").forEach(change -> all.addAll(values(change)));
    document.path("output_changes").forEach(change -> all.addAll(sides(change)));
    this.secrets = Secrets.of(all);
  }

  /// The review of the plan that `text` is the document of; nothing when it is something else.
  ///
  /// @param stack what the plan is about, in the words of the team
  public static Optional<Review> read(String text, String stack, String workspace) {
    try {
      JsonNode json = MAPPER.readTree(text);
      boolean isPlan =
          json.path("format_version").asString("").startsWith("1.")
              && json.has("planned_values")
              && json.has("configuration");
      return isPlan
          ? Optional.of(new PlanDocument(json).review(stack, workspace))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private Review review(String stack, String workspace) {
    recorded(document.path("prior_state").path("values").path("root_module"));
    List<Item> changes = new ArrayList<>();
    Dependencies dependencies = new Dependencies();
    for (JsonNode change : document.path("resource_changes")) {
      Item item = item(change, false);
      if (item.action() != Action.NO_OP
          || !item.previous().isEmpty()
          || !item.importId().isEmpty()) {
        changes.add(item);
      }
      AddressParser.instance(item.address())
          .ifPresent(
              address -> dependencies.add(address, item.action(), above(address), values(change)));
    }
    List<Item> drift = new ArrayList<>();
    document.path("resource_drift").forEach(change -> drift.add(item(change, true)));
    drift.removeIf(item -> item.action() == Action.NO_OP);
    return new Review(
        stack,
        workspace,
        "normal",
        document.has("timestamp")
            ? Instant.parse(document.path("timestamp").asString())
            : Instant.EPOCH,
        document.path("complete").asBoolean(true),
        document.path("errored").asBoolean(false),
        texts(document.path("deferred")),
        changes,
        drift,
        outputs(),
        checks(),
        dependencies.nodes());
  }

  private static List<Value> values(JsonNode json) {
    return sides(json.path("change"));
  }

  /// The object before and after.
  private static List<Value> sides(JsonNode change) {
    return List.of(
        value(change.path("before"), null, change.path("before_sensitive")),
        value(change.path("after"), change.path("after_unknown"), change.path("after_sensitive")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(one -> {
      if (one.isString()) {
        all.add(one.asString());
      }
    });
    return all;
  }

  private void recorded(JsonNode module) {
    for (JsonNode resource : module.path("resources")) {
      List<ResourceAddress> above = new ArrayList<>();
      AddressParser.instance(resource.path("address").asString(""))
          .ifPresent(address -> {
            for (String text : texts(resource.path("depends_on"))) {
              AddressParser.instance(text).map(InstanceAddress::resource).ifPresent(above::add);
            }
          });
      recorded.put(resource.path("address").asString(""), above);
    }
    module.path("child_modules").forEach(this::recorded);
  }

  /// What an object depends on: as recorded, and as the expressions of its block refer to others in
  /// its module.
  private Set<ResourceAddress> above(InstanceAddress address) {
    Set<ResourceAddress> all = new TreeSet<>(recorded.getOrDefault(address.toString(), List.of()));
    ResourceAddress resource = address.resource();
    JsonNode module = document.path("configuration").path("root_module");
    for (var step : resource.module().steps()) {
      module = module.path("module_calls").path(step.name()).path("module");
    }
    String local = resource.local();
    for (JsonNode block : module.path("resources")) {
      if (block.path("address").asString("").equals(local)) {
        block.findValues("references").stream()
            .flatMap(references -> texts(references).stream())
            .flatMap(text -> referred(text, resource).stream())
            .forEach(all::add);
      }
    }
    all.remove(resource);
    return all;
  }

  private static Optional<ResourceAddress> referred(String reference, ResourceAddress from) {
    List<String> parts = Arrays.asList(reference.replaceAll("\\[.*", "").split("\\.", -1));
    boolean data = parts.getFirst().equals("data");
    int at = data ? 1 : 0;
    boolean named = parts.size() >= at + 2;
    return !named
            || Set.of("var", "local", "module", "each", "count", "path", "terraform", "self")
                .contains(parts.getFirst())
        ? Optional.empty()
        : Optional.of(
            new ResourceAddress(
                from.module(),
                data ? ResourceMode.DATA : ResourceMode.MANAGED,
                parts.get(at),
                parts.get(at + 1)));
  }

  // One change

  private Item item(JsonNode json, boolean isDrift) {
    String address = json.path("address").asString("");
    JsonNode change = json.path("change");
    Action action = action(texts(change.path("actions")));
    List<Difference> differences = differences(json, isDrift);
    Impact impact = Impact.NONE;
    for (JsonNode effect : json.path("effects")) {
      impact = impact.or(effect.path("path").isEmpty() ? Impact.of(action) : impact(effect));
    }
    InstanceAddress instance =
        AddressParser.instance(address)
            .orElseThrow(() -> new IllegalArgumentException("no address: " + address));
    return new Item(
        address,
        json.path("previous_address").asString(""),
        json.path("deposed").asString(""),
        json.path("module_address").asString(""),
        instance.resource().toString(),
        instance.key().toString(),
        json.path("type").asString(""),
        json.path("mode").asString("").equals("data"),
        action,
        json.path("action_reason").asString(""),
        change.path("importing").path("id").asString(""),
        isDrift ? json.path("drift").asString("material") : "",
        impact,
        differences,
        null);
  }

  private static Impact impact(JsonNode effect) {
    String word = effect.path("effect").asString("none").toUpperCase(Locale.ROOT);
    return Arrays.stream(Effect.values())
        .filter(one -> one.name().equals(word))
        .findFirst()
        .map(Impact::of)
        .orElse(Impact.NONE);
  }

  private static Action action(List<String> words) {
    return Arrays.stream(Action.values())
        .filter(action -> action.words().equals(words))
        .findFirst()
        .orElse(Action.NO_OP);
  }

  private List<Difference> differences(JsonNode json, boolean isDrift) {
    JsonNode change = json.path("change");
    List<Value> values = values(json);
    SortedMap<String, Value> old = attributes(values.getFirst());
    SortedMap<String, Value> now = attributes(values.getLast());
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    Map<String, JsonNode> causes = new HashMap<>();
    byAttribute(json.path("causes"), causes::put);
    Map<String, Impact> impacts = new HashMap<>();
    byAttribute(
        json.path("effects"), (name, effect) -> impacts.merge(name, impact(effect), Impact::or));
    Set<String> replacing = new HashSet<>();
    change.path("replace_paths").forEach(path -> replacing.add(path.path(0).asString("")));
    List<Difference> all = new ArrayList<>();
    for (String name : names) {
      List<Edit> edits =
          secrets.hide(Differences.of(present(old.get(name)), present(now.get(name))));
      if (edits.isEmpty() && causes.containsKey(name)) {
        edits = List.of(new Edit("", Shown.SENSITIVE, Shown.SENSITIVE));
      }
      if (!edits.isEmpty()) {
        JsonNode cause = causes.get(name);
        all.add(
            new Difference(
                name,
                replacing.contains(name) && !isDrift,
                impacts.getOrDefault(name, Impact.NONE),
                edits,
                cause == null ? null : place(cause.path("range")),
                cause == null ? List.of() : texts(cause.path("upstream"))));
      }
    }
    return all;
  }

  /// Hands over each member of `list` that is about an attribute or nested block, with its name.
  private static void byAttribute(JsonNode list, BiConsumer<String, JsonNode> taker) {
    list.forEach(one -> {
      if (!one.path("path").isEmpty()) {
        taker.accept(one.path("path").path(0).asString(""), one);
      }
    });
  }

  private static SourceRange place(JsonNode range) {
    return new SourceRange(
        range.path("filename").asString(""),
        position(range.path("start")),
        position(range.path("end")));
  }

  private static Position position(JsonNode json) {
    return new Position(
        json.path("line").asInt(1), json.path("column").asInt(1), json.path("byte").asInt(0));
  }

  private static SortedMap<String, Value> attributes(Value object) {
    return object.unmark() instanceof Value.Obj o ? o.attributes() : new TreeMap<>();
  }

  private static @Nullable Value present(@Nullable Value value) {
    return value == null || (value.isNull() && !value.has(Mark.SENSITIVE)) ? null : value;
  }

  /// The value that a document describes in up to three places.
  ///
  /// @param unknown true where it is known after apply, or null
  /// @param sensitive true where it is sensitive
  private static Value value(JsonNode json, @Nullable JsonNode unknown, JsonNode sensitive) {
    Value value = plain(json, unknown, sensitive);
    return sensitive.isBoolean() && sensitive.asBoolean() ? value.mark(Mark.SENSITIVE) : value;
  }

  private static Value plain(JsonNode json, @Nullable JsonNode unknown, JsonNode sensitive) {
    if (unknown != null && unknown.isBoolean() && unknown.asBoolean()) {
      return Value.unknown(Type.DYNAMIC);
    }
    if (json.isObject() || (json.isMissingNode() && unknown != null && unknown.isObject())) {
      Set<String> names = new TreeSet<>(json.propertyNames());
      if (unknown != null) {
        names.addAll(unknown.propertyNames());
      }
      SortedMap<String, Value> parts = new TreeMap<>(CodePointOrder.INSTANCE);
      for (String name : names) {
        JsonNode inner = unknown == null ? null : unknown.path(name);
        parts.put(name, value(json.path(name), inner, sensitive.path(name)));
      }
      return new Value.Obj(parts);
    }
    if (json.isArray()) {
      List<Value> parts = new ArrayList<>();
      for (int i = 0; i < json.size(); i++) {
        JsonNode inner = unknown == null ? null : unknown.path(i);
        parts.add(value(json.get(i), inner, sensitive.path(i)));
      }
      return new Value.Tuple(parts);
    }
    return json.isNumber()
        ? Num.of(json.decimalValue())
        : json.isString()
            ? Value.of(json.stringValue())
            : json.isBoolean() ? Value.of(json.booleanValue()) : Value.nullValue();
  }

  // Outputs and checks

  private List<OutputItem> outputs() {
    List<OutputItem> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> output : document.path("output_changes").properties()) {
      JsonNode change = output.getValue();
      Action action = action(texts(change.path("actions")));
      if (action != Action.NO_OP) {
        List<Value> sides = sides(change);
        all.add(
            new OutputItem(
                output.getKey(),
                action,
                secrets.hide(Differences.of(present(sides.getFirst()), present(sides.getLast())))));
      }
    }
    return all;
  }

  private List<Finding> checks() {
    List<Finding> all = new ArrayList<>();
    for (JsonNode check : document.path("checks")) {
      for (JsonNode instance : check.path("instances")) {
        for (JsonNode problem : instance.path("problems")) {
          all.add(
              failed(
                  instance.path("address").path("to_display").asString(""),
                  problem.path("message").asString("")));
        }
      }
    }
    return all;
  }

  private static Finding failed(String address, String message) {
    return new Finding(
        "check.failed",
        Finding.Kind.CHECK,
        Finding.Level.MEDIUM,
        new Doc("A check does not hold", "检查未通过"),
        new Doc(address + ": " + message, address + "：" + message),
        AddressParser.instance(address).map(List::of).orElse(List.of()),
        List.of());
  }
}
