package dev.groma.schemas.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The expected types are those that the real program gives the two arms of a conditional.
final class UnificationTest {
  private static final Type S = Type.STRING;
  private static final Type N = Type.NUMBER;
  private static final Type B = Type.BOOL;
  private static final Type D = Type.DYNAMIC;

  private static Type tuple(Type... elements) {
    return Type.tuple(List.of(elements));
  }

  private static Type object(Map<String, Type> attributes) {
    return Type.object(new TreeMap<>(attributes));
  }

  private static String unify(Type... types) {
    Type unified = Unification.unify(List.of(types));
    return unified == null ? "none" : unified.constraint();
  }

  @Test
  void stringsWinOverOtherPrimitives() {
    assertThat(unify(N, S)).isEqualTo("string");
    assertThat(unify(S, B)).isEqualTo("string");
    assertThat(unify(N, B)).isEqualTo("none");
    assertThat(unify(N, D)).isEqualTo("number");
    assertThat(unify(N, Type.list(N))).isEqualTo("none");
    assertThat(unify()).isEqualTo("any");
  }

  @Test
  void tuplesOfOneLengthStayTuples() {
    assertThat(unify(tuple(N, S), tuple(S, S))).isEqualTo("tuple([string, string])");
    assertThat(unify(tuple(N), tuple(S, S))).isEqualTo("list(string)");
    assertThat(unify(tuple(), tuple(S))).isEqualTo("list(string)");
    assertThat(unify(tuple(N), tuple(tuple(N)))).isEqualTo("none");
  }

  @Test
  void listsSetsAndTuplesMix() {
    assertThat(unify(tuple(N), Type.list(S))).isEqualTo("list(string)");
    assertThat(unify(Type.list(N), Type.list(S))).isEqualTo("list(string)");
    assertThat(unify(Type.set(N), Type.set(S))).isEqualTo("set(string)");
    assertThat(unify(Type.set(N), tuple(S))).isEqualTo("set(number)");
    assertThat(unify(Type.set(S), Type.list(N))).isEqualTo("list(number)");
    assertThat(unify(Type.set(S), Type.map(S))).isEqualTo("none");
  }

  @Test
  void objectsOfTheSameNamesStayObjects() {
    Type a = object(Map.of("a", N));
    assertThat(unify(a, object(Map.of("a", S)))).isEqualTo("object({a=string})");
    assertThat(unify(a, object(Map.of("b", N)))).isEqualTo("map(number)");
    assertThat(unify(a, object(Map.of("a", N, "b", S)))).isEqualTo("map(string)");
    assertThat(unify(a, Type.map(S))).isEqualTo("map(string)");
    assertThat(unify(a, object(Map.of()))).isEqualTo("map(number)");
    assertThat(unify(a, object(Map.of("a", N, "b", Type.list(N))))).isEqualTo("none");
  }

  @Test
  void anUnknownTypeMakesTheCommonTypeOfStructuresUnknown() {
    assertThat(unify(tuple(D), tuple(tuple(N)))).isEqualTo("tuple([any])");
    assertThat(unify(D, object(Map.of("a", N)))).isEqualTo("any");
    assertThat(unify(tuple(D, N), tuple(S))).isEqualTo("list(string)");
  }

  @Test
  void theOrderOfPrimitivesDoesNotMatter() {
    List<Type> types = new ArrayList<>(List.of(S, N, B, D));
    assertThat(Unification.unify(types)).isEqualTo(Unification.unify(types.reversed()));
  }
}
