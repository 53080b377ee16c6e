package dev.groma.engine.plan;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.CheckResult;
import dev.groma.state.CheckResult.OfInstance;
import dev.groma.state.CheckResult.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the conditions of a configuration come to in a run: of resources, output values, variables
/// and checks, each with all its instances. Written by many threads.
public final class Checks {
  /// The kinds of objects that have conditions, with the words of states.
  public enum Kind {
    /// A resource or data source.
    RESOURCE("resource"),
    /// An output value.
    OUTPUT("output"),
    /// An input variable.
    VARIABLE("var"),
    /// A check block.
    CHECK("check");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /// Takes the outcomes of the conditions of one instance.
  public interface Recorder {
    /// Nobody wants to know.
    Recorder NONE = (_, _) -> {};

    /// Takes one outcome.
    ///
    /// @param failure the message when the status is [Status#FAIL]; otherwise empty
    void record(Status status, String failure);
  }

  private record Configured(Kind kind, Map<String, List<Outcome>> instances) {}

  private record Outcome(Status status, String failure) {}

  private final Map<String, Configured> all = new ConcurrentSkipListMap<>();
  private final Set<String> complete = ConcurrentHashMap.newKeySet();

  /// Nothing is known yet.
  public Checks() {}

  /// Says that the object `address` of the configuration has conditions.
  public void declare(Kind kind, String address) {
    configured(kind, address);
  }

  /// Says that no more instances of the object `address` will be heard of: where there are none,
  /// nothing is wrong.
  public void complete(String address) {
    complete.add(address);
  }

  private Configured configured(Kind kind, String address) {
    return all.computeIfAbsent(address, _ -> new Configured(kind, new ConcurrentHashMap<>()));
  }

  /// What takes the outcomes of the instance `instance` of the object `address`, known so far or
  /// not.
  public Recorder of(Kind kind, String address, String instance) {
    List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    configured(kind, address).instances.put(instance, outcomes);
    return (status, failure) -> outcomes.add(new Outcome(status, failure));
  }

  /// The message of a check whose data source could not be read.
  public static String failure(List<Diagnostic> why) {
    return why.stream()
        .filter(Diagnostic::isError)
        .map(d -> d.summary() + ": " + d.detail())
        .findFirst()
        .orElse("The data source could not be read.");
  }

  /// All that is known, sorted by address.
  ///
  /// @param before what was known of objects of which nothing is known now
  public List<CheckResult> results(Collection<CheckResult> before) {
    Map<String, CheckResult> results = new ConcurrentSkipListMap<>();
    before.forEach(result -> results.put(result.address(), result));
    all.forEach(
        (address, configured) -> results.merge(address, result(address, configured), Checks::over));
    complete.forEach(address ->
        results.computeIfPresent(
            address,
            (_, found) ->
                found.objects().isEmpty()
                    ? new CheckResult(found.kind(), address, Status.PASS, List.of())
                    : found));
    return results.values().stream()
        .sorted(Comparator.comparing(CheckResult::kind).thenComparing(CheckResult::address))
        .toList();
  }

  /// What is known of `now`; of its instances of which nothing is known now, what was known
  /// `before`.
  private static CheckResult over(CheckResult before, CheckResult now) {
    Map<String, OfInstance> instances = new ConcurrentSkipListMap<>();
    before.objects().forEach(one -> instances.put(one.address(), one));
    now.objects().forEach(one -> instances.put(one.address(), one));
    return of(now.kind(), now.address(), instances.values());
  }

  private static CheckResult result(String address, Configured configured) {
    Map<String, OfInstance> instances = new ConcurrentSkipListMap<>();
    configured.instances.forEach((instance, outcomes) -> {
      List<Outcome> found = List.copyOf(outcomes);
      Status status = worst(found.stream().map(Outcome::status).toList());
      List<String> failures =
          found.stream()
              .filter(outcome -> outcome.status == Status.FAIL)
              .map(Outcome::failure)
              .toList();
      instances.put(instance, new OfInstance(instance, status, failures));
    });
    return of(configured.kind.word, address, instances.values());
  }

  private static CheckResult of(String kind, String address, Collection<OfInstance> instances) {
    List<Status> statuses = instances.stream().map(OfInstance::status).toList();
    return new CheckResult(kind, address, worst(statuses), List.copyOf(instances));
  }

  /// The status of a whole of which the parts have `statuses`.
  private static Status worst(List<Status> statuses) {
    if (statuses.isEmpty()) {
      return Status.UNKNOWN;
    }
    for (Status status : List.of(Status.ERROR, Status.FAIL, Status.UNKNOWN)) {
      if (statuses.contains(status)) {
        return status;
      }
    }
    return Status.PASS;
  }
}
