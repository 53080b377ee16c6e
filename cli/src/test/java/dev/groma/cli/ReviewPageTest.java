package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.render.PlanJson;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.render.review.Budget;
import dev.groma.engine.render.review.Difference;
import dev.groma.engine.render.review.Format;
import dev.groma.engine.render.review.Impact;
import dev.groma.engine.render.review.Item;
import dev.groma.engine.render.review.Markdown;
import dev.groma.engine.render.review.PlanDocument;
import dev.groma.engine.render.review.Review;
import dev.groma.engine.render.review.ReviewJson;
import dev.groma.engine.render.review.Words;
import dev.groma.testkit.browser.Browser;
import dev.groma.testkit.browser.Page;
import dev.groma.testkit.spec.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A change of 60 of 500 objects, as its reviewers see it; the page in a real browser.
class ReviewPageTest {
  private static final Path PICTURES = Path.of("target", "review");
  private static Plan plan;
  private static Review review;

  @BeforeAll
  static void plan() throws IOException, InterruptedException {
    PlanResult planned = LargeNetwork.planned();
    plan = Objects.requireNonNull(planned.plan());
    review = LargeNetwork.review(planned);
  }

  private static String render(Format format, Words.Language language) {
    return format.render(
        review, new Format.Options(language, Budget.NONE, null, List.of(), "test", ""));
  }

  @Test
  void noFormatHoldsASecret() {
    assertThat(review.changes()).hasSize(60);
    assertThat(render(Format.JSON, Words.Language.EN)).contains("\"sensitive\"");
    for (Format format : Format.values()) {
      for (Words.Language language : Words.Language.values()) {
        assertThat(render(format, language))
            .as(format + " " + language)
            .doesNotContain(LargeNetwork.KEY)
            .doesNotContain(LargeNetwork.OTHER_KEY);
      }
    }
  }

  @Test
  void theDocumentIsAsItsSchemaSays() throws IOException {
    try (InputStream in =
        ReviewJson.class.getResourceAsStream("/dev/groma/schemas/review.schema.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      SchemaCheck schema = new SchemaCheck(Tree.read("review.schema.json", text));
      String json = render(Format.JSON, Words.Language.EN);
      assertThat(schema.check(Tree.read("review.json", json))).isEmpty();
      String wrong = json.replaceFirst("\"action\":\"update\"", "\"action\":\"explode\"");
      assertThat(schema.check(Tree.read("review.json", wrong))).hasSize(1);
    }
  }

  /// Also those of attributes in nested blocks.
  @Test
  void theDocumentOfThePlanHasTheEffectsOfTheReview() {
    String json = PlanJson.render(plan, Schemas.of(Clouds.providers()), false);
    assertThat(json.contains("\"path\":[\"ike_config\",\"ike_lifetime\"]")).isTrue();
    Review read = PlanDocument.read(json, review.stack(), review.workspace()).orElseThrow();
    assertThat(read.changes())
        .extracting(Item::address, Item::impact)
        .containsExactlyElementsOf(
            review.changes().stream().map(i -> tuple(i.address(), i.impact())).toList());
    assertThat(read.changes())
        .flatExtracting(Item::differences)
        .extracting(Difference::impact)
        .filteredOn(impact -> impact == Impact.RENEGOTIATES)
        .hasSize(34);
  }

  @Test
  void everyBudgetIsKeptAndShowsWhatIsDangerous() {
    for (int budget : List.of(Budget.GITHUB, Budget.GITLAB, Budget.OTHERS, 2_000)) {
      String text = Markdown.render(review, Words.Language.EN, budget, "https://ci.example/1");
      assertThat(text.length()).isLessThanOrEqualTo(budget);
      assertThat(text.lines().skip(3).findFirst().orElseThrow())
          .contains("2 to destroy, 21 to replace, 34 to change, 3 to create")
          .contains("risk **high**")
          .contains("2 down, 21 down until replaced, 34 renegotiating");
      assertThat(text).contains("Look at this first (3)");
      assertThat(text.indexOf("Look at this first")).isLessThan(text.indexOf("Destroyed (2)"));
    }
  }

  @Test
  void reachIsThatOfTheObjectAndNotOfItsBlock() {
    List<Review.Node> nodes = review.nodes();
    int gateway = position(nodes, "alicloud_vpn_gateway.site[\"g03\"]");
    List<String> direct =
        nodes.stream().filter(n -> n.above().contains(gateway)).map(Review.Node::name).toList();
    assertThat(direct).hasSize(20).allMatch(name -> name.contains("[\"g03-"));
  }

  private static int position(List<Review.Node> nodes, String name) {
    return nodes.stream().map(Review.Node::name).toList().indexOf(name);
  }

  @Test
  void thePageIsUsed() throws IOException, InterruptedException {
    Path file = Files.createTempFile("review", ".html");
    Files.writeString(file, render(Format.HTML, Words.Language.EN));
    Files.createDirectories(PICTURES);
    assertThat(Files.size(file)).isLessThan(1_000_000);
    Optional<Path> program = Browser.find(String.valueOf(System.getenv("PATH")));
    if (program.isEmpty()) {
      System.err.println(
          "NOT TESTED: there is no Chromium on the PATH, so the page of reviews was not opened."
              + " Install it (Debian: apt-get install chromium).");
      return;
    }
    try (Browser browser = Browser.start(program.get())) {
      light(browser.open(file.toUri(), 1400, 900, false));
      dark(browser.open(file.toUri(), 1400, 900, true));
      narrow(browser.open(file.toUri(), 420, 800, false));
    } finally {
      Files.delete(file);
    }
  }

  private static void light(Page page) throws IOException {
    assertThat(page.text("#verdict")).contains("2 to destroy").contains("34 renegotiating");
    assertThat(
            page.evaluate("document.querySelector('#urgent').getBoundingClientRect().bottom < 900"))
        .isEqualTo("true");
    String destroyed =
        "document.querySelector('#list h2.destroy').getBoundingClientRect().top < 900";
    assertThat(page.evaluate(destroyed)).isEqualTo("true");
    page.screenshot(PICTURES.resolve("changes-light.png"));

    page.click("[data-group=replace]");
    assertThat(page.text("#list h2")).isEqualTo("Replaced (21)");
    assertThat(page.count("#list h2")).isEqualTo(1);
    page.click("#list .row");
    assertThat(page.count("#list .item .item")).isEqualTo(10);
    page.click("#list .item .item .row");
    assertThat(page.text("#list table")).contains("vpn_gateway_id").contains("forces replacement");
    page.screenshot(PICTURES.resolve("side-by-side.png"));

    page.click("[data-group=replace]");
    page.press("/");
    page.press("g", "1", "5", "-", "1", "0");
    assertThat(page.evaluate("document.activeElement.id")).isEqualTo("search");
    assertThat(page.count("#list .row")).isEqualTo(1);
    page.press("Escape");
    page.press("j", "j", "Enter");
    assertThat(page.evaluate("document.activeElement.getAttribute('aria-expanded')"))
        .isEqualTo("true");

    page.press("2");
    assertThat(page.count(".finding.high")).isEqualTo(3);
    effects(page);
    graph(page);
    page.press("?");
    assertThat(page.evaluate("document.getElementById('help').open")).isEqualTo("true");
    assertThat(page.complaints()).isEmpty();
    assertThat(page.requests()).hasSize(1);
  }

  private static void effects(Page page) throws IOException {
    page.press("3");
    assertThat(page.text("[aria-selected=true]")).isEqualTo("What traffic feels (57)");
    assertThat(page.text("#main h2")).isEqualTo("what it carries goes down (2)");
    assertThat(page.count("[data-impact=down] tr")).isEqualTo(2);
    assertThat(page.count("[data-impact=down-until-replaced] tr")).isEqualTo(21);
    assertThat(page.count("[data-impact=renegotiates] tr")).isEqualTo(34);
    assertThat(page.text("[data-impact=down-until-replaced]"))
        .contains("alicloud_vpn_gateway.site[\"g03\"]")
        .contains("20 objects in reach");
    page.screenshot(PICTURES.resolve("effects.png"));
    page.click("[data-impact=renegotiates] button");
    assertThat(page.text("[aria-selected=true]")).isEqualTo("Changes (60)");
  }

  private static void graph(Page page) throws IOException {
    page.press("4");
    int concerned = page.count(".node");
    assertThat(concerned).isBetween(60, 150);
    page.click("[data-scope=all]");
    assertThat(page.count(".node")).isGreaterThan(500);
    page.screenshot(PICTURES.resolve("graph-all.png"));
    page.click("[data-scope=changed]");
    page.evaluate(
        "[...document.querySelectorAll('.node')].find(n => n.getAttribute('aria-label')"
            + ".startsWith('alicloud_vpn_gateway.site')).id = 'gateway'");
    page.click("#gateway");
    assertThat(page.text("#chosen")).isEqualTo("alicloud_vpn_gateway.site[\"g03\"]");
    assertThat(page.text("#reach")).isEqualTo("20 objects in reach");
    assertThat(page.count(".node.near")).isEqualTo(21);
    page.screenshot(PICTURES.resolve("graph-reach.png"));
    String before = page.evaluate("document.getElementById('canvas').getAttribute('transform')");
    page.wheel("#svg", -300);
    String zoomed = page.evaluate("document.getElementById('canvas').getAttribute('transform')");
    assertThat(zoomed).isNotEqualTo(before);
    page.drag("#svg", 120, 40);
    assertThat(page.evaluate("document.getElementById('canvas').getAttribute('transform')"))
        .isNotEqualTo(zoomed);
    assertThat(page.text("#reach")).isEqualTo("20 objects in reach");
    page.click("#show");
    assertThat(page.evaluate("document.activeElement.dataset.id")).startsWith("c");
    assertThat(page.text("[aria-selected=true]")).isEqualTo("Changes (60)");
  }

  private static void dark(Page page) throws IOException {
    assertThat(page.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
    page.press("l");
    assertThat(page.text("#verdict")).contains("销毁 2").contains("34 个重新协商");
    assertThat(page.evaluate("document.documentElement.lang")).isEqualTo("zh-CN");
    assertThat(page.text("#main")).contains("导致替换");
    page.screenshot(PICTURES.resolve("changes-dark.png"));
    page.press("2");
    assertThat(page.text("#main")).contains("网关及其隧道中断");
    page.press("t");
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(page.complaints()).isEmpty();
  }

  private static void narrow(Page page) throws IOException {
    assertThat(page.evaluate("document.documentElement.scrollWidth <= 420")).isEqualTo("true");
    page.screenshot(PICTURES.resolve("changes-narrow.png"));
  }
}
