package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.Hook;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What all types with tags have in common.
///
/// `tags` has what the configuration of the object says; `tags_all` has that, the provider's
/// `default_tags`, and what else the object has. What the provider's `ignore_tags` name is in
/// neither and is never taken away.
abstract class TaggedHook implements Hook {
  private static final String TAGS = "tags";
  private static final String ALL = "tags_all";
  private static final int MOST = 20;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 255;

  /// Letters of any language, digits, blanks and the characters of table 4-5.
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N} _.:/=+@-]*");

  private final String type;
  private final Optional<String> quota;

  /// @param quota what the quotas call this type; nothing when there is no quota
  TaggedHook(String type, Optional<String> quota) {
    this.type = type;
    this.quota = quota;
  }

  final Said said() {
    return new Said(type);
  }

  @Override
  public List<Diagnostic> check(Facts facts, Optional<Instant> now) {
    Said said = said();
    entries(facts.value(TAGS)).forEach((key, value) -> checkTag(key, value, said));
    int count = merged(facts).size();
    if (count > MOST) {
      said.error(
          "too-many-tags",
          TAGS,
          "An object can have %d tags at most; with the default_tags of the provider this one would have %d. Remove some."
              .formatted(MOST, count));
    }
    check(facts, now, said);
    return said.all();
  }

  /// What else is wrong with a configuration.
  abstract void check(Facts facts, Optional<Instant> now, Said said);

  private static void checkTag(String key, Value value, Said said) {
    String text = value instanceof Value.Str s ? s.text() : "";
    if (key.isEmpty() || key.codePointCount(0, key.length()) > LONGEST_KEY) {
      said.error(
          "tag-key-length",
          TAGS,
          "The key of a tag has 1 to %d characters; this one has %d: \"%s\"."
              .formatted(LONGEST_KEY, key.codePointCount(0, key.length()), key));
    }
    if (text.codePointCount(0, text.length()) > LONGEST_VALUE) {
      said.error(
          "tag-value-length",
          TAGS,
          "The value of a tag has %d characters at most; that of \"%s\" has %d."
              .formatted(LONGEST_VALUE, key, text.codePointCount(0, text.length())));
    }
    if (!WORD.matcher(key).matches() || !WORD.matcher(text).matches()) {
      said.warning(
          "tag-characters",
          TAGS,
          "Tags are documented to have letters, digits, blanks and _ . : = + - @ only; the tag \"%s\" has others. The cloud has the last word."
              .formatted(key));
    }
  }

  // Planning

  @Override
  public Value planned(Facts facts, Value configuration) {
    Value now = facts.now();
    if (!(now instanceof Value.Obj object)) {
      return now;
    }
    Value.Obj planned = object;
    if (object.attributes().containsKey(ALL) && facts.value(TAGS).isWhollyKnown()) {
      SortedMap<String, Value> all = merged(facts);
      planned = planned.with(ALL, all.isEmpty() ? nothing() : map(all));
    }
    String project = "enterprise_project_id";
    Value usual = facts.value(Facts.PROVIDER + project);
    boolean open =
        object.attributes().containsKey(project)
            && facts.prior().isNull()
            && Facts.at(configuration, project).isNull();
    if (open && usual instanceof Value.Str) {
      planned = planned.with(project, usual);
    }
    return planned(facts.with(planned), planned, configuration);
  }

  /// What else is known beforehand of `planned`.
  Value planned(Facts facts, Value.Obj planned, Value configuration) {
    return planned;
  }

  /// The provider's tags and those of the object, which go before them.
  private static SortedMap<String, Value> merged(Facts facts) {
    SortedMap<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
    all.putAll(entries(facts.value(Facts.PROVIDER + "default_tags")));
    all.putAll(entries(facts.value(TAGS)));
    return all;
  }

  // Reading

  @Override
  public Value seen(Value seen, Value current, SortedMap<String, Value> context) {
    if (!(seen instanceof Value.Obj object)) {
      return seen;
    }
    Value.Obj found = object;
    if (object.attributes().containsKey(ALL)) {
      Map<String, Value> usual = entries(context.getOrDefault("provider.default_tags", nothing()));
      Map<String, Value> mine = entries(Facts.at(current, TAGS));
      SortedMap<String, Value> all = new TreeMap<>(CodePointOrder.INSTANCE);
      SortedMap<String, Value> own = new TreeMap<>(CodePointOrder.INSTANCE);
      Value ignored = context.getOrDefault("provider.ignore_tags", Value.nullValue());
      entries(object.require(ALL))
          .forEach((key, value) -> {
            if (isIgnored(key, ignored)) {
              return;
            }
            all.put(key, value);
            if (mine.containsKey(key) || !value.equals(usual.get(key))) {
              own.put(key, value);
            }
          });
      found = found.with(ALL, all.isEmpty() ? nothing() : map(all));
      boolean unset = own.isEmpty() && mine.isEmpty();
      found = found.with(TAGS, unset ? kept(current) : own.isEmpty() ? nothing() : map(own));
    }
    return seen(found, current);
  }

  private static Value kept(Value current) {
    Value tags = Facts.at(current, TAGS);
    return tags instanceof Value.MapOf ? tags : nothing();
  }

  /// `seen` with the further parts of `current` that mean the same.
  Value seen(Value.Obj seen, Value current) {
    return seen;
  }

  private static boolean isIgnored(String key, Value ignored) {
    return texts(Facts.at(ignored, "keys")).contains(key)
        || texts(Facts.at(ignored, "key_prefixes")).stream().anyMatch(key::startsWith);
  }

  // Quotas

  @Override
  public List<Diagnostic> ask(Facts facts, Questions cloud) {
    Said said = said();
    if (facts.prior().isNull()) {
      quota.ifPresent(name -> askQuota(name, cloud, said));
    }
    ask(facts, cloud, said);
    return said.all();
  }

  /// What else the cloud is asked about.
  void ask(Facts facts, Questions cloud, Said said) {}

  private static void askQuota(String name, Questions cloud, Said said) {
    Value resources =
        cloud
            .get("/v5/{project_id}/vpn/quotas")
            .map(body -> Facts.at(body, "quotas.resources"))
            .orElse(Value.nullValue());
    for (Value one : elements(resources)) {
      boolean full =
          Value.of(name).equals(Facts.at(one, "type"))
              && Facts.at(one, "quota") instanceof Num most
              && Facts.at(one, "used") instanceof Num used
              && most.compareTo(Num.of(0)) >= 0
              && used.compareTo(most) >= 0;
      if (full) {
        said.error(
            "quota",
            "name",
            "The quota of %s in this project is used up: %s of %s. Delete what is not needed, or have the quota raised in the console."
                .formatted(name, Facts.at(one, "used"), Facts.at(one, "quota")));
      }
    }
  }

  // Values

  static Map<String, Value> entries(Value value) {
    return value instanceof Value.MapOf m ? m.entries() : Map.of();
  }

  static List<Value> elements(Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> List.copyOf(s.elements());
      case Value.Tuple t -> t.elements();
      default -> List.of();
    };
  }

  static List<String> texts(Value value) {
    return elements(value).stream()
        .filter(Value.Str.class::isInstance)
        .map(text -> ((Value.Str) text).text())
        .toList();
  }

  static String text(Value value) {
    return value instanceof Value.Str s ? s.text() : "";
  }

  static Value map(SortedMap<String, Value> entries) {
    return new Value.MapOf(Type.STRING, entries);
  }

  private static Value nothing() {
    return Value.nullOf(Type.map(Type.STRING));
  }
}
