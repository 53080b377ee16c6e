package dev.groma.providers.emulator.huaweicloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address with the length of its network's prefix: a range, or a host in it.
record Ipv4(long address, int prefix) {
  private static final Pattern ADDRESS =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern WITH_PREFIX = Pattern.compile("([0-9.]{7,15})/(3[0-2]|[12]?[0-9])");

  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /// Reads `10.0.0.1/24`.
  static Optional<Ipv4> range(String text) {
    Matcher form = WITH_PREFIX.matcher(text);
    return form.matches() && isAddress(form.group(1))
        ? Optional.of(new Ipv4(number(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  static long number(String address) {
    long number = 0;
    for (String group : address.split("\\.", -1)) {
      number = number * 256 + Integer.parseInt(group);
    }
    return number;
  }

  boolean overlaps(Ipv4 other) {
    int host = 32 - Math.min(prefix, other.prefix);
    return address >> host == other.address >> host;
  }

  boolean contains(long other) {
    return overlaps(new Ipv4(other, 32));
  }

  /// The part of the address that is the host's.
  long host() {
    return address & ((1L << (32 - prefix)) - 1);
  }

  /// The neighbour in a network of four addresses: host 1 for host 2, and the other way round.
  Ipv4 neighbour() {
    return new Ipv4(address - host() + 3 - host(), prefix);
  }

  static String text(long address) {
    return "%d.%d.%d.%d"
        .formatted(address >> 24, (address >> 16) & 255, (address >> 8) & 255, address & 255);
  }

  @Override
  public String toString() {
    return text(address) + "/" + prefix;
  }
}
