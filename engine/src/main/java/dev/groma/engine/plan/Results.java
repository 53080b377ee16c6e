package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The values known so far in a walk over one instance of a module: planned ones while planning,
/// real ones while applying. Written and read by many threads.
public final class Results {
  private final Map<String, Value> variables;
  private final Map<String, Value> locals = new ConcurrentHashMap<>();
  private final Map<String, Value> outputs = new ConcurrentHashMap<>();
  private final Map<String, ResourceResults> resources = new ConcurrentHashMap<>();
  private final Map<String, Call> calls = new ConcurrentHashMap<>();

  /// Only the variables are known.
  public Results(Map<String, Value> variables) {
    this.variables = new ConcurrentHashMap<>(variables);
  }

  /// The instances of a called module.
  ///
  /// @param repetition how they are told apart
  /// @param instances what is known in each
  public record Call(
      ResourceResults.Repetition repetition, SortedMap<InstanceKey, Results> instances) {
    /// What is known in the instance `key`, nothing at first.
    public Results openInstance(InstanceKey key) {
      return instances.computeIfAbsent(key, _ -> new Results(Map.of()));
    }
  }

  /// The value of the variable `name`.
  public Optional<Value> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /// Sets the variable `name`.
  public void putVariable(String name, Value value) {
    variables.put(name, value);
  }

  /// The local value `name`.
  public Optional<Value> local(String name) {
    return Optional.ofNullable(locals.get(name));
  }

  /// Sets the local value `name`.
  public void putLocal(String name, Value value) {
    locals.put(name, value);
  }

  /// The output value `name`.
  public Optional<Value> output(String name) {
    return Optional.ofNullable(outputs.get(name));
  }

  /// Sets the output value `name`.
  public void putOutput(String name, Value value) {
    outputs.put(name, value);
  }

  /// The objects of the resource with the local address `address`.
  public Optional<ResourceResults> resource(String address) {
    return Optional.ofNullable(resources.get(address));
  }

  /// The objects of the resource with the local address `address`, none at first.
  public ResourceResults open(String address, ResourceResults.Repetition repetition) {
    return resources.computeIfAbsent(address, _ -> new ResourceResults(repetition));
  }

  /// The instances of the called module `name`.
  public Optional<Call> call(String name) {
    return Optional.ofNullable(calls.get(name));
  }

  /// The instances of the called module `name`, none at first.
  public Call openCall(String name, ResourceResults.Repetition repetition) {
    return calls.computeIfAbsent(name, _ -> new Call(repetition, new ConcurrentSkipListMap<>()));
  }
}
