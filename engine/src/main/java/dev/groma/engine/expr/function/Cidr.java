package dev.groma.engine.expr.function;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A range of IP addresses with a common prefix.
///
/// @param start the first address
/// @param length the number of bits in common
record Cidr(Address start, int length) {
  private static final BigInteger BYTE = BigInteger.valueOf(0xFF);

  /// The number of bits of an address: 32 or 128.
  int bits() {
    return start.bits;
  }

  /// The prefix that `text` stands for, host bits cleared; refuses `argument` when there is none.
  static Cidr require(String text, int argument) {
    int slash = text.indexOf('/');
    Optional<Address> address =
        slash < 0 ? Optional.empty() : Address.parse(text.substring(0, slash));
    String length = text.substring(slash + 1);
    if (address.isEmpty()
        || !length.matches("[0-9]{1,3}")
        || Integer.parseInt(length) > address.get().bits) {
      throw new FunctionFailure(argument, "invalid CIDR expression: invalid CIDR address: " + text);
    }
    Address written = address.get();
    int bits = Integer.parseInt(length);
    return new Cidr(new Address(written.number.and(mask(bits, written.bits)), written.bits), bits);
  }

  static BigInteger mask(int length, int bits) {
    return BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftLeft(bits - length);
  }

  @Override
  public String toString() {
    return start.print() + "/" + length;
  }

  /// An IPv4 or IPv6 address.
  ///
  /// @param bits 32 or 128
  record Address(BigInteger number, int bits) {
    /// Reads dotted decimal, leading zeros allowed, or the colon form of RFC 4291.
    static Optional<Address> parse(String text) {
      return text.contains(":") ? parse6(text) : parse4(text).map(n -> new Address(n, 32));
    }

    private static Optional<BigInteger> parse4(String text) {
      String[] parts = text.split("\\.", -1);
      if (parts.length != 4) {
        return Optional.empty();
      }
      long number = 0;
      for (String part : parts) {
        if (!part.matches("[0-9]{1,9}") || Integer.parseInt(part) > 255) {
          return Optional.empty();
        }
        number = number << 8 | Integer.parseInt(part);
      }
      return Optional.of(BigInteger.valueOf(number));
    }

    private static Optional<Address> parse6(String text) {
      int gap = text.indexOf("::");
      if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
        return Optional.empty();
      }
      Optional<List<Integer>> head = groups(gap < 0 ? text : text.substring(0, gap));
      Optional<List<Integer>> tail =
          gap < 0 ? Optional.of(List.of()) : groups(text.substring(gap + 2));
      if (head.isEmpty() || tail.isEmpty()) {
        return Optional.empty();
      }
      int given = head.get().size() + tail.get().size();
      if (gap < 0 ? given != 8 : given > 7) {
        return Optional.empty();
      }
      List<Integer> groups = new ArrayList<>(head.get());
      for (int i = given; i < 8; i++) {
        groups.add(0);
      }
      groups.addAll(tail.get());
      BigInteger number = BigInteger.ZERO;
      for (int group : groups) {
        number = number.shiftLeft(16).or(BigInteger.valueOf(group));
      }
      return Optional.of(new Address(number, 128));
    }

    private static Optional<List<Integer>> groups(String text) {
      List<Integer> groups = new ArrayList<>();
      if (text.isEmpty()) {
        return Optional.of(groups);
      }
      String[] parts = text.split(":", -1);
      for (int i = 0; i < parts.length; i++) {
        if (i == parts.length - 1 && parts[i].contains(".")) {
          Optional<BigInteger> four = parse4(parts[i]);
          if (four.isEmpty()) {
            return Optional.empty();
          }
          groups.add(four.get().shiftRight(16).intValue());
          groups.add(four.get().intValue() & 0xFFFF);
        } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
          groups.add(Integer.parseInt(parts[i], 16));
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(groups);
    }

    /// Dotted decimal, or the shortest colon form (RFC 5952).
    String print() {
      return bits == 32 ? print4() : print6();
    }

    private String print4() {
      List<String> parts = new ArrayList<>();
      for (int shift = 24; shift >= 0; shift -= 8) {
        parts.add(number.shiftRight(shift).and(BYTE).toString());
      }
      return String.join(".", parts);
    }

    private String print6() {
      int[] groups = new int[8];
      for (int i = 0; i < 8; i++) {
        groups[i] = number.shiftRight(112 - 16 * i).intValue() & 0xFFFF;
      }
      int start = -1;
      int longest = 1;
      for (int i = 0; i < 8; i++) {
        int zeros = 0;
        while (i + zeros < 8 && groups[i + zeros] == 0) {
          zeros++;
        }
        if (zeros > longest) {
          start = i;
          longest = zeros;
        }
      }
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        if (i == start) {
          out.append("::");
          i += longest - 1;
        } else {
          out.append(i > 0 && (start < 0 || i != start + longest) ? ":" : "")
              .append(Integer.toHexString(groups[i]));
        }
      }
      return out.toString();
    }
  }
}
