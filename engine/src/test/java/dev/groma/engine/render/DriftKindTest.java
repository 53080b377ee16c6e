package dev.groma.engine.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Difference;
import dev.groma.engine.plan.DriftKind;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How much what somebody else changed matters, and who is told of it.
final class DriftKindTest {
  private static final Map<String, Value> TUNNEL =
      Map.of(
          "id", Value.of("t-1"),
          "name", Value.of("office"),
          "gateway", Value.of("g-1"),
          "cidrs", Samples.strings("10.0.0.0/16", "10.1.0.0/16"));

  private static final Map<String, Value> RENAMED = Map.of("name", Value.of("branch"));
  private static final Map<String, Value> EMPTIED =
      Map.of("tags", new Value.MapOf(Type.STRING, new TreeMap<>()));
  private static final Map<String, Value> REORDERED =
      Map.of("cidrs", Samples.strings("10.1.0.0/16", "10.0.0.0/16"));
  private static final Map<String, Value> REBORN = Map.of("id", Value.of("t-2"));

  /// The drift of a tunnel of which `different` is not as it was.
  private static Change drift(List<Map<String, Value>> different) {
    Map<String, Value> now = new TreeMap<>(TUNNEL);
    different.forEach(now::putAll);
    return Samples.tunnel(
        Action.UPDATE, Samples.object(Samples.TUNNEL, TUNNEL), Samples.object(Samples.TUNNEL, now));
  }

  private static Change drift(DriftKind kind) {
    return switch (kind) {
      case MATERIAL -> drift(List.of(RENAMED));
      case NORMALISED -> drift(List.of(EMPTIED));
      case ORDER_ONLY -> drift(List.of(REORDERED));
      case COMPUTED_ONLY -> drift(List.of(REBORN));
    };
  }

  private static Plan plan(Mode mode, List<Change> drift, List<Change> changes) {
    return Samples.plan(mode, State.EMPTY, drift, changes, List.of());
  }

  private static Change update() {
    return Samples.tunnel(
        Action.UPDATE,
        Samples.object(Samples.TUNNEL, TUNNEL),
        Samples.object(Samples.TUNNEL, Map.of("name", Value.of("other"))));
  }

  @ParameterizedTest
  @EnumSource
  void isThatOfTheOnlyDifference(DriftKind kind) {
    assertThat(DriftKind.of(drift(kind))).isEqualTo(kind);
  }

  @Test
  void isThatOfTheDifferenceThatMattersMost() {
    assertThat(DriftKind.of(drift(List.of(REBORN, REORDERED)))).isEqualTo(DriftKind.ORDER_ONLY);
    assertThat(DriftKind.of(drift(List.of(REBORN, REORDERED, EMPTIED))))
        .isEqualTo(DriftKind.NORMALISED);
    assertThat(DriftKind.of(drift(List.of(REBORN, REORDERED, EMPTIED, RENAMED))))
        .isEqualTo(DriftKind.MATERIAL);
    assertThat(DriftKind.of(List.of())).isEqualTo(DriftKind.COMPUTED_ONLY);
    List<Difference> differences = new ArrayList<>();
    for (DriftKind kind : List.of(DriftKind.COMPUTED_ONLY, DriftKind.NORMALISED)) {
      differences.add(new Difference(Path.of("name"), kind, Value.of("a"), Value.of("b")));
    }
    assertThat(DriftKind.of(differences)).isEqualTo(DriftKind.NORMALISED);
    assertThat(DriftKind.of(differences.reversed())).isEqualTo(DriftKind.NORMALISED);
  }

  @Test
  void anObjectThatIsGoneIsMaterial() {
    Change gone =
        Samples.tunnel(
            Action.DELETE,
            Samples.object(Samples.TUNNEL, TUNNEL),
            Value.nullOf(Samples.TUNNEL.block().impliedType()));
    assertThat(DriftKind.of(gone)).isEqualTo(DriftKind.MATERIAL);
  }

  @ParameterizedTest
  @EnumSource
  void documentsSayIt(DriftKind kind) {
    String word =
        switch (kind) {
          case MATERIAL -> "material";
          case NORMALISED -> "normalised";
          case ORDER_ONLY -> "order-only";
          case COMPUTED_ONLY -> "computed-only";
        };
    Plan plan = plan(Mode.NORMAL, List.of(drift(kind)), List.of());
    assertThat(PlanJson.render(plan, Samples.SCHEMAS, false))
        .containsOnlyOnce("\"drift\":\"" + word + "\"");
  }

  /// Of an object that the plan changes anyway, only what is material is worth a word; where the
  /// plan is about drift, all of it is.
  @ParameterizedTest
  @EnumSource
  void peopleAreToldOfWhatMattersToThem(DriftKind kind) {
    List<Change> drift = List.of(drift(kind));
    assertThat(plan(Mode.NORMAL, drift, List.of(update())).notableDrift())
        .isEqualTo(kind == DriftKind.MATERIAL ? drift : List.of());
    assertThat(plan(Mode.NORMAL, drift, List.of()).notableDrift()).isEmpty();
    assertThat(plan(Mode.REFRESH_ONLY, drift, List.of()).notableDrift()).isEqualTo(drift);
  }
}
