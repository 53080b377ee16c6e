package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The operations on tags (4.2.2), and the quotas (4.2.1): what is common to gateways, customer
/// gateways and connections.
final class Tags {
  private static final int LONGEST_LIST = 1000;
  private static final Set<String> FILTER = Set.of("without_any_tag", "tags", "matches");

  private Tags() {}

  // ---- of one thing ----

  /// Adds tags or replaces their values.
  static JsonObject create(HuaweiCall call) {
    Resource one = require(call);
    var tags = byKey(one.tags());
    given(call).forEach(tag -> tags.put(key(tag), tag.with("value", tag.text("value").orElse(""))));
    invalidIf(
        tags.size() > Fields.MOST_TAGS,
        "a resource can have %d tags at most".formatted(Fields.MOST_TAGS));
    call.store().put(kind(call), one.tagged(List.copyOf(tags.values())));
    return JsonObject.EMPTY;
  }

  /// Takes tags away: by key and, where it is given, value. One that is not there is none the less
  /// gone.
  static JsonObject delete(HuaweiCall call) {
    Resource one = require(call);
    var tags = byKey(one.tags());
    for (JsonObject tag : given(call)) {
      Optional<String> there =
          Optional.ofNullable(tags.get(key(tag))).flatMap(old -> old.text("value"));
      if (tag.text("value").isEmpty() || tag.text("value").equals(there)) {
        tags.remove(key(tag));
      }
    }
    call.store().put(kind(call), one.tagged(List.copyOf(tags.values())));
    return JsonObject.EMPTY;
  }

  static JsonObject show(HuaweiCall call) {
    return JsonObject.EMPTY.with("tags", require(call).tags());
  }

  private static List<JsonObject> given(HuaweiCall call) {
    Fields fields = Fields.of("the body", call.body(), Set.of("tags"));
    fields.need("tags");
    return fields.tags("tags", false);
  }

  private static Map<String, JsonObject> byKey(List<JsonObject> tags) {
    var byKey = new TreeMap<String, JsonObject>();
    tags.forEach(tag -> byKey.put(key(tag), tag));
    return byKey;
  }

  private static String key(JsonObject tag) {
    return tag.text("key").orElse("");
  }

  private static Kind kind(HuaweiCall call) {
    return Kind.of(call.path("resource_type")).orElseThrow(HuaweiErrors::notFound);
  }

  private static Resource require(HuaweiCall call) {
    return call.store().require(kind(call), "resource_id");
  }

  // ---- of all things of a type ----

  static JsonObject ofType(HuaweiCall call) {
    var values = new TreeMap<String, TreeSet<String>>();
    for (Resource one : call.store().all(kind(call))) {
      for (JsonObject tag : one.tags()) {
        values.computeIfAbsent(key(tag), _ -> new TreeSet<>()).add(tag.text("value").orElse(""));
      }
    }
    var tags = new ArrayList<JsonObject>();
    values.forEach(
        (key, all) -> tags.add(JsonObject.EMPTY.with("key", key).with("values", List.copyOf(all))));
    return JsonObject.EMPTY.with("tags", tags);
  }

  static JsonObject filter(HuaweiCall call) {
    int limit = call.number("limit", 1, LONGEST_LIST).orElse(LONGEST_LIST);
    int offset = call.number("offset", 0, Integer.MAX_VALUE).orElse(0);
    List<Resource> found = found(call);
    return JsonObject.EMPTY
        .with(
            "resources",
            found.stream()
                .skip(offset)
                .limit(limit)
                .map(one ->
                    JsonObject.EMPTY
                        .with("resource_id", one.id())
                        .with("resource_name", one.text("name"))
                        .with("tags", one.tags()))
                .toList())
        .with("total_count", found.size());
  }

  static JsonObject count(HuaweiCall call) {
    return JsonObject.EMPTY.with("total_count", found(call).size());
  }

  private static List<Resource> found(HuaweiCall call) {
    Fields fields = Fields.of("the body", call.body(), FILTER);
    List<Predicate<Resource>> conditions = new ArrayList<>(names(fields));
    if (untagged(fields)) {
      conditions.add(one -> one.tags().isEmpty());
    } else {
      conditions.addAll(tagged(fields));
    }
    return call.store().all(kind(call)).stream()
        .filter(one -> conditions.stream().allMatch(condition -> condition.test(one)))
        .toList();
  }

  /// The flag of table 4-167, which is a Boolean there and a text in the sample.
  private static boolean untagged(Fields fields) {
    return switch (fields.object().members().get("without_any_tag")) {
      case null -> false;
      case Boolean flag -> flag;
      case String text when text.equals("true") -> true;
      case String text when text.equals("false") -> false;
      default -> throw HuaweiErrors.invalid("without_any_tag must be true or false");
    };
  }

  /// All of the tags must be there, each with one of its values, or any when none is named.
  private static List<Predicate<Resource>> tagged(Fields fields) {
    return fields
        .objects("tags", Fields.MOST_TAGS, Set.of("key", "values"))
        .orElse(List.of())
        .stream()
        .<Predicate<Resource>>map(tag -> {
          tag.need("key");
          String key = tag.text("key", 1, 128).orElseThrow();
          tag.need("values");
          List<String> values = tag.texts("values", Fields.MOST_TAGS).orElse(List.of());
          return one ->
              one.tags().stream()
                  .anyMatch(there ->
                      key(there).equals(key)
                          && (values.isEmpty() || values.contains(there.text("value").orElse(""))));
        })
        .toList();
  }

  /// The name must contain the text, as in the vendor's other services; an empty text says nothing.
  private static List<Predicate<Resource>> names(Fields fields) {
    return fields
        .objects("matches", Fields.MOST_TAGS, Set.of("key", "value"))
        .orElse(List.of())
        .stream()
        .<Predicate<Resource>>map(match -> {
          match.need("key");
          match.choice("key", List.of("resource_name"));
          match.need("value");
          String value = match.text("value", 0, 255).orElseThrow();
          return one -> one.text("name").contains(value);
        })
        .toList();
  }

  // ---- quotas ----

  static JsonObject quotas(HuaweiCall call) {
    Map<String, Kind> types =
        new TreeMap<>(
            Map.of(
                "customer_gateway", Kind.CUSTOMER_GATEWAY,
                "vpn_connection", Kind.CONNECTION,
                "vpn_gateway", Kind.GATEWAY));
    List<JsonObject> resources =
        types.entrySet().stream()
            .map(type ->
                JsonObject.EMPTY
                    .with("type", type.getKey())
                    .with("quota", call.settings().quota(type.getKey()))
                    .with("used", call.store().all(type.getValue()).size()))
            .toList();
    return JsonObject.EMPTY.with("quotas", JsonObject.EMPTY.with("resources", resources));
  }
}
