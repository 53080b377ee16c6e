package dev.groma.cli.modules;

/// A module could not be fetched; the message says why, and what to do, in sentences for the user.
final class FetchException extends Exception {
  private static final long serialVersionUID = 1;

  FetchException(String message) {
    super(message);
  }
}
