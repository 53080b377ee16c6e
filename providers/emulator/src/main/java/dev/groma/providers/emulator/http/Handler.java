package dev.groma.providers.emulator.http;

/// Answers requests; called concurrently, one virtual thread per connection.
@FunctionalInterface
public interface Handler {
  /// The reply to one request. A [RuntimeException] becomes a 500 answer that says it is a bug.
  Reply answer(Request request);
}
