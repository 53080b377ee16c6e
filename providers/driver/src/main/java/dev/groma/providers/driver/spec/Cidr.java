package dev.groma.providers.driver.spec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;

/// A CIDR block without host bits, of IPv4 or IPv6.
///
/// @param network the first address, in hexadecimal
/// @param length how many bits of it count
public record Cidr(String network, int length) {
  /// Reads a block such as `10.0.1.7/24`; nothing when it is none.
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}") || !isWritten(host)) {
      return Optional.empty();
    }
    int length = Integer.parseInt(text.substring(slash + 1));
    try {
      byte[] bytes = InetAddress.getByName(host).getAddress();
      return length > bytes.length * 8
          ? Optional.empty()
          : Optional.of(new Cidr(HexFormat.of().formatHex(cut(bytes, length)), length));
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  private static byte[] cut(byte[] address, int length) {
    byte[] bytes = address.clone();
    for (int bit = length; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] = (byte) (bytes[bit / 8] & ~(0x80 >> bit % 8));
    }
    return bytes;
  }

  /// True when some address is in both.
  public boolean overlaps(Cidr other) {
    if (network.length() != other.network.length()) {
      return false;
    }
    int common = Math.min(length, other.length);
    HexFormat hex = HexFormat.of();
    return hex.formatHex(cut(hex.parseHex(network), common))
        .equals(hex.formatHex(cut(hex.parseHex(other.network), common)));
  }

  /// True for an IPv4 or IPv6 address.
  public static boolean isAddress(String text) {
    try {
      return isWritten(text) && InetAddress.getByName(text) != null;
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// True for what is written as an address, so that no name is ever looked up.
  private static boolean isWritten(String host) {
    return host.matches("((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])(\\.|$)){4}")
        || (host.contains(":") && host.matches("[0-9A-Fa-f:.]+"));
  }
}
