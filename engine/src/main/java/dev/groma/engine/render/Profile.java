package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Event;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.address.InstanceAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Where the time of a run went: its phases, the instances that took longest, the calls of the
/// clouds, and how long limits on requests held these back. Times are those of a given clock.
public final class Profile implements Event.Listener {
  private static final int LONGEST = 10;

  /// The parts of a run, in their order.
  public enum Phase {
    /// Reading the configuration and the values of variables, asking for those included.
    CONFIGURATION,
    /// Locking and reading the state, and settling what earlier runs left open.
    STATE,
    /// Planning; what exists is read in this phase.
    PLAN,
    /// Carrying out the plan.
    APPLY,
    /// Recording the state.
    SAVE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What was done with an instance.
  ///
  /// @param operation `read`, or what the plan calls it, such as `create`
  /// @param time how long it took; several of the same added
  public record Row(InstanceAddress address, String operation, Duration time) {}

  /// Runs until it is closed.
  public interface Timer extends AutoCloseable {
    @Override
    void close();
  }

  private record Key(InstanceAddress address, String operation) {}

  private record Reading(InstanceAddress address, String id) {}

  private record Span(Instant start, Instant end) {
    private static final Comparator<Span> ORDER = Comparator.comparing(Span::start);
  }

  private final Clock clock;
  private final CallCounts calls = new CallCounts();
  private final ReentrantLock lock = new ReentrantLock();
  private final SortedMap<Phase, Duration> phases = new TreeMap<>();
  private final Map<Key, Duration> instances = new HashMap<>();
  private final Map<Reading, Instant> readings = new HashMap<>();
  private final List<Span> read = new ArrayList<>();

  /// A profile of a run that begins now.
  public Profile(Clock clock) {
    this.clock = clock;
  }

  /// Adds `time` to `phase`.
  public void add(Phase phase, Duration time) {
    lock.lock();
    try {
      phases.merge(phase, time, Duration::plus);
    } finally {
      lock.unlock();
    }
  }

  /// Begins a part of `phase`, which ends when the timer is closed.
  public Timer begin(Phase phase) {
    Instant start = clock.instant();
    return () -> add(phase, Duration.between(start, clock.instant()));
  }

  @Override
  public void accept(Event event) {
    lock.lock();
    try {
      switch (event) {
        case Event.RefreshStart e ->
            readings.put(new Reading(e.address(), e.id()), clock.instant());
        case Event.RefreshComplete e -> read(e);
        case Event.ApplyComplete e -> took(e.address(), word(e.action()), e.elapsed());
        case Event.ApplyErrored e -> took(e.address(), word(e.action()), e.elapsed());
        case Event.EphemeralComplete e -> took(e.address(), e.operation(), e.elapsed());
        case Event.EphemeralErrored e -> took(e.address(), e.operation(), e.elapsed());
        case Event _ -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  private void read(Event.RefreshComplete event) {
    Instant start = readings.remove(new Reading(event.address(), event.id()));
    if (start != null) {
      Span span = new Span(start, clock.instant());
      read.add(span);
      took(event.address(), "read", Duration.between(span.start, span.end));
    }
  }

  private static String word(Action action) {
    return switch (action) {
      case READ -> "read";
      case CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "create";
      case UPDATE -> "update";
      case DELETE, DELETE_THEN_CREATE -> "delete";
      case FORGET -> "forget";
      case NO_OP -> "check";
    };
  }

  private void took(InstanceAddress address, String operation, Duration time) {
    instances.merge(new Key(address, operation), time, Duration::plus);
  }

  @Override
  public void called(CallListener.Call call) {
    calls.called(call);
  }

  /// How long each phase took; those that there were.
  public SortedMap<Phase, Duration> phases() {
    lock.lock();
    try {
      return Collections.unmodifiableSortedMap(new TreeMap<>(phases));
    } finally {
      lock.unlock();
    }
  }

  /// How long at least one recorded object was being read: many are read at once.
  public Duration reading() {
    lock.lock();
    try {
      Duration all = Duration.ZERO;
      Instant until = Instant.MIN;
      for (Span span : read.stream().sorted(Span.ORDER).toList()) {
        Instant from = span.start.isBefore(until) ? until : span.start;
        if (span.end.isAfter(from)) {
          all = all.plus(Duration.between(from, span.end));
          until = span.end;
        }
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// What took longest, ten at most, the longest first.
  public List<Row> slowest() {
    lock.lock();
    try {
      return instances.entrySet().stream()
          .map(e -> new Row(e.getKey().address(), e.getKey().operation(), e.getValue()))
          .sorted(
              Comparator.comparing(Row::time)
                  .reversed()
                  .thenComparing(Row::address)
                  .thenComparing(Row::operation))
          .limit(LONGEST)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /// The operations of the clouds, the one with most time first.
  public List<CallCounts.Row> calls() {
    return calls.rows().stream()
        .sorted(Comparator.comparing(CallCounts.Row::time).reversed())
        .toList();
  }

  /// The operations of the clouds that limits held back, the longest first.
  private List<CallCounts.Row> waits() {
    return calls.rows().stream()
        .filter(row -> row.waited().isPositive())
        .sorted(Comparator.comparing(CallCounts.Row::waited).reversed())
        .toList();
  }

  /// For people: a table for each of the four.
  public String text() {
    List<List<String>> parts = new ArrayList<>();
    phases()
        .forEach((phase, time) -> {
          parts.add(List.of(phase.word(), seconds(time)));
          if (phase == Phase.PLAN && !reading().isZero()) {
            parts.add(List.of("  of it reading what exists", seconds(reading())));
          }
        });
    Duration all = phases().values().stream().reduce(Duration.ZERO, Duration::plus);
    return "\nTime: "
        + seconds(all)
        + "\n"
        + table(parts)
        + table(
            "\nInstances that took longest:\n",
            slowest().stream()
                .map(row -> List.of(row.address() + "  " + row.operation(), seconds(row.time())))
                .toList())
        + table("\nCalls that took longest, many of them at once:\n", calls(), CallCounts.Row::time)
        + table(
            "\nWaits for limits on requests, many of them at once, not in the times above:\n",
            waits(),
            CallCounts.Row::waited);
  }

  private static String table(
      String title, List<CallCounts.Row> rows, Function<CallCounts.Row, Duration> time) {
    return table(
        title,
        rows.stream()
            .limit(LONGEST)
            .map(row ->
                List.of(
                    row.cloud() + "  " + row.operation() + "  " + row.calls() + " calls",
                    seconds(time.apply(row))))
            .toList());
  }

  private static String table(String title, List<List<String>> rows) {
    return rows.isEmpty() ? "" : title + table(rows);
  }

  private static String table(List<List<String>> rows) {
    int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(1);
    StringBuilder text = new StringBuilder();
    rows.forEach(row ->
        text.append(("  %-" + width + "s  %12s\n").formatted(row.getFirst(), row.getLast())));
    return text.toString();
  }

  private static String seconds(Duration time) {
    return "%.3f s".formatted(time.toMillis() / 1000.0);
  }

  /// For programs.
  Json.Obj json() {
    Json.Arr parts = new Json.Arr();
    phases()
        .forEach((phase, time) ->
            parts.add(
                new Json.Obj().put("phase", phase.word()).put("milliseconds", time.toMillis())));
    Json.Arr instances = new Json.Arr();
    slowest()
        .forEach(row ->
            instances.add(
                new Json.Obj()
                    .put("addr", row.address().toString())
                    .put("operation", row.operation())
                    .put("milliseconds", row.time().toMillis())));
    Json.Arr operations = new Json.Arr();
    calls().forEach(row -> operations.add(JsonLog.call(row)));
    return new Json.Obj()
        .put("phases", parts)
        .put("reading_milliseconds", reading().toMillis())
        .put("slowest", instances)
        .put("calls", operations);
  }
}
