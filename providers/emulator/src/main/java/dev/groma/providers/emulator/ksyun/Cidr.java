package dev.groma.providers.emulator.ksyun;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether address ranges meet.
final class Cidr {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

  private Cidr() {}

  /// Whether two IPv4 ranges have an address in common; false if one is unknown.
  static boolean overlap(String one, String other) {
    Matcher first = FORM.matcher(one);
    Matcher second = FORM.matcher(other);
    if (!first.matches() || !second.matches()) {
      return false;
    }
    int shared = Math.min(Integer.parseInt(first.group(5)), Integer.parseInt(second.group(5)));
    int host = Math.max(0, 32 - shared);
    return address(first) >> host == address(second) >> host;
  }

  private static long address(Matcher cidr) {
    long address = 0;
    for (int group = 1; group <= 4; group++) {
      address = address * 256 + Integer.parseInt(cidr.group(group));
    }
    return address;
  }
}
