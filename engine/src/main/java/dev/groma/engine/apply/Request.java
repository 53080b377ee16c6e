package dev.groma.engine.apply;

import dev.groma.engine.plan.Change;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.StateObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a create or update asks a provider for, in the form in which it may lie on disk.
///
/// 1. The object is the planned one with null where the provider decides.
/// 2. Nothing secret is in it. A part that is sensitive, or that is write-only and set, is null and
///    one of the sensitive paths of the object: the request is then not complete.
/// 3. [#planned] leads back: an attribute that the provider computes is unknown where it is null.
///
/// @param instance the provider and that object
public record Request(Instance instance) {
  /// The request of `change`.
  ///
  /// @param planned the object as it shall be, marked
  /// @param configuration the configuration, in which write-only attributes have their values
  /// @param priv what the provider asked to remember
  static Request of(Change change, Value planned, Value configuration, String priv) {
    Schema schema = change.schema();
    Block block = schema.block();
    Value kept = withheld(unwritten(block, planned, configuration));
    StateObject object =
        StateObject.of(kept, block.impliedType(), schema.version())
            .withPriv(priv)
            .withDependencies(change.dependencies())
            .withCreateBeforeDestroy(change.createFirst());
    return new Request(Instance.of(change.provider(), object));
  }

  /// A digest of what is asked for: equal for requests that ask for the same, secrets aside.
  public String fingerprint() {
    StateObject object = object();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  (instance.provider() + "\n" + object.attributes().text())
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The object of the request.
  public StateObject object() {
    StateObject object = instance.current();
    if (object == null) {
      throw new IllegalStateException("a request has an object");
    }
    return object;
  }

  /// True when nothing secret was left out, so that the same request can be made from it again.
  public boolean isComplete() {
    return object().sensitivePaths().isEmpty();
  }

  /// The object as it was planned, unmarked.
  public Value planned(Block block) {
    return undecided(block, object().value(block.impliedType()).unmarkDeep());
  }

  /// `planned` with a sensitive null for each write-only attribute that is set.
  private static Value unwritten(Block block, Value planned, Value configuration) {
    if (!(planned.unmark() instanceof Value.Obj p)
        || !(configuration.unmark() instanceof Value.Obj c)) {
      return planned;
    }
    SortedMap<String, Value> out = new TreeMap<>(p.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> {
          Value set = c.attributes().get(name);
          if (attribute.writeOnly() && set != null && !set.isNull()) {
            out.put(name, set.unmarkDeep().mark(Mark.SENSITIVE));
          }
        });
    block
        .blocks()
        .forEach((name, nested) -> {
          Value set = c.attributes().get(name);
          if (set != null) {
            out.computeIfPresent(name, (_, inner) -> unwritten(nested.block(), inner, set));
          }
        });
    return new Value.Obj(out).mark(planned.marks());
  }

  /// `value` with null for what is unknown, and a marked null for what is secret.
  private static Value withheld(Value value) {
    return switch (value) {
      case Value.Marked m -> {
        Value inner = m.value().unmarkDeep();
        Value nothing = Value.nullOf(inner.type());
        yield inner.isNull() || !inner.isKnown() ? nothing : nothing.mark(Mark.SENSITIVE);
      }
      case Value.Unknown u -> Value.nullOf(u.type());
      default -> value.isWhollyKnown() && value.marksDeep().isEmpty() ? value : parts(value);
    };
  }

  private static Value parts(Value value) {
    return value.mapParts(Request::withheld);
  }

  /// `value` with unknown for null wherever the provider may decide.
  private static Value undecided(Block block, Value value) {
    if (!(value instanceof Value.Obj o)) {
      return value;
    }
    SortedMap<String, Value> out = new TreeMap<>(o.attributes());
    block
        .attributes()
        .forEach((name, attribute) -> out.computeIfPresent(name, (_, v) -> open(attribute, v)));
    block
        .blocks()
        .forEach((name, nested) -> out.computeIfPresent(name, (_, v) -> undecided(nested, v)));
    return new Value.Obj(out);
  }

  private static Value open(Attribute attribute, Value value) {
    return value.isNull() && attribute.mode().isComputed()
        ? Value.unknown(attribute.type())
        : value;
  }

  private static Value undecided(NestedBlock nested, Value value) {
    return switch (nested.nesting()) {
      case SINGLE, GROUP -> undecided(nested.block(), value);
      case LIST, SET, MAP ->
          value.isNull() ? value : value.mapParts(part -> undecided(nested.block(), part));
    };
  }
}
