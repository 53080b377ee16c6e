package dev.groma.providers.ksyun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.Previewable;
import dev.groma.providers.spi.Previewable.Outcome;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler.ApplyResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is special about Kingsoft's resources, against the emulator.
final class KsyunTest {
  private static final String PEERING = "ksyun_vpc_peering_connection";
  private static final String ACCEPTER = "ksyun_vpc_peering_connection_accepter";
  private static final String GATEWAY = "ksyun_vpn_gateway";
  private static final String SEED =
      """
      {"accounts": [
         {"id": "1001", "access_key": "ak-one", "secret_key": "sk-one"},
         {"id": "1002", "access_key": "ak-two", "secret_key": "sk-two"}],
       "clouds": {"ksyun": {"regions": {"cn-beijing-6": {"vpcs": [
         {"id": "%s", "cidr": "10.0.0.0/16", "account": "1001"},
         {"id": "%s", "cidr": "10.1.0.0/16", "account": "1002"}]}}}}}
      """
          .formatted(KsyunContract.VPC_1, KsyunContract.VPC_2);

  @TempDir java.nio.file.Path folder;
  private LocalKsyun ksyun = new LocalKsyun();

  @AfterEach
  void close() {
    ksyun.close();
  }

  private void startAgain(boolean accounts, String... faults) throws IOException {
    ksyun.close();
    java.nio.file.Path seed = folder.resolve("seed.json");
    Files.writeString(seed, SEED);
    ksyun = new LocalKsyun(accounts ? seed : null, List.of(faults));
  }

  private Lifecycle life(Provider provider, String type) {
    return new Lifecycle(provider.resource(type), ksyun.schema(type));
  }

  private Lifecycle life(String type) {
    return life(ksyun.provider(), type);
  }

  private static Map<String, Value> gateway() {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("vpc_id", Value.of(KsyunContract.VPC_1));
    arguments.put("band_width", Value.of(10));
    arguments.put("charge_type", Value.of("Daily"));
    return arguments;
  }

  private static Value created(Lifecycle life, Map<String, Value> arguments) {
    ApplyResult result = life.apply(life.nothing(), life.configuration(arguments));
    assertThat(result.diagnostics().all()).isEmpty();
    return Lifecycle.require(result.value(), result.diagnostics().all());
  }

  private static Value at(Value object, String name) {
    return Path.of(name).find(object).orElseThrow();
  }

  private static List<String> codes(List<Diagnostic> told) {
    return told.stream().map(Diagnostic::code).toList();
  }

  // Both sides of a peering

  private Value requested(Provider requester) {
    return created(
        life(requester, PEERING),
        Map.of(
            "vpc_id", Value.of(KsyunContract.VPC_1),
            "peer_vpc_id", Value.of(KsyunContract.VPC_2),
            "peer_account_id", Value.of("1002")));
  }

  private Provider account(String name) {
    return ksyun.provider(
        Map.of("access_key", Value.of("ak-" + name), "secret_key", Value.of("sk-" + name)));
  }

  @Test
  void anotherAccountAcceptsAndReadingNeverChangesWhatItIntends() throws IOException {
    startAgain(true);
    try (Provider one = account("one");
        Provider two = account("two")) {
      Value asked = requested(one);
      assertThat(at(asked, "state")).isEqualTo(Value.of("pending-acceptance"));
      Lifecycle accepter = life(two, ACCEPTER);
      Map<String, Value> arguments = new HashMap<>();
      arguments.put("vpc_peering_connection_id", at(asked, "id"));
      Value waiting = created(accepter, arguments);
      assertThat(at(waiting, "state")).isEqualTo(Value.of("pending-acceptance"));
      assertThat(at(waiting, "requester_vpc_id")).isEqualTo(Value.of(KsyunContract.VPC_1));
      assertThat(accepter.read(waiting).value()).isEqualTo(waiting);
      arguments.put("auto_accept", Value.of(true));
      ApplyResult accepted = accepter.apply(waiting, accepter.configuration(arguments));
      assertThat(accepted.diagnostics().all()).isEmpty();
      Value active = Lifecycle.require(accepted.value(), List.of());
      assertThat(at(active, "state")).isEqualTo(Value.of("active"));
      assertThat(accepter.read(active).value()).isEqualTo(active);
      assertThat(accepter.plan(active, accepter.configuration(arguments)).planned())
          .isEqualTo(active);
      Value seen = Lifecycle.require(life(one, PEERING).read(asked).value(), List.of());
      assertThat(at(seen, "state")).isEqualTo(Value.of("active"));
      assertThat(accepter.apply(active, accepter.nothing()).value()).isEqualTo(accepter.nothing());
      assertThat(life(one, PEERING).read(seen).value()).isEqualTo(seen);
    }
  }

  @Test
  void whatIsRejectedIsWarnedOfOnTheOtherSide() throws IOException {
    startAgain(true);
    try (Provider one = account("one");
        Provider two = account("two")) {
      Value asked = requested(one);
      Value rejected =
          created(
              life(two, ACCEPTER),
              Map.of(
                  "vpc_peering_connection_id", at(asked, "id"),
                  "auto_reject", Value.of(true)));
      assertThat(at(rejected, "state")).isEqualTo(Value.of("rejected"));
      assertThat(codes(life(two, ACCEPTER).read(rejected).diagnostics().all())).isEmpty();
      assertThat(codes(life(one, PEERING).read(asked).diagnostics().all()))
          .containsExactly(PEERING + ".ended");
    }
  }

  @Test
  void acceptingWhatDoesNotExistSaysSo() {
    Lifecycle life = life(ACCEPTER);
    ApplyResult result =
        life.apply(
            life.nothing(),
            life.configuration(
                Map.of(
                    "vpc_peering_connection_id", Value.of(KsyunContract.VPC_3),
                    "auto_accept", Value.of(true))));
    assertThat(codes(result.diagnostics().all())).containsExactly("remote.not-found");
    assertThat(result.value()).isEqualTo(life.nothing());
  }

  // Rules

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=x | same-vpc
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=y band_width=5 | same-site-bandwidth
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=y peer_region=CN-beijing-6 charge_type=Daily | same-site-charge
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=y peer_region=cn-shanghai-2 charge_type=Daily | cross-site-bandwidth
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=y peer_region=cn-shanghai-2 band_width=5 | cross-site-charge
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=y peer_region=cn-shanghai-2 band_width=5 charge_type=Daily purchase_time=2 | purchase-time
          ksyun_vpc_peering_connection | vpc_id=x peer_vpc_id=y | -
          ksyun_vpc_peering_connection_accepter | vpc_peering_connection_id=x auto_accept=true auto_reject=true | both
          ksyun_vpn_gateway | vpc_id=x band_width=5 charge_type=Monthly | monthly-purchase-time
          ksyun_vpn_gateway | vpc_id=x band_width=5 charge_type=Daily purchase_time=2 | daily-purchase-time
          ksyun_vpn_gateway | vpc_id=x band_width=5 charge_type=Monthly purchase_time=2 | -
          ksyun_vpn_customer_gateway | customer_gateway_name=x customer_gateway_address=10.0.0.1 ha_customer_gateway_address=10.0.0.1 | same-address
          ksyun_vpn_tunnel | type=GreOverIpsec pre_shared_key=k customer_gre_ip=10.0.0.1 | gre-needs-vpn-gre-ip
          ksyun_vpn_tunnel | type=GreOverIpsec pre_shared_key=k vpn_gre_ip=10.0.0.1 | gre-needs-customer-gre-ip
          ksyun_vpn_tunnel | type=GreOverIpsec pre_shared_key=k vpn_gre_ip=10.0.0.1 customer_gre_ip=10.0.0.2 ha_vpn_gre_ip=10.0.0.3 | ha-vpn-gre-ip-alone
          ksyun_vpn_tunnel | type=GreOverIpsec pre_shared_key=k vpn_gre_ip=10.0.0.1 customer_gre_ip=10.0.0.2 ha_customer_gre_ip=10.0.0.3 | ha-customer-gre-ip-alone
          ksyun_vpn_tunnel | type=Ipsec pre_shared_key=k ha_vpn_gre_ip=10.0.0.3 | ipsec-without-ha-vpn-gre-ip
          ksyun_vpn_tunnel | type=Ipsec pre_shared_key=k | -
          """)
  void rulesThatSpanArgumentsAreFoundWithoutACall(String type, String text, String rule) {
    Map<String, Value> arguments = new HashMap<>();
    for (String pair : text.split(" ", -1)) {
      String[] parts = pair.split("=", -1);
      arguments.put(
          parts[0],
          parts[1].equals("true")
              ? Value.of(true)
              : parts[1].matches("[0-9]+")
                  ? Value.of(Integer.parseInt(parts[1]))
                  : Value.of(parts[1]));
    }
    assertThat(
            codes(
                ksyun
                    .provider()
                    .resource(type)
                    .validate(life(type).configuration(arguments))
                    .all()))
        .isEqualTo(rule == null ? List.of() : List.of(type + "." + rule));
  }

  @Test
  void aMonthlyGatewayOnlyGrows() {
    Lifecycle life = life(GATEWAY);
    Map<String, Value> arguments = gateway();
    arguments.put("charge_type", Value.of("Monthly"));
    arguments.put("purchase_time", Value.of(1));
    Value object = created(life, arguments);
    arguments.put("band_width", Value.of(5));
    assertThat(codes(life.plan(object, life.configuration(arguments)).diagnostics().all()))
        .containsExactly(GATEWAY + ".monthly-downsize");
    arguments.put("band_width", Value.of(20));
    assertThat(life.plan(object, life.configuration(arguments)).diagnostics().all()).isEmpty();
  }

  // Calls

  @Test
  void theSimplifiedSignatureIsTakenToo() {
    try (Provider provider = ksyun.provider(Map.of("signature", Value.of("v1")))) {
      Value object = created(life(provider, GATEWAY), gateway());
      assertThat(life(GATEWAY).read(object).value()).isEqualTo(object);
    }
  }

  @Test
  void aTrialSaysWhetherTheCloudWouldDoItAndDoesNothing() {
    Previewable previewable = (Previewable) ksyun.provider().resource(GATEWAY);
    Lifecycle life = life(GATEWAY);
    Map<String, Value> arguments = gateway();
    assertThat(preview(life, previewable, life.nothing(), life.configuration(arguments)))
        .isEqualTo(Outcome.PROVED);
    arguments.put("vpc_id", Value.of("no-uuid"));
    assertThat(preview(life, previewable, life.nothing(), life.configuration(arguments)))
        .isEqualTo(Outcome.REFUSED);
    arguments.put("vpc_id", Value.unknown(Type.STRING));
    assertThat(preview(life, previewable, life.nothing(), life.configuration(arguments)))
        .isEqualTo(Outcome.UNPROVED);
    Value object = created(life, gateway());
    assertThat(preview(life, previewable, object, life.nothing())).isEqualTo(Outcome.PROVED);
    assertThat(life.read(object).value()).isEqualTo(object);
    assertThat(found("ksyun_vpn_gateways", "vpn_gateways", Map.of())).hasSize(1);
  }

  private static Outcome preview(
      Lifecycle life, Previewable previewable, Value prior, Value configuration) {
    Value planned = Lifecycle.require(life.plan(prior, configuration).planned(), List.of());
    return previewable
        .preview(new Previewable.PreviewRequest(prior, planned, configuration), life.context())
        .outcome();
  }

  @Test
  void aLostAnswerToCreateIsNotFollowedByAnotherCreate() throws IOException {
    startAgain(false, "ksyun:CreateVpnGateway:1:cut=after");
    Lifecycle life = life(GATEWAY);
    ApplyResult result = life.apply(life.nothing(), life.configuration(gateway()));
    assertThat(codes(result.diagnostics().all())).containsExactly("remote.outcome-unknown");
    assertThat(result.value()).isNull();
    assertThat(found("ksyun_vpn_gateways", "vpn_gateways", Map.of())).hasSize(1);
  }

  @Test
  void throttlingIsWaitedOut() throws IOException {
    startAgain(false, "ksyun:CreateVpnGateway:1-2:status=409,code=LimitExceeded");
    List<CallListener.Call> calls = new ArrayList<>();
    ((Observable) ksyun.provider()).observe(calls::add);
    created(life(GATEWAY), gateway());
    assertThat(calls)
        .extracting(c -> c.operation() + " " + c.status())
        .containsExactly(
            "CreateVpnGateway 409",
            "CreateVpnGateway 409",
            "CreateVpnGateway 200",
            "DescribeVpnGateways 200");
  }

  // Data sources

  private List<Value> found(String type, String list, Map<String, Value> arguments) {
    DataSourceHandler data = ksyun.provider().dataSource(type);
    Map<String, Value> all = new HashMap<>();
    ksyun
        .dataSchema(type)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, t) -> all.put(name, Value.nullOf(t)));
    all.putAll(arguments);
    DataSourceHandler.ReadResult result = data.read(Value.object(all), life(GATEWAY).context());
    assertThat(result.diagnostics().all()).isEmpty();
    return ((Value.ListOf) at(Lifecycle.require(result.value(), List.of()), list)).elements();
  }

  private static Value texts(String... texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(Value.of(text));
    }
    return new Value.ListOf(Type.STRING, values);
  }

  @Test
  void dataSourcesFilterThereAndHere() {
    Map<String, Value> arguments = gateway();
    arguments.put("vpn_gateway_name", Value.of("name-1"));
    Value first = created(life(GATEWAY), arguments);
    arguments.put("vpn_gateway_name", Value.of("name-2"));
    arguments.put("vpc_id", Value.of(KsyunContract.VPC_2));
    created(life(GATEWAY), arguments);
    String type = "ksyun_vpn_gateways";
    String id = ((Value.Str) at(first, "id")).text();
    assertThat(found(type, "vpn_gateways", Map.of())).hasSize(2);
    assertThat(found(type, "vpn_gateways", Map.of("ids", texts(id))))
        .extracting(entry -> at(entry, "vpn_gateway_name"))
        .containsExactly(Value.of("name-1"));
    assertThat(
            found(
                type,
                "vpn_gateways",
                Map.of("vpc_ids", texts(KsyunContract.VPC_2, KsyunContract.VPC_3))))
        .extracting(entry -> at(entry, "vpn_gateway_name"))
        .containsExactly(Value.of("name-2"));
    assertThat(found(type, "vpn_gateways", Map.of("name_regex", Value.of("2$")))).hasSize(1);
  }

  @Test
  void peeringsCustomerGatewaysAndTunnelsAreListed() {
    created(
        life(PEERING),
        Map.of(
            "vpc_id", Value.of(KsyunContract.VPC_1),
            "peer_vpc_id", Value.of(KsyunContract.VPC_2)));
    String peerings = "ksyun_vpc_peering_connections";
    String list = "vpc_peering_connections";
    assertThat(found(peerings, list, Map.of("states", texts("active", "failed")))).hasSize(1);
    assertThat(found(peerings, list, Map.of("states", texts("expired")))).isEmpty();
    assertThat(found(peerings, list, Map.of("accept_vpc_ids", texts(KsyunContract.VPC_2))))
        .extracting(entry -> at(entry, "type"))
        .containsExactly(Value.of("local"));
    assertThat(found(peerings, list, Map.of("vpc_ids", texts(KsyunContract.VPC_2)))).isEmpty();
    Value gateway = created(life(GATEWAY), gateway());
    Value customer =
        created(
            life("ksyun_vpn_customer_gateway"),
            Map.of(
                "customer_gateway_name", Value.of("c"),
                "customer_gateway_address", Value.of("203.0.113.7")));
    created(
        life("ksyun_vpn_tunnel"),
        Map.of(
            "type", Value.of("Ipsec"),
            "vpn_gateway_id", at(gateway, "id"),
            "customer_gateway_id", at(customer, "id"),
            "pre_shared_key", Value.of("a-key")));
    assertThat(found("ksyun_vpn_customer_gateways", "customer_gateways", Map.of())).hasSize(1);
    assertThat(
            found(
                "ksyun_vpn_tunnels",
                "vpn_tunnels",
                Map.of("vpn_gateway_ids", texts(((Value.Str) at(gateway, "id")).text()))))
        .singleElement()
        .satisfies(tunnel -> {
          assertThat(at(tunnel, "ike_dh_group")).isEqualTo(Value.of(1));
          assertThat(tunnel.toString()).doesNotContain("a-key", "pre_shared_key");
        });
  }
}
