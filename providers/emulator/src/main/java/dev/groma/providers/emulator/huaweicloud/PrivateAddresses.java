package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Optional;

/// The two addresses at which a private gateway is reached, given or taken from its subnet.
final class PrivateAddresses {
  private static final String FIRST = "access_private_ip_1";
  private static final String SECOND = "access_private_ip_2";

  private PrivateAddresses() {}

  static JsonObject of(HuaweiCall call, Fields fields, JsonObject settings) {
    invalidIf(
        fields.has(FIRST) != fields.has(SECOND),
        "access_private_ip_1 and access_private_ip_2 must be given together");
    Optional<Ipv4> range =
        settings.text("access_subnet_id").flatMap(id -> Networks.range(call, id));
    if (!fields.has(FIRST)) {
      long network = range.map(one -> one.address() - one.host()).orElse(unknown(call));
      return JsonObject.EMPTY
          .with(FIRST, Ipv4.text(network + 10))
          .with(SECOND, Ipv4.text(network + 11));
    }
    String first = address(fields, FIRST, range);
    String second = address(fields, SECOND, range);
    invalidIf(first.equals(second), "access_private_ip_1 and access_private_ip_2 must differ");
    return JsonObject.EMPTY.with(FIRST, first).with(SECOND, second);
  }

  /// Some network for a subnet of which nothing is known.
  private static long unknown(HuaweiCall call) {
    return Ipv4.number("192.168.0.0") + 256L * Integer.parseInt(call.call().ids().hex(2), 16);
  }

  private static String address(Fields fields, String name, Optional<Ipv4> range) {
    String text = fields.text(name);
    invalidIf(!Ipv4.isAddress(text), "%s must be an IPv4 address".formatted(name));
    long address = Ipv4.number(text);
    invalidIf(
        range.isPresent() && !range.get().contains(address),
        "%s must be an address of the access subnet".formatted(name));
    return text;
  }
}
