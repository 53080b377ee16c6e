package dev.groma.providers.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groma.providers.emulator.cloud.SetupException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
  private static EmulatedCloud start(String... faults) throws Exception {
    return EmulatedCloud.start(options -> options.withFaults(faults));
  }

  private static String create(EmulatedCloud cloud, String peer) throws Exception {
    return cloud.call("POST", "/v1/peerconn", EmulatedCloud.peering("vpc-a", peer, "{}")).outcome();
  }

  private static int count(EmulatedCloud cloud) throws Exception {
    return cloud.call("GET", "/v1/peerconn?vpcId=vpc-a", "").json().objects("peerConns").size();
  }

  @Test
  void anErrorStrikesTheNthCall() throws Exception {
    try (var cloud = start("baiducloud:CreatePeerConn:2:status=503,code=ServiceInternalError")) {
      assertThat(create(cloud, "vpc-b")).isEqualTo("200");
      assertThat(create(cloud, "vpc-c")).isEqualTo("503 ServiceInternalError");
      assertThat(count(cloud)).isEqualTo(1);
      assertThat(create(cloud, "vpc-c")).isEqualTo("200");
    }
  }

  @Test
  void anErrorMayHideAnEffect() throws Exception {
    try (var cloud = start("baiducloud:CreatePeerConn:1:status=500,when=after")) {
      assertThat(create(cloud, "vpc-b")).isEqualTo("500 InternalError");
      assertThat(count(cloud)).isEqualTo(1);
    }
  }

  @Test
  void aCutBeforeHasNoEffect() throws Exception {
    try (var cloud = start("baiducloud:CreatePeerConn:1:cut=before")) {
      assertThatThrownBy(() -> create(cloud, "vpc-b")).isInstanceOf(IOException.class);
      assertThat(count(cloud)).isZero();
    }
  }

  @Test
  void aCutAfterHasTheEffectAndATokenFindsItAgain() throws Exception {
    try (var cloud = start("baiducloud:CreatePeerConn:1:cut=after")) {
      String target = "/v1/peerconn?clientToken=t";
      String body = EmulatedCloud.peering("vpc-a", "vpc-b", "{}");
      assertThatThrownBy(() -> cloud.call("POST", target, body)).isInstanceOf(IOException.class);
      assertThat(count(cloud)).isEqualTo(1);
      assertThat(cloud.status(cloud.call("POST", target, body).get("peerConnId")))
          .isEqualTo("creating");
      assertThat(count(cloud)).isEqualTo(1);
    }
  }

  @Test
  void aDelayComesFirstAndTheCallSucceeds() throws Exception {
    try (var cloud = start("*:CreatePeerConn:*:delay=3s")) {
      assertThat(create(cloud, "vpc-b")).isEqualTo("200");
      assertThat(cloud.pauses).containsExactly(Duration.ofSeconds(3));
    }
  }

  @Test
  void throttlingIsTheVendors() throws Exception {
    try (var cloud = start("baiducloud:*:1-2:throttle")) {
      assertThat(cloud.get("x").outcome()).isEqualTo("429 RequestLimitExceeded");
      assertThat(create(cloud, "vpc-b")).isEqualTo("429 RequestLimitExceeded");
      assertThat(create(cloud, "vpc-b")).isEqualTo("200");
    }
  }

  @Test
  void moreCallsThanTheRateAllowsAreThrottled() throws Exception {
    try (var cloud = start("baiducloud:GetPeerConnDetail:*:rate=2")) {
      String id = cloud.create("vpc-a", "vpc-b", "{}");
      assertThat(cloud.get(id).outcome()).isEqualTo("200");
      cloud.clock.advance(Duration.ofMillis(600));
      assertThat(cloud.get(id).outcome()).isEqualTo("200");
      assertThat(cloud.get(id).outcome()).isEqualTo("429 RequestLimitExceeded");
      cloud.clock.advance(Duration.ofMillis(400));
      assertThat(cloud.get(id).outcome()).isEqualTo("200");
      assertThat(cloud.get(id).outcome()).isEqualTo("429 RequestLimitExceeded");
    }
  }

  @Test
  void callsAreCountedByOperation() throws Exception {
    try (var cloud = start("baiducloud:GetPeerConnDetail:2-:status=500")) {
      String id = cloud.create("vpc-a", "vpc-b", "{}");
      assertThat(cloud.get(id).outcome()).isEqualTo("200");
      assertThat(cloud.get(id).outcome()).isEqualTo("500 InternalError");
      assertThat(cloud.get(id).outcome()).isEqualTo("500 InternalError");
      assertThat(cloud.emulator.calls())
          .isEqualTo(Map.of("baiducloud:CreatePeerConn", 1L, "baiducloud:GetPeerConnDetail", 3L));
      assertThat(cloud.send("GET", "/_emulator/calls", "", Map.of()).text())
          .isEqualTo("{\"baiducloud:CreatePeerConn\":1,\"baiducloud:GetPeerConnDetail\":3}\n");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          baiducloud:CreatePeerConn:1                           | it must have four parts
          bidu:CreatePeerConn:1:throttle                        | there is no cloud "bidu"; there are *, baiducloud, huaweicloud, ksyun
          baiducloud:Create:1:throttle                          | there is no operation "Create"; there are *, AcceptPeerConnApply
          baiducloud:*:0:throttle                               | counted from 1
          baiducloud:*:3-2:throttle                             | must not be empty
          baiducloud:*:x:throttle                               | "x" must be a number, a range
          baiducloud:*:1:                                       | "" is no effect; effects are delay=3s
          baiducloud:*:1:explode                                | "explode" is no effect
          baiducloud:*:1:delay                                  | "delay" is no effect
          baiducloud:*:1:delay=3                                | the delay "3" must be a number with ms, s or m
          baiducloud:*:1:cut=now                                | "now" must be before or after
          baiducloud:*:1:status=200                             | the status "200" must be between 400 and 599
          baiducloud:*:1:code=X                                 | code and message need a status
          baiducloud:*:1:cut=before,throttle                    | only one of cut, status, throttle and rate
          baiducloud:*:1:rate=fast                              | the rate "fast" must be a number of calls a second
          baiducloud:*:1:throttle,throttle                      | "throttle" is given twice
          baiducloud:*:1:delay=1s,when=after                    | when=after goes with status, throttle or rate
          """)
  void aMistakeInAFaultIsExplained(String fault, String explanation) {
    var options = EmulatorOptions.of(Clock.systemUTC(), new SplittableRandom(1)).withFaults(fault);
    assertThatThrownBy(() -> Emulator.start(options))
        .isInstanceOf(SetupException.class)
        .hasMessageStartingWith("The fault \"%s\" cannot be used: ".formatted(fault))
        .hasMessageContaining(explanation);
  }
}
