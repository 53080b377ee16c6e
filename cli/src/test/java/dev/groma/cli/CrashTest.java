package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.testkit.crash.CrashReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Every command, stopped anywhere, given again until it is done: nothing is orphaned and nothing
/// is made twice.
///
/// `-Dgroma.crash.rounds=N` asks for more rounds, `-Dgroma.crash.seed=N` for others; a failure
/// names the seed that repeats it.
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("groma.crash.rounds", 192);
  private static final long SEED = Long.getLong("groma.crash.seed", 1);

  private static final int LIVES = 6;
  private static final int SIGNALS = Integer.getInteger("groma.crash.signals", 8);

  private static final int DISKS = Integer.getInteger("groma.crash.disks", 7);

  @Test
  void everyCommandCanBeStoppedAnywhere() throws Exception {
    CrashReport report = new CrashReport();
    lived(ROUNDS, SEED, CrashStory.Stop.FAULT, report);
    assertThat(report.rounds()).isEqualTo(ROUNDS);
    assertThat(report.kills()).as(report.text()).isGreaterThan(ROUNDS / 4);
  }

  @Test
  void everyProcessCanBeKilledAnywhere() throws Exception {
    CrashReport report = new CrashReport();
    lived(SIGNALS, SEED, CrashStory.Stop.SIGNAL, report);
    assertThat(report.rounds()).isEqualTo(SIGNALS);
    assertThat(report.signals()).as(report.text()).isGreaterThan(SIGNALS / 4);
  }

  /// The disk is really full: the system refuses to write.
  @Test
  @EnabledIf(
      value = "canLimitFiles",
      disabledReason = "NOT CHECKED: prlimit, which keeps files small, is not installed")
  void everyCommandCanMeetAFullDisk() throws Exception {
    CrashReport report = new CrashReport();
    lived(DISKS, SEED, CrashStory.Stop.FULL_DISK, report);
    assertThat(report.rounds()).isEqualTo(DISKS);
    assertThat(report.fullDisks()).as(report.text()).isGreaterThan(DISKS / 4);
  }

  static boolean canLimitFiles() {
    return Files.isExecutable(Path.of("/usr/bin/prlimit"));
  }

  private static void lived(int rounds, long given, CrashStory.Stop stop, CrashReport report)
      throws Exception {
    long first = given + stop.offset();
    int steps = CrashStory.Step.values().length;
    // Most of a story is waiting, so several are lived at once; each has a cloud of its own.
    try (ExecutorService lives = Executors.newFixedThreadPool(LIVES)) {
      List<Future<Integer>> stories = new ArrayList<>();
      for (int from = 0; from < rounds; from += steps) {
        long seed = first + from / steps;
        int most = Math.min(steps, rounds - from);
        stories.add(
            lives.submit(() -> {
              try (CrashStory story = new CrashStory(seed, stop, report)) {
                return story.live(most);
              }
            }));
      }
      for (Future<Integer> story : stories) {
        story.get();
      }
    }
    System.out.println("crash harness, seeds from " + first + ": " + report.text());
  }
}
