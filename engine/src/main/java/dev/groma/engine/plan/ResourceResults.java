package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The objects of one resource as expressions see them. Written and read by many threads.
public final class ResourceResults {
  /// How the instances of a block are told apart.
  public enum Repetition {
    /// There is one instance.
    SINGLE,
    /// By position.
    COUNT,
    /// By name.
    FOR_EACH
  }

  private final Repetition repetition;
  private final Map<InstanceKey, Value> values = new ConcurrentHashMap<>();
  private volatile @Nullable Value whole;
  private volatile boolean absent;

  /// No objects yet.
  public ResourceResults(Repetition repetition) {
    this.repetition = repetition;
  }

  /// How the instances are told apart.
  public Repetition repetition() {
    return repetition;
  }

  /// Sets the object of the instance `key`. One that is told apart in another way is not seen: it
  /// is recorded, and its block has changed since.
  public void put(InstanceKey key, Value value) {
    if (CompiledModule.repetitionOf(key) == repetition) {
      values.put(key, value);
      whole = null;
    }
  }

  /// Says that where there is no object there will be none: the whole is then null.
  public void putNone() {
    absent = true;
    whole = null;
  }

  /// The object of the instance `key`.
  public Optional<Value> find(InstanceKey key) {
    return Optional.ofNullable(values.get(key));
  }

  /// All objects: the one object, a tuple by position, or an object by name.
  public Value whole() {
    Value known = whole;
    if (known == null) {
      known = build();
      whole = known;
    }
    return known;
  }

  /// The objects by position; unknown where one is left out of a plan.
  private List<Value> byPosition() {
    int size =
        values.keySet().stream()
            .mapToInt(key -> key instanceof InstanceKey.Index(int i) ? i + 1 : 0)
            .max()
            .orElse(0);
    List<Value> all = new ArrayList<>(Collections.nCopies(size, Value.unknown(Type.DYNAMIC)));
    values.forEach((key, value) -> {
      if (key instanceof InstanceKey.Index(int i)) {
        all.set(i, value);
      }
    });
    return all;
  }

  private Value build() {
    SortedMap<InstanceKey, Value> sorted = new TreeMap<>(values);
    return switch (repetition) {
      case SINGLE ->
          values.getOrDefault(
              InstanceKey.none(), absent ? Value.nullValue() : Value.unknown(Type.DYNAMIC));
      case COUNT -> new Value.Tuple(byPosition());
      case FOR_EACH -> {
        SortedMap<String, Value> byName = new TreeMap<>(CodePointOrder.INSTANCE);
        sorted.forEach((key, value) -> {
          if (key instanceof InstanceKey.Name(String name)) {
            byName.put(name, value);
          }
        });
        yield new Value.Obj(byName);
      }
    };
  }
}
