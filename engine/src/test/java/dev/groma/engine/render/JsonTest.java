package dev.groma.engine.render;

import static dev.groma.engine.render.Samples.DATA;
import static dev.groma.engine.render.Samples.SCHEMAS;
import static dev.groma.engine.render.Samples.TUNNEL;
import static dev.groma.engine.render.Samples.change;
import static dev.groma.engine.render.Samples.json;
import static dev.groma.engine.render.Samples.object;
import static dev.groma.engine.render.Samples.plan;
import static dev.groma.engine.render.Samples.tunnel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Reason;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

final class JsonTest {
  private static final Value NONE = Value.nullValue();
  private static final Value SECRET = Value.of("hunter2").mark(Mark.SENSITIVE);
  private static final InstanceAddress IN_MODULE =
      new ResourceAddress(
              ModuleAddress.ROOT
                  .child("m", new InstanceKey.Name("k"))
                  .child("n", InstanceKey.none()),
              ResourceMode.MANAGED,
              "terraform_data",
              "in")
          .instance(new InstanceKey.Index(0));

  private static String pretty(String json) {
    return JsonMapper.shared().readTree(json).toPrettyString() + "\n";
  }

  private static SortedMap<String, OutputValue> outputs() {
    return new TreeMap<>(
        Map.of(
            "list", new OutputValue(json("[1,{\"a b\":null}]"), false),
            "secret", new OutputValue(Value.of("hunter2"), true),
            "text", new OutputValue(Value.of("a\n<b>"), false)));
  }

  private static State state() {
    Type type = DATA.block().impliedType();
    Value plain =
        object(DATA, Map.of("id", Value.of("i-1"), "input", json("{\"a\":[1,2],\"b\":{}}")));
    Value secret =
        object(
            DATA,
            Map.of(
                "id",
                Value.of("i-2"),
                "input",
                Value.object(Map.of("s", SECRET, "t", Value.of(1)))));
    Value tunnel = object(TUNNEL, Map.of("id", Value.of("t-1"), "psk", Value.of("hunter2")));
    StateObject tainted = StateObject.of(plain, type, 0).with(StateObject.Status.TAINTED);
    InstanceAddress a = InstanceAddress.managed("terraform_data", "a");
    return State.EMPTY
        .edit()
        .put(a, Instance.of(Samples.BUILTIN, tainted).withDeposed("0123abcd", tainted))
        .put(
            IN_MODULE,
            Instance.of(
                Samples.BUILTIN,
                StateObject.of(secret, type, 0).withDependencies(List.of(a.resource()))))
        .put(
            InstanceAddress.managed("cloud_tunnel", "t"),
            Instance.of(
                Samples.CLOUD,
                StateObject.of(tunnel.unmarkDeep(), TUNNEL.block().impliedType(), 1)))
        .output("secret", new OutputValue(Value.of("hunter2"), true))
        .output("text", new OutputValue(Value.of("a\n<b>"), false))
        .build();
  }

  private static Plan samplePlan() {
    Value before =
        object(DATA, Map.of("id", Value.of("i-1"), "input", json("{\"a\":[1,2],\"b\":{}}")));
    Value after =
        object(
            DATA,
            Map.of(
                "id", Value.of("i-1"),
                "input",
                    Value.object(
                        Map.of(
                            "l",
                            new Value.Tuple(List.of(Value.of(1), Value.unknown(Type.STRING))),
                            "s",
                            SECRET)),
                "output", Value.unknown(Type.map(Type.STRING)),
                "triggers_replace", Value.unknown(Type.DYNAMIC)));
    Change plain = change("a", Action.UPDATE, null, before, after);
    Change moved =
        new Change(
            IN_MODULE,
            InstanceAddress.managed("terraform_data", "was"),
            "",
            Samples.BUILTIN,
            DATA,
            Action.NO_OP,
            null,
            before,
            before,
            List.of(),
            "",
            false,
            List.of(),
            List.of(),
            false,
            null,
            null);
    Value old =
        object(
            TUNNEL,
            Map.of("id", Value.of("t-1"), "psk", Value.of("hunter2"), "lifetime", Value.of(1)));
    Value now =
        object(
            TUNNEL, Map.of("id", Value.of("t-1"), "psk", Value.of("x"), "lifetime", Value.of(2)));
    return plan(
        Mode.NORMAL,
        State.EMPTY,
        List.of(change("d", Action.DELETE, null, before, NONE)),
        List.of(
            tunnel(Action.DELETE_THEN_CREATE, old, now, "gateway"),
            tunnel(Action.UPDATE, old, now),
            plain,
            change("c", Action.CREATE, null, NONE, after),
            change("d", Action.DELETE, Reason.DELETE_BECAUSE_NO_RESOURCE_CONFIG, before, NONE),
            moved),
        List.of(
            new OutputChange("gone", Action.DELETE, Value.of(1), NONE, false),
            new OutputChange(
                "partly",
                Action.CREATE,
                NONE,
                new Value.Tuple(List.of(Value.of(1), Value.unknown(Type.STRING))),
                false),
            new OutputChange("secret", Action.CREATE, NONE, Value.of("hunter2"), true),
            new OutputChange(
                "unknown", Action.UPDATE, Value.of("x"), Value.unknown(Type.STRING), false)));
  }

  @Test
  void writesStates() {
    String hidden = StateJson.render(state(), SCHEMAS, false);
    assertThat(hidden).doesNotContain("hunter2");
    Golden.check("state.json", pretty(hidden));
    assertThat(StateJson.render(state(), SCHEMAS, true))
        .contains("\"psk\":\"hunter2\"", "\"s\":\"hunter2\"");
    assertThat(StateJson.render(State.EMPTY, SCHEMAS, false))
        .isEqualTo("{\"format_version\":\"1.0\"}");
    String text = StateText.render(state(), SCHEMAS);
    assertThat(text).doesNotContain("hunter2");
    Golden.check("state.txt", text);
  }

  @Test
  void hidesObjectsThatNoSchemaDescribes() {
    assertThat(StateText.render(state(), (_, _, _) -> null))
        .contains("cloud_tunnel.t")
        .doesNotContain("hunter2", "i-1");
    assertThat(StateJson.render(state(), (_, _, _) -> null, false)).doesNotContain("hunter2");
  }

  @Test
  void writesPlans() {
    String hidden = PlanJson.render(samplePlan(), SCHEMAS, false);
    assertThat(hidden).doesNotContain("hunter2");
    Golden.check("plan.json", pretty(hidden));
    assertThat(PlanJson.render(samplePlan(), SCHEMAS, true)).contains("hunter2");
  }

  @Test
  void writesOutputs() {
    StringBuilder all = new StringBuilder(OutputText.all(outputs()));
    List<Value> values =
        List.of(
            Value.nullValue(),
            Value.nullOf(Type.STRING),
            Value.nullOf(Type.list(Type.STRING)),
            new Value.ListOf(Type.NUMBER, List.of(Value.of(1))),
            Value.set(Type.STRING, List.of(Value.of("b"), Value.of("a"))),
            new Value.MapOf(Type.BOOL, new TreeMap<>(Map.of("k", Value.of(true)))),
            new Value.ListOf(Type.STRING, List.of()),
            json("{\"a\":{},\"b\":[\"x\\ny\\nEOT\\n\"]}"),
            SECRET,
            Value.unknown(Type.STRING));
    values.forEach(value -> all.append(OutputText.value(value)).append('\n'));
    all.append(OutputJson.all(outputs(), false)).append('\n');
    all.append(OutputJson.one(new OutputValue(json("[1,{\"a\":null}]"), false))).append('\n');
    assertThat(all.toString()).doesNotContain("hunter2");
    Golden.check("outputs.txt", all.toString());
    assertThat(OutputText.raw(SECRET)).hasValue("hunter2");
    assertThat(OutputText.raw(Value.of(true))).hasValue("true");
    assertThat(OutputText.raw(json("[1]"))).isEmpty();
  }

  private static List<Event> events() {
    InstanceAddress a = InstanceAddress.managed("terraform_data", "a");
    Duration long1 = Duration.ofSeconds(3725);
    return List.of(
        new Event.RefreshStart(a, "i-1"),
        new Event.RefreshComplete(a, "i-1"),
        new Event.ApplyStart(a, Action.CREATE, ""),
        new Event.ApplyProgress(a, Action.CREATE, Duration.ofSeconds(10), "status active"),
        new Event.ApplyProgress(IN_MODULE, Action.DELETE, Duration.ofSeconds(60), ""),
        new Event.ApplyComplete(a, Action.CREATE, "i-1", Duration.ofMillis(900)),
        new Event.ApplyStart(a, Action.UPDATE, "i-1"),
        new Event.ApplyComplete(a, Action.UPDATE, "i-1", long1),
        new Event.ApplyStart(a, Action.DELETE, "i-1"),
        new Event.ApplyComplete(a, Action.DELETE, "i-1", Duration.ZERO),
        new Event.ApplyStart(a, Action.READ, ""),
        new Event.ApplyComplete(a, Action.READ, "", Duration.ZERO),
        new Event.ApplyErrored(a, Action.CREATE, Duration.ofSeconds(2)));
  }

  @Test
  void reportsProgress() {
    StringBuilder all = new StringBuilder();
    events()
        .forEach(e -> ProgressText.line(e, Style.PLAIN).ifPresent(l -> all.append(l).append('\n')));
    all.append(ProgressText.applied(new Plan.Counts(1, 2, 3), false, Style.PLAIN));
    all.append(ProgressText.applied(new Plan.Counts(0, 0, 3), true, Style.PLAIN));
    all.append(ProgressText.outputs(outputs(), Style.PLAIN));
    Golden.check("progress.txt", all.toString());
  }

  @Test
  void logsLines() {
    List<String> lines = new ArrayList<>();
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678901Z"), ZoneOffset.UTC);
    JsonLog log = new JsonLog(clock, _ -> null, lines::add);
    log.version("0.1.0");
    events().forEach(log::accept);
    log.plan(samplePlan());
    log.diagnostic(Diagnostic.error("a.b", "Summary", "Detail."));
    log.applied(new Plan.Counts(1, 2, 3), Mode.NORMAL, outputs());
    String all = String.join("\n", lines) + "\n";
    assertThat(all).doesNotContain("hunter2");
    lines.forEach(line -> assertThat(JsonMapper.shared().readTree(line).has("@message")).isTrue());
    Golden.check("log.jsonl", all);
  }

  @Test
  void writesConfigurations(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("main.tf.json"),
        """
        {"variable": {"size": {"default": 3, "description": "How many."}, "req": {},
                      "sec": {"default": "hunter2", "sensitive": true}},
         "provider": {"cloud": {"secret_key": "hunter2", "region": "${var.req}"}},
         "resource": {
           "terraform_data": {
             "a": {"input": {"x": 1, "y": [true, null, "t"]}, "count": 2},
             "b": {"input": "${terraform_data.a[0].output.x} and ${var.size}", "depends_on": ["terraform_data.c"]},
             "c": {"for_each": "${toset([\"k\"])}", "input": "${each.value}"}},
           "cloud_tunnel": {
             "t": {"name": "n", "psk": "hunter2", "rule": [{"port": 1}, {"port": "${var.size}"}], "site": {"x": {"port": 2}}}}},
         "output": {"o": {"value": "${terraform_data.a[*].id}", "description": "Ids."},
                    "s": {"value": "hunter2", "sensitive": true},
                    "k": {"value": "${terraform_data.c[\"k\"].input}"}}}
        """);
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory);
    String json = new ConfigurationJson(loaded.configuration(), SCHEMAS, false).document().line();
    assertThat(json).doesNotContain("hunter2");
    Golden.check("configuration.json", pretty(json));
  }
}
