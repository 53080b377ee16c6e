package dev.groma.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How the user says that a run shall end: Ctrl-C, or the signal TERM.
@FunctionalInterface
interface Interrupts {
  /// Calls `action` with 1, 2 and so on at each interrupt until the result is closed. Without a
  /// listener an interrupt ends the process at once.
  Listening listen(Action action);

  /// What is done at an interrupt.
  @FunctionalInterface
  interface Action {
    /// Takes the `count`-th interrupt, on a thread of its own.
    void interrupted(int count);
  }

  /// Interrupts are listened to until this is closed.
  @FunctionalInterface
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /// Nobody interrupts.
  static Interrupts none() {
    return _ -> () -> {};
  }

  /// The signals INT and TERM of this process.
  static Interrupts ofProcess() {
    return action -> {
      AtomicInteger count = new AtomicInteger();
      Runnable onSignal = () -> action.interrupted(count.incrementAndGet());
      List<Runnable> restore =
          List.of(Signals.handle("INT", onSignal), Signals.handle("TERM", onSignal));
      return () -> restore.forEach(Runnable::run);
    };
  }

  /// The JDK's signal handlers. They are reached by name, since the compiler warns of every use of
  /// them in a way that cannot be switched off; there is no other way to notice a second signal.
  final class Signals {
    private Signals() {}

    /// Handles the signal `name` by `action`. The result restores what was before. Nothing happens
    /// where a signal cannot be handled.
    static Runnable handle(String name, Runnable action) {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object mine =
            Proxy.newProxyInstance(
                handler.getClassLoader(),
                new Class<?>[] {handler},
                (_, method, _) -> {
                  if (method.getName().equals("handle")) {
                    action.run();
                  }
                  return null;
                });
        Object number = signal.getConstructor(String.class).newInstance(name);
        var handle = signal.getMethod("handle", signal, handler);
        Object before = handle.invoke(null, number, mine);
        return () -> {
          try {
            handle.invoke(null, number, before);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("signal " + name, e);
          }
        };
      } catch (ReflectiveOperationException _) {
        return () -> {};
      }
    }
  }
}
