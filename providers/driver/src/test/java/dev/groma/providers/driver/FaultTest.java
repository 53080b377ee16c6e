package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.ResourceHandler.ApplyResult;
import dev.groma.providers.spi.ResourceHandler.ReadResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What goes wrong between this machine and a cloud, and that nothing is lost or done twice.
final class FaultTest {
  private static List<String> codes(List<Diagnostic> told) {
    return told.stream().map(Diagnostic::code).toList();
  }

  private static ApplyResult create(ThingCloud cloud) {
    return cloud.life().apply(cloud.life().nothing(), cloud.configuration("a"));
  }

  private static Value id(Value object) {
    return Path.of("id").find(object).orElseThrow();
  }

  @Test
  void throttlingIsWaitedOutAndRetryAfterHonoured() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud
          .answers(429, ThingCloud.error("Slow"), "Retry-After", "7")
          .answers(400, ThingCloud.error("Locked"))
          .answers(200, "{\"id\":\"t1\"}")
          .answers(200, ThingCloud.thingBody("on"));
      ApplyResult result = create(cloud);
      assertThat(result.diagnostics().all()).isEmpty();
      assertThat(cloud.requests()).isEqualTo(4);
      assertThat(cloud.slept()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void aCreateWithTokenIsSentAgainWithTheSameToken() {
    try (ThingCloud cloud = new ThingCloud(true)) {
      cloud
          .cuts()
          .answers(500, ThingCloud.error("Down"))
          .answers(200, "{not json")
          .answers(200, "{\"id\":\"t1\"}")
          .answers(200, ThingCloud.thingBody("on"));
      ApplyResult result = create(cloud);
      assertThat(result.diagnostics().all()).isEmpty();
      String first = cloud.request().getTarget();
      assertThat(first).startsWith("/things?token=groma-").hasSizeLessThan(100);
      assertThat(List.of(cloud.request(), cloud.request(), cloud.request()))
          .allSatisfy(again -> assertThat(again.getTarget()).isEqualTo(first));
    }
  }

  @Test
  void aCreateWithoutTokenIsNotSentAgainWhenItsOutcomeIsUnknown() {
    for (String fault : List.of("cut", "500", "malformed")) {
      try (ThingCloud cloud = new ThingCloud(false)) {
        switch (fault) {
          case "cut" -> cloud.cuts();
          case "500" -> cloud.answers(500, ThingCloud.error("Down"));
          default -> cloud.answers(200, "{not json");
        }
        ApplyResult result = create(cloud);
        assertThat(codes(result.diagnostics().all()))
            .as(fault)
            .containsExactly("remote.outcome-unknown");
        assertThat(result.value()).isNull();
        assertThat(cloud.requests()).isEqualTo(1);
        assertThat(cloud.life().recorded()).isEmpty();
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsTriedAFewTimesAndLeavesNothing() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.stopServer();
      ApplyResult result = create(cloud);
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.unreachable");
      assertThat(result.value()).isEqualTo(cloud.life().nothing());
      assertThat(result.diagnostics().all().getFirst().detail())
          .contains("does not accept connections", "proxy");
      assertThat(cloud.slept()).isPositive().isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aReadIsSentAgainAfterAnything() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.cuts().answers(200, "<html>").answers(503, "").answers(200, ThingCloud.thingBody("on"));
      ReadResult result = cloud.life().read(cloud.thing("t1"));
      assertThat(result.diagnostics().all()).isEmpty();
      assertThat(Path.of("size").find(Lifecycle.require(result.value(), List.of())))
          .contains(Value.of(3));
    }
  }

  @Test
  void onlyTheListedCodeMeansGone() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(404, ThingCloud.error("NoThing")).answers(404, ThingCloud.error("NoRoute"));
      assertThat(cloud.life().read(cloud.thing("t1")).value()).isEqualTo(cloud.life().nothing());
      ReadResult other = cloud.life().read(cloud.thing("t1"));
      assertThat(other.value()).isNull();
      assertThat(codes(other.diagnostics().all())).containsExactly("remote.fatal");
    }
  }

  @Test
  void deletingWhatIsGoneIsSuccess() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.cuts().answers(404, ThingCloud.error("NoThing"));
      ApplyResult result = cloud.life().apply(cloud.thing("t1"), cloud.life().nothing());
      assertThat(result.diagnostics().all()).isEmpty();
      assertThat(result.value()).isEqualTo(cloud.life().nothing());
    }
  }

  @Test
  void errorsSayWhatTheVendorSaidButNoSecret() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(409, ThingCloud.error("Taken"));
      Diagnostic told = create(cloud).diagnostics().all().getFirst();
      assertThat(told.code()).isEqualTo("remote.conflict");
      assertThat(told.detail())
          .isEqualTo(
              """
              Groma could not create the object. The cloud says: Taken: said (sensitive value). Request id: r-1.
              taken\
              """);
    }
  }

  @Test
  void aWrongClockIsCorrectedOnceAndPointedOut() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud
          .answers(403, ThingCloud.error("Expired"), "Date", "Thu, 01 Jan 2026 01:00:00 GMT")
          .answers(200, ThingCloud.thingBody("on"))
          .answers(403, ThingCloud.error("Expired"), "Date", "Thu, 01 Jan 2026 01:00:20 GMT");
      ReadResult result = cloud.life().read(cloud.thing("t1"));
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.clock-skew");
      assertThat(result.diagnostics().all().getFirst().detail()).contains("3600 seconds behind");
      assertThat(cloud.request().getHeaders().get("signed-at")).isEqualTo("2026-01-01T00:00:00Z");
      assertThat(cloud.request().getHeaders().get("signed-at")).startsWith("2026-01-01T01:00:00");
      ReadResult denied = cloud.life().read(cloud.thing("t1"));
      assertThat(codes(denied.diagnostics().all())).containsExactly("remote.denied");
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(302, "", "Location", "https://evil.example/?token=abc");
      Diagnostic told = cloud.life().read(cloud.thing("t1")).diagnostics().all().getFirst();
      assertThat(told.code()).isEqualTo("remote.fatal");
      assertThat(told.detail()).contains("(https://evil.example/)").doesNotContain("abc");
      assertThat(cloud.requests()).isEqualTo(1);
    }
  }

  /// What limits cost is told apart from what calls cost.
  @Test
  void waitsForLimitsAreToldApart() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      List<CallListener.Call> calls = new ArrayList<>();
      cloud.observe(calls::add);
      cloud
          .answers(429, ThingCloud.error("Slow"), "Retry-After", "7")
          .answers(400, ThingCloud.error("Locked"))
          .answers(200, "{\"id\":\"t1\"}")
          .answers(200, ThingCloud.thingBody("on"));
      create(cloud);
      assertThat(calls).extracting(CallListener.Call::duration).containsOnly(Duration.ZERO);
      assertThat(calls.getFirst().waited()).isZero();
      assertThat(calls.get(1).waited()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(27));
      // The third was held back by an object that is locked, which is no limit, and the pace of
      // calls lets it go after so long a time.
      assertThat(calls.get(2).waited()).isLessThan(Duration.ofSeconds(1));
    }
  }

  /// A call that comes sooner after another one than the pace allows waits for its turn.
  @Test
  void waitsForTheOwnPaceAreTold() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      List<CallListener.Call> calls = new ArrayList<>();
      cloud.observe(calls::add);
      for (int i = 0; i < 3; i++) {
        cloud.answers(200, ThingCloud.thingBody("on"));
        cloud.life().read(cloud.thing("t1"));
      }
      assertThat(calls.getFirst().waited()).isZero();
      assertThat(calls.subList(1, 3)).allMatch(call -> call.waited().isPositive());
    }
  }

  @Test
  void everyRequestIsToldToListenersWithoutSecrets() {
    try (ThingCloud cloud = new ThingCloud(true)) {
      List<CallListener.Call> calls = new ArrayList<>();
      cloud.observe(calls::add);
      cloud
          .answers(429, ThingCloud.error("Slow"))
          .answers(200, "{\"id\":\"t1\"}")
          .answers(200, ThingCloud.thingBody("on"));
      create(cloud);
      assertThat(calls)
          .extracting(c -> c.operation() + " " + c.status() + " " + c.code() + " " + c.attempt())
          .containsExactly(
              "POST /things 429 Slow 1", "POST /things 200  2", "GET /things/$id 200  1");
      assertThat(calls.toString()).doesNotContain("s3cret-text", "groma-");
    }
  }

  @Test
  void aListedObjectKeepsWhatTheApiNeverTellsAndTheUsersSpelling() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      Value.Obj known = ((Value.Obj) cloud.thing("t1")).with("network", Value.of("10.0.3.4/16"));
      cloud.answers(
          200,
          "{\"things\":[{\"id\":\"t1\",\"name\":\"b\",\"network\":\"10.0.0.0/16\",\"status\":\"on\"}]}");
      Listable listable = (Listable) cloud.handler();
      List<Value> found = new ArrayList<>();
      listable.list(found::add, cloud.life().context());
      assertThat(listable.merged(known, found.getFirst()))
          .isEqualTo(known.with("name", Value.of("b")));
    }
  }

  @Test
  void aTimeoutOfTheConfigurationGoesBeforeThatOfTheSpec() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, "{\"id\":\"t1\"}");
      for (int i = 0; i < 60; i++) {
        cloud.answers(200, ThingCloud.thingBody("starting"));
      }
      Value timeouts = Value.object(Map.of("create", Value.of("10s")));
      Value configuration =
          cloud.life().configuration(Map.of("name", Value.of("a"), "timeouts", timeouts));
      ApplyResult result = cloud.life().apply(cloud.life().nothing(), configuration);
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.wait-timeout");
      assertThat(cloud.slept()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
    }
  }

  @Test
  void aTimeoutThatIsNoDurationIsRefusedAndAnotherOneChangesNothingElse() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      Value timeouts = Value.object(Map.of("create", Value.of("soon")));
      Value wrong = cloud.life().configuration(Map.of("name", Value.of("a"), "timeouts", timeouts));
      assertThat(cloud.handler().validate(wrong).all())
          .extracting(d -> d.code() + " " + d.path())
          .containsExactly("config.invalid-value timeouts.create");
      Value longer = Value.object(Map.of("create", Value.of("1h30m")));
      Value.Obj right =
          (Value.Obj) cloud.life().configuration(Map.of("name", Value.of("a"), "timeouts", longer));
      Value.Obj prior = ((Value.Obj) cloud.thing("t1")).with("secret", right.require("secret"));
      assertThat(cloud.life().plan(prior, right).planned())
          .isEqualTo(prior.with("timeouts", right.require("timeouts")));
    }
  }

  @Test
  void theIdIsRecordedBeforeTheWait() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, "{\"id\":\"t1\"}").answers(200, ThingCloud.thingBody("broken"));
      ApplyResult result = create(cloud);
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.wrong-state");
      assertThat(cloud.life().recorded()).extracting(FaultTest::id).containsExactly(Value.of("t1"));
      Value object = Lifecycle.require(result.value(), List.of());
      assertThat(Path.of("status").find(object)).contains(Value.of("broken"));
      assertThat(Path.of("secret").find(object)).contains(Value.of("s3cret-text"));
    }
  }

  @Test
  void aWaitEndsAtItsTimeoutAndKeepsTheObject() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, "{\"id\":\"t1\"}");
      for (int i = 0; i < 60; i++) {
        cloud.answers(200, ThingCloud.thingBody("starting"));
      }
      ApplyResult result = create(cloud);
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.wait-timeout");
      assertThat(id(Lifecycle.require(result.value(), List.of()))).isEqualTo(Value.of("t1"));
      assertThat(cloud.slept()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
      assertThat(cloud.requests()).isLessThan(40);
      assertThat(cloud.life().progress()).contains("state starting, wanted on");
    }
  }

  @Test
  void anObjectThatVanishesWhileItIsWaitedForIsNotKept() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud
          .answers(200, "{\"id\":\"t1\"}")
          .answers(200, ThingCloud.thingBody("starting"))
          .answers(404, ThingCloud.error("NoThing"));
      ApplyResult result = create(cloud);
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.vanished");
      assertThat(result.value()).isEqualTo(cloud.life().nothing());
    }
  }

  @Test
  void aCreateWhoseAnswerHasNoIdIsNotForgotten() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, "{}");
      ApplyResult result = create(cloud);
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.unexpected-answer");
      assertThat(result.value()).isNull();
      assertThat(cloud.requests()).isEqualTo(1);
    }
  }

  @Test
  void aNewObjectMayTakeAWhileToBeSeen() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud
          .answers(200, "{\"id\":\"t1\"}")
          .answers(404, ThingCloud.error("NoThing"))
          .answers(200, ThingCloud.thingBody("on"));
      assertThat(create(cloud).diagnostics().all()).isEmpty();
    }
  }

  @Test
  void anObjectWithoutIdentityIsNotAskedFor() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      ReadResult result = cloud.life().read(cloud.configuration("a"));
      assertThat(codes(result.diagnostics().all())).containsExactly("state.no-identity");
      assertThat(cloud.requests()).isZero();
    }
  }

  @Test
  void anAnswerOfAnotherShapeIsReported() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      cloud.answers(200, "{\"id\":\"t1\",\"size\":\"large\"}");
      ReadResult result = cloud.life().read(cloud.thing("t1"));
      assertThat(result.value()).isNull();
      assertThat(codes(result.diagnostics().all())).containsExactly("remote.unexpected-answer");
    }
  }

  @Test
  void listsAreReadPageByPageUntilTheVisitorHasEnough() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      String page = "{\"things\":[{\"id\":\"%s\"},{\"id\":\"%s\"}],\"next\":\"%s\"}";
      cloud
          .answers(200, page.formatted("a", "b", "m1"))
          .answers(200, page.formatted("c", "d", ""))
          .answers(200, page.formatted("a", "b", "m1"));
      Listable listable = (Listable) cloud.handler();
      List<Value> found = new ArrayList<>();
      assertThat(listable.list(found::add, cloud.life().context()).all()).isEmpty();
      assertThat(found)
          .extracting(FaultTest::id)
          .containsExactly(Value.of("a"), Value.of("b"), Value.of("c"), Value.of("d"));
      assertThat(cloud.request().getTarget()).isEqualTo("/things");
      assertThat(cloud.request().getTarget()).isEqualTo("/things?from=m1");
      listable.list(_ -> false, cloud.life().context());
      assertThat(cloud.requests()).isEqualTo(3);
    }
  }

  @Test
  void theUsersSpellingOfWhatMeansTheSameIsKept() {
    try (ThingCloud cloud = new ThingCloud(false)) {
      Value.Obj thing = (Value.Obj) cloud.thing("t1");
      cloud.answers(200, "{\"id\":\"t1\",\"name\":\"a\",\"network\":\"10.0.0.0/16\"}");
      Value prior = thing.with("network", Value.of("10.0.3.4/16"));
      Value seen = Lifecycle.require(cloud.life().read(prior).value(), List.of());
      assertThat(Path.of("network").find(seen)).contains(Value.of("10.0.3.4/16"));
    }
  }
}
