package dev.groma.providers.ksyun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.ResourceHandler.ApplyResult;
import dev.groma.providers.spi.ResourceHandler.ReadResult;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.testkit.Lifecycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of failure in each kind of operation: the call is made again, or the error says what
/// is the case; nothing is lost, and nothing is done twice.
///
/// The API has no idempotency token, which is the harder case: a create whose outcome is unknown
/// must not be sent again.
final class FaultTableTest {
  private static final String TYPE = "ksyun_vpn_customer_gateway";
  private static final Pattern OBJECT = Pattern.compile("\"address\"");

  /// What can happen to one call.
  private static final Map<String, String> FAULTS = new LinkedHashMap<>();

  /// The calls of the operation that fail, and what is done.
  private static final Map<String, BiFunction<Cell, Value, String>> OPERATIONS =
      new LinkedHashMap<>();

  private static final SortedMap<String, SortedMap<String, String>> TABLE = new TreeMap<>();

  static {
    FAULTS.put("throttled", "throttle");
    FAULTS.put("unavailable", "status=503,code=ServiceUnavailable");
    FAULTS.put("unavailable after effect", "status=503,code=ServiceUnavailable,when=after");
    FAULTS.put("unknown error", "status=500");
    FAULTS.put("unknown error after effect", "status=500,when=after");
    FAULTS.put("cut before effect", "cut=before");
    FAULTS.put("cut after effect", "cut=after");
    FAULTS.put("conflict", "status=409,code=Whatever");
    FAULTS.put("denied", "status=403,code=AccessDenied");
    FAULTS.put("fatal", "status=400,code=InvalidParameterValue");
    FAULTS.put("no such object", "status=400,code=NoSuchEntity");
    OPERATIONS.put("create", (cell, _) -> cell.create());
    OPERATIONS.put("read", Cell::read);
    OPERATIONS.put("update", Cell::update);
    OPERATIONS.put("delete", Cell::delete);
    OPERATIONS.put("list", Cell::list);
  }

  /// The call of each operation, and which of its calls is the one: reads happen before.
  private static final Map<String, String> CALLS =
      Map.of(
          "create", "CreateCustomerGateway:1",
          "read", "DescribeCustomerGateways:2",
          "update", "ModifyCustomerGateway:1",
          "delete", "DeleteCustomerGateway:1",
          "list", "DescribeCustomerGateways:2");

  static List<Arguments> cells() {
    List<Arguments> cells = new ArrayList<>();
    for (String operation : OPERATIONS.keySet()) {
      for (String fault : FAULTS.keySet()) {
        cells.add(Arguments.of(operation, fault));
      }
    }
    return cells;
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cells")
  void nothingIsLostOrDoneTwice(String operation, String fault) {
    String call = Objects.requireNonNull(CALLS.get(operation));
    boolean already = operation.equals("delete") && fault.equals("no such object");
    String text = "ksyun:" + call + ":" + FAULTS.get(fault) + (already ? ",when=after" : "");
    try (LocalKsyun ksyun = new LocalKsyun(null, List.of(text))) {
      Cell cell = new Cell(ksyun);
      Value object = operation.equals("create") ? cell.life.nothing() : cell.made();
      int before = cell.calls(call);
      String outcome = Objects.requireNonNull(OPERATIONS.get(operation)).apply(cell, object);
      assertThat(cell.calls(call)).as("the fault happened").isGreaterThan(before);
      TABLE.computeIfAbsent(fault, _ -> new TreeMap<>()).put(operation, outcome);
    }
  }

  /// The whole table, as people read it.
  @AfterAll
  static void isPrinted(TestReporter reporter) {
    StringBuilder out = new StringBuilder("\n");
    String form = "%-28s" + "%-34s".repeat(OPERATIONS.size()) + "\n";
    List<String> head = new ArrayList<>(List.of("failure of one call"));
    head.addAll(OPERATIONS.keySet());
    out.append(form.formatted(head.toArray()));
    for (String fault : FAULTS.keySet()) {
      List<String> row = new ArrayList<>(List.of(fault));
      for (String operation : OPERATIONS.keySet()) {
        row.add(
            Objects.requireNonNull(TABLE.getOrDefault(fault, new TreeMap<>()))
                .getOrDefault(operation, ""));
      }
      out.append(form.formatted(row.toArray()));
    }
    reporter.publishEntry("faults", out.toString());
  }

  /// One failure in one operation.
  private static final class Cell {
    private final LocalKsyun ksyun;
    private final Lifecycle life;

    Cell(LocalKsyun ksyun) {
      this.ksyun = ksyun;
      this.life = new Lifecycle(ksyun.provider().resource(TYPE), ksyun.schema(TYPE));
    }

    private Value configuration(String name) {
      return life.configuration(
          Map.of(
              "customer_gateway_name", Value.of(name),
              "customer_gateway_address", Value.of("203.0.113.7")));
    }

    Value made() {
      ApplyResult result = life.apply(life.nothing(), configuration("one"));
      assertThat(result.diagnostics().all()).isEmpty();
      return Lifecycle.require(result.value(), List.of());
    }

    String create() {
      ApplyResult result = life.apply(life.nothing(), configuration("one"));
      String code = code(result.diagnostics().all());
      if (code.isEmpty()) {
        Value object = Lifecycle.require(result.value(), List.of());
        assertThat(objects()).isEqualTo(1);
        assertThat(life.read(object).value()).isEqualTo(object);
        return "done";
      }
      if (code.equals("remote.outcome-unknown")) {
        assertThat(result.value()).as("nothing is said to be gone").isNull();
        assertThat(objects()).isLessThanOrEqualTo(1);
        assertThat(calls("CreateCustomerGateway:1")).as("not sent again").isEqualTo(1);
        return "outcome unknown, says so";
      }
      assertThat(objects()).isZero();
      assertThat(life.recorded()).isEmpty();
      made();
      assertThat(objects()).isEqualTo(1);
      return "error, nothing made";
    }

    String read(Value object) {
      ReadResult result = life.read(object);
      String code = code(result.diagnostics().all());
      if (code.isEmpty()) {
        assertThat(result.value()).isEqualTo(object);
        return "done";
      }
      assertThat(result.value()).as("an object that is there is not said to be gone").isNull();
      assertThat(life.read(object).value()).isEqualTo(object);
      return "error, kept";
    }

    String update(Value object) {
      ApplyResult result = life.apply(object, configuration("two"));
      String code = code(result.diagnostics().all());
      Value now = result.value() == null ? object : result.value();
      Value seen = Lifecycle.require(life.read(now).value(), List.of());
      if (!code.isEmpty()) {
        ApplyResult again = life.apply(seen, configuration("two"));
        assertThat(again.diagnostics().all()).isEmpty();
        seen = Lifecycle.require(again.value(), List.of());
      }
      assertThat(Path.of("customer_gateway_name").find(seen)).contains(Value.of("two"));
      assertThat(Path.of("id").find(seen)).isEqualTo(Path.of("id").find(object));
      assertThat(objects()).isEqualTo(1);
      return code.isEmpty() ? "done" : "error, done by the next run";
    }

    String delete(Value object) {
      ApplyResult result = life.apply(object, life.nothing());
      String code = code(result.diagnostics().all());
      if (!code.isEmpty()) {
        assertThat(result.value()).as("what may be there is kept").isNull();
        assertThat(life.apply(object, life.nothing()).diagnostics().all()).isEmpty();
      } else {
        assertThat(result.value()).isEqualTo(life.nothing());
      }
      assertThat(objects()).isZero();
      return code.isEmpty() ? "done" : "error, done by the next run";
    }

    String list(Value object) {
      Listable listable = (Listable) ksyun.provider().resource(TYPE);
      List<Value> found = new ArrayList<>();
      String code = code(listable.list(found::add, life.context()).all());
      if (code.isEmpty()) {
        assertThat(found).filteredOn(one -> listable.isSame(object, one)).hasSize(1);
        return "done";
      }
      assertThat(found).isEmpty();
      return "error";
    }

    private static String code(List<Diagnostic> told) {
      return told.stream().filter(Diagnostic::isError).map(Diagnostic::code).findFirst().orElse("");
    }

    private int objects() {
      return (int) OBJECT.matcher(ask("objects")).results().count();
    }

    int calls(String call) {
      String name = call.substring(0, call.indexOf(':'));
      var matcher =
          Pattern.compile("\"[a-z:./ ]*" + name + "\":\\s*([0-9]+)").matcher(ask("calls"));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private String ask(String what) {
      String url = Objects.requireNonNull(ksyun.context(Map.of()).endpoints().get("ksyun")).url();
      try (var in = URI.create(url + "/_emulator/" + what).toURL().openStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
