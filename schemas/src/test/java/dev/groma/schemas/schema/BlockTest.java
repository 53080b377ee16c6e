package dev.groma.schemas.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which parts of an object are marked, besides those that its configuration marks.
final class BlockTest {
  private static final Block INNER =
      Block.of(
          Map.of(
              "given", Attribute.of(Type.DYNAMIC, Mode.OPTIONAL, Doc.NONE),
              "told", Attribute.of(Type.DYNAMIC, Mode.COMPUTED, Doc.NONE).repeating("given"),
              "key", Attribute.of(Type.STRING, Mode.OPTIONAL, Doc.NONE).asSensitive(),
              "sent",
                  new Attribute(
                      Type.STRING,
                      Mode.OPTIONAL,
                      Mutability.IN_PLACE,
                      false,
                      true,
                      null,
                      Equivalence.EXACT,
                      Effect.NONE,
                      Doc.NONE,
                      null)),
          Map.of());

  private static final Value PART = pair(secret("s"), "o");

  private static Value secret(String text) {
    return Value.of(text).mark(Mark.SENSITIVE);
  }

  private static Value pair(Value hidden, String open) {
    return Value.object(Map.of("hidden", hidden, "open", Value.of(open)));
  }

  private static Value object(Value given, Value told, Value sent) {
    return Value.object(Map.of("given", given, "told", told, "key", Value.of("k"), "sent", sent));
  }

  private static Value told(Value given, Value told) {
    Value marked = INNER.markSensitive(object(given, told, Value.nullOf(Type.STRING)));
    return ((Value.Obj) marked).require("told");
  }

  @Test
  void whatRepeatsASecretIsOne() {
    Value unknown = Value.unknown(Type.STRING);
    assertThat(told(secret("s"), Value.of("s"))).isEqualTo(secret("s"));
    assertThat(told(secret("s"), Value.of("before"))).isEqualTo(secret("before"));
    assertThat(told(secret("s"), unknown)).isEqualTo(unknown.mark(Mark.SENSITIVE));
    assertThat(told(Value.of("s"), Value.of("s"))).isEqualTo(Value.of("s"));
  }

  @Test
  void aPartThatIsSecretIsSoWhereverItIsKnown() {
    assertThat(told(PART, pair(Value.of("s"), "o"))).isEqualTo(PART);
    assertThat(told(PART, pair(Value.of("other"), "o")))
        .isEqualTo(pair(Value.of("other"), "o").mark(Mark.SENSITIVE));
    Value unknown = Value.unknown(PART.unmarkDeep().type());
    assertThat(told(PART, unknown)).isEqualTo(unknown);
  }

  @Test
  void nothingIsHiddenWhereNothingIsStored() {
    Value marked =
        INNER.markSensitive(
            object(Value.of("a"), Value.of("a"), Value.nullOf(Type.STRING).mark(Mark.SENSITIVE)));
    assertThat(marked)
        .isEqualTo(
            Value.object(
                Map.of(
                    "given", Value.of("a"),
                    "told", Value.of("a"),
                    "key", secret("k"),
                    "sent", Value.nullOf(Type.STRING))));
  }

  @Test
  void theSameHoldsInNestedBlocks() {
    Block outer =
        Block.of(Map.of(), Map.of("many", new NestedBlock(NestedBlock.Nesting.LIST, INNER, 0, 0)));
    Value one = object(secret("s"), Value.of("s"), Value.nullOf(Type.STRING));
    Value objects = Value.object(Map.of("many", new Value.Tuple(List.of(one, one))));
    assertThat(outer.markSensitive(objects))
        .isEqualTo(
            Value.object(
                Map.of(
                    "many",
                    new Value.Tuple(List.of(INNER.markSensitive(one), INNER.markSensitive(one))))));
    assertThat(told(secret("s"), Value.of("s")).has(Mark.SENSITIVE)).isTrue();
  }
}
