package dev.groma.providers.baiducloud;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.ProviderContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

final class PeerConnContractTest extends ProviderContract {
  private final LocalBaidu baidu = new LocalBaidu();

  @AfterEach
  void close() {
    baidu.close();
  }

  @Override
  protected ResourceHandler handler() {
    return baidu.provider().resource("baiducloud_peer_conn");
  }

  @Override
  protected Schema schema() {
    return baidu.schema("baiducloud_peer_conn");
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of(
        "bandwidth_in_mbps", Value.of(10),
        "local_vpc_id", Value.of("vpc-local1"),
        "peer_vpc_id", Value.of("vpc-peer1"),
        "peer_region", Value.of("gz"),
        "peer_if_name", Value.of("there"),
        "description", Value.of("first"),
        "dns_sync", Value.of(true),
        "tags", tags("one"),
        "billing", billing("Postpaid"));
  }

  private static Value tags(String value) {
    return new Value.MapOf(Type.STRING, new TreeMap<>(Map.of("env", Value.of(value))));
  }

  static Value billing(String timing) {
    return Value.object(Map.of("payment_timing", Value.of(timing)));
  }

  @Override
  protected List<Map.Entry<String, Value>> otherValues() {
    return List.of(
        Map.entry("bandwidth_in_mbps", Value.of(20)),
        Map.entry("bandwidth_in_mbps", Value.of(5)),
        Map.entry("description", Value.of("second")),
        Map.entry("description", Value.nullOf(Type.STRING)),
        Map.entry("description", Value.of("")),
        Map.entry("local_if_name", Value.of("here")),
        Map.entry("dns_sync", Value.of(false)),
        Map.entry("dns_sync", Value.of(true)),
        Map.entry("delete_protect", Value.of(true)),
        Map.entry("delete_protect", Value.of(false)),
        Map.entry("local_vpc_id", Value.of("vpc-local2")),
        Map.entry("peer_vpc_id", Value.of("vpc-peer2")),
        Map.entry("peer_region", Value.of("su")),
        Map.entry("peer_account_id", Value.of("another")),
        Map.entry("tags", tags("two")),
        Map.entry("billing", billing("Prepaid")));
  }

  @Override
  protected List<String> unknownToImport() {
    return List.of();
  }
}
