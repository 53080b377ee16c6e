package dev.groma.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Diagnostics;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.NestedBlock.Nesting;
import dev.groma.schemas.source.Manuscript;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Configuration made from objects.
final class DraftTest {
  private static final Block RULE =
      Block.of(
          Map.of("port", of(Type.NUMBER, Mode.REQUIRED), "psk", secret(Mode.OPTIONAL)), Map.of());
  private static final Block SCHEMA =
      Block.of(
          Map.of(
              "name", of(Type.STRING, Mode.REQUIRED),
              "vpc_id", of(Type.STRING, Mode.REQUIRED),
              "size", with(Mode.OPTIONAL, Value.of(3), false),
              "zone", of(Type.STRING, Mode.OPTIONAL_COMPUTED),
              "tags", of(Type.map(Type.STRING), Mode.OPTIONAL),
              "nets", of(Type.set(Type.STRING), Mode.OPTIONAL),
              "count", of(Type.NUMBER, Mode.OPTIONAL),
              "password", with(Mode.OPTIONAL, null, true),
              "key", secret(Mode.REQUIRED),
              "id", of(Type.STRING, Mode.COMPUTED)),
          Map.of(
              "single", new NestedBlock(Nesting.SINGLE, RULE, 0, 1),
              "group", new NestedBlock(Nesting.GROUP, RULE, 0, 1),
              "rule", new NestedBlock(Nesting.LIST, RULE, 0, 0),
              "disk", new NestedBlock(Nesting.MAP, RULE, 0, 0)));

  private static Attribute of(Type type, Mode mode) {
    return Attribute.of(type, mode, Doc.NONE);
  }

  private static Attribute secret(Mode mode) {
    return Attribute.of(Type.STRING, mode, new Doc("The shared key.", "")).asSensitive();
  }

  private static Attribute with(Mode mode, @Nullable Value otherwise, boolean writeOnly) {
    return new Attribute(
        writeOnly ? Type.STRING : Type.NUMBER,
        mode,
        Mutability.IN_PLACE,
        false,
        writeOnly,
        otherwise,
        Equivalence.EXACT,
        Effect.NONE,
        new Doc("Said once.", ""),
        null);
  }

  private static Value rule(int port, @Nullable String psk) {
    return Value.object(
        Map.of(
            "port",
            Value.of(port),
            "psk",
            psk == null ? Value.nullOf(Type.STRING) : Value.of(psk)));
  }

  private static Value object(Map<String, Value> changed) {
    Map<String, Value> all = new TreeMap<>();
    SCHEMA.attributes().forEach((name, a) -> all.put(name, Value.nullOf(a.type())));
    all.put("name", Value.of("010"));
    all.put("vpc_id", Value.of("vpc-1"));
    all.put("size", Value.of(3));
    all.put("zone", Value.of(""));
    all.put("id", Value.of("i-1"));
    all.put("single", Value.nullOf(RULE.impliedType()));
    all.put(
        "group",
        Value.object(Map.of("port", Value.nullOf(Type.NUMBER), "psk", Value.nullOf(Type.STRING))));
    all.put("rule", new Value.ListOf(RULE.impliedType(), List.of()));
    all.put("disk", new Value.MapOf(RULE.impliedType(), new TreeMap<>()));
    all.putAll(changed);
    return SCHEMA.markSensitive(Value.object(all));
  }

  private static ResourceAddress web() {
    return AddressParser.instance("lab_box.web").orElseThrow().resource();
  }

  private static Draft draft(Value object) {
    Draft draft = new Draft(Set.of("web_key"));
    draft.resource(
        web(),
        SCHEMA,
        Settable.of(SCHEMA, object),
        "lab.east",
        "\"i-1\"",
        (path, value) ->
            path.equals(Path.of("vpc_id")) && value.equals(Value.of("vpc-1"))
                ? Optional.of("lab_vpc.main.id")
                : Optional.empty());
    return draft;
  }

  private static final Map<String, Value> FULL =
      Map.of(
          "key", Value.of("hush"),
          "size", Num.of(new BigDecimal("1.5")),
          "count", Value.of(2),
          "tags",
              new Value.MapOf(Type.STRING, new TreeMap<>(Map.of("${a}", Value.of("%{b} ${c}")))),
          "nets", Value.set(Type.STRING, List.of(Value.of("10.0.0.0/8"), Value.of("true"))),
          "rule", new Value.ListOf(RULE.impliedType(), List.of(rule(1, null), rule(2, "hush-too"))),
          "disk", new Value.MapOf(RULE.impliedType(), new TreeMap<>(Map.of("a b", rule(3, null)))));

  @Test
  void everythingThatHasToBeSetIsWrittenAndNothingSecret() {
    Draft draft = draft(object(FULL));
    assertThat(draft.print(Syntax.YAML, List.of("Look it over.")))
        .isEqualTo(
            """
            # Look it over.
            variable:
              lab_box_web_key:
                type: string
                description: The shared key.
                sensitive: true
              web_password:
                type: string
                description: Said once.
                sensitive: true
                ephemeral: true
                default: null
              web_rule_1_psk:
                type: string
                description: The shared key.
                sensitive: true

            resource:
              lab_box:
                # from "i-1"
                web:
                  provider: lab.east
                  key: ${var.lab_box_web_key}
                  name: "010"
                  vpc_id: ${lab_vpc.main.id}
                  nets: [10.0.0.0/8, "true"]
                  # Write-only: what it is cannot be read.
                  password: ${var.web_password}
                  size: 1.5
                  tags:
                    $${a}: "%%{b} $${c}"
                  disk:
                    a b:
                      port: 3
                  rule:
                    - port: 1
                    - port: 2
                      psk: ${var.web_rule_1_psk}
                  _:
                    count: 2
            """);
    assertThat(draft.variables().get("lab_box_web_key"))
        .isEqualTo(
            new Draft.Variable(Type.STRING, Value.of("hush"), "The shared key.", false, false));
    assertThat(draft.print(Syntax.JSON, List.of()))
        .doesNotContain("hush")
        .contains("\"//\": \"from \\\"i-1\\\"\"", "\"$${a}\": \"%%{b} $${c}\"");
  }

  @Test
  void itIsLaidOutAsTheLayoutCommandWouldLeaveIt() {
    Draft draft = draft(object(FULL));
    draft.importing("lab_box.web", "i-${1}");
    for (Syntax syntax : Syntax.values()) {
      String text = draft.print(syntax, List.of("One.", "Two."));
      Manuscript read =
          Objects.requireNonNull(Manuscript.read(new SourceText("f", text), syntax).manuscript());
      assertThat(read.print()).isEqualTo(text);
      assertThat(text).contains("i-$${1}");
    }
  }

  @Test
  void whatIsRequiredAndCannotBeReadIsAVariableWithoutAValue() {
    Draft draft = draft(object(Map.of("group", rule(5, null))));
    assertThat(draft.variables().get("lab_box_web_key"))
        .isEqualTo(new Draft.Variable(Type.STRING, null, "The shared key.", false, false));
    assertThat(draft.print(Syntax.YAML, List.of()))
        .contains("# What it is could not be read.\n      key: ${var.", "group:\n        port: 5")
        .doesNotContain("size", "zone", "single");
  }

  @Test
  void whatAProviderRefusesIsLeftOutWhereItNeedNotBeSet() {
    Value set = Settable.of(SCHEMA, object(FULL));
    List<Value> asked = new ArrayList<>();
    Value accepted =
        Settable.accepted(
            SCHEMA,
            set,
            configuration -> {
              asked.add(configuration);
              return Diagnostics.of(
                  refused(Path.of("size")),
                  refused(Path.of("name")),
                  refused(Path.of("rule").index(1).attribute("psk")),
                  refused(Path.of("disk").key("a b").attribute("port")));
            });
    assertThat(asked).hasSize(2);
    Value.Obj object = (Value.Obj) accepted;
    assertThat(object.require("size").isNull()).isTrue();
    assertThat(object.require("name")).isEqualTo(Value.of("010"));
    assertThat(Path.of("rule").index(1).attribute("psk").find(accepted).orElseThrow().isNull())
        .isTrue();
    assertThat(Path.of("disk").key("a b").attribute("port").find(accepted)).contains(Value.of(3));
  }

  private static Diagnostic refused(Path path) {
    return Diagnostic.error("lab.conflict", "Conflict", "It conflicts. Remove one.").at(path);
  }
}
