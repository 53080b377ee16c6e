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

  @Test
  void everyCommandCanBeStoppedAnywhere() throws Exception {
    CrashReport report = new CrashReport();
    int left = ROUNDS;
    for (long seed = SEED; left > 0; seed++) {
      try (CrashStory story = new CrashStory(seed, report)) {
        left -= story.live(left);
      }
    }
    System.out.println("crash harness, seeds from " + SEED + ": " + report.text());
    assertThat(report.rounds()).isEqualTo(ROUNDS);
    assertThat(report.kills()).isGreaterThan(ROUNDS / 4);
  }
}
