package dev.groma.cli.forge;

/// A comment could not be written. The message is for users, in whole sentences, and holds no
/// token.
public final class ForgeException extends Exception {
  private static final long serialVersionUID = 1L;

  ForgeException(String message) {
    super(message);
  }
}
