package dev.groma.providers.emulator.cloud;

/// A call is refused with the vendor's status, code and message. It is the normal way out of a rule
/// and no fault of the emulator, so it carries no stack trace.
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String text;

  /// A refusal.
  ///
  /// @param status the HTTP status
  /// @param code the vendor's error code
  /// @param message for people
  public Refused(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
  }

  /// The HTTP status.
  public int status() {
    return status;
  }

  /// The vendor's error code.
  public String code() {
    return code;
  }

  /// The text for people.
  public String text() {
    return text;
  }
}
