package dev.groma.providers.emulator.http;

/// One header line as it was sent, with blanks round the value removed.
///
/// @param name in the sender's spelling; names are compared without regard to case
public record Header(String name, String value) {}
