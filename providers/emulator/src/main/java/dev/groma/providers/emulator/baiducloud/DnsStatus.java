package dev.groma.providers.emulator.baiducloud;

import java.util.Locale;

/// Whether a side of a peering synchronises the other side's DNS records.
enum DnsStatus {
  CLOSE,
  WAIT,
  SYNCING,
  OPEN,
  CLOSING;

  /// As it is written in answers.
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static DnsStatus of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
