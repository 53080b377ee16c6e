package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.cloud.SetupException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupTest {
  private static final EmulatorOptions OPTIONS =
      EmulatorOptions.of(Clock.systemUTC(), new SplittableRandom(1));

  @Test
  void whatRunsIsTold() throws Exception {
    try (Emulator emulator = Emulator.start(OPTIONS)) {
      assertThat(emulator.endpoints().get("baiducloud")).matches("http://127\\.0\\.0\\.1:[0-9]+");
      assertThat(emulator.regions().get("baiducloud"))
          .containsExactly("bj", "gz", "su", "hkg", "fwh", "bd");
      assertThat(emulator.inspect())
          .isEqualTo("{\"alicloud\":{},\"baiducloud\":{},\"huaweicloud\":{},\"ksyun\":{}}");
      assertThat(emulator.calls()).isEmpty();
    }
  }

  @Test
  void aPortInUseIsExplained() throws Exception {
    try (Emulator emulator = Emulator.start(OPTIONS)) {
      int port = URI.create(String.valueOf(emulator.endpoints().get("baiducloud"))).getPort();
      assertThatThrownBy(() -> Emulator.start(OPTIONS.withPort(port)))
          .isInstanceOf(SetupException.class)
          .hasMessageContaining("cannot listen on port " + port)
          .hasMessageContaining("-port");
    }
    assertThatThrownBy(() -> Emulator.start(OPTIONS.withPort(70_000)))
        .isInstanceOf(SetupException.class);
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(OPTIONS.withKeys("AK", "hidden").toString()).doesNotContain("hidden");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                               | line 1
          {"account": []}                                                 | "account" is not a property of the file; there are accounts, clouds
          {"accounts": {}}                                                | "accounts" must be an array of objects
          {"accounts": [{"access_key": "a"}]}                             | an account has no "id"
          {"accounts": [{"id": "1", "sessions": [{"access_key": "a"}]}]}  | a session has no "secret_key"
          {"accounts": [{"id": "1", "projects": [1]}]}                    | "projects" must be an array of strings
          {"accounts": [{"id": "1", "denied": ["ksyun:Fly"]}]}            | "ksyun:Fly" in "denied" is no operation
          {"clouds": {"aws": {}}}                                         | There is no cloud "aws"
          {"clouds": {"baiducloud": {"vpcs": []}}}                        | "vpcs" is not a property
          {"clouds": {"alicloud": {"quotas": {"cars": 1}}}}               | "cars" is not a property of "quotas" of cloud "alicloud"; there are customer-gateway
          {"clouds": {"baiducloud": {"quotas": {"peerconn": 1}}}}         | "peerconn" is not a property of "quotas" of cloud "baiducloud"
          {"clouds": {"baiducloud": {"regions": {"mars": {}}}}}           | no region "mars"; there are bj, gz
          {"clouds": {"baiducloud": {"regions": {"bj": {"vpcs": [{}]}}}}} | a VPC has no "id"
          {"clouds": {"baiducloud": {"regions": {"bj": {"vpcs": [{"id": "vpc-a", "account": "z"}]}}}}} | "z", which is not among
          """)
  void aMistakeInASeedFileIsExplained(String seed, String explanation, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("seed.json"), seed);
    assertThatThrownBy(() -> Emulator.start(OPTIONS.withSeedFile(file)))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(explanation);
  }

  @Test
  void aMissingSeedFileIsExplained(@TempDir Path folder) {
    assertThatThrownBy(() -> Emulator.start(OPTIONS.withSeedFile(folder.resolve("none.json"))))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("-seed-file");
  }
}
