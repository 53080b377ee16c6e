package dev.groma.engine.render;

import dev.groma.engine.plan.Event;
import dev.groma.providers.spi.CallListener;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Says every few seconds how far a long plan is; nothing of a quick one. It speaks when something
/// happens, so that it needs no thread of its own.
public final class Heartbeat implements Event.Listener {
  static final Duration EVERY = Duration.ofSeconds(5);

  private final Event.Listener next;
  private final Clock clock;
  private final int recorded;
  private final Consumer<String> told;
  private final Instant begun;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant due;
  private int read;
  private int planned;

  /// A plan that begins now.
  ///
  /// @param next is told everything
  /// @param recorded how many objects the state records
  /// @param told takes what is said, a line at a time
  public Heartbeat(Event.Listener next, Clock clock, int recorded, Consumer<String> told) {
    this.next = next;
    this.clock = clock;
    this.recorded = recorded;
    this.told = told;
    this.begun = clock.instant();
    this.due = begun.plus(EVERY);
  }

  @Override
  public void accept(Event event) {
    next.accept(event);
    if (event instanceof Event.RefreshComplete) {
      count(1, 0);
    }
  }

  @Override
  public void planned(InstanceAddress address) {
    next.planned(address);
    count(0, 1);
  }

  private void count(int nowRead, int nowPlanned) {
    beat(nowRead, nowPlanned).ifPresent(told);
  }

  private Optional<String> beat(int nowRead, int nowPlanned) {
    lock.lock();
    try {
      read += nowRead;
      planned += nowPlanned;
      Instant now = clock.instant();
      if (now.isBefore(due)) {
        return Optional.empty();
      }
      due = now.plus(EVERY);
      return Optional.of(line(Duration.between(begun, now)));
    } finally {
      lock.unlock();
    }
  }

  private String line(Duration elapsed) {
    String refreshing =
        read == 0
            ? ""
            : String.format(
                Locale.ROOT, "Refreshing... %,d of %,d recorded objects read. ", read, recorded);
    return refreshing
        + String.format(
            Locale.ROOT,
            "Planning... %,d resource instances planned. [%s elapsed]",
            planned,
            Phrases.elapsed(elapsed));
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) {
    next.diagnostic(diagnostic);
  }

  @Override
  public void called(CallListener.Call call) {
    next.called(call);
  }
}
