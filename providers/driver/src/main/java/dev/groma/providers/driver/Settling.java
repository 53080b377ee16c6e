package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Brings together what was planned and what is there.
final class Settling {
  private Settling() {}

  /// `planned` with each unknown replaced by what `known` has there, or null; write-only attributes
  /// come from `configuration`. This is what requests are made from.
  static Value filled(BlockSpec block, Value planned, Value known, Value configuration) {
    if (!(planned instanceof Value.Obj p)) {
      return planned;
    }
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    p.attributes()
        .forEach((name, value) -> {
          AttributeSpec attribute = block.attributes().get(name);
          BlockSpec.Nested nested = block.blocks().get(name);
          Value before = Facts.at(known, name);
          Value configured = Facts.at(configuration, name);
          if (attribute != null && attribute.schema().writeOnly()) {
            out.put(name, configured);
          } else if (nested != null && value instanceof Value.Obj) {
            out.put(name, filled(nested.block(), value, before, configured));
          } else {
            out.put(name, value.isWhollyKnown() ? value : known(before, value));
          }
        });
    return new Value.Obj(out);
  }

  private static Value known(Value before, Value otherwise) {
    return before.isWhollyKnown() && !before.isNull() ? before : Value.nullOf(otherwise.type());
  }

  /// `now` with everything that the provider decides taken from `seen`.
  static Value updated(BlockSpec block, Value now, Value planned, Value seen) {
    if (!(now instanceof Value.Obj n) || !(seen instanceof Value.Obj)) {
      return now;
    }
    SortedMap<String, Value> out = new TreeMap<>(n.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          boolean theirs =
              attribute.schema().mode() == Mode.COMPUTED || !Facts.at(planned, name).isKnown();
          if (theirs) {
            out.put(name, Facts.at(seen, name));
          }
        });
    return new Value.Obj(out);
  }

  /// The object as it is after a change: what was planned, and `seen` where that was unknown. When
  /// the cloud still shows something else than what was configured, a warning says so and the next
  /// plan shows it.
  static Value settled(BlockSpec block, Value planned, Value seen, List<Diagnostic> diagnostics) {
    return settled(block, "", planned, seen, diagnostics);
  }

  private static Value settled(
      BlockSpec block, String prefix, Value planned, Value seen, List<Diagnostic> diagnostics) {
    if (!(planned instanceof Value.Obj p) || !(seen instanceof Value.Obj s)) {
      return planned.isWhollyKnown() ? planned : seen;
    }
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    p.attributes()
        .forEach((name, value) -> {
          Value there = s.require(name);
          AttributeSpec attribute = block.attributes().get(name);
          BlockSpec.Nested nested = block.blocks().get(name);
          if (nested != null) {
            out.put(name, settled(nested.block(), prefix + name + ".", value, there, diagnostics));
          } else if (!value.isWhollyKnown()) {
            out.put(name, there);
          } else {
            out.put(name, value);
            if (attribute != null
                && attribute.schema().mode() != Mode.COMPUTED
                && !Equivalences.same(attribute.schema().equivalence(), value, there)
                && !(Codec.isNothing(attribute, value) && Codec.isNothing(attribute, there))) {
              diagnostics.add(notInEffect(prefix + name));
            }
          }
        });
    return new Value.Obj(out);
  }

  private static Diagnostic notInEffect(String name) {
    return Diagnostic.warning(
            "remote.not-in-effect",
            "A change is not in effect yet",
            "The cloud took the change, but shows another value of \""
                + name
                + "\". Run plan again in a while to see whether it took effect.")
        .in(Category.REMOTE)
        .at(Facts.path(name));
  }

  /// `object` with null for what is write-only.
  static Value withoutWriteOnly(BlockSpec block, Value object) {
    if (!(object instanceof Value.Obj o)) {
      return object;
    }
    SortedMap<String, Value> out = new TreeMap<>(o.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          if (attribute.schema().writeOnly()) {
            out.put(name, Value.nullOf(attribute.schema().type()));
          }
        });
    block
        .blocks()
        .forEach((name, nested) ->
            out.computeIfPresent(name, (_, inner) -> withoutWriteOnly(nested.block(), inner)));
    return new Value.Obj(out);
  }

  /// `object` with null for everything unknown.
  static Value withoutUnknowns(Value object) {
    return object.isKnown()
        ? object.mapParts(Settling::withoutUnknowns)
        : Value.nullOf(object.type());
  }
}
