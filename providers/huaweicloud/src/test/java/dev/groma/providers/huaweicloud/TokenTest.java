package dev.groma.providers.huaweicloud;

import static dev.groma.providers.huaweicloud.HuaweiContract.privateGateway;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// IAM users: tokens are fetched, shared, renewed before they end, and fetched again when refused.
final class TokenTest {
  private static final String TYPE = "huaweicloud_vpn_gateway";

  @TempDir private Path folder = Path.of(".");

  private static Provider user(LocalHuawei huawei) {
    return huawei.provider(
        Map.of(
            "user_name", huawei.accessKey(),
            "password", huawei.secretKey(),
            "domain_name", huawei.accessKey()));
  }

  private static AtomicInteger logins(Provider provider) {
    AtomicInteger logins = new AtomicInteger();
    ((Observable) provider)
        .observe(call -> {
          if (call.operation().equals("POST /v3/auth/tokens")) {
            logins.incrementAndGet();
          }
        });
    return logins;
  }

  private static Value gateway(LocalHuawei huawei, Provider provider) {
    Lifecycle life = new Lifecycle(provider.resource(TYPE), huawei.schema(TYPE));
    ResourceHandler.ApplyResult result =
        life.apply(life.nothing(), life.configuration(privateGateway()));
    assertThat(result.diagnostics().all()).isEmpty();
    return Lifecycle.require(result.value(), List.of());
  }

  @Test
  void oneTokenServesManyCalls() {
    try (LocalHuawei huawei = new LocalHuawei()) {
      Provider provider = user(huawei);
      AtomicInteger logins = logins(provider);
      gateway(huawei, provider);
      assertThat(logins).hasValue(1);
      huawei.sleep(Duration.ofHours(24));
      gateway(huawei, provider);
      assertThat(logins).hasValue(2);
    }
  }

  @Test
  void tokensOfTwoSecondsAreRenewedInTime() throws IOException {
    Path seed =
        Files.writeString(
            folder.resolve("seed.json"),
            """
            {"clouds": {"huaweicloud": {"settings": {"token_lifetime_seconds": 2}}}}
            """);
    try (LocalHuawei huawei = new LocalHuawei(seed, List.of())) {
      Provider provider = user(huawei);
      AtomicInteger logins = logins(provider);
      // Becoming active takes five seconds of reads.
      gateway(huawei, provider);
      assertThat(logins.get()).isGreaterThan(2);
    }
  }

  @Test
  void aRefusedTokenIsFetchedAgainOnce() {
    List<String> faults =
        List.of("huaweicloud:CreateVgw:1:status=401,code=APIGW.0301,message=decrypt token fail");
    try (LocalHuawei huawei = new LocalHuawei(null, faults)) {
      Provider provider = user(huawei);
      AtomicInteger logins = logins(provider);
      Lifecycle life = new Lifecycle(provider.resource(TYPE), huawei.schema(TYPE));
      assertThat(
              life.plan(life.nothing(), life.configuration(privateGateway())).diagnostics().all())
          .isEmpty();
      huawei.sleep(Duration.ofMinutes(2));
      gateway(huawei, provider);
      assertThat(logins).hasValue(2);
    }
  }

  @Test
  void aWrongPasswordIsExplainedAndNotRepeated() {
    try (LocalHuawei huawei = new LocalHuawei()) {
      Provider provider =
          huawei.provider(
              Map.of(
                  "user_name", huawei.accessKey(),
                  "password", "not-the-password",
                  "domain_name", huawei.accessKey()));
      Lifecycle life = new Lifecycle(provider.resource(TYPE), huawei.schema(TYPE));
      ResourceHandler.ApplyResult result =
          life.apply(life.nothing(), life.configuration(privateGateway()));
      assertThat(result.diagnostics().all())
          .singleElement()
          .satisfies(d -> {
            assertThat(d.detail()).contains("401", "user_name", "HW_PASSWORD");
            assertThat(d.detail()).doesNotContain("not-the-password");
          });
    }
  }

  @Test
  void aProjectIsFoundByItsName() {
    try (LocalHuawei huawei = new LocalHuawei()) {
      gateway(
          huawei, huawei.provider(Map.of("project_name", "cn-south-1", "region", "cn-south-1")));
      Provider nowhere = huawei.provider(Map.of("project_name", "cn-nowhere"));
      Lifecycle life = new Lifecycle(nowhere.resource(TYPE), huawei.schema(TYPE));
      assertThat(
              life.apply(life.nothing(), life.configuration(privateGateway())).diagnostics().all())
          .singleElement()
          .satisfies(d -> assertThat(d.detail()).contains("cn-nowhere", "project_name"));
    }
  }
}
