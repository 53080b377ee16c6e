package dev.groma.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the cases of expressions.jsonl, whose results come from the real program. The cases that
/// differ are listed in expressions-known-failures.txt, which has to be exact.
///
/// `-Dgroma.conformance.report=FILE` writes how each failing case differs.
final class ExpressionConformanceTest {
  private static final String SENSITIVE_OUTPUT = "config.sensitive-output";
  private static final Path FOLDER = Path.of("src/test/resources/conformance").toAbsolutePath();
  private static final Path FIXTURES = FOLDER.resolve("expressions-fixtures");

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final PlanRequest.Setting SETTING =
      new PlanRequest.Setting(
          new ProviderRegistry(List.of(new DataProvider())),
          new ProviderContext(
              name -> "HOME".equals(name) ? "/home/user" : null,
              Clock.fixed(NOW, ZoneOffset.UTC),
              new Random(7),
              new TreeMap<>(),
              "test",
              FIXTURES),
          1,
          "default",
          FIXTURES,
          _ -> {});

  @TempDir private Path directory;

  @Test
  void givesTheResultsOfTheRealProgram() throws Exception {
    SortedMap<String, String> failures = new TreeMap<>();
    List<String> lines = Files.readAllLines(FOLDER.resolve("expressions.jsonl"));
    for (String line : lines) {
      String here = line.replace("<cwd>", FIXTURES.toString());
      Node.ObjectNode c = read(here);
      String problem = difference(c, here);
      if (problem != null) {
        failures.put(text(c, "id"), line + "\n    " + problem);
      }
    }
    report(failures, lines.size());
    SortedSet<String> known = new TreeSet<>();
    for (String line : Files.readAllLines(FOLDER.resolve("expressions-known-failures.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        known.add(line.split(" ", 2)[0]);
      }
    }
    assertThat(new TreeSet<>(failures.keySet()))
        .as("cases that differ from the real program (%s)", failures.values())
        .isEqualTo(known);
  }

  private static void report(Map<String, String> failures, int all) throws IOException {
    System.Logger log = System.getLogger(ExpressionConformanceTest.class.getName());
    log.log(
        System.Logger.Level.INFO,
        "expression cases: {0} passed, {1} failed",
        String.valueOf(all - failures.size()),
        String.valueOf(failures.size()));
    String file = System.getProperty("groma.conformance.report");
    if (file != null) {
      Files.write(Path.of(file), failures.values());
    }
  }

  private static Node.ObjectNode read(String json) {
    Node root = SourceReader.read(new SourceText("case.tf.json", json), Syntax.JSON).root();
    return (Node.ObjectNode) java.util.Objects.requireNonNull(root, json);
  }

  private static @Nullable Node find(Node node, String key) {
    return node instanceof Node.ObjectNode object
        ? object.members().stream()
            .filter(m -> m.key().equals(key))
            .map(Node.Member::value)
            .findFirst()
            .orElse(null)
        : null;
  }

  private static String text(Node node, String key) {
    return find(node, key) instanceof StringNode s ? s.text() : "";
  }

  /// How our result differs from the expected one; null when it does not.
  private @Nullable String difference(Node.ObjectNode c, String line)
      throws IOException, InterruptedException {
    Evaluation ours;
    try {
      write(c, line);
      ours = evaluate();
    } catch (RuntimeException | StackOverflowError bug) {
      StackTraceElement[] trace = bug.getStackTrace();
      return "THROWN " + bug + " at " + (trace.length > 0 ? trace[0] : "");
    }
    Node expect = find(c, "expect");
    if (expect == null) {
      return "a case must have a result";
    }
    Node error = find(expect, "error");
    if (error != null) {
      return errorDifference(expect, error, ours);
    }
    return ours.failed() ? "unexpected " + summaries(ours) : valueDifference(expect, ours.value());
  }

  /// Makes [#directory] the configuration that the case is about.
  private void write(Node.ObjectNode c, String line) throws IOException {
    String context = raw(find(c, "context"), line);
    Files.writeString(
        directory.resolve("main.tf.json"),
        "{\"output\": {\"result\": {\"value\": "
            + raw(find(c, "expr"), line)
            + "}}"
            + (context.isEmpty() ? "}" : ", " + context.substring(1)));
    Path values = directory.resolve("terraform.tfvars.json");
    Files.deleteIfExists(values);
    if (find(c, "tfvars") != null) {
      Files.writeString(values, raw(find(c, "tfvars"), line));
    }
  }

  /// `node` as it is written in `line`; empty when there is none.
  private static String raw(@Nullable Node node, String line) {
    if (node == null) {
      return "";
    }
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    int start = node.range().start().offset();
    return new String(bytes, start, node.range().end().offset() - start, StandardCharsets.UTF_8);
  }

  /// Plans the configuration and takes the value of its output.
  private Evaluation evaluate() throws InterruptedException {
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory);
    if (loaded.hasErrors()) {
      return failed(loaded.diagnostics());
    }
    ModuleConfig module = loaded.configuration().root();
    VariableLoader.Loaded variables = VariableLoader.load(module, directory, Map.of(), List.of());
    if (variables.hasErrors()) {
      return failed(variables.diagnostics());
    }
    PlanRequest request =
        new PlanRequest(
            new Configuration(
                loaded.configuration().tree(), FIXTURES, loaded.configuration().sources()),
            variables.values(),
            State.EMPTY,
            PlanOptions.all(Mode.NORMAL),
            NOW,
            SETTING);
    PlanResult result = Planner.plan(request);
    Plan plan = result.plan();
    List<Diagnostic> errors = result.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (plan == null || !errors.stream().allMatch(d -> d.code().equals(SENSITIVE_OUTPUT))) {
      return failed(errors);
    }
    return errors.isEmpty()
        ? new Evaluation(plan.outputs().getFirst().after(), List.of())
        : sensitive(request, plan);
  }

  private static Evaluation failed(List<Diagnostic> diagnostics) {
    return new Evaluation(Value.unknown(Type.DYNAMIC), diagnostics);
  }

  /// The value that the output would have if it were declared sensitive, with the marks of its
  /// parts.
  private static Evaluation sensitive(PlanRequest request, Plan plan) {
    CompiledModule compiled =
        CompiledModule.compile(request.configuration(), SETTING.registry(), _ -> {});
    Evaluator evaluator = Evaluators.planning(request);
    ModuleScope.Surroundings surroundings = Planner.surroundings(request);
    Map<InstanceAddress, Value> objects =
        plan.changes().stream().collect(Collectors.toMap(Change::address, Change::after));
    ModuleInstance root =
        ModuleValues.of(compiled, surroundings, request.variables(), objects, evaluator, _ -> {});
    return evaluator.evaluate(
        java.util.Objects.requireNonNull(request.configuration().root().outputs().get("result"))
            .value(),
        new ModuleScope(surroundings, root, ModuleScope.Repetition.NONE, null));
  }

  private static List<String> summaries(Evaluation evaluation) {
    return evaluation.diagnostics().stream().map(d -> d.summary() + ": " + d.detail()).toList();
  }

  private static @Nullable String errorDifference(Node expect, Node error, Evaluation ours) {
    if (!ours.failed()) {
      return "no error, but " + ours.value().unmarkDeep();
    }
    boolean anyWillDo =
        find(expect, "infinite") != null
            || find(error, "infinite") != null
            || text(error, "detail").contains("panic in function");
    SortedSet<String> wanted = new TreeSet<>(List.of(text(error, "summary")));
    if (find(expect, "other_errors") instanceof Node.ListNode others) {
      others.elements().forEach(other -> wanted.add(text(other, "summary")));
    }
    boolean same = ours.diagnostics().stream().anyMatch(d -> wanted.contains(d.summary()));
    return anyWillDo || same ? null : "wanted " + wanted + " but " + summaries(ours);
  }

  private static @Nullable String valueDifference(Node expect, Value value) {
    Node type = find(expect, "type");
    Value plain = value.unmarkDeep();
    if (type != null && !type(plain.type()).equals(plain(type))) {
      return "wanted type " + plain(type) + " but " + type(plain.type()) + " of " + plain;
    }
    SortedSet<String> unknown = new TreeSet<>();
    SortedSet<String> sensitive = new TreeSet<>();
    marks(value, "", unknown, sensitive);
    SortedSet<String> wantedUnknown = paths(find(expect, "unknown"));
    if (!unknown.equals(wantedUnknown)) {
      return "wanted unknown at " + wantedUnknown + " but " + unknown + " of " + plain;
    }
    SortedSet<String> wantedSensitive = paths(find(expect, "sensitive"));
    if (!sensitive.equals(wantedSensitive)) {
      return "wanted sensitive at " + wantedSensitive + " but " + sensitive + " of " + plain;
    }
    Node wanted = find(expect, "value");
    boolean equal = wanted == null ? !unknown.isEmpty() || plain.isNull() : same(wanted, plain);
    return equal
        ? null
        : "wanted " + (wanted == null ? "nothing" : plain(wanted)) + " but " + plain;
  }

  private static void marks(
      Value value, String at, SortedSet<String> unknown, SortedSet<String> sensitive) {
    if (value.has(Mark.SENSITIVE)) {
      sensitive.add(at);
    }
    switch (value.unmark()) {
      case Value.Unknown _ -> unknown.add(at);
      case Value.Tuple t -> elementMarks(t.elements(), at, unknown, sensitive);
      case Value.ListOf l -> elementMarks(l.elements(), at, unknown, sensitive);
      case Value.SetOf s -> elementMarks(s.elements(), at, unknown, sensitive);
      case Value.MapOf m ->
          m.entries().forEach((k, v) -> marks(v, at + "." + k, unknown, sensitive));
      case Value.Obj o ->
          o.attributes().forEach((k, v) -> marks(v, at + "." + k, unknown, sensitive));
      case Value.Str _, Num _, Value.Bool _, Value.Null _, Value.Marked _ -> {}
    }
  }

  private static void elementMarks(
      Collection<Value> elements,
      String at,
      SortedSet<String> unknown,
      SortedSet<String> sensitive) {
    int i = 0;
    for (Value element : elements) {
      marks(element, at + "." + i++, unknown, sensitive);
    }
  }

  /// The places where `node` says true.
  private static SortedSet<String> paths(@Nullable Node node) {
    SortedSet<String> paths = new TreeSet<>();
    if (node != null) {
      collectPaths(node, "", paths);
    }
    return paths;
  }

  private static void collectPaths(Node node, String at, SortedSet<String> paths) {
    switch (node) {
      case Node.BoolNode(boolean yes, _) -> {
        if (yes) {
          paths.add(at);
        }
      }
      case Node.ListNode l -> {
        for (int i = 0; i < l.elements().size(); i++) {
          collectPaths(l.elements().get(i), at + "." + i, paths);
        }
      }
      case Node.ObjectNode o ->
          o.members().forEach(m -> collectPaths(m.value(), at + "." + m.key(), paths));
      case StringNode _, Node.NumberNode _, Node.NullNode _ -> {}
    }
  }

  /// True when the known parts of `value` are those of `wanted`.
  private static boolean same(Node wanted, Value value) {
    return switch (value) {
      case Value.Unknown _ -> true;
      case Value.Null _ -> wanted instanceof Node.NullNode;
      case Value.Str s -> wanted instanceof StringNode w && w.text().equals(s.text());
      case Value.Bool b -> wanted instanceof Node.BoolNode w && w.value() == b.isTrue();
      case Num n ->
          wanted instanceof Node.NumberNode w
              && sameNumber(w.value(), new BigDecimal(n.toString()));
      case Value.Tuple t -> sameAll(wanted, t.elements());
      case Value.ListOf l -> sameAll(wanted, l.elements());
      case Value.SetOf s -> sameAll(wanted, s.elements());
      case Value.MapOf m -> sameMapping(wanted, m.entries());
      case Value.Obj o -> sameMapping(wanted, o.attributes());
      case Value.Marked m -> same(wanted, m.value());
    };
  }

  private static boolean sameNumber(BigDecimal wanted, BigDecimal ours) {
    if (wanted.compareTo(ours) == 0) {
      return true;
    }
    boolean whole = wanted.signum() == 0 || wanted.stripTrailingZeros().scale() <= 0;
    MathContext digits = new MathContext(15);
    return !whole && wanted.round(digits).compareTo(ours.round(digits)) == 0;
  }

  private static boolean sameAll(Node wanted, List<Value> elements) {
    if (!(wanted instanceof Node.ListNode list) || list.elements().size() != elements.size()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (!same(list.elements().get(i), elements.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMapping(Node wanted, Map<String, Value> entries) {
    if (!(wanted instanceof Node.ObjectNode object)) {
      return false;
    }
    for (Map.Entry<String, Value> entry : entries.entrySet()) {
      Node part = find(object, entry.getKey());
      if (part == null ? entry.getValue().isKnown() : !same(part, entry.getValue())) {
        return false;
      }
    }
    return object.members().stream().allMatch(m -> entries.containsKey(m.key()));
  }

  /// `type` in the JSON notation of types.
  private static String type(Type type) {
    return switch (type) {
      case Type.Dynamic _ -> "\"dynamic\"";
      case Type.Primitive p -> "\"" + p + "\"";
      case Type.ListType l -> "[\"list\"," + type(l.element()) + "]";
      case Type.SetType s -> "[\"set\"," + type(s.element()) + "]";
      case Type.MapType m -> "[\"map\"," + type(m.element()) + "]";
      case Type.TupleType t ->
          "[\"tuple\",["
              + String.join(",", t.elements().stream().map(e -> type(e)).toList())
              + "]]";
      case Type.ObjectType o -> {
        List<String> attributes = new ArrayList<>();
        o.attributes().forEach((name, a) -> attributes.add("\"" + name + "\":" + type(a)));
        yield "[\"object\",{" + String.join(",", attributes) + "}]";
      }
    };
  }

  /// `node` as compact JSON with sorted keys.
  private static String plain(Node node) {
    return switch (node) {
      case StringNode s -> "\"" + s.text() + "\"";
      case Node.NumberNode n -> n.value().toString();
      case Node.BoolNode b -> String.valueOf(b.value());
      case Node.NullNode _ -> "null";
      case Node.ListNode l ->
          "[" + String.join(",", l.elements().stream().map(e -> plain(e)).toList()) + "]";
      case Node.ObjectNode o -> {
        SortedMap<String, String> sorted =
            new TreeMap<>(dev.groma.schemas.value.CodePointOrder.INSTANCE);
        o.members().forEach(m -> sorted.put(m.key(), "\"" + m.key() + "\":" + plain(m.value())));
        yield "{" + String.join(",", sorted.values()) + "}";
      }
    };
  }
}
