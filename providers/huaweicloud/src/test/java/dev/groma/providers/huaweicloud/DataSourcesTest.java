package dev.groma.providers.huaweicloud;

import static dev.groma.providers.huaweicloud.HuaweiContract.at;
import static dev.groma.providers.huaweicloud.HuaweiContract.privateGateway;
import static dev.groma.providers.huaweicloud.HuaweiContract.tags;
import static dev.groma.providers.huaweicloud.HuaweiContract.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every data source, with its filters.
final class DataSourcesTest {
  private final LocalHuawei huawei = new LocalHuawei();
  private final Value gateway = gateway();
  private final Value first = customer("first", "203.0.113.1");
  private final Value second = customer("second", "203.0.113.2");
  private final Value connection = connection(first);

  private Value gateway() {
    Map<String, Value> arguments = privateGateway();
    arguments.put("tags", tags(Map.of("stage", "test")));
    return made("huaweicloud_vpn_gateway", arguments);
  }

  private Value customer(String name, String address) {
    return made(
        "huaweicloud_vpn_customer_gateway",
        Map.of(
            "name", Value.of(name),
            "id_value", Value.of(address),
            "tags", tags(Map.of("stage", "test", "name", name))));
  }

  private Value connection(Value customer) {
    return made(
        "huaweicloud_vpn_connection",
        Map.of(
            "name", Value.of("link"),
            "gateway_id", at(gateway, "id"),
            "gateway_ip", at(gateway, "access_private_ip_1"),
            "customer_gateway_id", at(customer, "id"),
            "peer_subnets", texts("10.1.0.0/16"),
            "psk", Value.of("A-test-key-1")));
  }

  @AfterEach
  void close() {
    huawei.close();
  }

  private Value made(String type, Map<String, Value> arguments) {
    Lifecycle life = new Lifecycle(huawei.provider().resource(type), huawei.schema(type));
    ResourceHandler.ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  private Value read(String type, Map<String, Value> arguments) {
    DataSourceHandler handler = huawei.provider().dataSource(type);
    Lifecycle life =
        new Lifecycle(
            huawei.provider().resource("huaweicloud_vpn_gateway"), huawei.dataSchema(type));
    Value configuration = life.configuration(arguments);
    assertThat(handler.validate(configuration).all()).isEmpty();
    DataSourceHandler.ReadResult result = handler.read(configuration, life.context());
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  private List<Value> ids(String type, String list, String id, Map<String, Value> arguments) {
    return ((Value.ListOf) at(read(type, arguments), list))
        .elements().stream().map(item -> at(item, id)).toList();
  }

  @Test
  void gatewaysByEachFilter() {
    String type = "huaweicloud_vpn_gateways";
    Value id = at(gateway, "id");
    for (Map.Entry<String, Value> filter :
        Map.of(
                "gateway_id", id,
                "name", Value.of("one"),
                "network_type", Value.of("private"),
                "attachment_type", Value.of("vpc"),
                "enterprise_project_id", Value.of("0"))
            .entrySet()) {
      assertThat(ids(type, "gateways", "id", Map.of(filter.getKey(), filter.getValue())))
          .as(filter.getKey())
          .containsExactly(id);
    }
    assertThat(ids(type, "gateways", "id", Map.of("name", Value.of("other")))).isEmpty();
    assertThat(ids(type, "gateways", "id", Map.of("network_type", Value.of("public")))).isEmpty();
  }

  @Test
  void customerGatewaysConnectionsAndHealthChecks() {
    assertThat(
            ids(
                "huaweicloud_vpn_customer_gateways",
                "customer_gateways",
                "id",
                Map.of("ip", Value.of("203.0.113.2"))))
        .containsExactly(at(second, "id"));
    String connections = "huaweicloud_vpn_connections";
    assertThat(
            ids(
                connections,
                "connections",
                "id",
                Map.of(
                    "gateway_id", at(gateway, "id"),
                    "vpn_type", Value.of("static"),
                    "status", Value.of("DOWN"))))
        .containsExactly(at(connection, "id"));
    assertThat(ids(connections, "connections", "id", Map.of("vpn_type", Value.of("bgp"))))
        .isEmpty();
    Value ike =
        Path.of("connections")
            .index(0)
            .attribute("ikepolicy")
            .index(0)
            .attribute("dpd")
            .index(0)
            .attribute("timeout")
            .find(read(connections, Map.of()))
            .orElseThrow();
    assertThat(ike).isEqualTo(Value.of(15));
    Value check =
        made(
            "huaweicloud_vpn_connection_health_check",
            Map.of("connection_id", at(connection, "id")));
    assertThat(
            ids(
                "huaweicloud_vpn_connection_health_checks",
                "connection_health_checks",
                "id",
                Map.of("connection_id", at(connection, "id"), "status", Value.of("ACTIVE"))))
        .containsExactly(at(check, "id"));
  }

  @Test
  void zonesQuotasAndProjects() {
    assertThat(
            at(
                read(
                    "huaweicloud_vpn_gateway_availability_zones",
                    Map.of("flavor", Value.of("Professional1"), "attachment_type", Value.of("er"))),
                "names"))
        .isEqualTo(texts("cn-north-4a", "cn-north-4b"));
    Value quotas = read("huaweicloud_vpn_quotas", Map.of("type", Value.of("customer_gateway")));
    assertThat(Path.of("quotas").index(0).attribute("used").find(quotas)).contains(Value.of(2));
    assertThat(
            ids(
                "huaweicloud_identity_projects",
                "projects",
                "name",
                Map.of("name", Value.of("cn-south-1"))))
        .containsExactly(Value.of("cn-south-1"));
  }

  @Test
  void tagsOfATypeOfAnObjectAndObjectsByTags() {
    Map<String, Value> customers = Map.of("resource_type", Value.of("customer-gateway"));
    assertThat(ids("huaweicloud_vpn_tags", "tags", "key", customers))
        .containsExactlyInAnyOrder(Value.of("stage"), Value.of("name"));
    assertThat(
            at(
                read(
                    "huaweicloud_vpn_resource_tags",
                    Map.of(
                        "resource_type", Value.of("customer-gateway"),
                        "resource_id", at(first, "id"))),
                "tags"))
        .isEqualTo(tags(Map.of("stage", "test", "name", "first")));
    Map<String, Value> filter =
        Map.of(
            "resource_type",
            Value.of("customer-gateway"),
            "tags",
            new Value.Tuple(
                List.of(
                    Value.object(
                        Map.of("key", Value.of("name"), "values", texts("second", "third"))))));
    assertThat(ids("huaweicloud_vpn_resource_instances", "resources", "resource_name", filter))
        .containsExactly(Value.of("second"));
    assertThat(at(read("huaweicloud_vpn_resource_instances_count", filter), "total_count"))
        .isEqualTo(Value.of(1));
    assertThat(
            at(
                read(
                    "huaweicloud_vpn_resource_instances_count",
                    Map.of(
                        "resource_type", Value.of("vpn-connection"),
                        "without_any_tag", Value.of(true))),
                "total_count"))
        .isEqualTo(Value.of(1));
  }
}
