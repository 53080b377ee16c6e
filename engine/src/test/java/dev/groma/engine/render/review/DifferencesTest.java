package dev.groma.engine.render.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Differences are found in the smallest parts, never in whole blobs.
class DifferencesTest {
  private static Value list(String... texts) {
    return new Value.ListOf(Type.STRING, Arrays.stream(texts).<Value>map(Value::of).toList());
  }

  private static Value set(String... texts) {
    return new Value.SetOf(Type.STRING, Arrays.stream(texts).<Value>map(Value::of).toList());
  }

  private static Value map(Map<String, String> texts) {
    TreeMap<String, Value> values = new TreeMap<>();
    texts.forEach((key, text) -> values.put(key, Value.of(text)));
    return new Value.MapOf(Type.STRING, values);
  }

  private static List<String> differences(@Nullable Value before, @Nullable Value after) {
    return Differences.of(before, after).stream()
        .map(edit ->
            edit.where()
                + " "
                + (edit.before() == null ? "-" : edit.before().words())
                + " > "
                + (edit.after() == null ? "-" : edit.after().words())
                + (edit.isMove() ? " moved" : ""))
        .toList();
  }

  @Test
  void whatWasPutInFrontChangesNothingElse() {
    assertThat(differences(list("b", "c", "d"), list("a", "b", "c", "d")))
        .containsExactly("[0] - > \"a\"");
  }

  @Test
  void elementsThatChangePlacesAreMoved() {
    assertThat(differences(list("a", "b", "c"), list("b", "c", "a")))
        .containsExactly("[0 → 2] \"a\" > \"a\" moved");
  }

  @Test
  void ofASetOnlyWhatComesAndGoesIsSaid() {
    assertThat(differences(set("10.0.0.0/24", "10.0.1.0/24"), set("10.0.1.0/24", "10.0.2.0/24")))
        .containsExactlyInAnyOrder("[] \"10.0.0.0/24\" > -", "[] - > \"10.0.2.0/24\"");
  }

  @Test
  void addressBlocksInOneTextAreASet() {
    assertThat(
            differences(
                Value.of("10.0.0.0/24,10.0.1.0/24"), Value.of("10.0.1.0/24, 10.0.0.0/24,::/0")))
        .containsExactly("[] - > \"::/0\"");
  }

  @Test
  void jsonInATextIsComparedByWhatItHolds() {
    String before = "{\"Statement\":[{\"Sid\":\"a\",\"Action\":[\"x\",\"y\"]},{\"Sid\":\"b\"}]}";
    String after = "{\"Statement\":[{\"Sid\":\"b\"},{\"Sid\":\"a\",\"Action\":[\"x\",\"z\"]}]}";
    assertThat(differences(Value.of(before), Value.of(after)))
        .containsExactly(
            ".Statement[Sid = \"a\"].Action[1] \"y\" > -",
            ".Statement[Sid = \"a\"].Action[1] - > \"z\"");
  }

  @Test
  void objectsAreKnownByTheirNames() {
    Value.Obj a = Value.object(Map.of("name", Value.of("a"), "port", Value.of(1)));
    Value.Obj b = Value.object(Map.of("name", Value.of("b"), "port", Value.of(2)));
    Value.Obj changed = Value.object(Map.of("name", Value.of("b"), "port", Value.of(3)));
    assertThat(differences(new Value.Tuple(List.of(a, b)), new Value.Tuple(List.of(changed, a))))
        .containsExactly("[name = \"b\"].port 2 > 3");
  }

  @Test
  void textsOfSeveralLinesAreComparedLineByLine() {
    assertThat(differences(Value.of("one\ntwo\nthree\n"), Value.of("one\n2\nthree\n")))
        .containsExactly(":2 \"two\" > \"2\"");
  }

  @Test
  void mapsAreComparedByKey() {
    assertThat(differences(map(Map.of("a", "1", "b", "2")), map(Map.of("a", "1", "c", "3"))))
        .containsExactly("[\"b\"] \"2\" > -", "[\"c\"] - > \"3\"");
  }

  @Test
  void whatIsLongIsTakenApartAlsoWhereItIsNew() {
    Value long_ = list("a text of some length", "another one of some length", "and a third one");
    assertThat(differences(null, long_)).hasSize(3);
    assertThat(differences(null, list("a", "b"))).containsExactly(" - > [\"a\", \"b\"]");
  }

  @Test
  void sensitivePartsAreNeverShown() {
    Value secret = Value.of("the-secret").mark(Mark.SENSITIVE);
    Value other = Value.of("the-other-secret").mark(Mark.SENSITIVE);
    assertThat(differences(secret, other))
        .containsExactly(" (sensitive value) > (sensitive value)");
    Value inside = Value.object(Map.of("key", secret, "name", Value.of("n")));
    assertThat(differences(inside, null).toString()).doesNotContain("the-secret").contains("name");
    assertThat(differences(null, new Value.Tuple(List.of(secret))).toString())
        .doesNotContain("the-secret");
    assertThat(differences(Value.of("open").mark(Mark.EPHEMERAL), null).toString())
        .doesNotContain("open");
  }

  @Test
  void equalValuesDoNotDiffer() {
    assertThat(differences(list("a"), list("a"))).isEmpty();
    assertThat(differences(null, null)).isEmpty();
  }

  @Test
  void whatIsKnownLaterIsSaidToBe() {
    assertThat(differences(Value.of("a"), Value.unknown(Type.STRING)))
        .containsExactly(" \"a\" > (known after apply)");
    assertThat(
            differences(
                set("a"), new Value.SetOf(Type.STRING, List.of(Value.unknown(Type.STRING)))))
        .containsExactlyInAnyOrder("[] \"a\" > -", "[] - > (known after apply)");
  }
}
