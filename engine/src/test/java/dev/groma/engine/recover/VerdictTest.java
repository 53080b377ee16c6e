package dev.groma.engine.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.Resumable;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What follows from what exists, and what is not known after an update.
final class VerdictTest {
  private static final Instant BEGAN = Instant.parse("2026-01-01T12:00:00Z");
  private static final Resumable.Found YOUNG = found("young", BEGAN.plusSeconds(1));
  private static final Resumable.Found OTHER = found("other", BEGAN.plusSeconds(2));
  private static final Resumable.Found TIMELESS = found("timeless", null);
  private static final Resumable.Found SLOW_CLOCK =
      found("slow", BEGAN.minus(Duration.ofMinutes(14)));
  private static final Resumable.Found OLD = found("old", BEGAN.minus(Duration.ofMinutes(16)));

  private static Resumable.Found found(String id, @Nullable Instant created) {
    return new Resumable.Found(Value.object(Map.of("id", Value.of(id))), created);
  }

  private static Verdict of(int alike, boolean settled, Resumable.Found... objects) {
    return Verdict.of(BEGAN, List.of(objects), alike, settled);
  }

  @Test
  void theOnlyOneIsIt() {
    assertThat(of(1, true, YOUNG)).isEqualTo(new Verdict.Made(YOUNG));
    assertThat(of(1, false, TIMELESS)).isEqualTo(new Verdict.Made(TIMELESS));
    assertThat(of(1, true, SLOW_CLOCK)).isEqualTo(new Verdict.Made(SLOW_CLOCK));
    assertThat(of(1, true, OLD, YOUNG)).isEqualTo(new Verdict.Made(YOUNG));
  }

  @Test
  void creationsThatAreAlikeShareWhatThereIs() {
    assertThat(of(2, true, YOUNG, OTHER)).isEqualTo(new Verdict.Made(YOUNG));
    assertThat(of(3, true, OTHER)).isEqualTo(new Verdict.Made(OTHER));
    assertThat(of(2, true, YOUNG, OTHER, TIMELESS)).isEqualTo(new Verdict.Undecided(false));
  }

  @Test
  void moreThanOneIsForTheUser() {
    assertThat(of(1, true, YOUNG, OTHER)).isEqualTo(new Verdict.Undecided(false));
  }

  @Test
  void whatIsTooOldIsNeitherTakenNorIgnored() {
    assertThat(of(1, true, OLD)).isEqualTo(new Verdict.Undecided(true));
  }

  @Test
  void nothingIsSaidOnlyWhenItWouldBeShown() {
    assertThat(of(1, false)).isEqualTo(new Verdict.TooEarly());
    assertThat(of(1, true)).isEqualTo(new Verdict.Nothing());
  }

  @Test
  void whatTwoReadsDoNotAgreeOnIsSentAgain() {
    Doc doc = new Doc("x", "x");
    Block block =
        Block.of(
            Map.of(
                "told", Attribute.of(Type.STRING, Mode.OPTIONAL, doc),
                "untold", Attribute.of(Type.STRING, Mode.OPTIONAL, doc),
                "fixed", Attribute.of(Type.STRING, Mode.OPTIONAL, doc).replacing(),
                "theirs", Attribute.of(Type.STRING, Mode.COMPUTED, doc)),
            Map.of());
    Value before = object("a", "old", "f", "1");
    Value after = object("a", "new", "g", "2");

    assertThat(Doubt.between(block, before, after))
        .isEqualTo(
            Value.object(
                Map.of(
                    "told", Value.of("a"),
                    "untold", Value.nullOf(Type.STRING),
                    "fixed", Value.of("f"),
                    "theirs", Value.of("1"))));
    assertThat(Doubt.between(block, before, before)).isEqualTo(before);
  }

  private static Value object(String told, String untold, String fixed, String theirs) {
    return Value.object(
        Map.of(
            "told", Value.of(told),
            "untold", Value.of(untold),
            "fixed", Value.of(fixed),
            "theirs", Value.of(theirs)));
  }
}
