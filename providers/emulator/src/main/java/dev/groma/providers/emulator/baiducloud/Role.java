package dev.groma.providers.emulator.baiducloud;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One of the two sides of a peering.
enum Role {
  INITIATOR,
  ACCEPTOR;

  /// As it is written in requests and answers.
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Role> find(String wire) {
    return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
  }
}
