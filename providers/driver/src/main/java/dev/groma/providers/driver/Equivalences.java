package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Plain;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.value.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Decides whether two values mean the same.
final class Equivalences {
  private Equivalences() {}

  /// True when `a` and `b` mean the same by `equivalence`.
  static boolean same(Equivalence equivalence, Value a, Value b) {
    if (Plain.same(a, b)) {
      return true;
    }
    return switch (equivalence) {
      case EXACT -> false;
      case CASE_INSENSITIVE ->
          a instanceof Value.Str x
              && b instanceof Value.Str y
              && x.text().equalsIgnoreCase(y.text());
      case JSON ->
          a instanceof Value.Str x
              && b instanceof Value.Str y
              && Json.parse(x.text()).isPresent()
              && Json.parse(x.text()).equals(Json.parse(y.text()));
      case CIDR ->
          a instanceof Value.Str x
              && b instanceof Value.Str y
              && network(x.text()).isPresent()
              && network(x.text()).equals(network(y.text()));
      case UNORDERED ->
          a instanceof Value.ListOf x
              && b instanceof Value.ListOf y
              && sorted(x.elements()).equals(sorted(y.elements()));
    };
  }

  private static List<String> sorted(List<Value> elements) {
    return elements.stream().map(Value::toString).sorted().toList();
  }

  /// The network of a CIDR block such as `10.0.1.7/24`, without host bits: `[10, 0, 1, 0]/24`.
  static Optional<String> network(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    if (slash < 0
        || !text.substring(slash + 1).matches("[0-9]{1,3}")
        || !isWrittenAsAddress(host)) {
      return Optional.empty();
    }
    int length = Integer.parseInt(text.substring(slash + 1));
    try {
      byte[] bytes = InetAddress.getByName(host).getAddress();
      if (length > bytes.length * 8) {
        return Optional.empty();
      }
      for (int bit = length; bit < bytes.length * 8; bit++) {
        bytes[bit / 8] = (byte) (bytes[bit / 8] & ~(0x80 >> bit % 8));
      }
      return Optional.of(Arrays.toString(bytes) + "/" + length);
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  /// True for an IPv4 or IPv6 address.
  static boolean isAddress(String text) {
    try {
      return isWrittenAsAddress(text) && InetAddress.getByName(text) != null;
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// True for what is written as an address, so that no name is ever looked up.
  private static boolean isWrittenAsAddress(String host) {
    return host.matches("((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])(\\.|$)){4}")
        || (host.contains(":") && host.matches("[0-9A-Fa-f:.]+"));
  }
}
