package dev.groma.providers.emulator.json;

/// The text is not JSON (RFC 8259), or names a member of an object twice.
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonSyntaxException(String message) {
    super(message);
  }
}
