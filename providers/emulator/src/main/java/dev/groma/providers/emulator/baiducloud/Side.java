package dev.groma.providers.emulator.baiducloud;

import dev.groma.providers.emulator.cloud.Documents;
import dev.groma.providers.emulator.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/// What belongs to one side of a peering.
///
/// @param account the id of the account whose VPC it is
/// @param interfaceId the API's `localIfId` seen from this side
/// @param dnsSince when `dns` was entered
record Side(
    String account,
    String region,
    String vpcId,
    String interfaceId,
    String interfaceName,
    String description,
    DnsStatus dns,
    Instant dnsSince) {

  static Side of(JsonObject document) {
    return new Side(
        Documents.text(document, "account"),
        Documents.text(document, "region"),
        Documents.text(document, "vpcId"),
        Documents.text(document, "ifId"),
        Documents.text(document, "ifName"),
        Documents.text(document, "description"),
        Documents.parsed(document, "dnsStatus", DnsStatus::of),
        Documents.parsed(document, "dnsSince", Instant::parse));
  }

  JsonObject toJson() {
    return JsonObject.EMPTY
        .with("account", account)
        .with("region", region)
        .with("vpcId", vpcId)
        .with("ifId", interfaceId)
        .with("ifName", interfaceName)
        .with("description", description)
        .with("dnsStatus", dns.wire())
        .with("dnsSince", dnsSince.toString());
  }

  /// This side as it is at that time.
  Side at(Instant now, Duration latency) {
    Instant due = dnsSince.plus(latency);
    return switch (dns) {
      case SYNCING -> now.isBefore(due) ? this : enter(DnsStatus.OPEN, due);
      case CLOSING -> now.isBefore(due) ? this : enter(DnsStatus.CLOSE, due);
      case OPEN, CLOSE, WAIT -> this;
    };
  }

  Side enter(DnsStatus next, Instant when) {
    return new Side(account, region, vpcId, interfaceId, interfaceName, description, next, when);
  }

  Side described(String newName, String newDescription) {
    return new Side(account, region, vpcId, interfaceId, newName, newDescription, dns, dnsSince);
  }
}
