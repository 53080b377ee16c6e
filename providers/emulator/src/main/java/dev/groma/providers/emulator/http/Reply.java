package dev.groma.providers.emulator.http;

/// What a handler does with a request: answer it or cut the connection.
public sealed interface Reply permits Response, Cut {}
