package dev.groma.providers.huaweicloud;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An IPv4 address, or a network of addresses.
///
/// @param address the address as a number, with the part of the host
/// @param length how many bits the network has
record Ipv4(long address, int length) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  /// Reads `10.0.0.1` or `10.0.0.0/8`.
  static Optional<Ipv4> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long address = 0;
    for (int part = 1; part <= 4; part++) {
      int number = Integer.parseInt(matcher.group(part));
      if (number > 255) {
        return Optional.empty();
      }
      address = address << 8 | number;
    }
    int length = matcher.group(5) == null ? 32 : Integer.parseInt(matcher.group(5));
    return length > 32 ? Optional.empty() : Optional.of(new Ipv4(address, length));
  }

  /// The network with that many bits that it is in.
  private long network(int bits) {
    return bits == 0 ? 0 : address >> (32 - bits);
  }

  boolean overlaps(Ipv4 other) {
    int bits = Math.min(length, other.length);
    return network(bits) == other.network(bits);
  }

  /// Which address of its network it is.
  long host() {
    return address & ((1L << (32 - length)) - 1);
  }

  static boolean isAddress(String text) {
    return !text.contains("/") && parse(text).isPresent();
  }

  static boolean isNetwork(String text) {
    return text.contains("/") && parse(text).isPresent();
  }
}
