package dev.groma.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Equivalence;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.NestedBlock.Nesting;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How what is different is named and how much it matters.
final class DifferenceTest {
  private static final Attribute NAME = Attribute.of(Type.STRING, Mode.OPTIONAL, Doc.NONE);
  private static final Attribute STATUS = Attribute.of(Type.STRING, Mode.COMPUTED, Doc.NONE);
  private static final Block INNER = Block.of(Map.of("name", NAME, "status", STATUS), Map.of());

  private static final Block BLOCK =
      Block.of(
          Map.of(
              "name",
              NAME,
              "status",
              STATUS,
              "word",
              new Attribute(
                  Type.STRING,
                  Mode.OPTIONAL,
                  Mutability.IN_PLACE,
                  false,
                  false,
                  null,
                  Equivalence.CASE_INSENSITIVE,
                  Effect.NONE,
                  Doc.NONE,
                  null),
              "nets",
              Attribute.of(Type.list(Type.STRING), Mode.OPTIONAL, Doc.NONE),
              "tags",
              Attribute.of(Type.map(Type.STRING), Mode.OPTIONAL, Doc.NONE)),
          Map.of(
              "one", new NestedBlock(Nesting.SINGLE, INNER, 0, 1),
              "many", new NestedBlock(Nesting.LIST, INNER, 0, 0),
              "set", new NestedBlock(Nesting.SET, INNER, 0, 0),
              "named", new NestedBlock(Nesting.MAP, INNER, 0, 0)));

  private static Value.Obj object(Map<String, ? extends Value> parts) {
    Map<String, Value> all = new TreeMap<>();
    BLOCK.impliedType().attributes().forEach((name, type) -> all.put(name, Value.nullOf(type)));
    all.putAll(parts);
    return Value.object(all);
  }

  private static Value inner(String name, String status) {
    return Value.object(Map.of("name", Value.of(name), "status", Value.of(status)));
  }

  private static Value texts(String... texts) {
    return new Value.ListOf(Type.STRING, Arrays.stream(texts).<Value>map(Value::of).toList());
  }

  private static Value list(Value... blocks) {
    return new Value.ListOf(INNER.impliedType(), List.of(blocks));
  }

  private static Value set(Value... blocks) {
    return Value.set(INNER.impliedType(), List.of(blocks));
  }

  private static Value map(Type element, Map<String, Value> entries) {
    return new Value.MapOf(element, new TreeMap<>(entries));
  }

  /// Each difference as `path kind`.
  private static List<String> between(String name, Value before, Value after) {
    return Difference.between(BLOCK, object(Map.of(name, before)), object(Map.of(name, after)))
        .stream()
        .map(d -> d.path() + " " + d.kind().word())
        .toList();
  }

  @Test
  void attributes() {
    assertThat(between("name", Value.of("a"), Value.of("a"))).isEmpty();
    assertThat(between("name", Value.of("a"), Value.of("b"))).containsExactly("name material");
    assertThat(between("name", Value.nullOf(Type.STRING), Value.of("")))
        .containsExactly("name normalised");
    assertThat(between("name", Value.of("a"), Value.of("A"))).containsExactly("name material");
    assertThat(between("word", Value.of("a"), Value.of("A"))).containsExactly("word normalised");
    assertThat(between("status", Value.of("a"), Value.of("b")))
        .containsExactly("status computed-only");
    assertThat(between("nets", texts("a", "b"), texts("b", "a")))
        .containsExactly("nets order-only");
    assertThat(between("nets", texts("a", "a"), texts("a", "b"))).containsExactly("nets material");
    assertThat(between("nets", texts(), Value.nullOf(Type.list(Type.STRING))))
        .containsExactly("nets normalised");
    assertThat(
            between(
                "tags",
                map(Type.STRING, Map.of("a", Value.of("1"), "b", Value.of("2"))),
                map(Type.STRING, Map.of("b", Value.of("3"), "c", Value.of("4")))))
        .containsExactly("tags[\"a\"] material", "tags[\"b\"] material", "tags[\"c\"] material");
  }

  @Test
  void blocks() {
    assertThat(between("one", inner("a", "up"), inner("a", "down")))
        .containsExactly("one.status computed-only");
    assertThat(between("one", inner("a", "up"), Value.nullOf(INNER.impliedType())))
        .containsExactly("one material");
    assertThat(
            between(
                "many",
                list(inner("a", "x"), inner("b", "x")),
                list(inner("a", "x"), inner("c", "y"))))
        .containsExactly("many[1].name material", "many[1].status computed-only");
    assertThat(
            between(
                "many",
                list(inner("a", "x"), inner("b", "x")),
                list(inner("b", "x"), inner("a", "x"))))
        .containsExactly("many order-only");
    assertThat(between("many", list(inner("a", "x")), list())).containsExactly("many material");
    assertThat(
            between(
                "set",
                set(inner("a", "x"), inner("b", "x")),
                set(inner("b", "y"), inner("a", "z"))))
        .containsExactly("set computed-only");
    assertThat(between("set", set(inner("a", "x")), set(inner("b", "x"))))
        .containsExactly("set material");
    assertThat(
            between(
                "named",
                map(INNER.impliedType(), Map.of("k", inner("a", "x"), "l", inner("a", "x"))),
                map(INNER.impliedType(), Map.of("k", inner("b", "x")))))
        .containsExactly("named[\"k\"].name material", "named[\"l\"] material");
  }

  @Test
  void secretsAreHiddenWhereverTheyStand() {
    Value secret = map(Type.STRING, Map.of("a", Value.of("1"))).mark(Mark.SENSITIVE);
    Value other = map(Type.STRING, Map.of("a", Value.of("2")));
    List<Difference> found =
        Difference.between(BLOCK, object(Map.of("tags", secret)), object(Map.of("tags", other)));
    assertThat(found).singleElement().matches(Difference::hidden);
    Value inside =
        list(
            Value.object(
                Map.of("name", Value.of("a").mark(Mark.SENSITIVE), "status", Value.of("x"))));
    assertThat(
            Difference.between(
                BLOCK, object(Map.of("many", inside)), object(Map.of("many", list()))))
        .singleElement()
        .matches(Difference::hidden);
  }
}
