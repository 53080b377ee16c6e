package dev.groma.providers.emulator.cloud;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The emulator cannot start as it was asked to. The message says what is wrong and what to do, in
/// whole sentences.
public final class SetupException extends Exception {
  private static final long serialVersionUID = 1L;

  /// With the message for the user.
  public SetupException(String message) {
    super(message);
  }

  /// With the message for the user and the failure of a port or file behind it.
  public SetupException(String message, @Nullable IOException cause) {
    super(message, cause);
  }
}
