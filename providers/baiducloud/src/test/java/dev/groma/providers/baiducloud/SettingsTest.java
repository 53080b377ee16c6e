package dev.groma.providers.baiducloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private static final Map<String, String> KEYS = Map.of("access_key", "ak", "secret_key", "sk");

  private static CloudSettings.Result settings(
      Map<String, String> arguments, Map<String, String> environment) {
    return CloudSettings.of(
        BaiduCloudFactory.PROFILE, configuration(arguments), context(environment));
  }

  private static Value configuration(Map<String, String> arguments) {
    Map<String, Value> all = new TreeMap<>();
    arguments.forEach((name, text) -> all.put(name, Value.of(text)));
    return complete(all);
  }

  private static Value complete(Map<String, Value> arguments) {
    Map<String, Value> all = new TreeMap<>();
    CloudSettings.schema(BaiduCloudFactory.PROFILE)
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    all.putAll(arguments);
    return Value.object(all);
  }

  private static ProviderContext context(Map<String, String> environment) {
    return new ProviderContext(
        environment::get,
        Clock.systemUTC(),
        new Random(1),
        new TreeMap<>(),
        "test",
        java.nio.file.Path.of("."));
  }

  private static CloudSettings ready(CloudSettings.Result result) {
    assertThat(result).isInstanceOf(CloudSettings.Result.Ready.class);
    return ((CloudSettings.Result.Ready) result).settings();
  }

  private static List<String> codes(CloudSettings.Result result) {
    assertThat(result).isInstanceOf(CloudSettings.Result.Wrong.class);
    return ((CloudSettings.Result.Wrong) result)
        .diagnostics().stream().map(Diagnostic::code).toList();
  }

  @Test
  void theProviderIsFoundByItsServiceName() {
    assertThat(ServiceLoader.load(ProviderFactory.class))
        .filteredOn(BaiduCloudFactory.class::isInstance)
        .singleElement()
        .satisfies(factory -> {
          assertThat(factory.address()).hasToString("registry.terraform.io/baidubce/baiducloud");
          assertThat(factory.schema().resources())
              .containsOnlyKeys("baiducloud_peer_conn", "baiducloud_peer_conn_acceptor");
          assertThat(factory.schema().dataSources())
              .containsOnlyKeys("baiducloud_peer_conns", "baiducloud_peer_conn_acceptors");
        });
  }

  @Test
  void argumentsGoBeforeTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "BAIDUCLOUD_ACCESS_KEY", "env-ak",
            "BAIDUCLOUD_SECRET_KEY", "env-sk",
            "BAIDUCLOUD_REGION", "su");
    assertThat(ready(settings(Map.of(), environment)))
        .returns("env-ak", s -> s.credentials().accessKey())
        .returns("su", CloudSettings::region)
        .returns("https://bcc.su.baidubce.com", s -> s.endpoint().toString());
    assertThat(ready(settings(Map.of("access_key", "ak", "region", "HKG"), environment)))
        .returns("ak", s -> s.credentials().accessKey())
        .returns("env-sk", s -> s.credentials().secretKey())
        .returns("https://bcc.hkg.baidubce.com", s -> s.endpoint().toString());
  }

  @Test
  void everyRegionOfTheDocumentHasItsEndpoint() {
    for (String region : List.of("bj", "gz", "su", "hkg", "fwh", "bd")) {
      Map<String, String> arguments = new TreeMap<>(KEYS);
      arguments.put("region", region);
      assertThat(ready(settings(arguments, Map.of())).endpoint())
          .hasToString("https://bcc." + region + ".baidubce.com");
    }
  }

  @Test
  void missingCredentialsAreNamed() {
    CloudSettings.Result result = settings(Map.of(), Map.of());
    assertThat(codes(result)).containsExactly("provider.no-credentials");
    assertThat(((CloudSettings.Result.Wrong) result).diagnostics().getFirst().detail())
        .contains("access_key", "secret_key", "BAIDUCLOUD_ACCESS_KEY", "BAIDUCLOUD_SECRET_KEY");
  }

  @Test
  void wrongRegionsAndUrlsAreRefused() {
    Map<String, String> arguments = new TreeMap<>(KEYS);
    arguments.put("region", "hkgg");
    assertThat(codes(settings(arguments, Map.of()))).containsExactly("provider.unknown-region");
    arguments.put("endpoint", "http://localhost:1/x");
    assertThat(codes(settings(arguments, Map.of()))).containsExactly("provider.wrong-url");
    arguments.put("endpoint", "http://localhost:1");
    assertThat(ready(settings(arguments, Map.of())).endpoint()).hasToString("http://localhost:1");
  }

  @Test
  void whatIsNotKnownYetFailsTheCallsThatNeedIt() {
    Value.Obj configuration = (Value.Obj) configuration(KEYS);
    ProviderFactory.ConfigureResult result =
        new BaiduCloudFactory()
            .configure(
                configuration.with("secret_key", Value.unknown(Type.STRING)), context(Map.of()));
    assertThat(result.diagnostics().all()).isEmpty();
    ResourceHandler handler = result.provider().resource("baiducloud_peer_conn");
    assertThat(
            handler
                .read(
                    new ResourceHandler.ReadRequest(Value.nullValue(), ""),
                    new dev.groma.providers.spi.CallContext("a", "b", _ -> {}, () -> false))
                .diagnostics()
                .all())
        .extracting(Diagnostic::code)
        .containsExactly("provider.not-known");
  }

  @Test
  void aWrongSecretKeyIsExplainedAndNeverPrinted() {
    try (LocalBaidu baidu = new LocalBaidu()) {
      ProviderFactory.ConfigureResult result =
          baidu.configure(Map.of(), Map.of("BAIDUCLOUD_SECRET_KEY", "a-wrong-secret"));
      ResourceHandler handler = result.provider().resource("baiducloud_peer_conn");
      Lifecycle life = new Lifecycle(handler, baidu.schema("baiducloud_peer_conn"));
      ResourceHandler.ReadResult read = life.importAndRead("peerconn-1");
      assertThat(read.value()).isNull();
      Diagnostic told = read.diagnostics().all().getFirst();
      assertThat(told.code()).isEqualTo("remote.denied");
      assertThat(told.detail())
          .contains("SignatureDoesNotMatch", "BAIDUCLOUD_SECRET_KEY")
          .doesNotContain("a-wrong-secret")
          .doesNotContainPattern("[0-9a-f]{64}");
    }
  }
}
