package dev.groma.state;

import java.util.List;

/// What the conditions of one configuration object came to.
///
/// @param kind `resource`, `output`, `check` or `var`, as states spell it
/// @param address the object in the configuration, without instance keys
/// @param status the worst status of its instances
/// @param objects its instances
public record CheckResult(String kind, String address, Status status, List<OfInstance> objects) {
  /// The outcome of conditions.
  public enum Status {
    /// Not evaluated, or not known yet.
    UNKNOWN,
    /// All hold.
    PASS,
    /// One does not hold.
    FAIL,
    /// One could not be evaluated.
    ERROR;

    /// The word that states and plans use.
    public String word() {
      return switch (this) {
        case UNKNOWN -> "unknown";
        case PASS -> "pass";
        case FAIL -> "fail";
        case ERROR -> "error";
      };
    }
  }

  /// What the conditions of one instance came to.
  ///
  /// @param address the instance
  /// @param status the outcome
  /// @param failures the messages of the conditions that do not hold
  public record OfInstance(String address, Status status, List<String> failures) {
    /// Copies the list.
    public OfInstance {
      failures = List.copyOf(failures);
    }
  }

  /// Copies the list.
  public CheckResult {
    objects = List.copyOf(objects);
  }
}
