package dev.groma.providers.emulator.http;

/// The connection is reset without an answer, so that the client cannot know whether its request
/// had an effect.
public enum Cut implements Reply {
  /// The only kind there is.
  CONNECTION
}
