package dev.groma.engine.plan;

import dev.groma.engine.config.Lifecycle.IgnoreChanges;
import dev.groma.engine.expr.Traversal;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Applies `ignore_changes`: takes from the prior object what the configuration shall not change.
public final class Ignored {
  private Ignored() {}

  /// `configuration` with the ignored parts as they are in `prior`; unchanged when there is no
  /// prior object.
  public static Value apply(IgnoreChanges ignore, Block block, Value prior, Value configuration) {
    if (prior.isNull() || !(configuration instanceof Value.Obj configured)) {
      return configuration;
    }
    return switch (ignore) {
      case IgnoreChanges.All _ -> all(block, prior, configured);
      case IgnoreChanges.Attributes(List<Traversal> paths) -> {
        Value result = configured;
        for (Traversal traversal : paths) {
          Path path = traversal.toPath();
          if (path != null) {
            result = take(result, prior, path.steps());
          }
        }
        yield result;
      }
    };
  }

  private static Value all(Block block, Value prior, Value.Obj configured) {
    SortedMap<String, Value> result = new TreeMap<>(configured.attributes());
    if (prior instanceof Value.Obj before) {
      before
          .attributes()
          .forEach((name, value) -> {
            boolean settable =
                block.blocks().containsKey(name)
                    || (block.attributes().containsKey(name)
                        && block.attributes().get(name).mode().isConfigurable());
            if (settable) {
              result.put(name, value);
            }
          });
    }
    return new Value.Obj(result);
  }

  /// `configured` with the part at `steps` taken from `prior`; where the part is in one of the two
  /// only, it is added or removed.
  private static Value take(Value configured, Value prior, List<Path.Step> steps) {
    if (steps.isEmpty()) {
      return prior;
    }
    boolean inObject =
        steps.getFirst() instanceof Path.Key
            && steps.size() == 1
            && configured instanceof Value.Obj;
    if (inObject) {
      // Single entries can be ignored in maps only; an object is ignored as a whole.
      return prior;
    }
    List<Path.Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Path.Attribute(String name) -> takeNamed(configured, prior, name, rest);
      case Path.Key(String key) -> takeNamed(configured, prior, key, rest);
      case Path.Index(int position) -> takeElement(configured, prior, position, rest);
    };
  }

  private static Value takeNamed(Value configured, Value prior, String name, List<Path.Step> rest) {
    Optional<SortedMap<String, Value>> set = entries(configured);
    Optional<SortedMap<String, Value>> old = entries(prior);
    if (set.isEmpty() || old.isEmpty()) {
      return configured;
    }
    Value before = old.get().get(name);
    Value now = set.get().get(name);
    if (before == null && (now == null || !rest.isEmpty())) {
      return configured;
    }
    SortedMap<String, Value> result = new TreeMap<>(CodePointOrder.INSTANCE);
    result.putAll(set.get());
    if (before == null) {
      result.remove(name);
    } else if (now != null || rest.isEmpty()) {
      result.put(name, now == null ? before : take(now, before, rest));
    }
    return configured instanceof Value.MapOf map
        ? new Value.MapOf(map.element(), result)
        : new Value.Obj(result);
  }

  private static Optional<SortedMap<String, Value>> entries(Value value) {
    return switch (value) {
      case Value.Obj o -> Optional.of(o.attributes());
      case Value.MapOf m -> Optional.of(m.entries());
      default -> Optional.empty();
    };
  }

  private static Value takeElement(
      Value configured, Value prior, int position, List<Path.Step> rest) {
    List<Value> old = elements(prior);
    List<Value> changed = new ArrayList<>(elements(configured));
    if (position >= old.size() || position >= changed.size()) {
      return configured;
    }
    changed.set(position, take(changed.get(position), old.get(position), rest));
    return switch (configured) {
      case Value.ListOf l -> new Value.ListOf(l.element(), changed);
      case Value.Tuple _ -> new Value.Tuple(changed);
      default -> configured;
    };
  }

  private static List<Value> elements(Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.Tuple t -> t.elements();
      default -> List.of();
    };
  }
}
