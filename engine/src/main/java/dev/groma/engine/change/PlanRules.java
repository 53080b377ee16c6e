package dev.groma.engine.change;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a provider may answer to a plan (docs/lifecycle.md, V1 to V5), and which of its changes
/// need a new object.
public final class PlanRules {
  private PlanRules() {}

  /// The places where `planned` contradicts the configuration.
  ///
  /// 1. A configured value is planned as configured, or as it was before (another spelling of the
  ///    same).
  /// 2. What is neither configured nor computed is null.
  /// 3. What is write-only is null.
  /// 4. As many nested blocks are planned as are configured.
  public static List<Problem> check(Block block, Value prior, Value configuration, Value planned) {
    List<Problem> problems = new ArrayList<>();
    if (planned.isNull()) {
      problems.add(new Problem(Path.ROOT, "planned to be absent although it is configured"));
    } else {
      check(block, prior, configuration, planned, Path.ROOT, problems);
    }
    return problems;
  }

  private static void check(
      Block block, Value prior, Value configuration, Value planned, Path at, List<Problem> out) {
    if (!(planned instanceof Value.Obj p) || !(configuration instanceof Value.Obj c)) {
      return;
    }
    Value.Obj before = prior instanceof Value.Obj o ? o : Value.Obj.EMPTY;
    for (Map.Entry<String, Attribute> entry : block.attributes().entrySet()) {
      String name = entry.getKey();
      String wrong =
          verdict(
              entry.getValue(),
              before.attributes().get(name),
              c.require(name),
              p.attributes().get(name));
      if (wrong != null) {
        out.add(new Problem(at.attribute(name), wrong));
      }
    }
    for (Map.Entry<String, NestedBlock> entry : block.blocks().entrySet()) {
      String name = entry.getKey();
      Value old = before.attributes().getOrDefault(name, Value.nullValue());
      Value now = p.attributes().get(name);
      if (now == null) {
        out.add(new Problem(at.attribute(name), "the block is missing from the planned object"));
      } else {
        checkNested(entry.getValue(), old, c.require(name), now, at.attribute(name), out);
      }
    }
  }

  private static @Nullable String verdict(
      Attribute attribute, @Nullable Value prior, Value set, @Nullable Value planned) {
    if (planned == null) {
      return "the attribute is missing from the planned object";
    }
    if (attribute.writeOnly()) {
      return planned.isNull() ? null : "a write-only attribute is planned to be stored";
    }
    if (set.isNull() && attribute.mode().isComputed()) {
      return null;
    }
    if (planned.equals(set)) {
      return null;
    }
    if (!set.isNull() && prior != null && !prior.isNull() && planned.equals(prior)) {
      return null;
    }
    if (set.isNull()) {
      return "a value is planned although none is configured and the attribute is not computed";
    }
    return "the planned value is neither the configured nor the prior one";
  }

  private static void checkNested(
      NestedBlock nested, Value prior, Value set, Value planned, Path at, List<Problem> out) {
    switch (nested.nesting()) {
      case SINGLE, GROUP -> {
        if (set.isNull() != planned.isNull()) {
          out.add(new Problem(at, "the block is " + (set.isNull() ? "not " : "") + "configured"));
        } else {
          check(nested.block(), prior, set, planned, at, out);
        }
      }
      case LIST -> {
        List<Value> configured = elements(set);
        List<Value> now = elements(planned);
        List<Value> old = elements(prior);
        if (set.isKnown() && configured.size() != now.size()) {
          out.add(
              new Problem(
                  at, now.size() + " blocks are planned and " + configured.size() + " configured"));
          return;
        }
        for (int i = 0; i < Math.min(configured.size(), now.size()); i++) {
          Value before = i < old.size() ? old.get(i) : Value.nullValue();
          check(nested.block(), before, configured.get(i), now.get(i), at.index(i), out);
        }
      }
      case SET -> {
        if (set.isWhollyKnown()
            && planned.isWhollyKnown()
            && elements(set).size() != elements(planned).size()) {
          out.add(new Problem(at, "not as many blocks are planned as are configured"));
        }
      }
      case MAP -> {
        if (set instanceof Value.MapOf c
            && planned instanceof Value.MapOf p
            && !c.entries().keySet().equals(p.entries().keySet())) {
          out.add(new Problem(at, "the planned blocks have other labels than the configured ones"));
        }
      }
    }
  }

  private static List<Value> elements(Value value) {
    return switch (value) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      default -> List.of();
    };
  }

  /// The paths whose change needs a new object: those that the provider named and those that the
  /// schema says, where `prior` and `planned` differ or the new value is not known.
  public static List<Path> replacePaths(
      Block block, Value prior, Value planned, List<Path> requested) {
    Set<Path> paths = new LinkedHashSet<>();
    if (prior instanceof Value.Obj before && planned instanceof Value.Obj after) {
      collectReplacing(block, before, after, Path.ROOT, paths);
    }
    for (Path path : requested) {
      if (!path.find(prior).equals(path.find(planned))) {
        paths.add(path);
      }
    }
    return paths.stream().sorted().toList();
  }

  private static void collectReplacing(
      Block block, Value.Obj prior, Value.Obj planned, Path at, Set<Path> out) {
    block
        .attributes()
        .forEach((name, attribute) -> {
          if (attribute.mutability() == Mutability.REPLACE
              && attribute.mode().isConfigurable()
              && !prior.require(name).equals(planned.require(name))) {
            out.add(at.attribute(name));
          }
        });
    block
        .blocks()
        .forEach((name, nested) -> {
          Value before = prior.require(name);
          Value after = planned.require(name);
          if (before instanceof Value.Obj b && after instanceof Value.Obj a) {
            collectReplacing(nested.block(), b, a, at.attribute(name), out);
          } else if (!before.equals(after) && hasReplacing(nested.block())) {
            List<Value> old = elements(before);
            List<Value> now = elements(after);
            for (int i = 0; i < Math.min(old.size(), now.size()); i++) {
              if (old.get(i) instanceof Value.Obj b && now.get(i) instanceof Value.Obj a) {
                collectReplacing(nested.block(), b, a, at.attribute(name).index(i), out);
              }
            }
            if (old.size() != now.size() || before.isNull() != after.isNull()) {
              out.add(at.attribute(name));
            }
          }
        });
  }

  private static boolean hasReplacing(Block block) {
    return block.attributes().values().stream()
            .anyMatch(a -> a.mutability() == Mutability.REPLACE && a.mode().isConfigurable())
        || block.blocks().values().stream().anyMatch(b -> hasReplacing(b.block()));
  }
}
