package dev.groma.state.json;

import dev.groma.schemas.value.Path;

/// Thrown when stored JSON cannot be a value of the type that is asked for: the state was changed
/// by hand, or was written for another schema. The message names the place and never a value.
public final class MismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Path path;

  /// At `path`, for a `reason` such as `a number is required`.
  public MismatchException(Path path, String reason) {
    super(reason);
    this.path = path;
  }

  /// The part that does not fit.
  public Path path() {
    return path;
  }

  /// What is wanted there, as the end of a sentence.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
