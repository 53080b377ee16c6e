package dev.groma.engine.render.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Action;
import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Finding.Kind;
import dev.groma.engine.review.Finding.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The promises of [Markdown].
class MarkdownTest {
  private static String english(Review review, int budget) {
    return Markdown.render(review, Words.Language.EN, budget, null);
  }

  @Test
  void theVerdictComesFirstThenWhatIsDangerous() {
    List<String> lines = english(Sample.review(37), Budget.NONE).lines().toList();
    assertThat(lines.get(0)).isEqualTo("<!-- groma-review networks/prod default -->");
    assertThat(lines.get(3))
        .isEqualTo(
            "🔴 **1 to destroy, 1 to replace, 37 to change, 40 to create** · risk **high** (2"
                + " findings) · traffic: **1 down, 1 interrupted at takeover, 37 renegotiating**");
    List<String> titles =
        lines.stream().filter(l -> l.startsWith("####") || l.startsWith("<details>")).toList();
    assertThat(titles)
        .containsExactly(
            "#### Look at this first (1)",
            "#### Destroyed (1)",
            "#### Replaced (1)",
            "<details><summary>Changed in place (37)</summary>",
            "<details><summary>Other findings (1)</summary>",
            "<details><summary>Created (40)</summary>",
            "<details><summary>Output values (1)</summary>",
            "<details><summary>Left for a later run (1)</summary>");
  }

  @Test
  void whatHappensAlikeIsSaidOnce() {
    String text = english(Sample.review(37), Budget.NONE);
    assertThat(text).contains("`a_link.same` ×37").containsOnlyOnce("`life`: `1` → `2`");
    assertThat(text).contains("because `main tf.yaml:7`, `var.x`").contains("`[36]`");
  }

  @Test
  void replacementsSayWhatForcesThem() {
    assertThat(english(Sample.review(1), Budget.NONE))
        .contains("- `a_link.new` · create, then destroy")
        .contains("`size`: `1` → `2` · **forces replacement**")
        .contains("what it carries is interrupted when the new one takes over");
  }

  @ParameterizedTest
  @ValueSource(ints = {200_000, 10_000, 6_000, 4_000, 2_500, 1_500, 900, 500})
  void itFitsAndIsNeverCut(int budget) {
    Review review = Sample.review(400);
    for (Words.Language language : Words.Language.values()) {
      String text = Markdown.render(review, language, budget, "https://ci.example/full?a=1&b=2");
      assertThat(text.length()).isLessThanOrEqualTo(budget);
      assertThat(text).startsWith(Markdown.marker(review)).endsWith("</sub>\n");
      assertThat(text).contains("https://ci.example/full?a=1&amp;b=2");
      assertThat(count(text, "<details>")).isEqualTo(count(text, "</details>"));
      assertThat(text.lines().filter(l -> count(l, "`") % 2 == 1)).isEmpty();
      assertThat(text).contains(language == Words.Language.EN ? "1 to destroy" : "销毁 1");
    }
  }

  @Test
  void whatMattersIsShortenedLast() {
    Review review = Sample.review(400);
    int full = english(review, Budget.NONE).length();
    String text = english(review, full - 1);
    assertThat(text).contains("Shortened to fit").contains("forces replacement");
    String half = english(review, 2_500);
    assertThat(half).contains("`a_link.gone`").contains("goes down").doesNotContain("\"m7\"");
  }

  private static int count(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  @Test
  void textsOfThePlanDoNothing() {
    String evil = "<script>x</script> @team #12 [a](http://e.example) `code` | \n\n# Big ![i](u)";
    Review review =
        Sample.review(
            List.of(
                Sample.item(
                    "a",
                    "[\"`<b>|\"]",
                    Action.UPDATE,
                    Impact.NONE,
                    Sample.change("t", "`` ` @x", "|"))),
            List.of(Sample.finding("policy.x", Kind.POLICY, Level.HIGH, evil)));
    String text = english(review.about("--> <b> @all"), Budget.NONE);
    assertThat(text).doesNotContain("<script>").doesNotContain("](http").doesNotContain("![");
    assertThat(text).doesNotContain("@team").doesNotContain("#12").doesNotContain("@all");
    assertThat(text.lines().filter(l -> l.startsWith("# "))).isEmpty();
    assertThat(text).contains("```` `` ` @x ````".replace("````", "```"));
    assertThat(text.lines().findFirst().orElseThrow()).endsWith(" -->").doesNotContain("--> <b>");
  }

  @Test
  void stacksAndWorkspacesHaveMarkersOfTheirOwn() {
    Review review = Sample.review(1);
    assertThat(Markdown.marker(review)).isEqualTo(Markdown.marker(Sample.review(30)));
    assertThat(List.of("a", "a b", "a-b", "a/b", "生产", "a%20b"))
        .extracting(name -> Markdown.marker(review.about(name)))
        .doesNotHaveDuplicates()
        .allMatch(marker -> !marker.substring(4, marker.length() - 3).contains("--"));
  }

  @Test
  void nothingToDoIsSaidInOneLine() {
    Review nothing =
        new Review(
            "s",
            "default",
            "normal",
            java.time.Instant.EPOCH,
            true,
            false,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThat(english(nothing, Budget.NONE)).contains("🟢 **No changes**").doesNotContain("####");
    assertThat(Markdown.render(nothing, Words.Language.ZH, Budget.NONE, null)).contains("没有变更");
  }

  @Test
  void gatesStopWhatTheyName() {
    Review review = Sample.review(1);
    assertThat(List.of("destroy", "replace", "risk=high", "risk=low", "risk=blocking", "policy"))
        .filteredOn(name -> Gate.of(name).orElseThrow().stops().test(review))
        .containsExactly("destroy", "replace", "risk=high", "risk=low");
    Finding denied = Sample.finding("policy.x", Kind.POLICY, Level.BLOCKING, "No.");
    assertThat(
            Gate.of("policy").orElseThrow().stops().test(Sample.review(List.of(), List.of(denied))))
        .isTrue();
    assertThat(Gate.of("risk=enormous")).isEmpty();
    assertThat(Gate.of("")).isEmpty();
  }

  @Test
  void bothLanguagesHaveTheSameWords() {
    assertThat(Words.of(Words.Language.ZH).json()).isNotNull();
    assertThat(names(Words.Language.ZH)).isEqualTo(names(Words.Language.EN));
  }

  private static List<String> names(Words.Language language) {
    return List.copyOf(
        ((dev.groma.engine.render.Json.Obj) Words.of(language).json()).members().keySet());
  }
}
