package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.Optional;

/// The VPCs and subnets that gateways stand in: any, or those that the seed file lists.
final class Networks {
  /// The properties of a listed subnet; `free_ips` is how many addresses are left in it.
  static final String FREE = "free_ips";

  private Networks() {}

  static void requireVpc(HuaweiCall call, String field, String id) {
    invalidIf(
        call.call().inventory().vpc(id, call.project().region(), call.caller().id()).isEmpty(),
        "%s: the VPC %s does not exist".formatted(field, id));
  }

  /// Requires that the subnet is there and has that many free addresses, as far as it is known.
  static void requireSubnet(HuaweiCall call, String field, String id, int free) {
    if (call.call().inventory().entries(call.project().region(), "subnets").isPresent()) {
      Optional<JsonObject> subnet = subnet(call, id);
      invalidIf(subnet.isEmpty(), "%s: the subnet %s does not exist".formatted(field, id));
      invalidIf(
          subnet.flatMap(one -> one.integer(FREE)).orElse(free) < free,
          "%s: the subnet %s needs %d free addresses".formatted(field, id, free));
    }
  }

  /// The range of a subnet, as far as it is known.
  static Optional<Ipv4> range(HuaweiCall call, String id) {
    return subnet(call, id).flatMap(one -> one.text("cidr")).flatMap(Ipv4::range);
  }

  private static Optional<JsonObject> subnet(HuaweiCall call, String id) {
    return call.call()
        .inventory()
        .entries(call.project().region(), "subnets")
        .flatMap(
            all -> all.stream().filter(one -> one.text("id").equals(Optional.of(id))).findFirst());
  }
}
