package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Drift: each change that somebody makes behind Groma's back is found and classified.
final class DriftTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The clouds, and what the names of their environment variables begin with.
  private static final SortedMap<String, String> CLOUDS =
      new TreeMap<>(
          Map.of(
              "alicloud", "ALICLOUD",
              "baiducloud", "BAIDUCLOUD",
              "huaweicloud", "HW",
              "ksyun", "KSYUN"));

  /// What is changed: cloud, example, kind, a text of the object, and a merge patch or DELETE; then
  /// what is reported of it, path and class, with a star where it counts as drift.
  private static final String CHANGES =
      """
      alicloud apsara-ipsec customer-gateway beijing {"name":"renamed"} | customer_gateway_name material*
      alicloud apsara-ipsec customer-gateway shanghai {"ipAddress":"203.0.113.99"} | ip_address material*
      alicloud apsara-ipsec vpn-gateway branches {"bandwidth":20} | bandwidth material*
      alicloud apsara-ipsec vpn-gateway branches {"description":"Else"} | description material*
      alicloud apsara-ipsec vpn-gateway branches {"internetIp":"203.0.113.200"} | internet_ip computed-only
      alicloud apsara-ipsec vpn-connection to-beijing {"localSubnet":"10.0.1.0/24,10.0.0.0/24"} | nothing
      alicloud apsara-ipsec vpn-connection to-beijing {"localSubnet":"10.0.0.0/24"} | local_subnet material*
      alicloud apsara-ipsec vpn-connection to-beijing {"remoteSubnet":"192.168.99.0/24"} | remote_subnet material*
      alicloud apsara-ipsec vpn-connection to-beijing {"psk":"somebody-elses-key"} | ike_config.psk material*
      alicloud apsara-ipsec vpn-connection to-beijing {"ike":{"IkeEncAlg":"AES256"}} | nothing
      alicloud apsara-ipsec vpn-connection to-beijing {"ipsec":{"IpsecLifetime":3600}} | ipsec_config.ipsec_lifetime material*
      alicloud apsara-ipsec vpn-connection to-beijing {"established":"2099-01-01T00:00:00Z"} | status computed-only
      alicloud apsara-ipsec vpn-route-entry 192.168.10.0/24 {"weight":0} | weight material*
      alicloud apsara-ipsec customer-gateway beijing {"description":""} | description normalised*
      alicloud apsara-ipsec vpn-connection to-beijing {"health":{"Enable":"FALSE"}} | nothing
      alicloud apsara-ipsec vpn-route-entry 192.168.10.0/24 DELETE | deleted*
      huaweicloud huawei-vpn vpn-gateway hub {"settings":{"local_subnets":["192.168.1.0/24","192.168.0.0/24"]}} | nothing
      huaweicloud huawei-vpn vpn-gateway hub {"settings":{"local_subnets":["192.168.0.0/24"]}} | local_subnets material*
      huaweicloud huawei-vpn vpn-gateway hub {"settings":{"name":"renamed"}} | name material*
      huaweicloud huawei-vpn vpn-gateway hub {"status":"FAULT"} | status computed-only
      huaweicloud huawei-vpn vpn-gateway hub {"tags":[{"key":"stage","value":"other"},{"key":"managed_by","value":"groma"}]} | tags["stage"] material*, tags_all["stage"] computed-only*
      huaweicloud huawei-vpn vpn-connection office-first {"settings":{"peer_subnets":["10.1.0.0/16","10.3.0.0/16"]}} | peer_subnets material*
      huaweicloud huawei-vpn vpn-connection office-first {"settings":{"ikepolicy":{"dh_group":"group14"}}} | ikepolicy[0].dh_group material*
      huaweicloud huawei-vpn vpn-connection office-first {"status":"ACTIVE"} | status computed-only
      huaweicloud huawei-vpn vpn-connection office-first {"psk":"Somebody-elses-key-1"} | nothing
      huaweicloud huawei-vpn customer-gateway branch {"settings":{"bgp_asn":65099}} | asn material*
      huaweicloud huawei-vpn eip hub-1 {"settings":{"bandwidth_size":50}} | eip1[0].bandwidth_size material*
      huaweicloud huawei-vpn customer-gateway branch {"tags":[]} | tags_all computed-only*
      huaweicloud huawei-vpn vpn-gateway hub {"settings":{"availability_zone_ids":["cn-north-4b","cn-north-4a"]}} | nothing
      huaweicloud huawei-vpn connection-monitor ACTIVE DELETE | connection_monitor_id computed-only, deleted*
      ksyun ksyun-peering vpc-peering-connection next-door {"name":"renamed"} | peering_name material*
      ksyun ksyun-peering vpc-peering-connection to-cn-shanghai-2 {"bandwidth":30} | band_width material*
      ksyun ksyun-peering vpc-peering-connection to-cn-shanghai-2 {"accepter":{"cidr":"10.9.0.0/16"}} | accepter_cidr_block computed-only
      ksyun ksyun-peering vpc-peering-connection to-cn-shanghai-2 DELETE | deleted*
      ksyun ksyun-vpn customer-gateway chengdu {"address":"203.0.113.77"} | customer_gateway_address material*
      ksyun ksyun-vpn vpn-gateway main {"bandwidth":20} | band_width material*
      ksyun ksyun-vpn vpn-gateway main {"address":"198.51.100.99"} | gateway_address computed-only
      ksyun ksyun-vpn vpn-tunnel to-wuhan {"name":"renamed"} | vpn_tunnel_name material*
      ksyun ksyun-vpn vpn-tunnel to-wuhan {"preSharedKey":"somebody-elses-key"} | pre_shared_key material*
      ksyun ksyun-vpn vpn-tunnel to-wuhan {"settings":{"IpsecLifetimeSecond":7200}} | ipsec_lifetime_second material*
      ksyun ksyun-vpn vpn-tunnel to-chengdu DELETE | deleted*
      baiducloud peering peerconn hub-to-suzhou {"bandwidthInMbps":99} | bandwidth_in_mbps material*
      baiducloud peering peerconn hub-to-suzhou {"initiator":{"ifName":"renamed"}} | local_if_name material*
      baiducloud peering peerconn hub-to-suzhou {"initiator":{"description":""}} | description material*
      baiducloud peering peerconn hub-to-suzhou {"initiator":{"dnsStatus":"open"}} | dns_status computed-only*, dns_sync material*
      baiducloud peering peerconn hub-to-suzhou {"deleteProtect":true} | delete_protect material*
      baiducloud peering peerconn hub-to-suzhou {"tags":[{"tagKey":"a","tagValue":"b"}]} | tags material*
      baiducloud peering peerconn hub-to-suzhou {"acceptor":{"ifName":"renamed-there"}} | nothing
      baiducloud peering peerconn hub-to-guangzhou DELETE | deleted*
      """;

  /// Has the providers call `cloud`.
  static void use(CloudEmulator.Running cloud, Shell shell) {
    CLOUDS.forEach((name, prefix) -> {
      shell.set(prefix + "_ENDPOINT", Objects.requireNonNull(cloud.endpoints().get(name)));
      shell.set(prefix + "_ACCESS_KEY", cloud.accessKey());
      shell.set(prefix + "_SECRET_KEY", cloud.secretKey());
    });
  }

  /// Applies the example `name` in a folder of its name.
  static void apply(Shell shell, String name) throws IOException {
    shell.write(
        name + "/main.tf.yaml", Files.readString(Path.of("..", "examples", name, "main.tf.yaml")));
    Shell.Result applied = shell.run("-chdir=" + name, "apply", "-auto-approve", "-no-color");
    assertThat(applied.code()).as(applied.text()).isZero();
    assertThat(shell.run("-chdir=" + name, "refresh").code()).isZero();
  }

  @Test
  void everyChangeIsClassified() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud =
            Clouds.start(0, null, null, null, null, Duration.ZERO, List.of())) {
      use(cloud, shell);
      List<String> rows = CHANGES.lines().toList();
      assertThat(rows.size()).isGreaterThanOrEqualTo(40);
      for (String example :
          rows.stream().map(row -> row.strip().split(" +", -1)[1]).distinct().toList()) {
        apply(shell, example);
      }
      Map<String, JsonNode> before = new TreeMap<>();
      for (String name : CLOUDS.keySet()) {
        before.put(name, JSON.readTree(behind(cloud, name, "GET", "", "")));
      }
      List<String> wrong = new ArrayList<>();
      Map<String, List<String>> lasting = new TreeMap<>();
      Map<String, List<Row>> byExample =
          rows.stream().map(Row::of).collect(Collectors.groupingBy(Row::example));
      int rounds = byExample.values().stream().mapToInt(List::size).max().orElseThrow();
      for (int i = 0; i < rounds; i++) {
        int round = i;
        List<Row> changes =
            byExample.values().stream()
                .filter(all -> round < all.size())
                .map(all -> all.get(round))
                .toList();
        for (Row one : changes) {
          one.carryOut(cloud, before);
        }
        List<String> words = new ArrayList<>(List.of("drift", "-json"));
        changes.forEach(one -> words.add(one.example));
        String report =
            shell.run(words.toArray(String[]::new)).text().lines().findFirst().orElseThrow();
        for (Row one : changes) {
          List<String> found = found(JSON.readTree(report), one.example);
          found.removeAll(lasting.getOrDefault(one.example, List.of()));
          String outcome = found.isEmpty() ? "nothing" : String.join(", ", found);
          if (!outcome.equals(one.expected)) {
            wrong.add(one + "\n    was: " + outcome);
          }
          if (one.deletes()) {
            lasting.computeIfAbsent(one.example, _ -> new ArrayList<>()).addAll(found);
          }
          one.takeBack(cloud, before);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  /// A line of [#CHANGES].
  private record Row(
      String cloud, String example, String kind, String mark, String patch, String expected) {
    static Row of(String row) {
      String[] halves = row.split(" +\\| +", -1);
      String[] parts = halves[0].split(" +", 5);
      return new Row(parts[0], parts[1], parts[2], parts[3], parts[4], halves[1]);
    }

    boolean deletes() {
      return patch.equals("DELETE");
    }

    void carryOut(CloudEmulator.Running running, Map<String, JsonNode> objects) throws Exception {
      String place = "/" + kind + "/" + object(objects).getKey();
      behind(running, cloud, deletes() ? "DELETE" : "PUT", place, deletes() ? "" : patch);
    }

    void takeBack(CloudEmulator.Running running, Map<String, JsonNode> objects) throws Exception {
      if (!deletes()) {
        Map.Entry<String, JsonNode> object = object(objects);
        behind(running, cloud, "PUT", "/" + kind + "/" + object.getKey(), undo(object.getValue()));
      }
    }

    private Map.Entry<String, JsonNode> object(Map<String, JsonNode> objects) {
      return Objects.requireNonNull(objects.get(cloud)).path(kind).properties().stream()
          .filter(entry -> entry.getValue().toString().contains('"' + mark + '"'))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no " + kind + " with " + mark));
    }

    /// The patch that takes this one back. Secrets are the same for all that have one in a cloud.
    private String undo(JsonNode original) {
      ObjectNode back = JSON.createObjectNode();
      undo((ObjectNode) JSON.readTree(patch), original, back);
      return back.toString();
    }

    private static void undo(ObjectNode patch, JsonNode original, ObjectNode back) {
      patch
          .properties()
          .forEach(member -> {
            String name = member.getKey();
            JsonNode was = original.path(name);
            if (member.getValue() instanceof ObjectNode inner && was.isObject()) {
              undo(inner, was, back.putObject(name));
            } else if (was.toString().startsWith("\"sha256:")) {
              back.put(name, SECRETS.get(name));
            } else if (was.isMissingNode()) {
              back.putNull(name);
            } else {
              back.set(name, was);
            }
          });
    }
  }

  /// The secrets of the examples, by the names that the emulator keeps them under.
  private static final Map<String, String> SECRETS =
      Map.of("psk", "an-example-key-1", "preSharedKey", "only-for-trying-this-out");

  /// What the report says of one stack; a star stands behind what counts.
  private static List<String> found(JsonNode report, String name) {
    List<String> found = new ArrayList<>();
    for (JsonNode stack : report.path("stacks")) {
      if (!stack.path("name").asString().equals(name)) {
        continue;
      }
      for (JsonNode object : stack.path("drifted")) {
        String counts = object.path("counts").asBoolean() ? "*" : "";
        for (JsonNode item : object.path("differences")) {
          String path = item.path("path").asString();
          found.add((path + " " + item.path("class").asString()).strip() + counts);
        }
      }
      stack.path("unapplied_changes").forEach(one -> found.add("unapplied " + one));
      for (JsonNode one : stack.path("diagnostics")) {
        if (one.path("severity").asString().equals("error")) {
          found.add("error " + one.path("summary").asString());
        }
      }
    }
    return found;
  }

  /// What the emulator answers behind its API.
  static String behind(
      CloudEmulator.Running cloud, String name, String method, String place, String body)
      throws Exception {
    URI uri = URI.create(cloud.endpoints().get(name) + "/_emulator/objects" + place);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri)
                  .method(method, HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
      return answer.body();
    }
  }
}
