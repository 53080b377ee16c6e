package dev.groma.providers.emulator.json;

/// The JSON is well-formed, but a member holds another type than the one that was asked for.
public final class JsonTypeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// With what was expected, where.
  public JsonTypeException(String message) {
    super(message);
  }
}
