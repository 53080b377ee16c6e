package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.groma.providers.spi.CloudEmulator;
import dev.groma.testkit.spec.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `groma drift` as a schedule runs it: exit codes, several stacks, what is accepted, and what is
/// written where.
final class DriftRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "a-key-that-nobody-may-see";

  private Shell shell;
  private CloudEmulator.Running cloud;

  @BeforeEach
  void start() throws IOException {
    shell = new Shell();
    cloud = Clouds.start(0, null, null, null, null, Duration.ZERO, List.of());
    DriftTest.use(cloud, shell);
  }

  @AfterEach
  void stop() throws IOException {
    cloud.close();
    shell.close();
  }

  /// A stack of `count` customer gateways.
  private void stack(String name, int count) throws IOException {
    shell.write(
        name + "/main.tf.yaml",
        """
        provider:
          ksyun: {region: cn-beijing-6, max_requests_per_second: 10000}
        resource:
          ksyun_vpn_customer_gateway:
            many:
              count: %d
              customer_gateway_name: %s-${count.index}
              customer_gateway_address: 203.0.113.7
        """
            .formatted(count, name));
    Shell.Result made =
        shell.run("-chdir=" + name, "apply", "-auto-approve", "-parallelism=50", "-json");
    assertThat(made.code()).as(made.text()).isZero();
  }

  private JsonNode objects(String kind) throws Exception {
    return JSON.readTree(DriftTest.behind(cloud, "ksyun", "GET", "", "")).path(kind);
  }

  private String id(String kind, String name) throws Exception {
    return objects(kind).properties().stream()
        .filter(entry -> entry.getValue().path("name").asString().equals(name))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private void change(String kind, String name, String patch) throws Exception {
    DriftTest.behind(cloud, "ksyun", "PUT", "/" + kind + "/" + id(kind, name), patch);
  }

  private void delete(String kind, String name) throws Exception {
    DriftTest.behind(cloud, "ksyun", "DELETE", "/" + kind + "/" + id(kind, name), "");
  }

  private static JsonNode report(Shell.Result result) {
    return JSON.readTree(result.text().lines().findFirst().orElseThrow());
  }

  private SortedMap<String, String> tree() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(shell.directory())) {
      for (Path path : all.toList()) {
        String content =
            Files.isDirectory(path)
                ? "folder"
                : Files.getLastModifiedTime(path) + " " + Files.readString(path);
        files.put(path.toString(), content);
      }
    }
    return files;
  }

  @Test
  void twentyStacksAreOneReportAndNothingIsWritten() throws Exception {
    List<String> words = new ArrayList<>(List.of("drift", "-json", "-parallelism=20"));
    for (int i = 0; i < 20; i++) {
      stack("s%02d".formatted(i), 50);
      words.add("s%02d".formatted(i));
    }
    change("customer-gateway", "s03-7", "{\"address\": \"198.51.100.1\"}");
    delete("customer-gateway", "s11-49");
    shell.write("s17/main.tf.yaml", "resource: [");
    SortedMap<String, String> before = tree();

    Shell.Result result = shell.run(words.toArray(String[]::new));

    assertThat(tree()).isEqualTo(before);
    assertThat(result.code()).as(result.text()).isEqualTo(1);
    JsonNode report = report(result);
    assertThat(report.path("verdict").asString())
        .isEqualTo(
            "Drift: 2 objects are not as recorded in 2 of 20 stacks; 1 of 20 stacks could not be"
                + " looked at as a whole.");
    assertThat(report.path("stacks").size()).isEqualTo(20);
    assertThat(report.path("stacks").get(3).path("drifted").get(0).path("address").asString())
        .isEqualTo("ksyun_vpn_customer_gateway.many[7]");
    assertThat(report.path("stacks").get(11).path("drifted").get(0).path("class").asString())
        .isEqualTo("deleted");
    assertThat(report.path("stacks").get(17).path("failed").asBoolean()).isTrue();
    // One call reads 50 objects; the one that is gone is asked for once more.
    assertThat(report.path("api_calls").asInt()).isEqualTo(20);
    assertThat(report.path("elapsed_ms").asInt()).isLessThan(60_000);
  }

  @Test
  void exitCodesKeepDriftAndConfigurationApart() throws Exception {
    stack("a", 3);
    assertThat(shell.run("drift", "a").code()).isZero();
    assertThat(shell.run("-chdir=a", "drift", "-detailed-exitcode").code()).isZero();

    String written = shell.read("a/main.tf.yaml");
    shell.write("a/main.tf.yaml", written.replace("203.0.113.7", "203.0.113.8"));
    Shell.Result waiting = shell.run("drift", "a");
    assertThat(waiting.text())
        .contains("No drift; 3 changes of the configuration not applied.")
        .contains("update ksyun_vpn_customer_gateway.many[0] (customer_gateway_address)");
    assertThat(waiting.code()).isEqualTo(2);

    delete("customer-gateway", "a-2");
    Shell.Result both = shell.run("drift", "a", "-json");
    assertThat(both.code()).isEqualTo(4);
    assertThat(report(both).path("stacks").get(0).path("unapplied_changes").size()).isEqualTo(3);
    assertThat(shell.run("drift", "a", "-detailed-exitcode").code()).isEqualTo(2);

    shell.write("a/main.tf.yaml", written);
    Shell.Result drift = shell.run("drift", "a");
    assertThat(drift.text())
        .contains("Drift: 1 object is not as recorded.")
        .contains("- ksyun_vpn_customer_gateway.many[2]  deleted outside")
        .contains("The next apply would create it.");
    assertThat(drift.code()).isEqualTo(3);
    assertThat(shell.run("drift", "a", "-detailed-exitcode").code()).isEqualTo(2);

    // Somebody did by hand what the configuration asks for: an apply would change nothing.
    shell.write(
        "a/main.tf.yaml",
        written.replace("203.0.113.7", "203.0.113.8").replace("count: 3", "count: 2"));
    for (int i = 0; i < 2; i++) {
      change("customer-gateway", "a-" + i, "{\"address\": \"203.0.113.8\"}");
    }
    Shell.Result done = shell.run("drift", "a");
    assertThat(done.text()).doesNotContain("not applied");
    assertThat(done.code()).isEqualTo(3);

    assertThat(shell.run("drift", "nowhere").code()).isEqualTo(1);
    assertThat(shell.run("drift", "a", "nowhere", "-detailed-exitcode").code()).isEqualTo(1);
  }

  @Test
  void whatIsAcceptedDoesNotCountUntilItsDay() throws Exception {
    stack("a", 3);
    stack("b", 1);
    change("customer-gateway", "a-1", "{\"address\": \"198.51.100.1\"}");
    delete("customer-gateway", "a-2");
    assertThat(shell.run("drift", "a", "b", "-write-baseline=base.yaml").text())
        .contains("needs -owner and -reason");
    Shell.Result written =
        shell.run(
            "drift",
            "a",
            "b",
            "-write-baseline=base.yaml",
            "-owner=ana@example.com",
            "-reason=moved by \"night\" shift",
            "-expires=2999-12-31");
    assertThat(written.code()).as(written.text()).isZero();
    assertThat(shell.read("base.yaml"))
        .isEqualTo(
            """
            version: 1
            accepted:
              - stack: "a"
                address: "ksyun_vpn_customer_gateway.many[1]"
                path: "customer_gateway_address"
                class: material
                observed: "198.51.100.1"
                owner: "ana@example.com"
                reason: "moved by \\"night\\" shift"
                expires: "2999-12-31"
              - stack: "a"
                address: "ksyun_vpn_customer_gateway.many[2]"
                class: deleted
                owner: "ana@example.com"
                reason: "moved by \\"night\\" shift"
                expires: "2999-12-31"
            """);
    assertSchema("drift-baseline", Tree.read("base.yaml", shell.read("base.yaml")));

    Shell.Result accepted = shell.run("drift", "a", "b", "-baseline=base.yaml");
    assertThat(accepted.code()).as(accepted.text()).isZero();
    assertThat(accepted.text())
        .contains("No drift.")
        .contains("[accepted by ana@example.com until 2999-12-31: moved by \"night\" shift]");

    change("customer-gateway", "a-1", "{\"address\": \"198.51.100.2\"}");
    Shell.Result further = shell.run("drift", "a", "b", "-baseline=base.yaml");
    assertThat(further.code()).isEqualTo(3);
    assertThat(further.text()).contains("\"203.0.113.7\" -> \"198.51.100.2\"", "but not found");

    shell.write("base.yaml", shell.read("base.yaml").replace("2999", "2020"));
    Shell.Result expired = shell.run("drift", "a", "b", "-baseline=base.yaml");
    assertThat(expired.code()).isEqualTo(3);
    assertThat(expired.text())
        .contains("2 objects are not as recorded")
        .contains("No longer accepted, because the day has passed:");

    Shell.Result ignored =
        shell.run(
            "drift",
            "a",
            "b",
            "-ignore=ksyun_vpn_customer_gateway.many[2]",
            "-ignore=ksyun_vpn_customer_gateway.*:customer_gateway_*");
    assertThat(ignored.code()).as(ignored.text()).isZero();
    assertThat(shell.run("drift", "a", "-ignore=ksyun_vpn_customer_gateway.many:x*").code())
        .isEqualTo(3);
    assertThat(shell.run("drift", "a", "-ignore=one..two").text()).contains("is not an address");

    shell.write(
        "a/main.tf.yaml",
        shell.read("a/main.tf.yaml")
            + "      lifecycle: {ignore_changes: [customer_gateway_address]}\n");
    assertThat(shell.run("drift", "a").text())
        .contains("[ignored by ignore_changes]")
        .contains("Drift: 1 object is not as recorded.");

    shell.write("wrong.yaml", "accepted: [{address: a.b, owner: x, expires: soon}]");
    Shell.Result wrong = shell.run("drift", "a", "-baseline=wrong.yaml");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.text())
        .contains(
            "The property \"reason\" is required", "\"soon\" is no date", "wrong.yaml line 1");
  }

  @Test
  void aCatalogueNamesTheStacks() throws Exception {
    stack("nets/a", 1);
    stack("nets/b", 1);
    shell.write(
        "edge/terraform.tfstate.d/blue/terraform.tfstate", shell.read("nets/b/terraform.tfstate"));
    shell.write(
        "edge/main.tf.yaml",
        shell.read("nets/b/main.tf.yaml").replace("203.0.113.7", "${var.address}")
            + "variable:\n  address: {type: string}\n");
    shell.write(
        "catalogue.yaml",
        """
        version: 1
        stacks_at_once: 2
        parallelism: 5
        ignore: [{stack: nets/*, address: ksyun_vpn_customer_gateway.none}]
        stacks:
          - dir: nets/*
            ignore: ["ksyun_vpn_customer_gateway.many[0]:customer_gateway_name"]
          - name: edge-blue
            dir: edge
            workspace: blue
            variables: {address: 203.0.113.7}
        """);
    assertSchema("drift-catalogue", Tree.read("catalogue.yaml", shell.read("catalogue.yaml")));
    change("customer-gateway", "nets/b-0", "{\"name\": \"renamed\"}");
    SortedMap<String, String> before = tree();
    Shell.Result result = shell.run("drift", "-catalogue=catalogue.yaml", "-json");
    assertThat(tree()).isEqualTo(before);
    assertThat(result.code()).as(result.text()).isEqualTo(3);
    JsonNode stacks = report(result).path("stacks");
    assertThat(stacks.findValuesAsString("name").stream().filter(n -> !n.equals("many")).toList())
        .isEqualTo(List.of("nets/a", "nets/b", "edge-blue"));
    assertThat(stacks.get(1).path("drift").asBoolean()).isFalse();
    assertThat(stacks.get(2).path("drift").asBoolean()).isTrue();
    assertThat(stacks.get(2).path("workspace").asString()).isEqualTo("blue");

    shell.write(
        "bad.yaml", "stacks: [{dir: nets/a}, {dir: nets/a}, {dirr: x}, {dir: none/*}]\nmore: 1\n");
    assertThat(shell.run("drift", "-catalogue=bad.yaml").text())
        .contains(
            "There is a stack \"nets/a\" already",
            "\"dir\" is required",
            "No directory matches none/*")
        .contains("bad.yaml line 2");
  }

  @Test
  void everyReportTellsTheSameAndNoSecret() throws Exception {
    shell.set("TF_VAR_key", SECRET);
    DriftTest.apply(shell, "ksyun-vpn");
    change("vpn-tunnel", "to-wuhan", "{\"preSharedKey\": \"" + SECRET + "-of-others\"}");
    delete("vpn-tunnel", "to-chengdu");
    shell.write("broken/main.tf.yaml", "resource: {a: {b: {}}}");
    Queue<String> received = new ConcurrentLinkedQueue<>();
    Queue<Integer> answers = new ConcurrentLinkedQueue<>(List.of(503, 200));
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String time = exchange.getRequestHeaders().getFirst("X-Groma-Timestamp");
          String signature = exchange.getRequestHeaders().getFirst("X-Groma-Signature");
          assertSigned(signature, time + "." + body);
          received.add(body);
          exchange.getResponseHeaders().add("Retry-After", "0");
          exchange.sendResponseHeaders(answers.remove(), -1);
          exchange.close();
        });
    receiver.start();
    shell.set("GROMA_WEBHOOK_KEY", "the-key-of-the-webhook");
    String hook = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?token=in-the-url";
    Shell.Result result =
        shell.run(
            "drift",
            "ksyun-vpn",
            "broken",
            "-json",
            "-json-into=r.json",
            "-markdown=r.md",
            "-html=r.html",
            "-junit-xml=r.xml",
            "-prometheus=r.prom",
            "-webhook=" + hook,
            "-trace-http=r.har",
            "-stats");
    receiver.stop(0);
    assertThat(result.code()).isEqualTo(1);
    String report = result.text().lines().findFirst().orElseThrow();
    assertThat(received).hasSize(2).containsOnly(report);
    assertThat(shell.read("r.json")).isEqualTo(report + "\n");
    assertSchema("drift-report", Tree.read("r.json", report));
    JsonNode stack = report(result).path("stacks").get(0);
    assertThat(stack.path("drifted").get(1).path("differences").get(0).toString())
        .isEqualTo("{\"path\":\"pre_shared_key\",\"class\":\"material\",\"sensitive\":true}");
    assertThat(shell.read("r.md"))
        .contains(
            "| `ksyun_vpn_tunnel.branch[\"wuhan\"]` | `pre_shared_key` | `changed (sensitive"
                + " value)` |")
        .contains("**deleted outside**", "### `broken`", "❌");
    assertThat(shell.read("r.html"))
        .contains("<!doctype html>", "changed (sensitive value)", "deleted outside", "</html>")
        .doesNotContain("http://", "https://", "src=");
    var xml =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(shell.read("r.xml").getBytes(StandardCharsets.UTF_8)));
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(2);
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(shell.read("r.prom"))
        .contains("groma_drift_objects{stack=\"ksyun-vpn\",class=\"deleted\"} 1\n")
        .contains("groma_drift_counting_objects{stack=\"ksyun-vpn\"} 2\n")
        .contains("groma_drift_up{stack=\"broken\"} 0\n", "groma_drift_exit_code 1\n");
    List<String> secrets =
        List.of(SECRET, cloud.secretKey(), "the-key-of-the-webhook", "in-the-url");
    String everything =
        result.text()
            + shell.run("drift", "ksyun-vpn").text()
            + shell.read("r.json")
            + shell.read("r.md")
            + shell.read("r.html")
            + shell.read("r.xml")
            + shell.read("r.prom")
            + shell.read("r.har")
            + String.join("", received);
    assertThat(secrets).noneMatch(everything::contains);
  }

  private static void assertSigned(String signature, String text) {
    assertThat(signature).isEqualTo("sha256=" + Webhook.signature("the-key-of-the-webhook", text));
  }

  @Test
  void aWebhookThatTakesNothingIsAnError() throws Exception {
    stack("a", 1);
    assertThat(shell.run("drift", "a", "-webhook=http://127.0.0.1:1/secret-path").text())
        .contains("The webhook has no key", "GROMA_WEBHOOK_KEY to the key");
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    receiver.start();
    shell.set("GROMA_WEBHOOK_KEY", "k");
    Shell.Result refused =
        shell.run(
            "drift",
            "a",
            "-webhook=http://127.0.0.1:" + receiver.getAddress().getPort() + "/secret-path");
    receiver.stop(0);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.text())
        .contains("did not take the report", "403")
        .doesNotContain("secret-path");
    // RFC 4231, test case 2.
    assertThat(Webhook.signature("Jefe", "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  private static void assertSchema(String name, Tree value) throws IOException {
    String text =
        Files.readString(
            Path.of("..", "schemas/src/main/resources/dev/groma/schemas/" + name + ".schema.json"));
    assertThat(new SchemaCheck(Tree.read(name + ".schema.json", text)).check(value)).isEmpty();
  }
}
