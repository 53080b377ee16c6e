package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The block `timeouts` that every resource has: how long each of its operations may take, as
/// `90s`, `10m` or `1h30m`.
public final class Timeouts {
  /// The name of the block.
  public static final String NAME = "timeouts";

  private static final Pattern DURATION =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  /// The operations whose time can be set, and what each does.
  private static final Map<ResourceSpec.Kind, Doc> KINDS =
      Map.of(
          ResourceSpec.Kind.CREATE,
          new Doc("How long creation may take, such as 20m.", "创建的最长时间，例如 20m。"),
          ResourceSpec.Kind.READ,
          new Doc("How long reading may take, such as 2m.", "读取的最长时间，例如 2m。"),
          ResourceSpec.Kind.UPDATE,
          new Doc("How long an update may take, such as 20m.", "更新的最长时间，例如 20m。"),
          ResourceSpec.Kind.DELETE,
          new Doc("How long deletion may take, such as 20m.", "删除的最长时间，例如 20m。"));

  private Timeouts() {}

  private static String word(ResourceSpec.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static boolean isOne(String name) {
    return name.startsWith(NAME + ".");
  }

  /// `block` with the block for `kinds`.
  static BlockSpec added(BlockSpec block, Set<ResourceSpec.Kind> kinds, SourceRange range) {
    SortedMap<String, AttributeSpec> attributes = new TreeMap<>();
    KINDS.forEach((kind, doc) -> {
      if (kinds.contains(kind)) {
        attributes.put(word(kind), attribute(doc, range));
      }
    });
    SortedMap<String, BlockSpec.Nested> blocks = new TreeMap<>(block.blocks());
    BlockSpec inner =
        new BlockSpec(
            attributes, new TreeMap<>(), new Doc("How long operations may take.", "操作超时设置。"));
    blocks.put(
        NAME,
        new BlockSpec.Nested(NestedBlock.Nesting.SINGLE, false, 0, 1, "", List.of(), false, inner));
    return new BlockSpec(block.attributes(), blocks, block.doc());
  }

  private static AttributeSpec attribute(Doc doc, SourceRange range) {
    return new AttributeSpec(
        Attribute.of(Type.STRING, Mode.OPTIONAL, doc),
        "",
        List.of(),
        AttributeSpec.Encoding.PLAIN,
        null,
        false,
        false,
        false,
        List.of(),
        List.of(),
        null,
        range);
  }

  /// How long the operation `kind` on `object` may take; `otherwise` when the object does not say.
  public static Duration of(Value object, ResourceSpec.Kind kind, Duration otherwise) {
    return Facts.at(object, NAME + "." + word(kind)) instanceof Value.Str s
        ? parse(s.text()).orElse(otherwise)
        : otherwise;
  }

  /// `object` without what it says of timeouts.
  public static Value without(Value object) {
    return object instanceof Value.Obj o && o.attributes().containsKey(NAME)
        ? o.with(NAME, Value.nullOf(o.require(NAME).type()))
        : object;
  }

  /// What is wrong with the timeouts of `configuration`.
  public static List<Diagnostic> check(Value configuration) {
    List<Diagnostic> found = new ArrayList<>();
    for (ResourceSpec.Kind kind : KINDS.keySet().stream().sorted().toList()) {
      Path path = Path.of(NAME).attribute(word(kind));
      if (Facts.at(configuration, NAME + "." + word(kind)) instanceof Value.Str s
          && parse(s.text()).isEmpty()) {
        found.add(
            Diagnostic.error(
                    "config.invalid-value",
                    "Invalid value",
                    "\"%s\" must be a duration such as 90s, 10m or 1h30m; this is \"%s\"."
                        .formatted(path, s.text()))
                .at(path));
      }
    }
    return found;
  }

  private static Optional<Duration> parse(String text) {
    Matcher matcher = DURATION.matcher(text);
    return text.isEmpty() || !matcher.matches()
        ? Optional.empty()
        : Optional.of(
            Duration.ofHours(number(matcher.group(1)))
                .plusMinutes(number(matcher.group(2)))
                .plusSeconds(number(matcher.group(3))));
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }
}
