package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Plain;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.Timeouts;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Works out what an update leads to.
///
/// The engine has put the configuration over the prior object and made unknown what is computed and
/// not set. That is more change than there is, so here
///
/// 1. what is optional, computed and not set keeps its value, and so does what is stable;
/// 2. what means the same as before keeps its spelling;
/// 3. if nothing is left that changes but timeouts, nothing else changes;
/// 4. otherwise what follows other attributes is unknown when one of them changes, and what follows
///    none in particular is unknown.
final class Planner {
  private final ResourceSpec spec;
  private final Hook hook;
  private final SortedMap<String, Value> context;

  Planner(ResourceSpec spec) {
    this(spec, Hook.NONE, new TreeMap<>());
  }

  Planner(ResourceSpec spec, Hook hook, SortedMap<String, Value> context) {
    this.spec = spec;
    this.hook = hook;
    this.context = context;
  }

  /// What `prior` becomes.
  Value planned(Value prior, Value proposed, Value configuration) {
    Value same = kept(spec.block(), prior, proposed, configuration);
    Value kept = hooked(prior, same, configuration);
    if (Timeouts.without(kept).equals(Timeouts.without(prior))) {
      return kept;
    }
    Facts facts = new Facts(prior, kept, new TreeMap<>());
    return hooked(prior, moved(spec.block(), kept, facts), configuration);
  }

  private Value hooked(Value prior, Value object, Value configuration) {
    return hook.planned(new Facts(prior, object, context), configuration);
  }

  private static Value kept(BlockSpec block, Value prior, Value proposed, Value configuration) {
    if (!(prior instanceof Value.Obj p) || !(proposed instanceof Value.Obj q)) {
      return Plain.same(prior, proposed) ? prior : proposed;
    }
    SortedMap<String, Value> out = new TreeMap<>(CodePointOrder.INSTANCE);
    q.attributes()
        .forEach((name, value) -> {
          Value before = Facts.at(p, name);
          Value configured = Facts.at(configuration, name);
          AttributeSpec attribute = block.attributes().get(name);
          BlockSpec.Nested nested = block.blocks().get(name);
          if (attribute != null) {
            out.put(name, kept(attribute, before, value, configured));
          } else if (nested != null) {
            out.put(name, kept(nested, before, value, configured));
          } else {
            out.put(name, value);
          }
        });
    return new Value.Obj(out);
  }

  private static Value kept(AttributeSpec attribute, Value before, Value value, Value configured) {
    if (attribute.schema().writeOnly()) {
      return Value.nullOf(attribute.schema().type());
    }
    if (attribute.schema().mode().isComputed() && configured.isNull()) {
      return before;
    }
    return Equivalences.same(attribute.schema().equivalence(), before, value) ? before : value;
  }

  private static Value kept(BlockSpec.Nested nested, Value before, Value value, Value configured) {
    if (before instanceof Value.ListOf b
        && value instanceof Value.ListOf v
        && b.elements().size() == v.elements().size()) {
      List<Value> elements = new ArrayList<>();
      for (int i = 0; i < v.elements().size(); i++) {
        Value inner = Path.ROOT.index(i).find(configured).orElse(Value.nullValue());
        elements.add(kept(nested.block(), b.elements().get(i), v.elements().get(i), inner));
      }
      return new Value.ListOf(v.element(), elements);
    }
    return kept(nested.block(), before, value, configured);
  }

  private Value moved(BlockSpec block, Value object, Facts facts) {
    if (!(object instanceof Value.Obj o)) {
      return object;
    }
    SortedMap<String, Value> out = new TreeMap<>(o.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          boolean computed = attribute.schema().mode() == Mode.COMPUTED && !attribute.stable();
          boolean moves =
              attribute.follows().isEmpty()
                  || attribute.follows().stream()
                      .anyMatch(other -> !Plain.same(facts.before(other), facts.value(other)));
          if (computed && moves) {
            out.put(name, Value.unknown(attribute.schema().type()));
          }
        });
    block
        .blocks()
        .forEach((name, nested) ->
            out.computeIfPresent(name, (_, inner) -> moved(nested.block(), inner, facts)));
    return new Value.Obj(out);
  }

  /// The attributes whose change from `prior` to `planned` needs a new object. One that answers
  /// never hold may be null only because nobody told us, as after an import; getting to know it is
  /// no change.
  List<Path> replacing(Value prior, Value planned, Value configuration) {
    List<Path> paths = new ArrayList<>();
    hook.replacing(new Facts(prior, planned, context), configuration)
        .forEach(name -> paths.add(Facts.path(name)));
    spec.block()
        .visit((name, attribute) -> {
          if (attribute.schema().mutability() != Mutability.REPLACE
              || attribute.schema().writeOnly()) {
            return;
          }
          Value before = Facts.at(prior, name);
          boolean learnt = before.isNull() && !attribute.returned();
          if (!learnt && !Plain.same(before, Facts.at(planned, name))) {
            paths.add(Facts.path(name));
          }
        });
    return paths;
  }
}
