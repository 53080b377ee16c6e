package dev.groma.providers.huaweicloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.CloudSettings;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the settings of the provider come from.
final class SettingsTest {
  @TempDir private Path folder = Path.of(".");

  private CloudSettings.Result result(
      Map<String, String> arguments, Map<String, String> environment) {
    Map<String, Value> values = new TreeMap<>();
    arguments.forEach((name, text) -> values.put(name, Value.of(text)));
    ProviderContext context =
        new ProviderContext(
            environment::get,
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
            new Random(1),
            new TreeMap<>(),
            "test",
            folder);
    return CloudSettings.of(HuaweiCloudFactory.PROFILE, LocalHuawei.configuration(values), context);
  }

  private CloudSettings ready(Map<String, String> arguments, Map<String, String> environment) {
    return ((CloudSettings.Result.Ready) result(arguments, environment)).settings();
  }

  private List<String> codes(Map<String, String> arguments, Map<String, String> environment) {
    return ((CloudSettings.Result.Wrong) result(arguments, environment))
        .diagnostics().stream().map(Diagnostic::code).toList();
  }

  @Test
  void theEnvironmentIsUsedWhereTheConfigurationIsSilent() {
    CloudSettings settings =
        ready(
            Map.of("secret_key", "of-the-block"),
            Map.of(
                "HW_ACCESS_KEY", "ak",
                "HW_SECRET_KEY", "of-the-environment",
                "HW_REGION_NAME", "cn-south-1"));
    assertThat(settings.region()).isEqualTo("cn-south-1");
    assertThat(settings.credentials().secretKey()).isEqualTo("of-the-block");
    assertThat(settings.endpoint()).hasToString("https://vpn.cn-south-1.myhuaweicloud.com");
    assertThat(settings.endpoint("iam")).hasToString("https://iam.cn-south-1.myhuaweicloud.com");
    assertThat(settings.endpoint("eip")).hasToString("https://vpc.cn-south-1.myhuaweicloud.com");
  }

  @Test
  void aProfileComesAfterTheEnvironment() throws IOException {
    Files.writeString(
        folder.resolve("profiles.json"),
        """
        {"current": "second", "profiles": [
          {"name": "first", "accessKeyId": "ak1", "secretAccessKey": "sk1", "region": "cn-north-1"},
          {"name": "second", "accessKeyId": "ak2", "secretAccessKey": "sk2", "projectId": "p2"}]}
        """);
    Map<String, String> file = Map.of("shared_config_file", "profiles.json");
    assertThat(ready(file, Map.of()).credentials().accessKey()).isEqualTo("ak2");
    assertThat(ready(file, Map.of()).given().text("project_id")).contains("p2");
    CloudSettings first = ready(file, Map.of("HW_PROFILE", "first", "HW_SECRET_KEY", "other"));
    assertThat(first.credentials().accessKey()).isEqualTo("ak1");
    assertThat(first.credentials().secretKey()).isEqualTo("other");
    assertThat(first.region()).isEqualTo("cn-north-1");
    assertThat(codes(file, Map.of("HW_PROFILE", "third"))).contains("provider.unknown-profile");
    assertThat(codes(Map.of("shared_config_file", "nowhere.json"), Map.of()))
        .contains("provider.unreadable-file");
  }

  @Test
  void anIamUserNeedsPasswordAndAccount() {
    assertThat(codes(Map.of(), Map.of())).containsExactly("provider.no-credentials");
    assertThat(codes(Map.of("user_name", "u"), Map.of()))
        .containsExactly("provider.incomplete-user", "provider.incomplete-user");
    assertThat(
            ready(Map.of("user_name", "u"), Map.of("HW_USER_PASSWORD", "p", "HW_DOMAIN_NAME", "d"))
                .region())
        .isEqualTo("cn-north-4");
  }
}
