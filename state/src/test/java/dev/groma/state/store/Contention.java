package dev.groma.state.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import dev.groma.state.LockInfo;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Two processes of 16 threads each, all of which count up an output of one state, each time by a
/// commit of its own. Half of the threads take the lock first; the others rely on the commit being
/// refused when the state has changed, where the store promises that between processes.
///
/// The system property `groma.contention` is the number of commits, 16 unless set.
public final class Contention {
  private static final int THREADS = 16;
  private static final int PROCESSES = 2;
  private static final String COUNTER = "counter";

  private final BackendFactory factory;
  private final Map<String, Value> arguments;
  private final Path folder;
  private final boolean unlocked;
  private final AtomicInteger left;
  private final AtomicInteger conflicts = new AtomicInteger();

  private Contention(
      BackendFactory factory,
      Map<String, Value> arguments,
      Path folder,
      boolean unlocked,
      int commits) {
    this.factory = factory;
    this.arguments = arguments;
    this.folder = folder;
    this.unlocked = unlocked;
    left = new AtomicInteger(commits);
  }

  /// Contends, and checks that no update was lost.
  ///
  /// @param unlocked whether some threads do without the lock
  /// @return what was measured, as a sentence
  public static String check(
      BackendFactory factory, Map<String, Value> arguments, Path folder, boolean unlocked)
      throws Exception {
    int commits = Integer.getInteger("groma.contention", 16);
    long start = System.nanoTime();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(child(factory, arguments, folder, unlocked, commits / PROCESSES));
    }
    List<String> said = new ArrayList<>();
    try {
      for (Process process : processes) {
        said.add(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
        assertThat(process.waitFor()).as(said.toString()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    Contention self = new Contention(factory, arguments, folder, unlocked, 0);
    try (Backend backend = self.backend(folder)) {
      State last = Objects.requireNonNull(backend.store(Backend.DEFAULT).read().state());
      assertThat(counter(last)).isEqualTo(commits);
      assertThat(last.serial()).isEqualTo(commits);
    }
    return factory.type()
        + ": "
        + commits
        + " commits by "
        + PROCESSES
        + " processes of "
        + THREADS
        + " threads in "
        + Duration.ofNanos(System.nanoTime() - start).toMillis()
        + " ms, none lost; "
        + String.join("; ", said);
  }

  private static Process child(
      BackendFactory factory,
      Map<String, Value> arguments,
      Path folder,
      boolean unlocked,
      int commits)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Contention.class.getName(),
                factory.type(),
                folder.toString(),
                "" + unlocked,
                "" + commits));
    arguments.forEach((name, value) -> command.add(name + "=" + text(value)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Str s -> s.text();
      case Value.Bool b -> "" + b.isTrue();
      default -> throw new IllegalArgumentException("no such argument is used here");
    };
  }

  /// A process: the backend, the folder, whether there are threads without the lock, the number of
  /// commits, and the arguments as `name=value`.
  public static void main(String[] args) throws Exception {
    BackendFactory factory =
        ServiceLoader.load(BackendFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(f -> f.type().equals(args[0]))
            .findFirst()
            .orElseThrow();
    Map<String, Value> arguments = new TreeMap<>();
    factory
        .schema()
        .attributes()
        .forEach((name, attribute) -> arguments.put(name, new Value.Null(attribute.type())));
    for (int i = 4; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      arguments.put(pair[0], pair[1].equals("true") ? Value.of(true) : Value.of(pair[1]));
    }
    new Contention(
            factory,
            arguments,
            Path.of(args[1]),
            Boolean.parseBoolean(args[2]),
            Integer.parseInt(args[3]))
        .contend();
  }

  private Backend backend(Path directory) {
    Map<String, Value> all = new TreeMap<>(arguments);
    factory
        .schema()
        .attributes()
        .forEach((name, attribute) -> all.putIfAbsent(name, new Value.Null(attribute.type())));
    Backend.Opened opened =
        factory.open(
            Value.object(all),
            new BackendFactory.Surroundings(
                directory, System::getenv, Clock.systemUTC(), UUID::randomUUID, Encryption.NONE));
    return Objects.requireNonNull(opened.backend(), opened.diagnostics()::toString);
  }

  private void contend() throws Exception {
    List<Backend> backends = new ArrayList<>();
    // A process has one store for one file; stores on servers stand for runs of their own.
    boolean oneForAll = factory.type().equals("local");
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        if (i == 0 || !oneForAll) {
          backends.add(backend(folder));
        }
        StateStore store = backends.getLast().store(Backend.DEFAULT);
        boolean locks = !unlocked || i % 2 == 0;
        all.add(threads.submit(() -> count(store, locks)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      backends.forEach(Backend::close);
    }
    System.out.write((conflicts + " conflicts retried").getBytes(UTF_8));
    System.out.flush();
  }

  private void count(StateStore store, boolean locks) {
    while (left.getAndDecrement() > 0) {
      boolean done = false;
      while (!done) {
        done = locks ? incrementLocked(store) : increment(store);
        if (!done) {
          conflicts.incrementAndGet();
        }
      }
    }
  }

  private static boolean incrementLocked(StateStore store) {
    return switch (store.lock(holder(), Duration.ofMinutes(10))) {
      case StateStore.Lease lease -> {
        try (lease) {
          yield increment(store);
        }
      }
      case StateStore.Held h -> throw new IllegalStateException(h.diagnostic().detail());
      case StateStore.Unlockable u -> throw new IllegalStateException(u.diagnostic().detail());
    };
  }

  private static LockInfo holder() {
    return new LockInfo(
        UUID.randomUUID().toString(),
        "OperationTypeApply",
        "",
        "contention",
        "1",
        Instant.parse("2026-01-02T03:04:05Z"),
        "");
  }

  /// Counts up by one. Returns false when somebody else was quicker.
  private static boolean increment(StateStore store) {
    StateStore.ReadResult read = store.read();
    State base = Objects.requireNonNull(read.state(), read.diagnostics()::toString);
    State next =
        base.edit().output(COUNTER, new OutputValue(Num.of(counter(base) + 1), false)).build();
    return switch (store.commit(base, next)) {
      case StateStore.Committed _ -> true;
      case StateStore.Conflict _ -> false;
      case StateStore.Failed f -> throw new IllegalStateException(f.diagnostic().detail());
      case StateStore.OutcomeUnknown u -> throw new IllegalStateException(u.diagnostic().detail());
    };
  }

  private static long counter(State state) {
    OutputValue output = state.outputs().get(COUNTER);
    return output == null ? 0 : Long.parseLong(((Num) output.value()).toString());
  }
}
