package dev.groma.engine.discover;

import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/// What objects and their resources are called.
final class Names {
  private Names() {}

  /// What people call `object`: its attribute `name`, or the one whose name ends so; empty when it
  /// has none.
  static String of(String type, Schema schema, Value object) {
    if (!(object.unmark() instanceof Value.Obj known)) {
      return "";
    }
    String own = Recorded.kind(type) + "_name";
    return schema.block().attributes().entrySet().stream()
        .filter(e -> e.getKey().equals("name") || e.getKey().endsWith("_name"))
        .filter(e -> e.getValue().mode().isConfigurable() && !e.getValue().sensitive())
        .map(e -> e.getKey())
        .sorted((a, b) -> Integer.compare(rank(a, own), rank(b, own)))
        .map(name -> known.attributes().get(name))
        .filter(value -> value instanceof Value.Str text && !text.text().isEmpty())
        .map(value -> ((Value.Str) value).text())
        .findFirst()
        .orElse("");
  }

  private static int rank(String attribute, String own) {
    return attribute.equals("name") ? 0 : attribute.equals(own) ? 1 : 2;
  }

  /// A name for the resource of an object that is in none of `taken`, and is then.
  static String resource(Discovered object, Set<String> taken) {
    String kind = Recorded.kind(object.type()).replace('_', '-');
    String base = object.name().isEmpty() ? kind : object.name();
    String plain =
        Normalizer.normalize(base, Normalizer.Form.NFC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}_-]+", "-")
            .replaceAll("^-+|-+$", "");
    String word =
        plain.isEmpty() || !Character.isLetter(plain.codePointAt(0)) ? "_" + plain : plain;
    String free = word;
    for (int i = 2; !taken.add(free); i++) {
      free = word + "-" + i;
    }
    return free;
  }
}
