package dev.groma.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.plan.Selection;
import dev.groma.engine.render.DiagnosticText;
import dev.groma.engine.render.JsonLog;
import dev.groma.engine.render.PlanJson;
import dev.groma.engine.render.PlanText;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.Style;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds for every state, configuration, failure and operation (design of the project,
/// "Evidence"): the state verifies, it records what exists, what went well leaves nothing to do, a
/// plan is the same when it is made again, what depends on something is destroyed first, and no
/// secret is shown. `-Dgroma.seeds=100000` tries more, `-Dgroma.seed=N` one.
class LifecyclePropertiesTest {
  private static final int SEEDS = 2_000;
  private static final String SECRET = "sesame-open";

  @TempDir Path directory;

  @Test
  void everySeedKeepsThePromises() throws InterruptedException {
    Long only = Long.getLong("groma.seed");
    long first = only == null ? 1 : only;
    long last = only == null ? Long.getLong("groma.seeds", SEEDS) : only;
    AtomicInteger worked = new AtomicInteger();
    AtomicLong next = new AtomicLong(first);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> players = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Path own = directory.resolve("player" + i);
      players.add(
          Thread.ofPlatform()
              .start(() -> {
                for (long seed = next.getAndIncrement();
                    seed <= last && failure.get() == null;
                    seed = next.getAndIncrement()) {
                  worked.addAndGet(play(seed, own, failure));
                }
              }));
    }
    for (Thread player : players) {
      player.join();
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new AssertionError(failed.getMessage(), failed.getCause());
    }
    assertThat(worked).as("runs that changed something").hasValueGreaterThan((int) (last - first));
  }

  /// Returns how many plans of `seed` changed something.
  private static int play(long seed, Path own, AtomicReference<@Nullable Throwable> failure) {
    StringBuilder story = new StringBuilder();
    try {
      Files.createDirectories(own);
      return new Run(seed, own, story).play();
    } catch (AssertionError | RuntimeException | IOException | InterruptedException e) {
      failure.compareAndSet(null, new AssertionError("seed " + seed + "\n" + story, e));
      return 0;
    }
  }

  /// One block of a random configuration.
  private static final class Thing {
    final int number;
    int count;
    boolean keyed;
    int kind;
    boolean secret;
    boolean createFirst;
    final List<Integer> on = new ArrayList<>();

    Thing(int number) {
      this.number = number;
    }

    String name() {
      return "r" + number;
    }

    /// What others refer to, as the contents of a template. An object may have been made without a
    /// secret.
    String all(String attribute) {
      String address = "lab_thing." + name();
      return count == 0
          ? "coalesce(" + address + "." + attribute + ", \"-\")"
          : "join(\"+\", [for v in " + address + " : coalesce(v." + attribute + ", \"-\")])";
    }
  }

  /// The life of one seed.
  private static final class Run {
    private final Random random;
    private final Path directory;
    private final LabProvider lab;
    private final List<Thing> things = new ArrayList<>();
    private final StringBuilder shown = new StringBuilder();
    private final PlanRequest.Setting setting;
    private final StringBuilder story;
    private State state = State.EMPTY;
    private Configuration configuration;
    private int worked;

    Run(long seed, Path directory, StringBuilder story) throws IOException {
      this.story = story;
      this.random = new Random(seed * 7919);
      random.nextInt();
      this.directory = directory;
      this.lab = new LabProvider(seed);
      JsonLog log =
          new JsonLog(
              Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), _ -> null, line -> shown.append(line));
      Event.Listener listener =
          new Event.Listener() {
            @Override
            public synchronized void accept(Event event) {
              log.accept(event);
            }

            @Override
            public synchronized void diagnostic(Diagnostic diagnostic) {
              log.diagnostic(diagnostic);
            }
          };
      this.setting =
          new PlanRequest.Setting(
              new ProviderRegistry(List.of(lab)),
              new ProviderContext(
                  _ -> null,
                  Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                  new Random(seed),
                  new TreeMap<>(),
                  "test",
                  directory),
              3,
              "default",
              directory,
              listener);
      int size = 2 + random.nextInt(5);
      for (int i = 0; i < size; i++) {
        add(i);
      }
      this.configuration = write();
    }

    private void add(int number) {
      Thing thing = new Thing(number);
      for (Thing earlier : things) {
        if (random.nextInt(3) == 0) {
          thing.on.add(earlier.number);
        }
      }
      change(thing);
      things.add(thing);
    }

    private void change(Thing thing) {
      thing.count = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0;
      thing.keyed = random.nextBoolean();
      thing.kind = random.nextInt(3);
      thing.secret = random.nextInt(3) == 0;
      thing.createFirst = random.nextInt(4) == 0;
    }

    private Configuration write() throws IOException {
      StringBuilder text = new StringBuilder("resource:\n  lab_thing:\n");
      for (Thing thing : things) {
        String suffix = thing.count == 0 ? "" : thing.keyed ? "-${each.key}" : "-${count.index}";
        text.append("    ").append(thing.name()).append(":\n");
        if (thing.count > 0) {
          text.append(
              thing.keyed
                  ? "      for_each: \"${toset([for i in range("
                      + thing.count
                      + ") : \\\"k${i}\\\"])}\"\n"
                  : "      count: " + thing.count + "\n");
        }
        text.append("      name: \"").append(thing.name()).append(suffix).append("\"\n");
        text.append("      kind: \"k").append(thing.kind).append("\"\n");
        if (thing.secret) {
          text.append("      secret: ").append(SECRET).append("\n");
        }
        List<String> parts = new ArrayList<>();
        for (Thing earlier : things) {
          if (thing.on.contains(earlier.number)) {
            String attribute = earlier.secret ? "secret" : thing.number % 2 == 0 ? "id" : "echo";
            parts.add("${" + earlier.all(attribute).replace("\"", "\\\"") + "}");
          }
        }
        if (!parts.isEmpty()) {
          text.append("      input: \"").append(String.join(",", parts)).append("\"\n");
        }
        if (thing.createFirst) {
          text.append("      lifecycle: {create_before_destroy: true}\n");
        }
      }
      text.append("output:\n");
      for (Thing thing : things) {
        text.append("  o").append(thing.number).append(":\n    sensitive: true\n    value: \"${");
        text.append(thing.all(thing.secret ? "secret" : "id").replace("\"", "\\\""));
        text.append("}\"\n");
      }
      Files.writeString(directory.resolve("main.tf.yaml"), text);
      ConfigLoader.Loaded loaded = ConfigLoader.load(directory);
      assertThat(loaded.diagnostics()).isEmpty();
      story.append(text);
      return loaded.configuration();
    }

    int play() throws IOException, InterruptedException {
      for (int step = 0; step < 3; step++) {
        lab.fail(random.nextInt(2) * 30);
        switch (random.nextInt(6)) {
          case 0 -> operate(Mode.DESTROY, Selection.ALL);
          case 1 -> operate(Mode.REFRESH_ONLY, Selection.ALL);
          case 2 -> operate(random.nextBoolean() ? Mode.NORMAL : Mode.DESTROY, part());
          default -> operate(Mode.NORMAL, Selection.ALL);
        }
        disturb();
        mutate();
      }
      lab.fail(0);
      operate(Mode.NORMAL, Selection.ALL);
      destroyAll();
      return worked;
    }

    private Selection part() {
      String name = "lab_thing." + things.get(random.nextInt(things.size())).name();
      List<AddressPattern> one = List.of(AddressPattern.parse(name).orElseThrow());
      return random.nextBoolean() ? new Selection(one, List.of()) : new Selection(List.of(), one);
    }

    /// Somebody else changes or deletes objects.
    private void disturb() {
      for (String id : List.copyOf(lab.objects.keySet())) {
        switch (random.nextInt(12)) {
          case 0 -> lab.objects.remove(id);
          case 1 ->
              lab.objects.computeIfPresent(id, (_, o) -> o.with("size", Value.of("enormous")));
          default -> {}
        }
      }
    }

    private void mutate() throws IOException {
      for (Thing thing : things) {
        if (random.nextInt(3) == 0) {
          change(thing);
        }
      }
      if (random.nextInt(3) == 0 && things.size() > 1) {
        int gone = things.remove(random.nextInt(things.size())).number;
        things.forEach(thing -> thing.on.removeIf(number -> number == gone));
      }
      if (random.nextInt(3) == 0) {
        add(things.getLast().number + 1);
      }
      configuration = write();
    }

    private PlanResult plan(Mode mode, Selection selection) throws InterruptedException {
      return Planner.plan(
          new PlanRequest(
              configuration,
              new TreeMap<>(),
              state,
              PlanOptions.all(mode).withSelection(selection),
              Instant.EPOCH,
              setting));
    }

    private String document(Plan plan) {
      return PlanJson.render(plan, Schemas.of(setting.registry()), false);
    }

    private Plan planned(Mode mode, Selection selection) throws InterruptedException {
      PlanResult result = plan(mode, selection);
      assertThat(result.diagnostics()).filteredOn(Diagnostic::isError).isEmpty();
      Plan plan = Objects.requireNonNull(result.plan());
      shown.append(document(plan)).append(PlanText.render(plan, Style.PLAIN));
      shown.append(new DiagnosticText(_ -> null, Style.PLAIN).render(result.diagnostics()));
      return plan;
    }

    private void operate(Mode mode, Selection selection) throws InterruptedException {
      story.append("# ").append(mode).append(' ').append(selection).append('\n');
      Plan plan = planned(mode, selection);
      assertThat(document(planned(mode, selection)))
          .as("plan made again")
          .isEqualTo(document(plan));
      boolean quiet = apply(plan);
      assertThat(shown).as("what is shown").doesNotContain(SECRET);
      shown.setLength(0);
      if (quiet && mode != Mode.DESTROY && selection.isAll()) {
        Plan again = planned(mode, selection);
        assertThat(again.hasChanges())
            .as(() -> "second plan\n" + PlanText.render(again, Style.PLAIN))
            .isFalse();
        assertThat(again.drift()).as("drift after an apply").isEmpty();
      }
    }

    /// Carries out `plan`; true when nothing failed.
    private boolean apply(Plan plan) throws InterruptedException {
      ApplyResult result = Executor.apply(plan, setting, OperationLog.NONE, () -> false);
      shown.append(new DiagnosticText(_ -> null, Style.PLAIN).render(result.diagnostics()));
      assertThat(result.diagnostics())
          .filteredOn(Diagnostic::isError)
          .allMatch(d -> d.code().equals("lab.failed"));
      state = result.state();
      worked += plan.hasChanges() ? 1 : 0;
      assertThat(state.verify()).as("the state").isEmpty();
      assertThat(recorded().keySet())
          .as("objects that exist must be recorded")
          .containsAll(lab.objects.keySet());
      return !Diagnostic.hasErrors(result.diagnostics());
    }

    private Map<String, ResourceAddress> recorded() {
      Map<String, ResourceAddress> all = new HashMap<>();
      state
          .instances()
          .forEach((address, instance) -> {
            List<StateObject> objects = new ArrayList<>(instance.deposed().values());
            if (instance.current() != null) {
              objects.add(instance.current());
            }
            objects.forEach(o -> all.put(id(o), address.resource()));
          });
      return all;
    }

    private String id(StateObject object) {
      return LabProvider.text(object.value(LabProvider.THING.impliedType()), "id");
    }

    /// Everything goes, what depends on something before it.
    private void destroyAll() throws InterruptedException {
      Map<String, ResourceAddress> before = recorded();
      Map<ResourceAddress, Set<ResourceAddress>> on = new HashMap<>();
      state
          .instances()
          .forEach((address, instance) -> {
            if (instance.current() != null) {
              on.computeIfAbsent(address.resource(), _ -> new HashSet<>())
                  .addAll(instance.current().dependencies());
            }
          });
      lab.log.clear();
      operate(Mode.DESTROY, Selection.ALL);
      assertThat(state.instances()).isEmpty();
      assertThat(lab.objects).isEmpty();
      List<String> log = lab.log;
      before.forEach((id, address) -> {
        int begun = log.indexOf("begin delete " + id);
        before.forEach((other, its) -> {
          if (on.getOrDefault(its, Set.of()).contains(address)) {
            assertThat(log.indexOf("end delete " + other))
                .as("%s depends on %s and must go first: %s", other, id, log)
                .isBetween(0, begun);
          }
        });
      });
    }
  }
}
