package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CloudEmulator;
import dev.groma.testkit.crash.Fault;
import dev.groma.testkit.crash.FaultyStore;
import dev.groma.testkit.crash.Killed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What a run does about operations that an earlier one was stopped in, and what the user can say.
final class RecoverTest {
  private static final String SECRET = "only-for-trying-this-out";
  private static final String ADDRESS = "ksyun_vpn_customer_gateway.office";

  @Test
  void anAnswerThatIsLostIsFoundOutByTheNextRun() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud = cloud("ksyun:CreateCustomerGateway:1:cut=after")) {
      write(shell, cloud, gateway("office"));
      Shell.Result first = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(first.code()).isEqualTo(1);
      assertThat(first.text()).contains("The outcome of a request is not known");
      Set<String> made = objects(cloud, "customer-gateway");
      assertThat(made).hasSize(1);
      byte[] journal = journal(shell);

      Shell.Result unlocked = shell.run("plan", "-lock=false", "-no-color");
      assertThat(unlocked.text()).contains("An operation of an earlier run is open");
      assertThat(journal(shell)).as("a plan without a lock writes nothing").isEqualTo(journal);

      Shell.Result plan = shell.run("plan", "-detailed-exitcode", "-no-color");
      assertThat(plan.code()).as(plan.text()).isZero();
      assertThat(plan.text()).contains("completes before all else", made.iterator().next());

      Shell.Result next = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(next.code()).as(next.text()).isZero();
      assertThat(next.text()).contains("was settled", "0 added, 0 changed, 0 destroyed");
      assertThat(objects(cloud, "customer-gateway")).isEqualTo(made);
      assertThat(shell.run("recover").text()).contains("No operation is open.");
    }
  }

  @Test
  void theUserDecidesBetweenTwo() throws Exception {
    try (Shell shell = new Shell();
        Shell other = new Shell();
        CloudEmulator.Running cloud = cloud("ksyun:CreateCustomerGateway:1:cut=after")) {
      write(shell, cloud, gateway("office"));
      shell.run("apply", "-auto-approve");
      String mine = objects(cloud, "customer-gateway").iterator().next();
      write(other, cloud, gateway("office"));
      assertThat(other.run("apply", "-auto-approve").code()).isZero();

      Shell.Result stopped = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(stopped.code()).isEqualTo(1);
      assertThat(stopped.text().replaceAll("[│\\s]+", " "))
          .contains("More than one object exists that it could have made", "recover -adopt=")
          .contains("Nothing is changed before this is known");
      assertThat(objects(cloud, "customer-gateway")).hasSize(2);

      Shell.Result asked = shell.run("recover", "-json");
      assertThat(asked.code()).isEqualTo(1);
      JsonNode operation = last(asked.text()).path("operations").get(0);
      assertThat(operation.path("outcome").asString()).isEqualTo("open");
      assertThat(operation.path("candidates").size()).isEqualTo(2);

      Shell.Result wrong = shell.run("recover", "-adopt=" + ADDRESS + "=no-such-id", "-no-color");
      assertThat(wrong.code()).as(wrong.text()).isEqualTo(1);
      Shell.Result nowhere = shell.run("recover", "-discard=terraform_data.x", "-no-color");
      assertThat(nowhere.text()).contains("No creation is open there");

      Shell.Result adopted = shell.run("recover", "-adopt=" + ADDRESS + "=" + mine, "-no-color");
      assertThat(adopted.code()).as(adopted.text()).isZero();
      assertThat(adopted.text()).contains(ADDRESS + ": completed", mine);
      assertThat(shell.run("state", "list", "-id=" + mine).text()).contains(ADDRESS);
      assertThat(shell.run("plan", "-detailed-exitcode").code()).isZero();
    }
  }

  @Test
  void whatIsDiscardedIsMadeAnew() throws Exception {
    try (Shell shell = new Shell();
        Shell other = new Shell();
        CloudEmulator.Running cloud = cloud("ksyun:CreateCustomerGateway:1:cut=before")) {
      write(shell, cloud, gateway("office"));
      shell.run("apply", "-auto-approve");
      write(other, cloud, gateway("office"));
      other.run("apply", "-auto-approve");
      shell.set("GROMA_RECOVER_WAIT", "forever");
      assertThat(shell.run("recover", "-no-color").text()).contains("GROMA_RECOVER_WAIT must be");
      shell.set("GROMA_RECOVER_WAIT", "0");

      Shell.Result discarded = shell.run("recover", "-discard=" + ADDRESS, "-no-color");
      assertThat(discarded.text()).contains(ADDRESS + ": discarded", "1 settled, 0 open");
      assertThat(shell.run("apply", "-auto-approve").code()).isZero();
      assertThat(objects(cloud, "customer-gateway")).hasSize(2);
    }
  }

  /// The clock of the run was two hours ahead: what it made seems older than the operation. An
  /// earlier call is refused, and tells the time.
  @Test
  void whatSeemsTooOldIsForTheUser() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud = cloud("huaweicloud:CreateCgw:1:cut=after")) {
      shell.set("GROMA_RECOVER_WAIT", "0");
      shell.write(
          "main.tf.yaml",
          """
          provider:
            huaweicloud: {region: cn-north-4, endpoint: "%s", access_key: %s, secret_key: %s}
          resource:
            huaweicloud_vpn_customer_gateway:
              office: {name: office, id_value: 203.0.113.7}
          """
              .formatted(
                  cloud.endpoints().get("huaweicloud"), cloud.accessKey(), cloud.secretKey()));
      shell.on(machine(shell, Fault.NONE, Duration.ofHours(2)));
      Shell.Result first = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(first.text()).contains("The outcome of a request is not known");
      shell.on(Console.Machine.REAL);
      Shell.Result stopped = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(stopped.code()).as(stopped.text()).isEqualTo(1);
      assertThat(stopped.text().replaceAll("[│\\s]+", " "))
          .contains("before the operation began, if the clock of this machine was right then");
    }
  }

  /// A tunnel has a secret: the same request cannot be made from the journal, so it is looked for.
  @Test
  void noSecretLiesInAnAnnouncement() throws Exception {
    for (Fault fault :
        List.of(new Fault(Fault.Kind.AFTER_RECORD, 1), new Fault(Fault.Kind.BEFORE_RECORD, 2))) {
      try (Shell shell = new Shell();
          CloudEmulator.Running cloud = cloud()) {
        write(shell, cloud, gateway("office") + hub());
        assertThat(shell.run("apply", "-auto-approve").code()).isZero();
        write(shell, cloud, gateway("office") + hub() + tunnel());
        shell.on(machine(shell, fault, Duration.ZERO));
        Assertions.assertThatExceptionOfType(Killed.class)
            .isThrownBy(() -> shell.run("apply", "-auto-approve"));
        shell.on(Console.Machine.REAL);
        boolean made = fault.at() == 2;
        Set<String> before = objects(cloud, "vpn-tunnel");
        assertThat(before).hasSize(made ? 1 : 0);
        assertThat(new String(journal(shell), StandardCharsets.UTF_8))
            .contains("\"begin\"", "ksyun_vpn_tunnel.link", "sensitive_attributes")
            .doesNotContain(SECRET);

        Shell.Result recovered = shell.run("recover", "-no-color");
        assertThat(recovered.code()).as(recovered.text()).isZero();
        assertThat(recovered.text())
            .contains("ksyun_vpn_tunnel.link: " + (made ? "completed" : "discarded"))
            .doesNotContain(SECRET);
        assertThat(shell.run("apply", "-auto-approve", "-no-color").code()).isZero();
        assertThat(objects(cloud, "vpn-tunnel")).hasSize(1).containsAll(before);
        assertThat(shell.run("plan", "-detailed-exitcode").code()).isZero();
      }
    }
  }

  /// The object of an interrupted creation is on record: it can be moved and forgotten like others.
  @Test
  void whatIsOnRecordCanBeMoved() throws Exception {
    try (Shell shell = new Shell();
        CloudEmulator.Running cloud = cloud()) {
      write(shell, cloud, gateway("office"));
      shell.on(machine(shell, new Fault(Fault.Kind.AFTER_RECORD, 2), Duration.ZERO));
      Assertions.assertThatExceptionOfType(Killed.class)
          .isThrownBy(() -> shell.run("apply", "-auto-approve"));
      shell.on(Console.Machine.REAL);
      String moved = "ksyun_vpn_customer_gateway.branch";
      assertThat(shell.run("state", "mv", ADDRESS, moved).code()).isZero();
      write(shell, cloud, gateway("branch"));
      Shell.Result next = shell.run("apply", "-auto-approve", "-no-color");
      assertThat(next.code()).as(next.text()).isZero();
      assertThat(shell.run("state", "list").text().strip()).isEqualTo(moved);
      assertThat(objects(cloud, "customer-gateway")).hasSize(1);
      assertThat(shell.run("plan", "-detailed-exitcode").code()).isZero();
    }
  }

  private static Console.Machine machine(Shell shell, Fault fault, Duration off) {
    Path journal = shell.directory().resolve("terraform.tfstate.journal");
    return new Console.Machine(
        Clock.offset(Clock.systemUTC(), off),
        store ->
            new FaultyStore(
                store,
                journal,
                fault,
                where -> {
                  throw new Killed(where);
                }),
        Clouds::factories);
  }

  private static CloudEmulator.Running cloud(String... faults) {
    return Clouds.start(0, null, null, null, null, Duration.ZERO, List.of(faults));
  }

  private static JsonNode last(String text) {
    return new ObjectMapper().readTree(text.strip().lines().reduce("", (_, line) -> line));
  }

  private static byte[] journal(Shell shell) throws IOException {
    return Files.readAllBytes(shell.directory().resolve("terraform.tfstate.journal"));
  }

  private static Set<String> objects(CloudEmulator.Running cloud, String kind) throws IOException {
    String endpoint = Objects.requireNonNull(cloud.endpoints().get("ksyun"));
    try (var in = URI.create(endpoint + "/_emulator/objects").toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new TreeSet<>(new ObjectMapper().readTree(text).path(kind).propertyNames());
    }
  }

  private static void write(Shell shell, CloudEmulator.Running cloud, String resources)
      throws IOException {
    shell.set("GROMA_RECOVER_WAIT", "0");
    shell.write(
        "main.tf.yaml",
        """
        provider:
          ksyun: {region: cn-beijing-6, endpoint: "%s", access_key: %s, secret_key: %s}
        resource:
        """
                .formatted(cloud.endpoints().get("ksyun"), cloud.accessKey(), cloud.secretKey())
            + resources);
  }

  private static String gateway(String name) {
    return """
      ksyun_vpn_customer_gateway:
        %s:
          customer_gateway_name: office
          customer_gateway_address: 203.0.113.10
    """
        .formatted(name);
  }

  private static String hub() {
    return """
      ksyun_vpn_gateway:
        main:
          vpn_gateway_name: main
          vpc_id: 4e8d1f11-264a-468b-ae37-09b465477415
          band_width: 10
          charge_type: Daily
    """;
  }

  private static String tunnel() {
    return """
      ksyun_vpn_tunnel:
        link:
          vpn_tunnel_name: link
          type: Ipsec
          vpn_gateway_id: ${ksyun_vpn_gateway.main.id}
          customer_gateway_id: ${ksyun_vpn_customer_gateway.office.id}
          pre_shared_key: %s
          ike_authen_algorithm: sha
          ike_dh_group: 5
          ike_encry_algorithm: aes-cbc-256
          ipsec_encry_algorithm: aes-cbc-256
          ipsec_authen_algorithm: sha256
    """
        .formatted(SECRET);
  }
}
