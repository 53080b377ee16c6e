package dev.groma.engine.review;

import dev.groma.engine.plan.Change;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.TreeSet;

/// What a change does to what its object carries.
///
/// @param kind how bad it is
/// @param attributes the attributes that do it, dotted, sorted; none where the whole object goes
record Outage(Kind kind, List<String> attributes) {
  static final Outage NONE = new Outage(Kind.NONE, List.of());

  /// Copies the list.
  Outage {
    attributes = List.copyOf(attributes);
  }

  /// How bad an outage is.
  enum Kind {
    /// Nothing is felt.
    NONE,
    /// New values are negotiated while traffic goes on.
    RENEGOTIATED,
    /// Down while the object is changed in place.
    INTERRUPTED,
    /// Interrupted when the new object takes over.
    REPLACED_CREATE_FIRST,
    /// Down from the deletion until the new object is ready.
    REPLACED_DELETE_FIRST,
    /// Down for good.
    GONE;

    boolean isDown() {
      return this != NONE && this != RENEGOTIATED;
    }
  }

  /// What `change` does.
  static Outage of(Change change) {
    return switch (change.action()) {
      case DELETE -> new Outage(Kind.GONE, List.of());
      case DELETE_THEN_CREATE -> new Outage(Kind.REPLACED_DELETE_FIRST, names(change));
      case CREATE_THEN_DELETE, CREATE_THEN_FORGET ->
          new Outage(Kind.REPLACED_CREATE_FIRST, names(change));
      case UPDATE -> ofUpdate(change);
      case NO_OP, CREATE, READ, FORGET -> NONE;
    };
  }

  /// What asked for the replacement; what only follows from it is left out.
  private static List<String> names(Change change) {
    return change.replacePaths().stream()
        .filter(path ->
            path.find(change.after()).filter(Value::isKnown).isPresent()
                || change.causes().stream().anyMatch(cause -> cause.path().isPrefixOf(path)))
        .map(Object::toString)
        .sorted()
        .distinct()
        .toList();
  }

  private static Outage ofUpdate(Change change) {
    TreeSet<String> interrupting = new TreeSet<>();
    TreeSet<String> renegotiating = new TreeSet<>();
    collect(
        change.schema().block(), change.before(), change.after(), "", interrupting, renegotiating);
    return !interrupting.isEmpty()
        ? new Outage(Kind.INTERRUPTED, List.copyOf(interrupting))
        : !renegotiating.isEmpty()
            ? new Outage(Kind.RENEGOTIATED, List.copyOf(renegotiating))
            : NONE;
  }

  /// An attribute that only the cloud sets says what has happened, not what is done.
  private static void collect(
      Block block,
      Value before,
      Value after,
      String prefix,
      TreeSet<String> interrupting,
      TreeSet<String> renegotiating) {
    if (before.unmark().equals(after.unmark())) {
      return;
    }
    block
        .attributes()
        .forEach((name, attribute) -> {
          Value old = part(before, name);
          Value now = part(after, name);
          boolean changed = !old.equals(now) && !(old.isNull() && now.isNull());
          if (changed && attribute.mode().isConfigurable()) {
            if (attribute.effect() == Effect.INTERRUPTS) {
              interrupting.add(prefix + name);
            } else if (attribute.effect() == Effect.RENEGOTIATES) {
              renegotiating.add(prefix + name);
            }
          }
        });
    block
        .blocks()
        .forEach((name, nested) -> {
          List<Value> old = occurrences(nested, part(before, name));
          List<Value> now = occurrences(nested, part(after, name));
          for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
            collect(
                nested.block(),
                i < old.size() ? old.get(i) : Value.nullValue(),
                i < now.size() ? now.get(i) : Value.nullValue(),
                prefix + name + ".",
                interrupting,
                renegotiating);
          }
        });
  }

  private static Value part(Value object, String name) {
    return object.unmark() instanceof Value.Obj o
        ? o.attributes().getOrDefault(name, Value.nullValue()).unmarkDeep()
        : Value.nullValue();
  }

  private static List<Value> occurrences(NestedBlock nested, Value value) {
    return switch (value.unmark()) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.MapOf m -> List.copyOf(m.entries().values());
      case Value.Tuple t -> t.elements();
      case Value other -> nested.min() == 0 && other.isNull() ? List.of() : List.of(other);
    };
  }

  /// True when the object may carry traffic: some attribute of its type has an effect on it.
  static boolean carriesTraffic(Block block) {
    return block.attributes().values().stream().anyMatch(a -> a.effect() != Effect.NONE)
        || block.blocks().values().stream().anyMatch(n -> carriesTraffic(n.block()));
  }

  /// True when it is felt at all.
  boolean isFelt() {
    return kind != Kind.NONE;
  }

  /// True when the object is replaced.
  boolean isReplacement() {
    return kind == Kind.REPLACED_CREATE_FIRST || kind == Kind.REPLACED_DELETE_FIRST;
  }
}
