package dev.groma.engine.plan;

import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/// The values known so far in a walk over a module: planned ones while planning, real ones while
/// applying. Written and read by many threads.
public final class Results {
  private final SortedMap<String, Value> variables;
  private final Map<String, Value> locals = new ConcurrentHashMap<>();
  private final Map<String, ResourceResults> resources = new ConcurrentHashMap<>();

  /// Only the variables are known.
  public Results(SortedMap<String, Value> variables) {
    this.variables = variables;
  }

  /// The value of the variable `name`.
  public Optional<Value> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /// The local value `name`.
  public Optional<Value> local(String name) {
    return Optional.ofNullable(locals.get(name));
  }

  /// Sets the local value `name`.
  public void putLocal(String name, Value value) {
    locals.put(name, value);
  }

  /// The objects of the resource with the local address `address`.
  public Optional<ResourceResults> resource(String address) {
    return Optional.ofNullable(resources.get(address));
  }

  /// The objects of the resource with the local address `address`, none at first.
  public ResourceResults open(String address, ResourceResults.Repetition repetition) {
    return resources.computeIfAbsent(address, _ -> new ResourceResults(repetition));
  }
}
