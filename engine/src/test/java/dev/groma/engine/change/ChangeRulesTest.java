package dev.groma.engine.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The numbered constraints of docs/lifecycle.md that are functions on values.
class ChangeRulesTest {
  private static final Attribute OPTIONAL = Attribute.of(Type.STRING, Mode.OPTIONAL, Doc.NONE);
  private static final Attribute COMPUTED = Attribute.of(Type.STRING, Mode.COMPUTED, Doc.NONE);
  private static final Attribute OPTIONAL_COMPUTED =
      Attribute.of(Type.STRING, Mode.OPTIONAL_COMPUTED, Doc.NONE);
  private static final Attribute WRITE_ONLY =
      new Attribute(
          Type.STRING,
          Mode.OPTIONAL,
          Mutability.IN_PLACE,
          true,
          true,
          null,
          Equivalence.EXACT,
          Effect.NONE,
          Doc.NONE,
          null);
  private static final Attribute DEFAULTED =
      new Attribute(
          Type.STRING,
          Mode.OPTIONAL,
          Mutability.IN_PLACE,
          false,
          false,
          Value.of("d"),
          Equivalence.EXACT,
          Effect.NONE,
          Doc.NONE,
          null);
  private static final Block RULE = Block.of(Map.of("port", OPTIONAL, "id", COMPUTED), Map.of());
  private static final Block BLOCK =
      Block.of(
          Map.of(
              "name", OPTIONAL,
              "zone", OPTIONAL.replacing(),
              "region", OPTIONAL_COMPUTED,
              "id", COMPUTED,
              "secret", WRITE_ONLY,
              "plan", DEFAULTED),
          Map.of("rule", new NestedBlock(NestedBlock.Nesting.LIST, RULE, 0, 0)));
  private static final Value NULL = Value.nullOf(Type.STRING);
  private static final Value UNKNOWN = Value.unknown(Type.STRING);

  /// The object with these attributes; all others are null, and there are no rules.
  private static Value.Obj object(Object... namesAndValues) {
    SortedMap<String, Value> all = new TreeMap<>();
    BLOCK.attributes().keySet().forEach(name -> all.put(name, NULL));
    all.put("rule", rules());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      all.put((String) namesAndValues[i], value instanceof Value v ? v : Value.of((String) value));
    }
    return new Value.Obj(all);
  }

  private static Value rules(Value... rules) {
    return new Value.ListOf(RULE.impliedType(), List.of(rules));
  }

  private static Value rule(Value port, Value id) {
    return Value.object(Map.of("port", port, "id", id));
  }

  private static Value propose(Value prior, Value configuration) {
    return Proposal.propose(BLOCK, prior, Proposal.withDefaults(BLOCK, configuration));
  }

  private static final Value NOTHING = Value.nullOf(BLOCK.impliedType());

  @Test
  void p1ConfiguredValueIsProposed() {
    assertThat(propose(object("name", "a", "plan", "d"), object("name", "b")))
        .isEqualTo(object("name", "b", "plan", "d", "id", UNKNOWN, "region", UNKNOWN));
  }

  @Test
  void p2DefaultIsProposed() {
    assertThat(((Value.Obj) propose(NOTHING, object())).require("plan")).isEqualTo(Value.of("d"));
  }

  @Test
  void p3ComputedValueStays() {
    Value.Obj prior = object("name", "a", "plan", "d", "id", "i-1", "region", "r");
    assertThat(propose(prior, object("name", "a"))).isEqualTo(prior);
  }

  @Test
  void p4RemovedValueBecomesNull() {
    Value.Obj prior = object("name", "a", "plan", "d", "id", "i-1");
    assertThat(((Value.Obj) propose(prior, object())).require("name")).isEqualTo(NULL);
  }

  @Test
  void p5WriteOnlyIsNeverProposed() {
    Value.Obj prior = object("plan", "d", "id", "i-1", "region", "r");
    assertThat(propose(prior, object("secret", "s"))).isEqualTo(prior);
  }

  @Test
  void p6ComputedIsUnknownOnceSomethingChanges() {
    Value.Obj proposed =
        (Value.Obj) propose(object("name", "a", "plan", "d", "id", "i-1", "region", "r"), object());
    assertThat(proposed.require("id")).isEqualTo(UNKNOWN);
    assertThat(proposed.require("region")).isEqualTo(UNKNOWN);
    assertThat(((Value.Obj) propose(NOTHING, object("region", "q"))).require("region"))
        .isEqualTo(Value.of("q"));
  }

  @Test
  void p7ListBlocksAreMergedByPosition() {
    Value.Obj prior =
        object("plan", "d", "id", "i", "rule", rules(rule(Value.of("1"), Value.of("x"))));
    Value.Obj configuration = object("rule", rules(rule(Value.of("1"), NULL)));
    assertThat(propose(prior, configuration)).isEqualTo(prior);
    Value.Obj two =
        (Value.Obj)
            propose(
                prior, object("rule", rules(rule(Value.of("1"), NULL), rule(Value.of("2"), NULL))));
    assertThat(two.require("rule"))
        .isEqualTo(rules(rule(Value.of("1"), UNKNOWN), rule(Value.of("2"), UNKNOWN)));
  }

  @Test
  void p7SetBlocksAreMatchedByTheirConfiguredPart() {
    Block block =
        Block.of(Map.of(), Map.of("rule", new NestedBlock(NestedBlock.Nesting.SET, RULE, 0, 0)));
    Value prior =
        Value.object(
            Map.of(
                "rule",
                Value.set(
                    RULE.impliedType(),
                    List.of(
                        rule(Value.of("1"), Value.of("x")), rule(Value.of("2"), Value.of("y"))))));
    Value configuration =
        Value.object(
            Map.of(
                "rule",
                Value.set(
                    RULE.impliedType(),
                    List.of(rule(Value.of("2"), NULL), rule(Value.of("1"), NULL)))));
    assertThat(Proposal.propose(block, prior, configuration)).isEqualTo(prior);
  }

  private static List<String> violations(Value prior, Value configuration, Value planned) {
    return PlanRules.check(BLOCK, prior, configuration, planned).stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void v1ConfiguredOrPriorValueOnly() {
    assertThat(violations(NOTHING, object("name", "a"), object("name", "a"))).isEmpty();
    assertThat(violations(object("name", "A"), object("name", "a"), object("name", "A"))).isEmpty();
    assertThat(violations(object("name", "A"), object("name", "a"), object("name", "b")))
        .containsExactly(".name: the planned value is neither the configured nor the prior one");
  }

  @Test
  void v2NothingFromNowhere() {
    assertThat(violations(NOTHING, object(), object("name", "x"))).hasSize(1);
    assertThat(violations(NOTHING, object(), object("id", "x", "region", UNKNOWN))).isEmpty();
  }

  @Test
  void v3WriteOnlyIsNotStored() {
    assertThat(violations(NOTHING, object("secret", "s"), object("secret", "s")))
        .containsExactly(".secret: a write-only attribute is planned to be stored");
  }

  @Test
  void v4AsManyBlocksAsConfigured() {
    assertThat(
            violations(
                NOTHING,
                object("rule", rules(rule(NULL, NULL))),
                object("rule", rules(rule(NULL, NULL), rule(NULL, NULL)))))
        .containsExactly(".rule: 2 blocks are planned and 1 configured");
  }

  @Test
  void v5NothingIsMissing() {
    SortedMap<String, Value> partial = new TreeMap<>(object().attributes());
    partial.remove("id");
    assertThat(violations(NOTHING, object(), new Value.Obj(partial)))
        .containsExactly(".id: the attribute is missing from the planned object");
    assertThat(violations(NOTHING, object(), NOTHING)).hasSize(1);
  }

  @Test
  void r1AttributeThatCannotBeChanged() {
    assertThat(
            PlanRules.replacePaths(
                BLOCK, object("zone", "a", "name", "n"), object("zone", "b"), List.of()))
        .containsExactly(Path.of("zone"));
    assertThat(
            PlanRules.replacePaths(BLOCK, object("zone", "a"), object("zone", UNKNOWN), List.of()))
        .containsExactly(Path.of("zone"));
    assertThat(
            PlanRules.replacePaths(
                BLOCK, object("zone", "a"), object("zone", "a", "name", "n"), List.of()))
        .isEmpty();
  }

  @Test
  void r2PathOfTheProviderCountsOnlyWhereItDiffers() {
    List<Path> requested = List.of(Path.of("name"), Path.of("region"));
    assertThat(
            PlanRules.replacePaths(
                BLOCK,
                object("name", "a", "region", "r"),
                object("name", "b", "region", "r"),
                requested))
        .containsExactly(Path.of("name"));
  }

  private static List<String> broken(Value earlier, Value later) {
    return Refinement.check(earlier, later).stream().map(Problem::toString).toList();
  }

  @Test
  void f1KnownStaysAndUnknownMayBeAnythingOfItsType() {
    assertThat(broken(object("id", UNKNOWN, "name", "a"), object("id", "i", "name", "a")))
        .isEmpty();
    assertThat(broken(object("id", UNKNOWN), object("id", NULL))).isEmpty();
    assertThat(broken(object("name", "a"), object("name", "b")))
        .containsExactly(".name: was planned to be \"a\", but is \"b\"");
    assertThat(broken(object("name", "a"), object("name", UNKNOWN)))
        .containsExactly(".name: was known before and is unknown now");
    assertThat(
            broken(
                new Value.Unknown(Type.STRING, dev.groma.schemas.value.Refinement.NOT_NULL), NULL))
        .containsExactly("was promised not to be null, but is null");
    assertThat(broken(Value.unknown(Type.NUMBER), Value.of(true)))
        .containsExactly("was promised to be number, but is bool");
  }

  @Test
  void n1DifferencesAreNamedWithoutSecrets() {
    Value secret = Value.of("hunter2").mark(Mark.SENSITIVE);
    List<String> problems = broken(object("name", secret), object("name", "hunter3"));
    assertThat(problems).containsExactly(".name: has another value than was planned (sensitive)");
    assertThat(problems.toString()).doesNotContain("hunter");
  }

  @Test
  void n1CollectionsAreComparedByElement() {
    Value planned = new Value.ListOf(Type.NUMBER, List.of(Num.of(1), Value.unknown(Type.NUMBER)));
    assertThat(broken(planned, new Value.ListOf(Type.NUMBER, List.of(Num.of(1), Num.of(2)))))
        .isEmpty();
    assertThat(broken(planned, new Value.ListOf(Type.NUMBER, List.of(Num.of(3), Num.of(2)))))
        .containsExactly(".[0]: was planned to be 1, but is 3");
    assertThat(broken(planned, new Value.ListOf(Type.NUMBER, List.of(Num.of(1)))))
        .containsExactly("was planned to have 2 elements, but has 1");
  }

  @Test
  void marksComeBackWhereTheyWereTakenOff() {
    Value.Obj marked =
        object("name", Value.of("s").mark(Mark.SENSITIVE), "rule", rules(rule(NULL, NULL)));
    MarkedPaths marks = MarkedPaths.of(marked);
    assertThat(marks.applyTo(marked.unmarkDeep())).isEqualTo(marked);
    Value planned = object("name", "t", "id", UNKNOWN, "rule", rules(rule(NULL, UNKNOWN)));
    Value again = marks.applyTo(planned);
    assertThat(((Value.Obj) again).require("name").has(Mark.SENSITIVE)).isTrue();
    assertThat(again.unmarkDeep()).isEqualTo(planned);
  }
}
