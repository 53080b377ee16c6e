package dev.groma.engine.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Event;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Where the time went, by a clock of the test.
final class ProfileTest {
  private static final InstanceAddress A = address("terraform_data.a");
  private static final InstanceAddress B = address("terraform_data.b");

  private final SteppedClock clock = new SteppedClock();
  private final Profile profile = new Profile(clock);

  private static InstanceAddress address(String text) {
    return AddressParser.instance(text).orElseThrow();
  }

  /// What two reads have in common counts once for the whole, and for each of them.
  @Test
  void readsAtTheSameTimeCountOnce() {
    try (Profile.Timer _ = profile.begin(Profile.Phase.PLAN)) {
      profile.accept(new Event.RefreshStart(A, "1"));
      clock.pass(Duration.ofSeconds(1));
      profile.accept(new Event.RefreshStart(B, "2"));
      clock.pass(Duration.ofSeconds(2));
      profile.accept(new Event.RefreshComplete(A, "1"));
      clock.pass(Duration.ofSeconds(3));
      profile.accept(new Event.RefreshComplete(B, "2"));
      clock.pass(Duration.ofSeconds(4));
      profile.accept(new Event.RefreshStart(A, "1"));
      clock.pass(Duration.ofSeconds(5));
    }
    assertThat(profile.phases()).isEqualTo(Map.of(Profile.Phase.PLAN, Duration.ofSeconds(15)));
    assertThat(profile.reading()).isEqualTo(Duration.ofSeconds(6));
    assertThat(profile.slowest())
        .containsExactly(
            new Profile.Row(B, "read", Duration.ofSeconds(5)),
            new Profile.Row(A, "read", Duration.ofSeconds(3)));
  }

  @Test
  void saysItToPeopleAndPrograms() {
    profile.add(Profile.Phase.SAVE, Duration.ofMillis(20));
    profile.add(Profile.Phase.APPLY, Duration.ofMillis(65_400));
    profile.accept(new Event.ApplyComplete(A, Action.CREATE, "i", Duration.ofSeconds(65)));
    profile.accept(new Event.ApplyErrored(B, Action.DELETE, Duration.ofSeconds(7)));
    profile.called(call("CreateThing", 900, 0));
    profile.called(call("ReadThing", 400, 250));
    profile.called(call("ReadThing", 700, 2000));

    assertThat(profile.text())
        .isEqualTo(
            """

            Time: 65.420 s
              apply      65.400 s
              save        0.020 s

            Instances that took longest:
              terraform_data.a  create      65.000 s
              terraform_data.b  delete       7.000 s

            Calls that took longest, many of them at once:
              Cloud  ReadThing  2 calls         1.100 s
              Cloud  CreateThing  1 calls       0.900 s

            Waits for limits on requests, many of them at once, not in the times above:
              Cloud  ReadThing  2 calls       2.250 s
            """);
    assertThat(profile.json().line())
        .isEqualTo(
            """
            {"phases":[{"phase":"apply","milliseconds":65400},\
            {"phase":"save","milliseconds":20}],"reading_milliseconds":0,\
            "slowest":[{"addr":"terraform_data.a","operation":"create","milliseconds":65000},\
            {"addr":"terraform_data.b","operation":"delete","milliseconds":7000}],\
            "calls":[{"cloud":"Cloud","operation":"ReadThing","calls":2,"failed":0,"repeated":0,\
            "milliseconds":1100,"waiting_milliseconds":2250},{"cloud":"Cloud","operation":"CreateThing","calls":1,"failed":0,\
            "repeated":0,"milliseconds":900,"waiting_milliseconds":0}]}\
            """);
  }

  private CallListener.Call call(String operation, long milliseconds, long waited) {
    return new CallListener.Call(
        "Cloud",
        operation,
        "GET",
        "http://127.0.0.1/",
        200,
        "",
        "",
        clock.instant(),
        Duration.ofMillis(milliseconds),
        Duration.ofMillis(waited),
        1,
        () -> {
          throw new AssertionError("nobody needs it");
        });
  }

  @Test
  void tenAreEnough() {
    for (int i = 0; i < 30; i++) {
      profile.accept(
          new Event.ApplyComplete(
              address("terraform_data.a[" + i + "]"), Action.UPDATE, "", Duration.ofMillis(i)));
    }
    List<Profile.Row> rows = profile.slowest();
    assertThat(rows).hasSize(10);
    assertThat(rows.getFirst().address()).hasToString("terraform_data.a[29]");
    assertThat(rows.getLast().address()).hasToString("terraform_data.a[20]");
  }
}
