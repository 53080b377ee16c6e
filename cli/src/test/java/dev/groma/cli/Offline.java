package dev.groma.cli;

import dev.groma.cli.conformance.Cases;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Plans configurations with the real providers and no clouds: nothing is refreshed, and what an
/// apply would have come to is made up.
final class Offline implements AutoCloseable {
  private final Path directory;
  private State state = State.EMPTY.as("offline", 1);
  private int made;

  Offline() throws IOException {
    directory = Files.createTempDirectory("groma-offline");
  }

  /// Plans `configuration`, YAML; there may be errors.
  PlanResult plan(String configuration) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("main.tf.yaml"), configuration);
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory, directory.resolve("modules"));
    if (Diagnostic.hasErrors(loaded.diagnostics())) {
      throw new AssertionError(loaded.diagnostics());
    }
    ProviderContext context =
        new ProviderContext(
            name -> Objects.requireNonNull(name).contains("REGION") ? null : "a-key",
            Clock.systemUTC(),
            RandomGenerator.getDefault(),
            new TreeMap<>(),
            "test",
            directory);
    return Planner.plan(
        new PlanRequest(
            loaded.configuration(),
            new TreeMap<>(),
            state,
            Mode.NORMAL,
            false,
            Set.of(),
            Instant.EPOCH,
            new PlanRequest.Setting(
                Clouds.providers(), context, 4, "default", directory, _ -> {})));
  }

  /// Plans `configuration`, which must be without errors.
  Plan planned(String configuration) throws IOException, InterruptedException {
    PlanResult result = plan(configuration);
    if (result.plan() == null || result.plan().errored()) {
      throw new AssertionError(result.diagnostics());
    }
    return result.plan();
  }

  /// Makes up what an apply of `configuration` would have recorded. Unknown values of one origin
  /// become equal.
  void apply(String configuration) throws IOException, InterruptedException {
    Plan plan = planned(configuration);
    SortedMap<String, Value> values = new TreeMap<>();
    StateBuilder next = state.edit();
    for (Change change : plan.changes()) {
      if (change.after().isNull()) {
        next.remove(change.address());
      } else {
        Schema schema = change.schema();
        Type type = schema.block().impliedType();
        next.put(
            change.address(),
            Instance.of(
                change.provider(),
                StateObject.of(settled(change.after(), values), type, schema.version())
                    .withDependencies(change.dependencies())));
      }
    }
    state = next.build();
  }

  private Value settled(Value value, Map<String, Value> values) {
    return switch (value) {
      case Value.Unknown u
          when u.type() instanceof Type.ListType || u.type() instanceof Type.SetType ->
          Value.nullOf(u.type());
      case Value.Unknown u ->
          u.origin().isEmpty()
              ? made(u.type(), "")
              : values.computeIfAbsent(u.origin(), origin -> made(u.type(), origin));
      case Value.Marked m when m.has(Mark.EPHEMERAL) -> m;
      default -> value.mapParts(part -> settled(part, values));
    };
  }

  private Value made(Type type, String origin) {
    made++;
    if (type.equals(Type.NUMBER)) {
      return Value.of(made);
    }
    if (type.equals(Type.BOOL)) {
      return Value.of(false);
    }
    if (!type.equals(Type.STRING)) {
      return Value.nullOf(type);
    }
    boolean address = origin.endsWith("_ip") || origin.endsWith("address");
    return Value.of(address ? "198.51.100." + made : "made-" + made);
  }

  @Override
  public void close() throws IOException {
    Cases.deleteTree(directory);
  }
}
