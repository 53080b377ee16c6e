package dev.groma.providers.alicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderFactory.ConfigureResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where credentials, endpoint and headers come from, and that calls made with them are taken.
final class SettingsTest {
  private static final String ROLE = "acs:ram::1001:role/groma";

  @TempDir Path folder;
  private final LocalAlicloud cloud = new LocalAlicloud();
  private final List<CallListener.Call> calls = new ArrayList<>();
  private int operations;

  @AfterEach
  void close() {
    cloud.close();
  }

  private static Value configuration(Map<String, Value> arguments) {
    Value.Obj all = (Value.Obj) LocalAlicloud.configuration(Map.of());
    for (Map.Entry<String, Value> argument : arguments.entrySet()) {
      all = all.with(argument.getKey(), argument.getValue());
    }
    return all;
  }

  private static Value role(Map<String, Value> members) {
    Map<String, Value> all = new TreeMap<>();
    Objects.requireNonNull(
            CloudSettings.schema(AlicloudFactory.PROFILE).block().blocks().get("assume_role"))
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    all.putAll(members);
    return Value.object(all);
  }

  private ConfigureResult configured(
      Map<String, Value> arguments, Map<String, String> environment) {
    AlicloudFactory factory = new AlicloudFactory(cloud::sleep);
    return factory.configure(configuration(arguments), cloud.bare(environment));
  }

  private Map<String, Value> keys() {
    Map<String, Value> arguments = new HashMap<>();
    cloud.keys().forEach((name, text) -> arguments.put(name, Value.of(text)));
    arguments.put("endpoint", Value.of(cloud.url()));
    return arguments;
  }

  /// Makes a customer gateway with what a provider is configured with, and takes it away.
  private List<Diagnostic> works(ConfigureResult configured, String address) {
    assertThat(configured.diagnostics().hasErrors())
        .as(configured.diagnostics().toString())
        .isFalse();
    try (Provider provider = configured.provider()) {
      ((Observable) provider).observe(calls::add);
      String type = "alicloud_vpn_customer_gateway";
      Lifecycle life = new Lifecycle(provider.resource(type), cloud.schema(type));
      CallContext context =
          new CallContext("test.object", "operation-" + operations++, _ -> {}, () -> false);
      var made =
          life.apply(
              life.nothing(), life.configuration(Map.of("ip_address", Value.of(address))), context);
      return made.diagnostics().all();
    }
  }

  /// How many customer gateways there are for what a provider is configured with.
  private static int seen(ConfigureResult configured) {
    try (Provider provider = configured.provider()) {
      List<Value> all = new ArrayList<>();
      CallContext context = new CallContext("test.object", "list", _ -> {}, () -> false);
      assertThat(
              ((Listable) provider.resource("alicloud_vpn_customer_gateway"))
                  .list(all::add, context)
                  .all())
          .isEmpty();
      return all.size();
    }
  }

  private static List<String> codes(List<Diagnostic> told) {
    return told.stream().map(Diagnostic::code).toList();
  }

  @Test
  void argumentsAndEveryFamilyOfVariablesLeadToTheCloud() {
    assertThat(works(configured(keys(), Map.of()), "203.0.113.1")).isEmpty();
    String key = cloud.keys().get("access_key");
    String secret = cloud.keys().get("secret_key");
    for (Map<String, String> environment :
        List.of(
            Map.of("ALICLOUD_ACCESS_KEY", key, "ALICLOUD_SECRET_KEY", secret),
            Map.of("ALIBABACLOUDSTACK_ACCESS_KEY", key, "ALIBABACLOUDSTACK_SECRET_KEY", secret),
            Map.of(
                "ALIBABA_CLOUD_ACCESS_KEY_ID", key, "ALIBABA_CLOUD_ACCESS_KEY_SECRET", secret))) {
      Map<String, String> all = new HashMap<>(environment);
      all.put("ALICLOUD_ENDPOINT", cloud.url());
      all.put("ALICLOUD_REGION", "cn-beijing");
      assertThat(works(configured(Map.of(), all), "203.0.113." + (calls.size() + 2))).isEmpty();
    }
  }

  @Test
  void aProfileOfTheCommandLineIsUsed() throws IOException {
    Files.createDirectories(folder.resolve(".aliyun"));
    Files.writeString(
        folder.resolve(".aliyun").resolve("config.json"),
        """
        {"current": "one", "profiles": [
          {"name": "one", "mode": "AK", "access_key_id": "%s", "access_key_secret": "%s",
           "region_id": "cn-beijing", "ram_role_arn": ""},
          {"name": "two", "mode": "RamRoleArn", "access_key_id": "%s", "access_key_secret": "%s",
           "region_id": "cn-hangzhou", "ram_role_arn": "%s", "ram_session_name": "shared"},
          {"name": "odd", "mode": "EcsRamRole"}]}
        """
            .formatted(
                cloud.keys().get("access_key"),
                cloud.keys().get("secret_key"),
                cloud.keys().get("access_key"),
                cloud.keys().get("secret_key"),
                ROLE));
    Map<String, String> home = Map.of("HOME", folder.toString());
    Map<String, Value> endpoint = Map.of("endpoint", Value.of(cloud.url()));
    assertThat(works(configured(endpoint, home), "203.0.113.1")).isEmpty();
    Map<String, Value> two = new HashMap<>(endpoint);
    two.put("profile", Value.of("two"));
    two.put("sts_endpoint", Value.of(cloud.url()));
    calls.clear();
    assertThat(works(configured(two, home), "203.0.113.2")).isEmpty();
    assertThat(calls).extracting(CallListener.Call::operation).first().isEqualTo("AssumeRole");
    for (String wrong : List.of("odd", "three")) {
      two.put("profile", Value.of(wrong));
      assertThat(codes(configured(two, home).diagnostics().all()))
          .contains("provider.unknown-profile");
    }
    // Keys that are given go together: nothing of the file is mixed with them.
    assertThat(works(configured(keys(), home), "203.0.113.3")).isEmpty();
  }

  @Test
  void aRoleIsTakenOnAndItsCredentialsRenewedBeforeTheyExpire() {
    Map<String, Value> arguments = keys();
    arguments.put("sts_endpoint", Value.of(cloud.url()));
    arguments.put(
        "assume_role",
        role(
            Map.of(
                "role_arn", Value.of(ROLE),
                "session_name", Value.of("ci@example"),
                "session_expiration", Value.of(900))));
    try (Provider provider = configured(arguments, Map.of()).provider()) {
      ((Observable) provider).observe(calls::add);
      String type = "alicloud_vpn_customer_gateway";
      Lifecycle life = new Lifecycle(provider.resource(type), cloud.schema(type));
      Value made =
          Lifecycle.require(
              life.apply(
                      life.nothing(),
                      life.configuration(Map.of("ip_address", Value.of("203.0.113.9"))))
                  .value(),
              List.of());
      assertThat(calls)
          .extracting(CallListener.Call::operation)
          .containsExactly("AssumeRole", "CreateCustomerGateway", "DescribeCustomerGateway");
      calls.clear();
      cloud.sleep(Duration.ofSeconds(820));
      assertThat(life.read(made).diagnostics().all()).isEmpty();
      assertThat(calls)
          .extracting(call -> call.operation() + " " + call.status())
          .containsExactly("AssumeRole 200", "DescribeCustomerGateway 200");
    }
  }

  @Test
  void aPolicyNarrowsTheRoleAndARefusalIsExplained() {
    Map<String, Value> arguments = keys();
    arguments.put("sts_endpoint", Value.of(cloud.url()));
    arguments.put(
        "assume_role",
        role(
            Map.of(
                "role_arn", Value.of(ROLE),
                "policy",
                    Value.of(
                        "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"vpc:Describe*\"],\"Resource\":[\"*\"]}]}"))));
    assertThat(codes(works(configured(arguments, Map.of()), "203.0.113.1")))
        .containsExactly("remote.denied");
    arguments.put("assume_role", role(Map.of("role_arn", Value.of("no-arn"))));
    List<Diagnostic> told = works(configured(arguments, Map.of()), "203.0.113.1");
    assertThat(told.getFirst().detail())
        .startsWith("Groma could not take on the role no-arn.")
        .contains("InvalidParameter", "acs:ram::ACCOUNT:role/NAME");
  }

  @Test
  void theAsapiGatewayIsCalledByPostAndAnswersMayBeXml() {
    Map<String, Value> arguments = keys();
    arguments.put("endpoint", Value.of(cloud.url() + "/asapi/v3"));
    arguments.put("format", Value.of("xml"));
    arguments.put("assume_role", role(Map.of("role_arn", Value.of(ROLE))));
    assertThat(works(configured(arguments, Map.of()), "203.0.113.1")).isEmpty();
    assertThat(calls)
        .isNotEmpty()
        .allSatisfy(call -> {
          assertThat(call.method()).isEqualTo("POST");
          assertThat(call.url()).endsWith("/asapi/v3");
        });
  }

  @Test
  void organisationsDoNotSeeEachOther() {
    Map<String, Value> arguments = keys();
    arguments.put("organization_id", Value.of("org-1"));
    arguments.put("resource_group_id", Value.of("rs-1"));
    assertThat(works(configured(arguments, Map.of()), "203.0.113.1")).isEmpty();
    assertThat(seen(configured(arguments, Map.of()))).isEqualTo(1);
    arguments.put("organization_id", Value.of("org-2"));
    assertThat(seen(configured(arguments, Map.of()))).isZero();
    arguments.remove("organization_id");
    assertThat(codes(configured(arguments, Map.of()).diagnostics().all()))
        .contains("provider.no-organization");
  }

  @Test
  void whatIsWrongIsSaid() {
    Map<String, Value> arguments = keys();
    arguments.put("format", Value.of("yaml"));
    arguments.put("sts_endpoint", Value.of("https://sts.example.com/path"));
    arguments.put(
        "assume_role",
        role(
            Map.of(
                "role_arn", Value.of(ROLE),
                "session_name", Value.of("a b"),
                "policy", Value.of("x".repeat(1025)))));
    assertThat(configured(arguments, Map.of()).diagnostics().all())
        .hasSize(4)
        .allSatisfy(told -> assertThat(told.code()).isEqualTo("provider.wrong-argument"));
    arguments = keys();
    arguments.put("insecure", Value.of(true));
    assertThat(configured(arguments, Map.of()).diagnostics().all())
        .singleElement()
        .satisfies(told -> {
          assertThat(told.isError()).isFalse();
          assertThat(told.detail()).contains("keys and secrets included");
        });
    ApsaraStackFactory stack = new ApsaraStackFactory(cloud::sleep);
    assertThat(
            codes(
                stack
                    .configure(
                        configuration(
                            Map.of("access_key", Value.of("a"), "secret_key", Value.of("b"))),
                        cloud.bare(Map.of()))
                    .diagnostics()
                    .all()))
        .containsExactly("provider.no-endpoint");
    assertThat(codes(configured(Map.of(), Map.of()).diagnostics().all()))
        .containsExactly("provider.no-credentials");
  }
}
