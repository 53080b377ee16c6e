package dev.groma.engine.apply;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Event;
import dev.groma.providers.spi.CallContext;
import dev.groma.schemas.address.InstanceAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// One call of a provider that those who watch the run are told about, every ten seconds as long as
/// it goes on.
final class Operation {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Event.Listener listener;
  private final InstanceAddress address;
  private final Action action;
  private final String id;
  private final AtomicReference<String> detail = new AtomicReference<>("");
  private final AtomicReference<Thread> heart = new AtomicReference<>();
  private volatile long start;

  Operation(Event.Listener listener, InstanceAddress address, Action action, String id) {
    this.listener = listener;
    this.address = address;
    this.action = action;
    this.id = id;
  }

  void start() {
    start = System.nanoTime();
    listener.accept(new Event.ApplyStart(address, action, id));
    heart.set(Thread.ofVirtual().start(this::beat));
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(HEARTBEAT);
        listener.accept(new Event.ApplyProgress(address, action, elapsed(), detail.get()));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration elapsed() {
    return start == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - start);
  }

  CallContext context(String operation, BooleanSupplier cancelled) {
    return new CallContext(address.toString(), operation, detail::set, cancelled);
  }

  /// The same for a change, which is let finish once it was begun.
  CallContext context(String operation) {
    return context(operation, () -> false);
  }

  void end(boolean failed, String newId) {
    Thread beating = heart.get();
    if (beating != null) {
      beating.interrupt();
    }
    listener.accept(
        failed
            ? new Event.ApplyErrored(address, action, elapsed())
            : new Event.ApplyComplete(address, action, newId, elapsed()));
  }
}
