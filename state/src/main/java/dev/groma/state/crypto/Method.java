package dev.groma.state.crypto;

/// How something is encrypted and with which key.
///
/// @param name what the configuration calls it, for messages
public record Method(String name, Suite suite, KeySource key) {
  @Override
  public String toString() {
    return name;
  }
}
