package dev.groma.engine.render;

import dev.groma.providers.spi.CallListener;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// How often the providers called which operation of a cloud.
public final class CallCounts implements CallListener {
  private final ReentrantLock lock = new ReentrantLock();
  private final SortedMap<Key, Row> rows = new TreeMap<>();

  private record Key(String cloud, String operation) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::cloud).thenComparing(Key::operation);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /// The calls of one operation.
  ///
  /// @param calls the requests that were sent, repeated ones too
  /// @param failed those of them without success
  /// @param repeated those of them that were sent again
  /// @param time how long they took, one added to the other
  /// @param waited how long limits held them back, one added to the other
  public record Row(
      String cloud,
      String operation,
      int calls,
      int failed,
      int repeated,
      Duration time,
      Duration waited) {
    private Row plus(Call call) {
      return new Row(
          cloud,
          operation,
          calls + 1,
          failed + (call.failed() ? 1 : 0),
          repeated + (call.attempt() > 1 ? 1 : 0),
          time.plus(call.duration()),
          waited.plus(call.waited()));
    }
  }

  @Override
  public void called(Call call) {
    lock.lock();
    try {
      Key key = new Key(call.cloud(), call.operation());
      Row none = new Row(key.cloud(), key.operation(), 0, 0, 0, Duration.ZERO, Duration.ZERO);
      rows.put(key, rows.getOrDefault(key, none).plus(call));
    } finally {
      lock.unlock();
    }
  }

  /// The operations, sorted by cloud and name.
  public List<Row> rows() {
    lock.lock();
    try {
      return List.copyOf(rows.values());
    } finally {
      lock.unlock();
    }
  }

  /// The requests that were sent.
  public int total() {
    return rows().stream().mapToInt(Row::calls).sum();
  }

  /// For people: how many in all, and a line for each operation.
  public String text() {
    List<Row> all = rows();
    int failed = all.stream().mapToInt(Row::failed).sum();
    int repeated = all.stream().mapToInt(Row::repeated).sum();
    int cloud = all.stream().mapToInt(row -> row.cloud().length()).max().orElse(1);
    int operation = all.stream().mapToInt(row -> row.operation().length()).max().orElse(1);
    String form = "  %-" + cloud + "s  %-" + operation + "s  %6d calls %8d ms%s\n";
    return "\nAPI calls: %d (%d without success, %d repeated)\n"
            .formatted(total(), failed, repeated)
        + all.stream()
            .map(row ->
                form.formatted(
                    row.cloud(),
                    row.operation(),
                    row.calls(),
                    row.time().toMillis(),
                    row.failed() == 0 ? "" : "  %d without success".formatted(row.failed())))
            .collect(Collectors.joining());
  }
}
