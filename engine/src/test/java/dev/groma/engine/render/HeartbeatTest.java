package dev.groma.engine.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Event;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How far a long plan is, by a clock of the test.
final class HeartbeatTest {
  private final SteppedClock clock = new SteppedClock();
  private final List<String> told = new ArrayList<>();
  private final List<Event> passed = new ArrayList<>();
  private final Heartbeat heartbeat = new Heartbeat(passed::add, clock, 10_000, told::add);

  private static InstanceAddress address(int i) {
    return AddressParser.instance("terraform_data.a[" + i + "]").orElseThrow();
  }

  private void read(int from, int to) {
    for (int i = from; i < to; i++) {
      heartbeat.accept(new Event.RefreshComplete(address(i), ""));
    }
  }

  @Test
  void aQuickPlanIsSilent() {
    read(0, 500);
    clock.pass(Heartbeat.EVERY.minusMillis(1));
    read(500, 1_000);
    assertThat(told).isEmpty();
    assertThat(passed).hasSize(1_000);
  }

  @Test
  void aLongOneSaysHowFarItIs() {
    read(0, 1_199);
    clock.pass(Duration.ofSeconds(6));
    read(1_199, 1_300);
    heartbeat.planned(address(0));
    clock.pass(Duration.ofSeconds(60));
    heartbeat.planned(address(1));
    heartbeat.planned(address(2));
    assertThat(told)
        .containsExactly(
            "Refreshing... 1,200 of 10,000 recorded objects read. Planning... 0 resource instances"
                + " planned. [6s elapsed]",
            "Refreshing... 1,300 of 10,000 recorded objects read. Planning... 2 resource instances"
                + " planned. [1m6s elapsed]");
  }

  @Test
  void aFirstPlanReadsNothing() {
    clock.pass(Duration.ofSeconds(5));
    heartbeat.planned(address(0));
    assertThat(told).containsExactly("Planning... 1 resource instances planned. [5s elapsed]");
  }
}
