package dev.groma.providers.emulator.baiducloud;

import java.util.Locale;

/// The states of a peering that can be seen here, of those the SDKs list.
enum Status {
  CREATING,
  CONSULTING,
  CONSULT_FAILED,
  ACTIVE,
  DOWN,
  STARTING,
  STOPPING,
  DELETING,
  DELETED,
  EXPIRED,
  ERROR,
  UPDATING;

  /// As it is written in answers.
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Status of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
