package dev.groma.engine.link;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Address ranges, merged and sorted.
///
/// @param all the ranges, ascending, none touching another
record Ranges(List<Range> all) {
  /// Where IPv6 begins: IPv4 is counted below.
  private static final BigInteger SIX = BigInteger.ONE.shiftLeft(128);

  /// Copies the list.
  Ranges {
    all = List.copyOf(all);
  }

  /// The addresses from `first` to `last`, both among them.
  ///
  /// @param text the range as it was written
  record Range(BigInteger first, BigInteger last, String text) {
    boolean overlaps(Range other) {
      return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }

    boolean covers(Range other) {
      return first.compareTo(other.first) <= 0 && last.compareTo(other.last) >= 0;
    }
  }

  /// The range that `text` means, such as `10.0.0.0/8` or an address; nothing when it means none.
  static Optional<Range> range(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    try {
      byte[] bytes = InetAddress.ofLiteral(address.strip()).getAddress();
      int bits = bytes.length * 8;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1).strip());
      if (prefix < 0 || prefix > bits) {
        return Optional.empty();
      }
      BigInteger size = BigInteger.ONE.shiftLeft(bits - prefix);
      BigInteger value = new BigInteger(1, bytes);
      BigInteger first = value.subtract(value.mod(size));
      BigInteger base = bytes.length == 16 ? SIX : BigInteger.ZERO;
      return Optional.of(
          new Range(base.add(first), base.add(first).add(size).subtract(BigInteger.ONE), text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The ranges that `texts` mean; nothing when one of them means none.
  static Optional<Ranges> of(Collection<String> texts) {
    List<Range> found = new ArrayList<>();
    for (String text : texts) {
      Optional<Range> range = range(text);
      if (range.isEmpty()) {
        return Optional.empty();
      }
      found.add(range.get());
    }
    return Optional.of(merged(found));
  }

  private static Ranges merged(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(
        Comparator.comparing(Range::first).thenComparing(Range::last, Comparator.reverseOrder()));
    List<Range> out = new ArrayList<>();
    for (Range next : sorted) {
      Range last = out.isEmpty() ? null : out.getLast();
      if (last == null || last.last.add(BigInteger.ONE).compareTo(next.first) < 0) {
        out.add(next);
      } else if (!last.covers(next)) {
        out.set(out.size() - 1, new Range(last.first, next.last, last.text + " + " + next.text));
      }
    }
    return new Ranges(out);
  }

  /// True when every address of `other` is here.
  boolean covers(Range other) {
    return all.stream().anyMatch(range -> range.covers(other));
  }

  /// The ranges of `other` of which an address is not here.
  List<String> missing(Ranges other) {
    return other.all.stream().filter(range -> !covers(range)).map(Range::text).toList();
  }

  /// One range of this and one of `other` that have an address in common, as text.
  Optional<String> overlap(Ranges other) {
    for (Range mine : all) {
      for (Range theirs : other.all) {
        if (mine.overlaps(theirs)) {
          return Optional.of(
              mine.text.equals(theirs.text) ? mine.text : mine.text + " and " + theirs.text);
        }
      }
    }
    return Optional.empty();
  }

  /// True when all addresses of a family are here.
  boolean isEverything() {
    return all.stream().anyMatch(range -> range.text.endsWith("/0"));
  }
}
