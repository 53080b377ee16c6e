package dev.groma.providers.spi;

/// The capability of a [Provider] to tell of the requests that it sends, for statistics and logs.
public interface Observable {
  /// Has `listener` told of every request from now on.
  void observe(CallListener listener);
}
