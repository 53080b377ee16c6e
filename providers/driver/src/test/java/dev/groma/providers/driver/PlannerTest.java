package dev.groma.providers.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The numbered rules of [Planner].
final class PlannerTest {
  private static final ResourceSpec SPEC =
      ThingCloud.spec(
          """
          resource: c_thing
          identity: [id]
          attributes:
            id: {type: string, mode: computed, change: never, doc: {en: a, zh: b}}
            name: {type: string, doc: {en: a, zh: b}}
            size: {type: integer, mode: optional-computed, doc: {en: a, zh: b}}
            zone: {type: string, change: replace, same: case-insensitive, doc: {en: a, zh: b}}
            months: {type: integer, change: replace, from: nowhere, doc: {en: a, zh: b}}
            state: {type: string, mode: computed, doc: {en: a, zh: b}}
            label: {type: string, mode: computed, change: [name], doc: {en: a, zh: b}}
          operations:
            create: {steps: [{request: POST /things}]}
            read: {steps: [{request: GET /things/$id}]}
            update: {steps: [{request: PUT /things/$id, when: {changed: [name, size]}}]}
            delete: {steps: [{request: DELETE /things/$id}]}
          """);
  private static final Value UNKNOWN_TEXT = Value.unknown(Type.STRING);
  private static final Value.Obj PRIOR =
      Value.object(
          Map.of(
              "id", Value.of("t1"),
              "name", Value.of("a"),
              "size", Value.of(3),
              "zone", Value.of("bj"),
              "months", Value.nullOf(Type.NUMBER),
              "state", Value.of("on"),
              "label", Value.of("A")));

  /// What the engine proposes when a configuration sets these and nothing else.
  private static Value.Obj proposed(Map<String, Value> configured) {
    Map<String, Value> all = new HashMap<>();
    PRIOR.attributes().forEach((name, value) -> all.put(name, Value.nullOf(value.type())));
    all.put("id", UNKNOWN_TEXT);
    all.put("size", Value.unknown(Type.NUMBER));
    all.put("state", UNKNOWN_TEXT);
    all.put("label", UNKNOWN_TEXT);
    all.putAll(configured);
    return Value.object(all);
  }

  private static Value.Obj configuration(Map<String, Value> configured) {
    Map<String, Value> all = new HashMap<>();
    PRIOR.attributes().forEach((name, value) -> all.put(name, Value.nullOf(value.type())));
    all.putAll(configured);
    return Value.object(all);
  }

  private static Value planned(Map<String, Value> configured) {
    return new Planner(SPEC).planned(PRIOR, proposed(configured), configuration(configured));
  }

  @Test
  void anotherSpellingChangesNothing() {
    assertThat(planned(Map.of("name", Value.of("a"), "zone", Value.of("BJ")))).isEqualTo(PRIOR);
  }

  @Test
  void whatIsNotSetKeepsItsValueAndOnlyWhatFollowsTheChangeIsUnknown() {
    Map<String, Value> size = Map.of("name", Value.of("a"), "zone", Value.of("bj"));
    Map<String, Value> bigger = new HashMap<>(size);
    bigger.put("size", Value.of(9));
    assertThat(planned(bigger))
        .isEqualTo(PRIOR.with("size", Value.of(9)).with("state", UNKNOWN_TEXT));
    assertThat(planned(Map.of("name", Value.of("b"), "zone", Value.of("bj"))))
        .isEqualTo(
            PRIOR
                .with("name", Value.of("b"))
                .with("state", UNKNOWN_TEXT)
                .with("label", UNKNOWN_TEXT));
  }

  @Test
  void aChangedOrUnknownZoneReplacesAndLearntMonthsDoNot() {
    Planner planner = new Planner(SPEC);
    assertThat(planner.replacing(PRIOR, PRIOR.with("zone", Value.of("gz")), PRIOR))
        .containsExactly(Path.of("zone"));
    assertThat(planner.replacing(PRIOR, PRIOR.with("zone", UNKNOWN_TEXT), PRIOR))
        .containsExactly(Path.of("zone"));
    Value.Obj learnt = PRIOR.with("months", Value.of(1));
    assertThat(planner.replacing(PRIOR, learnt, PRIOR)).isEmpty();
    assertThat(planner.replacing(learnt, learnt.with("months", Value.of(2)), PRIOR))
        .isEqualTo(List.of(Path.of("months")));
  }
}
