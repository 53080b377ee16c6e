package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.testkit.crash.CrashReport;
import org.junit.jupiter.api.Test;

/// Every command, stopped anywhere, given again until it is done: nothing is orphaned and nothing
/// is made twice.
///
/// `-Dgroma.crash.rounds=N` asks for more rounds, `-Dgroma.crash.seed=N` for others; a failure
/// names the seed that repeats it.
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("groma.crash.rounds", 192);
  private static final long SEED = Long.getLong("groma.crash.seed", 1);

  private static final int SIGNALS = Integer.getInteger("groma.crash.signals", 8);

  @Test
  void everyCommandCanBeStoppedAnywhere() throws Exception {
    CrashReport report = new CrashReport();
    lived(ROUNDS, SEED, false, report);
    assertThat(report.rounds()).isEqualTo(ROUNDS);
    assertThat(report.kills()).as(report.text()).isGreaterThan(ROUNDS / 4);
  }

  @Test
  void everyProcessCanBeKilledAnywhere() throws Exception {
    CrashReport report = new CrashReport();
    lived(SIGNALS, SEED + 1_000_000, true, report);
    assertThat(report.rounds()).isEqualTo(SIGNALS);
    assertThat(report.signals()).as(report.text()).isGreaterThan(SIGNALS / 4);
  }

  private static void lived(int rounds, long first, boolean signals, CrashReport report)
      throws Exception {
    int left = rounds;
    for (long seed = first; left > 0; seed++) {
      try (CrashStory story = new CrashStory(seed, signals, report)) {
        left -= story.live(left);
      }
    }
    System.out.println("crash harness, seeds from " + first + ": " + report.text());
  }
}
