package dev.groma.providers.driver.spec;

import dev.groma.schemas.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The template of a value in a request.
public sealed interface Body {
  /// A value as it stands.
  record Fixed(Value value) implements Body {}

  /// What a template stands for; left out when that is null.
  record Filled(Template template) implements Body {}

  /// An object.
  record Fields(SortedMap<String, Body> fields) implements Body {
    /// Copies the map.
    public Fields {
      fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }
  }

  /// A list.
  record Items(List<Body> items) implements Body {
    /// Copies the list.
    public Items {
      items = List.copyOf(items);
    }
  }

  /// Visits the names that it refers to.
  default void names(Consumer<String> visitor) {
    switch (this) {
      case Fixed _ -> {}
      case Filled f -> f.template.names().forEach(visitor);
      case Fields f -> f.fields.values().forEach(body -> body.names(visitor));
      case Items i -> i.items.forEach(body -> body.names(visitor));
    }
  }
}
