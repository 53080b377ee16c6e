package dev.groma.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.NestedBlock.Nesting;
import dev.groma.schemas.source.Node.ObjectNode;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompiledBodyTest {
  private static final Block RULE =
      Block.of(
          Map.of("port", of(Type.NUMBER, Mode.REQUIRED), "cidr", of(Type.STRING, Mode.OPTIONAL)),
          Map.of());
  private static final Block SCHEMA =
      Block.of(
          Map.of(
              "name", of(Type.STRING, Mode.REQUIRED),
              "size", of(Type.NUMBER, Mode.OPTIONAL_COMPUTED),
              "tags", of(Type.map(Type.STRING), Mode.OPTIONAL),
              "ports", of(Type.list(Type.NUMBER), Mode.OPTIONAL),
              "anything", of(Type.DYNAMIC, Mode.OPTIONAL),
              "id", of(Type.STRING, Mode.COMPUTED)),
          Map.of(
              "single", new NestedBlock(Nesting.SINGLE, RULE, 0, 1),
              "group", new NestedBlock(Nesting.GROUP, RULE, 0, 1),
              "rule", new NestedBlock(Nesting.LIST, RULE, 0, 2),
              "option", new NestedBlock(Nesting.SET, RULE, 0, 0),
              "disk", new NestedBlock(Nesting.MAP, RULE, 0, 0)));
  private static final Evaluator EVALUATOR =
      new Evaluator(
          FunctionRegistry.standard(),
          new FunctionContext(
              java.nio.file.Path.of("."),
              java.nio.file.Path.of("/"),
              java.nio.file.Path.of("/"),
              Instant.EPOCH,
              Clock.systemUTC(),
              new Random(1),
              (_, _, _) -> {
                throw new IllegalStateException();
              },
              true));
  private static final Scope SCOPE =
      (subject, _, _, _) ->
          switch (subject.toString()) {
            case "var.n" -> Value.of(7);
            case "var.list" -> new Value.Tuple(List.of(Value.of(5), Value.of(6)));
            case "var.none" -> new Value.Tuple(List.of());
            case "var.unknown" -> Value.unknown(Type.list(Type.NUMBER));
            case "var.token" -> Value.of("t").mark(Set.of(Mark.EPHEMERAL));
            case "var.hidden" -> new Value.Tuple(List.of(Value.of(5))).mark(Set.of(Mark.SENSITIVE));
            case "var.secret" -> Value.of("s").mark(Set.of(Mark.SENSITIVE));
            default -> Value.unknown(Type.DYNAMIC);
          };

  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private static Attribute of(Type type, Mode mode) {
    return Attribute.of(type, mode, Doc.NONE);
  }

  private CompiledBody compile(String yaml) {
    ObjectNode body =
        (ObjectNode)
            Objects.requireNonNull(SourceReader.read(new SourceText("f.yaml", yaml)).root());
    return CompiledBody.compile(body, body.range(), SCHEMA, diagnostics);
  }

  private Value.Obj evaluate(String yaml) {
    CompiledBody body = compile(yaml);
    assertThat(diagnostics).isEmpty();
    return (Value.Obj) body.evaluate(SCOPE, EVALUATOR, diagnostics::add);
  }

  private List<String> lines() {
    return diagnostics.stream().map(ConfigLoaderTest::line).toList();
  }

  @Test
  void whatIsNotSetIsNullOrEmpty() {
    Value.Obj value = evaluate("name: n");
    assertThat(diagnostics).isEmpty();
    assertThat(value.type()).isEqualTo(withDynamic(value));
    assertThat(value.require("size")).isEqualTo(Value.nullOf(Type.NUMBER));
    assertThat(value.require("single")).isEqualTo(Value.nullOf(RULE.impliedType()));
    assertThat(value.require("group"))
        .isEqualTo(
            Value.object(
                Map.of("port", Value.nullOf(Type.NUMBER), "cidr", Value.nullOf(Type.STRING))));
    assertThat(value.require("rule")).isEqualTo(new Value.ListOf(RULE.impliedType(), List.of()));
  }

  /// The implied type, with the type that the value has where the schema leaves it open.
  private static Type withDynamic(Value.Obj value) {
    var types = new TreeMap<>(SCHEMA.impliedType().attributes());
    types.put("anything", value.require("anything").type());
    return Type.object(types);
  }

  @Test
  void everyNestingBecomesItsKindOfValue() {
    Value.Obj value =
        evaluate(
            """
            name: "${var.n}"
            size: "12"
            tags: {a: "${var.secret}", "k${var.n}": 1}
            anything: [1, {x: "${var.unknown}"}]
            single: {port: 1}
            rule: [{port: "${var.n}"}, {port: 2, cidr: x}]
            option: [{port: 1}, {port: 1}, {port: 3}]
            disk: {a: {port: 1}, b: {port: 2}}
            """);
    assertThat(diagnostics).isEmpty();
    assertThat(value.type()).isEqualTo(withDynamic(value));
    assertThat(value.require("name")).isEqualTo(Value.of("7"));
    assertThat(value.require("size")).isEqualTo(Value.of(12));
    assertThat(value.require("tags"))
        .isEqualTo(
            new Value.MapOf(
                Type.STRING,
                new TreeMap<>(
                    Map.of("a", Value.of("s").mark(Set.of(Mark.SENSITIVE)), "k7", Value.of("1")))));
    assertThat(((Value.ListOf) value.require("rule")).elements()).hasSize(2);
    assertThat(((Value.SetOf) value.require("option")).elements()).hasSize(2);
    assertThat(((Value.MapOf) value.require("disk")).entries()).containsOnlyKeys("a", "b");
  }

  private Value dynamic(String type, String rest) {
    return evaluate("{name: n, " + rest + "}").require(type);
  }

  private static Value rule(Value port, Value cidr) {
    return Value.object(Map.of("port", port, "cidr", cidr));
  }

  @Test
  void dynamicBlocksStandForABlockPerElement() {
    Value written = dynamic("rule", "rule: [{port: 5, cidr: '0'}, {port: 6, cidr: '1'}]");
    assertThat(
            dynamic(
                "rule",
                "dynamic: {rule: {for_each: '${var.list}',"
                    + " content: {port: '${rule.value}', cidr: '${rule.key}'}}}"))
        .isEqualTo(written);
    assertThat(
            dynamic(
                "rule",
                "rule: {port: 5, cidr: '0'}, dynamic: {rule: [{for_each: [6], iterator: r,"
                    + " content: {port: '${r.value}', cidr: '${r.key + 1}'}}]}"))
        .isEqualTo(written);
    assertThat(dynamic("rule", "dynamic: {rule: {for_each: [], content: {port: 1}}}"))
        .isEqualTo(new Value.ListOf(RULE.impliedType(), List.of()));
    assertThat(
            dynamic(
                "disk",
                "dynamic: {disk: {for_each: {a: 1, b: 2}, labels: ['${disk.key}'],"
                    + " content: {port: '${disk.value}'}}}"))
        .isEqualTo(dynamic("disk", "disk: {a: {port: 1}, b: {port: 2}}"));
    assertThat(dynamic("single", "dynamic: {single: {for_each: [1], content: {port: 1}}}"))
        .isEqualTo(rule(Value.of(1), Value.nullOf(Type.STRING)));
  }

  @Test
  void dynamicBlocksOfWhatIsUnknownAreUnknownAsAWhole() {
    assertThat(dynamic("rule", "dynamic: {rule: {for_each: '${var.unknown}', content: {port: 1}}}"))
        .isEqualTo(Value.unknown(Type.list(RULE.impliedType())));
  }

  @Test
  void marksOfForEachAreOnTheContent() {
    Value value =
        dynamic(
            "rule",
            "dynamic: {rule: {for_each: '${var.hidden}', content: {port: '${rule.value}'}}}");
    assertThat(value.marksDeep()).containsExactly(Mark.SENSITIVE);
  }

  @Test
  void onlyWhatIsNotStoredMayBeEphemeral() {
    CompiledBody body = compile("name: '${var.token}'");
    Value unstored = body.evaluateUnstored(SCOPE, EVALUATOR, diagnostics::add);
    assertThat(diagnostics).isEmpty();
    assertThat(unstored.marksDeep()).containsExactly(Mark.EPHEMERAL);
    body.evaluate(SCOPE, EVALUATOR, diagnostics::add);
    assertAll(
        "1:10 Invalid use of ephemeral value: Ephemeral values are not valid for \"name\", because"
            + " it is not a write-only attribute and must be persisted to state.");
  }

  @Test
  void referencesAreKnownBeforeEvaluation() {
    CompiledBody body =
        compile(
            "{name: '${var.a}', rule: [{port: '${t.x[var.b].port}'}], tags: {'${local.k}': 1}}");
    assertThat(body.references())
        .extracting(r -> r.subject().toString())
        .containsExactlyInAnyOrder("var.a", "local.k", "t.x", "var.b");
    CompiledBody dynamic =
        compile(
            "{name: n, dynamic: {rule: {for_each: '${var.f}', iterator: it,"
                + " content: {port: '${it.value}', cidr: '${rule.x}'}}}}");
    assertThat(dynamic.references())
        .extracting(r -> r.subject().toString())
        .containsExactlyInAnyOrder("var.f", "rule.x");
  }

  @Test
  void pathsLeadBackToThePlace() {
    CompiledBody body =
        compile("name: n\nrule:\n- port: 1\n- {port: 2}\ndisk:\n  a:\n    port: 3\n");
    assertThat(body.rangeOf(Path.of("name"))).hasToString("f.yaml:1:7");
    assertThat(body.rangeOf(Path.of("rule").index(1).attribute("port"))).hasToString("f.yaml:4:10");
    assertThat(body.rangeOf(Path.of("disk").key("a").attribute("port"))).hasToString("f.yaml:7:11");
    assertThat(body.rangeOf(Path.of("size"))).hasToString("f.yaml:1:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{size: 1} | 1:1 Missing required argument: The argument \"name\" is required, but no"
            + " definition was found.",
        "{name: n, sise: 1} | 1:11 Extraneous JSON object property: No argument or block type is"
            + " named \"sise\". Did you mean \"size\"?",
        "{name: n, id: x} | 1:11 \"id\" attribute is read-only: Its value is decided by the"
            + " provider. Remove the argument.",
        "{name: n, rule: [{port: 1, cdir: x}]} | 1:28 Extraneous JSON object property: No argument"
            + " or block type is named \"cdir\". Did you mean \"cidr\"?",
        "{name: n, rule: {}} | 1:11 Missing required argument: The argument \"port\" is required,"
            + " but no definition was found.",
        "{name: n, rule: [{port: 1}, {port: 1}, {port: 1}]} | 1:11 Too many rule blocks: No more"
            + " than 2 \"rule\" blocks are allowed.",
        "{name: n, single: [{port: 1}, {port: 1}]} | 1:11 Too many single blocks: No more than 1"
            + " \"single\" block is allowed.",
        "{name: n, rule: 1} | 1:17 Incorrect JSON value type: Either a JSON object or a JSON array"
            + " is required, representing the contents of one or more \"rule\" blocks.",
        "{name: '${', size: '${1 +}'} | 1:11 *; 1:26 *",
        "{name: n, dynamic: {rul: {}}} | 1:21 Unsupported block type: Blocks of type \"rul\" are"
            + " not expected here. Did you mean \"rule\"?",
        "{name: n, dynamic: {rule: {content: {port: 1}}}} | 1:21 Missing required argument: The"
            + " argument \"for_each\" is required, but no definition was found.",
        "{name: n, dynamic: {rule: {for_each: []}}} | 1:21 Missing content block: A dynamic block"
            + " must have exactly one nested block of type \"content\", which says what each block"
            + " holds.",
        "{name: n, dynamic: {rule: {for_each: [], labels: [a], content: {port: 1}}}} | 1:42"
            + " Extraneous dynamic block label: Blocks of type \"rule\" require no labels.",
        "{name: n, dynamic: {disk: {for_each: [], content: {port: 1}}}} | 1:21 Insufficient dynamic"
            + " block labels: Blocks of type \"disk\" require one label: write \"labels\" as a list"
            + " of one element.",
        "{name: n, dynamic: {rule: {for_each: [], iterator: '${x}', content: {port: 1}}}} | 1:52"
            + " Invalid dynamic iterator name: Dynamic iterator must be a single variable name,"
            + " written without \"${\" and \"}\".",
        "{name: n, dynamic: {rule: {for_each: [], content: {prot: 1}}}} | 1:42 Missing required"
            + " argument: *; 1:52 Extraneous JSON object property: No argument or block type is"
            + " named \"prot\". Did you mean \"port\"?",
      })
  void mistakesOfShapeArePlaced(String yaml, String expected) {
    compile(yaml);
    assertAll(expected);
  }

  private void assertAll(String expected) {
    String[] wanted = expected.split("; (?=\\d)");
    assertThat(lines()).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      String want = "f.yaml:" + wanted[i];
      int star = want.indexOf('*');
      assertThat(star < 0 ? lines().get(i) : lines().get(i).substring(0, star))
          .isEqualTo(star < 0 ? want : want.substring(0, star));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name: [1]} | 1:8 Incorrect attribute value type: Inappropriate value for attribute"
            + " \"name\": string required.",
        "{name: n, ports: [1, 2, x]} | 1:25 Incorrect attribute value type: Inappropriate value for"
            + " attribute \"ports\": element 2: a number is required.",
        "{name: n, tags: {a: {}}} | 1:21 Incorrect attribute value type: Inappropriate value for"
            + " attribute \"tags\": element \"a\": string required.",
        "{name: null} | 1:8 Missing required argument: The argument \"name\" is required, but its"
            + " value is null here.",
        "{name: n, size: '${nofunc()}'} | 1:20 Call to unknown function: *",
        "{name: n, dynamic: {rule: {for_each: 1, content: {port: 1}}}} | 1:38 Invalid dynamic"
            + " for_each value: Cannot use a number value in for_each. An iterable collection is"
            + " required.",
        "{name: n, dynamic: {rule: {for_each: null, content: {port: 1}}}} | 1:38 Invalid dynamic"
            + " for_each value: Cannot use a null value in for_each. For no blocks, give an empty"
            + " list.",
        "{name: n, dynamic: {rule: {for_each: [1, 2, 3], content: {port: 1}}}} | 1:49 Too many rule"
            + " blocks: No more than 2 \"rule\" blocks are allowed.",
        "{name: n, dynamic: {rule: {for_each: [x], content: {port: '${rule.value}'}}}} | 1:62"
            + " Incorrect attribute value type: Inappropriate value for attribute \"port\": a"
            + " number is required.",
      })
  void mistakesOfValueArePlaced(String yaml, String expected) {
    Value.Obj value = evaluate(yaml);
    assertAll(expected);
    assertThat(value.type()).isEqualTo(withDynamic(value));
  }
}
