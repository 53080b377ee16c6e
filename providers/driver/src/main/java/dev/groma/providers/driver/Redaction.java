package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.schemas.value.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Takes out of requests and answers what nobody may see: fields that a spec calls sensitive, those
/// whose names say so, and texts that are known to be secret.
final class Redaction {
  private static final String HIDDEN = "(sensitive value)";

  /// Names of fields that are secret in any API, and of what belongs to signatures.
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*(secret|passw|psk|pre_?-?shared|private_?-?key|credential|signature|access_?-?key|token|authori[sz]ation|cookie|string_?-?to_?-?sign).*");

  /// Names that look like it: they only say where a page begins.
  private static final Set<String> HARMLESS = Set.of("nexttoken", "next_token", "pagetoken");

  private static final Pattern SIGNATURE = Pattern.compile("\\b[0-9a-f]{64}\\b");

  private final Set<String> sensitive = new HashSet<>();

  /// Knows the sensitive attributes of `specs` by their API names.
  Redaction(Collection<ResourceSpec> specs) {
    specs.forEach(spec -> collect(spec.block()));
  }

  private void collect(BlockSpec block) {
    block
        .attributes()
        .values()
        .forEach(attribute -> {
          if (attribute.schema().sensitive() || attribute.schema().writeOnly()) {
            sensitive.add(lower(attribute.api()));
            attribute
                .from()
                .forEach(from -> sensitive.add(lower(from.substring(from.lastIndexOf('.') + 1))));
          }
          if (attribute.elements() != null) {
            collect(attribute.elements());
          }
        });
    block.blocks().values().forEach(nested -> collect(nested.block()));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// True when what the field `name` holds is not shown: `IkeConfig.Psk`, `PreSharedKey.1`.
  boolean hides(String name) {
    for (String part : lower(name).split("\\.", -1)) {
      if (sensitive.contains(part)
          || (SECRET.matcher(part).matches() && !HARMLESS.contains(part))) {
        return true;
      }
    }
    return false;
  }

  /// `text`, a message, without `secrets`. A vendor's message may repeat what was sent, or the
  /// signature that it expected.
  String message(String text, List<String> secrets) {
    String clean = text;
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        clean = clean.replace(secret, HIDDEN);
      }
    }
    return SIGNATURE.matcher(clean).replaceAll("(signature)");
  }

  /// The value of the field `name`, `text`, as it may be shown.
  String field(String name, String text, List<String> secrets) {
    return hides(name) ? HIDDEN : text(text, secrets);
  }

  /// `fields` by name as they may be shown.
  SortedMap<String, String> fields(Map<String, String> fields, List<String> secrets) {
    SortedMap<String, String> out = new TreeMap<>();
    fields.forEach((name, text) -> out.put(name, field(name, text, secrets)));
    return out;
  }

  /// `body` as it may be shown: empty when it cannot be read, since what is secret in it is not
  /// known then.
  String body(String body, List<String> secrets) {
    return Answers.parse(body).map(value -> Json.write(value(value, secrets))).orElse("");
  }

  /// A text that holds JSON is looked into.
  private String text(String text, List<String> secrets) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[")
        ? Json.parse(text)
            .map(value -> Json.write(value(value, secrets)))
            .orElseGet(() -> message(text, secrets))
        : message(text, secrets);
  }

  private Value value(Value value, List<String> secrets) {
    return switch (value) {
      case Value.Obj o -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        o.attributes()
            .forEach((name, part) ->
                fields.put(
                    name, hides(name) && !part.isNull() ? Value.of(HIDDEN) : value(part, secrets)));
        yield Value.object(fields);
      }
      case Value.Tuple t ->
          new Value.Tuple(t.elements().stream().map(part -> value(part, secrets)).toList());
      case Value.Str s -> Value.of(text(s.text(), secrets));
      default -> value;
    };
  }
}
