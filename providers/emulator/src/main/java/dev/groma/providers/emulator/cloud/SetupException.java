package dev.groma.providers.emulator.cloud;

/// The emulator cannot start as it was asked to. The message says what is wrong and what to do, in
/// whole sentences.
public final class SetupException extends Exception {
  private static final long serialVersionUID = 1L;

  /// With the message for the user.
  public SetupException(String message) {
    super(message);
  }
}
