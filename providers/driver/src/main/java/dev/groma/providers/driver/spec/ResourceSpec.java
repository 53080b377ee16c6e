package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Role;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A managed resource type or data source type of a cloud, as data. docs/resource-spec.md defines
/// each part; [SpecReader] reads it and [SpecLint] checks it.
///
/// @param type the type, such as `baiducloud_peer_conn`
/// @param service the service of the cloud that answers for it, which decides the endpoint
/// @param managed false for a data source
/// @param block its attributes and blocks
/// @param importId the attributes that tell objects apart, as the import id has them
/// @param lock the template of a key: operations on objects with the same key are done one after
///   the other; null when that is not needed
/// @param goneStates the states, by where an answer has them, that mean that an object is gone
/// @param rules what is said about several attributes at once
/// @param waiters the waiters by name
/// @param operations the operations by kind
/// @param role what the objects are in a network, without limits, or null
/// @param range its place
public record ResourceSpec(
    String type,
    String service,
    boolean managed,
    BlockSpec block,
    ImportId importId,
    @Nullable Template lock,
    SortedMap<String, List<String>> goneStates,
    List<Rule> rules,
    SortedMap<String, Waiter> waiters,
    Map<Kind, Operation> operations,
    @Nullable Role role,
    SourceRange range) {
  /// Copies the collections.
  public ResourceSpec {
    goneStates = Collections.unmodifiableSortedMap(new TreeMap<>(goneStates));
    rules = List.copyOf(rules);
    waiters = Collections.unmodifiableSortedMap(new TreeMap<>(waiters));
    operations = Map.copyOf(operations);
  }

  /// What an operation does.
  public enum Kind {
    /// Makes an object.
    CREATE,
    /// Reads one object.
    READ,
    /// Changes an object.
    UPDATE,
    /// Removes an object.
    DELETE,
    /// Reads all objects.
    LIST
  }

  /// This spec as that of another type.
  public ResourceSpec withType(String other) {
    return new ResourceSpec(
        other,
        service,
        managed,
        block,
        importId,
        lock,
        goneStates,
        rules,
        waiters,
        operations,
        role,
        range);
  }

  /// The attributes that tell objects apart, in the order of the import id.
  public List<String> identity() {
    return importId.names();
  }

  /// `object` with its import id in the attributes that are for it.
  public Value identified(Value object) {
    if (!(object instanceof Value.Obj result)) {
      return object;
    }
    Facts facts = new Facts(Value.nullValue(), object, new TreeMap<>());
    Value id = importId.template().value(facts);
    boolean known = identity().stream().allMatch(name -> facts.value(name).isWhollyKnown());
    for (Map.Entry<String, AttributeSpec> entry : block.attributes().entrySet()) {
      if (entry.getValue().importId() && known) {
        result = result.with(entry.getKey(), id);
      }
    }
    return result;
  }

  /// The operation of that kind; one without steps when the spec has none.
  public Operation operation(Kind kind) {
    return operations.getOrDefault(kind, Operation.NONE);
  }

  /// The schema that it stands for.
  public Schema schema() {
    return new Schema(0, block.published(), role == null ? null : limited(role));
  }

  private Role limited(Role plain) {
    SortedMap<String, Duration> limits = new TreeMap<>();
    operations.forEach(
        (kind, operation) -> limits.put(kind.name().toLowerCase(Locale.ROOT), operation.timeout()));
    return new Role(plain.kind(), plain.facts(), limits);
  }
}
