package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Cidr;
import dev.groma.providers.driver.spec.Plain;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.value.Value;
import java.util.List;

/// Decides whether two values mean the same.
final class Equivalences {
  private Equivalences() {}

  /// True when `a` and `b` mean the same by `equivalence`.
  static boolean same(Equivalence equivalence, Value a, Value b) {
    if (Plain.same(a, b)) {
      return true;
    }
    return switch (equivalence) {
      case EXACT -> false;
      case CASE_INSENSITIVE ->
          a instanceof Value.Str x
              && b instanceof Value.Str y
              && x.text().equalsIgnoreCase(y.text());
      case JSON ->
          a instanceof Value.Str x
              && b instanceof Value.Str y
              && Json.parse(x.text()).isPresent()
              && Json.parse(x.text()).equals(Json.parse(y.text()));
      case CIDR ->
          a instanceof Value.Str x
              && b instanceof Value.Str y
              && Cidr.parse(x.text()).isPresent()
              && Cidr.parse(x.text()).equals(Cidr.parse(y.text()));
      case UNORDERED ->
          a instanceof Value.ListOf x
              && b instanceof Value.ListOf y
              && sorted(x.elements()).equals(sorted(y.elements()));
    };
  }

  private static List<String> sorted(List<Value> elements) {
    return elements.stream().map(Value::toString).sorted().toList();
  }
}
