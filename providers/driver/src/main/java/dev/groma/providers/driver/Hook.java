package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What a spec cannot say of a resource type or data source. Each method adds to what the spec
/// says, and nothing unless a cloud overrides it.
///
/// Objects are those of the driver: a block of `nesting: one` is an object or null.
public interface Hook {
  /// A type of which its spec says all.
  Hook NONE = new Hook() {};

  /// What is wrong with a configuration, `facts.now()`. Parts may be unknown; no I/O.
  ///
  /// @param now the time, where the provider is configured
  default List<Diagnostic> check(Facts facts, Optional<Instant> now) {
    return List.of();
  }

  /// What the object will be: `facts.now()`, with what is known beforehand of that which the
  /// configuration leaves open.
  default Value planned(Facts facts, Value configuration) {
    return facts.now();
  }

  /// The attributes, by dotted names, whose change needs a new object here.
  default List<String> replacing(Facts facts, Value configuration) {
    return List.of();
  }

  /// What is wrong with a change that is planned, as far as the cloud can be asked. What is not
  /// answered is not judged.
  default List<Diagnostic> ask(Facts facts, Questions cloud) {
    return List.of();
  }

  /// Why the object of `facts.prior()` cannot be deleted although the plan said so, as far as the
  /// cloud can be asked. Looked at right before, so that a deletion of several calls does not stop
  /// half-way.
  default List<Diagnostic> deletes(Facts facts, Questions cloud) {
    return List.of();
  }

  /// `seen`, an object as the cloud has it, with the parts of `current` that mean the same. May be
  /// asked again about its own answer.
  default Value seen(Value seen, Value current, SortedMap<String, Value> context) {
    return seen;
  }

  /// The answer to a data source in the form that its spec reads.
  default Value answer(Value answer, Value configuration) {
    return answer;
  }

  /// Asks the cloud about what exists.
  interface Questions {
    /// What the GET of `path`, a template, answers; nothing when that cannot be found out. Asked
    /// once in a run.
    Optional<Value> get(String path);
  }
}
