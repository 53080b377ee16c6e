package dev.groma.cli;

import com.sun.net.httpserver.HttpServer;
import dev.groma.cli.conformance.Cases;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.ProviderRegistry;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Plans configurations with the real providers and no clouds: nothing is refreshed, and what an
/// apply would have come to is made up.
final class Offline implements AutoCloseable {
  /// What clouds choose for attributes that are not set.
  private static final Map<String, String> DOCUMENTED =
      Map.of(
          "authentication_method", "pre-share",
          "dh_group", "group15",
          "phase1_negotiation_mode", "main",
          "local_id_type", "ip",
          "peer_id_type", "ip");

  private static final ProviderRegistry PROVIDERS = Clouds.providers();

  private final Path directory;

  // Answers at once that there is nothing, so that nobody waits for a cloud that cannot be reached.
  private final HttpServer nobody;
  private State state = State.EMPTY.as("offline", 1);
  private final Map<String, String> told = new TreeMap<>();
  private int made;

  Offline() throws IOException {
    directory = Files.createTempDirectory("groma-offline");
    nobody = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    nobody.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    nobody.start();
  }

  /// Writes a further file, such as one of a module.
  void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// Plans `configuration`, YAML, each part a file; there may be errors.
  PlanResult plan(String... configuration) throws IOException, InterruptedException {
    for (int i = 0; i < configuration.length; i++) {
      write("part-" + i + ".tf.yaml", configuration[i]);
    }
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory, directory.resolve("modules"));
    if (Diagnostic.hasErrors(loaded.diagnostics())) {
      throw new AssertionError(loaded.diagnostics());
    }
    ProviderContext context =
        new ProviderContext(
            name ->
                Objects.requireNonNull(name).matches(".*(ACCESS|SECRET)_KEY(_ID|_SECRET)?")
                    ? "a-key"
                    : null,
            Clock.systemUTC(),
            RandomGenerator.getDefault(),
            new TreeMap<>(Map.of("huaweicloud", nobody())),
            "test",
            directory);
    return Planner.plan(
        new PlanRequest(
            loaded.configuration(),
            new TreeMap<>(),
            state,
            PlanOptions.all(Mode.NORMAL).withRefresh(false),
            Instant.EPOCH,
            new PlanRequest.Setting(PROVIDERS, context, 4, "default", directory, _ -> {})));
  }

  private ProviderContext.Endpoint nobody() {
    return new ProviderContext.Endpoint(
        "http://127.0.0.1:" + nobody.getAddress().getPort(), "a-key", "a-key");
  }

  /// Plans `configuration`, which must be without errors.
  Plan planned(String... configuration) throws IOException, InterruptedException {
    PlanResult result = plan(configuration);
    if (result.plan() == null || result.plan().errored()) {
      throw new AssertionError(result.diagnostics());
    }
    return result.plan();
  }

  /// Has a cloud tell `value` for an attribute that it decides.
  ///
  /// @param origin the attribute, `TYPE.NAME.ATTRIBUTE`
  void tell(String origin, String value) {
    told.put(origin, value);
  }

  /// Makes up what an apply of `configuration` would have recorded. Unknown values of one origin
  /// become equal.
  void apply(String... configuration) throws IOException, InterruptedException {
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
      case Value.Marked m -> settled(m.value(), values).mark(m.marks());
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
    if (told.containsKey(origin)) {
      return Value.of(Objects.requireNonNull(told.get(origin)));
    }
    String attribute = origin.substring(origin.lastIndexOf('.') + 1);
    if (DOCUMENTED.containsKey(attribute)) {
      return Value.of(DOCUMENTED.get(attribute));
    }
    boolean address = origin.endsWith("_ip") || origin.endsWith("address");
    return Value.of(address ? "198.51.100." + made : "made-" + made);
  }

  @Override
  public void close() throws IOException {
    nobody.stop(0);
    Cases.deleteTree(directory);
  }
}
