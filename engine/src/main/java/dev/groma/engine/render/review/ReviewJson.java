package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.Json;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.engine.render.review.Review.Node;
import dev.groma.engine.render.review.Review.OutputItem;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Reviews as JSON, as `schemas/review.schema.json` describes it.
public final class ReviewJson {
  /// The version of the format. What is added raises the second number, what is changed or taken
  /// away the first.
  public static final String FORMAT = "1.0";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReviewJson() {}

  /// `review` on one line. Safe inside an HTML `script` element.
  public static String render(Review review) {
    return document(review).line();
  }

  static Json.Obj document(Review review) {
    Json.Obj json =
        new Json.Obj()
            .put("format", "groma-review")
            .put("format_version", FORMAT)
            .put("stack", review.stack())
            .put("workspace", review.workspace())
            .put("mode", review.mode())
            .put("timestamp", review.timestamp().toString())
            .put("complete", review.complete())
            .put("errored", review.errored())
            .put("deferred", Json.texts(review.deferred()))
            .put("summary", summary(review))
            .put("changes", all(review.changes(), ReviewJson::item))
            .put("drift", all(review.drift(), ReviewJson::item))
            .put("outputs", all(review.outputs(), ReviewJson::output))
            .put("findings", all(review.findings(), ReviewJson::finding));
    return json.put("nodes", all(review.nodes(), ReviewJson::node));
  }

  private static <T> Json.Arr all(List<T> list, Function<T, Json> each) {
    Json.Arr all = new Json.Arr();
    list.forEach(one -> all.add(each.apply(one)));
    return all;
  }

  private static Json summary(Review review) {
    Review.Counts counts = review.counts();
    Json.Obj impacts = new Json.Obj();
    review.impacts().forEach((impact, n) -> impacts.put(impact.word(), n));
    Finding.Level risk = review.risk();
    return new Json.Obj()
        .put("destroy", counts.destroy())
        .put("replace", counts.replace())
        .put("change", counts.change())
        .put("add", counts.add())
        .put("forget", counts.forget())
        .put("move", counts.move())
        .put("read", counts.read())
        .put("impacts", impacts)
        .put("risk", risk == null ? Json.Raw.NULL : new Json.Text(word(risk)));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Json.Obj putText(Json.Obj json, String name, String text) {
    return text.isEmpty() ? json : json.put(name, text);
  }

  private static Json item(Item item) {
    Json.Obj json = new Json.Obj().put("address", item.address());
    putText(json, "previous_address", item.previous());
    putText(json, "deposed", item.deposed());
    putText(json, "module", item.module());
    json.put("block", item.block());
    putText(json, "key", item.key());
    json.put("type", item.type()).put("data", item.data());
    json.put("action", word(item.action()));
    putText(json, "reason", item.reason());
    putText(json, "import_id", item.importId());
    putText(json, "drift", item.drift());
    json.put("impact", item.impact().word())
        .put("differences", all(item.differences(), ReviewJson::difference));
    return putPlace(json, item.place());
  }

  private static Json difference(Difference difference) {
    Json.Obj json =
        new Json.Obj()
            .put("attribute", difference.attribute())
            .put("replaces", difference.replaces())
            .put("impact", difference.impact().word())
            .put("edits", all(difference.edits(), ReviewJson::edit))
            .putUnlessEmpty("upstream", Json.texts(difference.upstream()));
    return putPlace(json, difference.place());
  }

  private static Json edit(Edit edit) {
    Json.Obj json = new Json.Obj();
    putText(json, "where", edit.where());
    putShown(json, "before", edit.before());
    putShown(json, "after", edit.after());
    return json;
  }

  private static void putShown(Json.Obj json, String name, @Nullable Shown shown) {
    if (shown != null) {
      Json.Obj value = new Json.Obj().put("kind", word(shown.kind()));
      json.put(name, putText(value, "text", shown.text()));
    }
  }

  private static Json.Obj putPlace(Json.Obj json, @Nullable SourceRange place) {
    return place == null ? json : json.put("place", place(place));
  }

  private static Json place(SourceRange place) {
    return new Json.Obj()
        .put("file", place.file())
        .put("line", place.start().line())
        .put("column", place.start().column())
        .put("end_line", place.end().line())
        .put("end_column", place.end().column());
  }

  private static Json output(OutputItem output) {
    return new Json.Obj()
        .put("name", output.name())
        .put("action", word(output.action()))
        .put("edits", all(output.edits(), ReviewJson::edit));
  }

  private static Json finding(Finding finding) {
    return new Json.Obj()
        .put("rule", finding.rule())
        .put("kind", word(finding.kind()))
        .put("level", word(finding.level()))
        .put("summary", doc(finding.summary()))
        .put("detail", doc(finding.detail()))
        .put("addresses", Json.texts(finding.addresses().stream().map(Object::toString).toList()))
        .put("places", all(finding.places(), ReviewJson::place));
  }

  private static Json doc(Doc doc) {
    return putText(new Json.Obj().put("en", doc.english()), "zh", doc.chinese());
  }

  private static Json node(Node node) {
    Json.Arr above = new Json.Arr();
    node.above().forEach(position -> above.add(new Json.Raw(Integer.toString(position))));
    return new Json.Obj()
        .put("name", node.name())
        .put("action", word(node.action()))
        .put("meeting", node.meeting())
        .put("above", above);
  }

  // Reading

  /// The review that `text` is; nothing when it is something else.
  public static Optional<Review> read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      return json.path("format").asString("").equals("groma-review")
              && json.path("format_version").asString("").startsWith("1.")
          ? Optional.of(review(json))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Review review(JsonNode json) {
    return new Review(
        text(json, "stack"),
        text(json, "workspace"),
        text(json, "mode"),
        Instant.parse(text(json, "timestamp")),
        json.path("complete").asBoolean(false),
        json.path("errored").asBoolean(false),
        list(json, "deferred", JsonNode::asString),
        list(json, "changes", ReviewJson::item),
        list(json, "drift", ReviewJson::item),
        list(json, "outputs", ReviewJson::output),
        list(json, "findings", ReviewJson::finding),
        list(json, "nodes", ReviewJson::node));
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> each) {
    List<T> all = new ArrayList<>();
    json.path(name).forEach(one -> all.add(each.apply(one)));
    return all;
  }

  private static <E extends Enum<E>> E constant(E[] constants, JsonNode json, String name) {
    String word = text(json, name);
    return Arrays.stream(constants)
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + ": " + word));
  }

  private static Item item(JsonNode json) {
    return new Item(
        text(json, "address"),
        text(json, "previous_address"),
        text(json, "deposed"),
        text(json, "module"),
        text(json, "block"),
        text(json, "key"),
        text(json, "type"),
        json.path("data").asBoolean(false),
        constant(Action.values(), json, "action"),
        text(json, "reason"),
        text(json, "import_id"),
        text(json, "drift"),
        constant(Impact.values(), json, "impact"),
        list(json, "differences", ReviewJson::difference),
        place(json.path("place")));
  }

  private static Difference difference(JsonNode json) {
    return new Difference(
        text(json, "attribute"),
        json.path("replaces").asBoolean(false),
        constant(Impact.values(), json, "impact"),
        list(json, "edits", ReviewJson::edit),
        place(json.path("place")),
        list(json, "upstream", JsonNode::asString));
  }

  private static Edit edit(JsonNode json) {
    return new Edit(text(json, "where"), shown(json.path("before")), shown(json.path("after")));
  }

  private static @Nullable Shown shown(JsonNode json) {
    return json.isObject()
        ? new Shown(constant(Shown.Kind.values(), json, "kind"), text(json, "text"))
        : null;
  }

  private static @Nullable SourceRange place(JsonNode json) {
    return json.isObject()
        ? new SourceRange(
            text(json, "file"),
            new Position(json.path("line").asInt(1), json.path("column").asInt(1), 0),
            new Position(json.path("end_line").asInt(1), json.path("end_column").asInt(1), 0))
        : null;
  }

  private static OutputItem output(JsonNode json) {
    return new OutputItem(
        text(json, "name"),
        constant(Action.values(), json, "action"),
        list(json, "edits", ReviewJson::edit));
  }

  private static Finding finding(JsonNode json) {
    return new Finding(
        text(json, "rule"),
        constant(Finding.Kind.values(), json, "kind"),
        constant(Finding.Level.values(), json, "level"),
        doc(json.path("summary")),
        doc(json.path("detail")),
        list(json, "addresses", one -> address(one.asString())),
        list(json, "places", one -> Objects.requireNonNull(place(one))));
  }

  private static InstanceAddress address(String text) {
    return AddressParser.instance(text)
        .orElseThrow(() -> new IllegalArgumentException("no address: " + text));
  }

  private static Doc doc(JsonNode json) {
    return new Doc(text(json, "en"), text(json, "zh"));
  }

  private static Node node(JsonNode json) {
    return new Node(
        text(json, "name"),
        constant(Action.values(), json, "action"),
        json.path("meeting").asBoolean(false),
        list(json, "above", JsonNode::asInt));
  }
}
