package dev.groma.providers.ksyun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every value that the documents list is taken without a word, by the spec and by the cloud; what
/// they do not list is warned of. Endpoints are those of the section 请求结构.
final class DocumentedValuesTest {
  private static final String TUNNEL = "ksyun_vpn_tunnel";

  private static Map<String, Value> tunnel(String gateway, String customer) {
    Map<String, Value> arguments = new HashMap<>();
    arguments.put("type", Value.of("Ipsec"));
    arguments.put("pre_shared_key", Value.of("a-key-of-both-ends"));
    arguments.put("vpn_gateway_id", Value.of(gateway));
    arguments.put("customer_gateway_id", Value.of(customer));
    return arguments;
  }

  private static Value value(String text) {
    return text.matches("[0-9]+") ? Value.of(Integer.parseInt(text)) : Value.of(text);
  }

  private static String made(LocalKsyun ksyun, String type, Map<String, Value> arguments) {
    Lifecycle life = new Lifecycle(ksyun.provider().resource(type), ksyun.schema(type));
    Value object =
        Lifecycle.require(
            life.apply(life.nothing(), life.configuration(arguments)).value(), List.of());
    return ((Value.Str) Path.of("id").find(object).orElseThrow()).text();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ike_authen_algorithm | md5 sha | sha256
          ike_dh_group | 1 2 5 | 14
          ike_encry_algorithm | 3des aes des aes-cbc-192 aes-cbc-256 sm1-cbc-128 sm4-cbc | sm4
          ipsec_encry_algorithm | esp-3des esp-aes esp-seal aes-cbc-192 aes-cbc-256 sm1-cbc-128 sm4-cbc | aes
          ipsec_authen_algorithm | esp-md5-hmac esp-sha-hmac sha256 sha384 sha512 sm3 | md5
          ipsec_lifetime_traffic | 2560 4608000 | 2559
          ipsec_lifetime_second | 120 2592000 | 2592001
          """)
  void settingsOfTunnels(String attribute, String listed, String other) {
    try (LocalKsyun ksyun = new LocalKsyun()) {
      String gateway =
          made(
              ksyun,
              "ksyun_vpn_gateway",
              Map.of(
                  "vpc_id", Value.of(KsyunContract.VPC_1),
                  "band_width", Value.of(10),
                  "charge_type", Value.of("Daily")));
      String customer =
          made(
              ksyun,
              "ksyun_vpn_customer_gateway",
              Map.of(
                  "customer_gateway_name", Value.of("one"),
                  "customer_gateway_address", Value.of("203.0.113.7")));
      Lifecycle life = new Lifecycle(ksyun.provider().resource(TUNNEL), ksyun.schema(TUNNEL));
      Map<String, Value> arguments = tunnel(gateway, customer);
      for (String text : listed.split(" ", -1)) {
        arguments.put(attribute, value(text));
        Value configuration = life.configuration(arguments);
        assertThat(ksyun.provider().resource(TUNNEL).validate(configuration).all()).isEmpty();
        var result = life.apply(life.nothing(), configuration);
        assertThat(result.diagnostics().all()).as(text).isEmpty();
        assertThat(Path.of(attribute).find(Lifecycle.require(result.value(), List.of())))
            .contains(value(text));
      }
      arguments.put(attribute, value(other));
      assertThat(ksyun.provider().resource(TUNNEL).validate(life.configuration(arguments)).all())
          .as("no more than a warning of what the document does not list")
          .singleElement()
          .returns(false, Diagnostic::isError);
    }
  }

  @ParameterizedTest
  @CsvSource({"esp-des", "esp-null"})
  void whatProtectsNothingIsWarnedOf(String algorithm) {
    try (LocalKsyun ksyun = new LocalKsyun()) {
      Lifecycle life = new Lifecycle(ksyun.provider().resource(TUNNEL), ksyun.schema(TUNNEL));
      Map<String, Value> arguments = tunnel("x", "y");
      arguments.put("ipsec_encry_algorithm", Value.of(algorithm));
      assertThat(life.plan(life.nothing(), life.configuration(arguments)).diagnostics().all())
          .singleElement()
          .returns(TUNNEL + ".weak", Diagnostic::code)
          .returns(false, Diagnostic::isError);
    }
  }

  private static CloudSettings settings(LocalKsyun ksyun, Map<String, Value> arguments) {
    ProviderContext context =
        new ProviderContext(
            Map.of("KSYUN_ACCESS_KEY", "ak", "KSYUN_SECRET_KEY", "sk")::get,
            Clock.systemUTC(),
            new Random(1),
            new TreeMap<>(),
            "test",
            java.nio.file.Path.of("."));
    return ((CloudSettings.Result.Ready)
            CloudSettings.of(KsyunFactory.PROFILE, ksyun.configuration(arguments), context))
        .settings();
  }

  @Test
  void eachRegionHasItsEndpointAndAnotherOneMayBeGiven() {
    try (LocalKsyun ksyun = new LocalKsyun()) {
      assertThat(settings(ksyun, Map.of()).endpoint())
          .hasToString("https://vpc.cn-beijing-6.api.ksyun.com");
      for (String region : List.of("cn-shanghai-3", "ap-singapore-1", "cn-new-1")) {
        assertThat(settings(ksyun, Map.of("region", Value.of(region))).endpoint())
            .hasToString("https://vpc." + region + ".api.ksyun.com");
      }
      assertThat(
              settings(ksyun, Map.of("endpoint", Value.of("http://vpc.internal:8080"))).endpoint())
          .hasToString("http://vpc.internal:8080");
    }
  }
}
