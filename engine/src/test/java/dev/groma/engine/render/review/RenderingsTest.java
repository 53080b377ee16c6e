package dev.groma.engine.render.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.review.Review.Node;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.schema.Doc;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The renderings for programs, and the drawing.
class RenderingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Format.Options options(String... gates) {
    return in("", gates);
  }

  private static Format.Options in(String directory, String... gates) {
    return new Format.Options(
        Words.Language.EN,
        Budget.NONE,
        null,
        Arrays.stream(gates).map(name -> Gate.of(name).orElseThrow()).toList(),
        "1.2.3",
        directory);
  }

  @Test
  void aReviewIsReadAsItWasWritten() {
    Review review = Sample.review(3);
    String text = ReviewJson.render(review);
    assertThat(ReviewJson.read(text).map(ReviewJson::render)).contains(text);
    assertThat(ReviewJson.read("{}")).isEmpty();
    assertThat(ReviewJson.read("[")).isEmpty();
    assertThat(ReviewJson.read(text.replace("\"1.0\"", "\"2.0\""))).isEmpty();
    assertThat(ReviewJson.read(text.replace("\"delete\"", "\"explode\""))).isEmpty();
  }

  @Test
  void gitlabCountsReplacedObjectsTwice() {
    assertThat(Format.GITLAB.render(Sample.review(3), options()))
        .isEqualTo("{\"create\":41,\"update\":3,\"delete\":2}\n");
  }

  @Test
  void sarifNamesRulesAndPlaces() {
    JsonNode run =
        JSON.readTree(Format.SARIF.render(Sample.review(1), options())).path("runs").path(0);
    assertThat(run.path("tool").path("driver").path("rules").findValuesAsString("id"))
        .containsExactly("policy.name", "risk.down");
    JsonNode result = run.path("results").path(0);
    assertThat(result.path("ruleId").asString()).isEqualTo("risk.down");
    assertThat(result.path("ruleIndex").asInt()).isEqualTo(1);
    assertThat(result.path("level").asString()).isEqualTo("error");
    JsonNode place = result.path("locations").path(0).path("physicalLocation");
    assertThat(place.path("artifactLocation").path("uri").asString()).isEqualTo("main%20tf.yaml");
    assertThat(place.path("region").toString())
        .isEqualTo("{\"startLine\":7,\"startColumn\":3,\"endLine\":7,\"endColumn\":9}");
    assertThat(run.path("results").path(1).path("level").asString()).isEqualTo("note");
  }

  /// GitHub refuses a result without a physical location, and one without a line.
  @Test
  void sarifPutsWhatIsNowhereIntoTheDirectory() {
    Finding nowhere =
        new Finding(
            "policy.name",
            Finding.Kind.POLICY,
            Finding.Level.LOW,
            new Doc("Names", ""),
            new Doc("Names.", ""),
            List.of(),
            List.of());
    assertThat(directories("", nowhere)).containsExactly("./");
    assertThat(directories("networks/prod", nowhere)).containsExactly("networks/prod/");
  }

  private static List<String> directories(String directory, Finding finding) {
    JsonNode locations =
        JSON.readTree(
                Format.SARIF.render(Sample.review(List.of(), List.of(finding)), in(directory)))
            .findPath("locations");
    assertThat(locations.findPath("region").toString()).isEqualTo("{\"startLine\":1}");
    return locations.findValuesAsString("uri");
  }

  /// Code scanning knows files by their paths in the repository.
  @Test
  void sarifNamesFilesAsTheRepositoryDoes() {
    assertThat(
            JSON.readTree(Format.SARIF.render(Sample.review(1), in("networks/prod")))
                .findValuesAsString("uri"))
        .contains("networks/prod/main%20tf.yaml");
  }

  @Test
  void gatesAndFindingsAreTestCases() throws Exception {
    String text = Format.JUNIT.render(Sample.review(1), options("destroy", "policy"));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(text)));
    var cases = document.getElementsByTagName("testcase");
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < cases.getLength(); i++) {
      var one = (org.w3c.dom.Element) cases.item(i);
      boolean failed = one.getElementsByTagName("failure").getLength() > 0;
      outcomes.add(one.getAttribute("name") + (failed ? " failed" : ""));
    }
    assertThat(outcomes)
        .containsExactly(
            "plan",
            "fail-on destroy failed",
            "fail-on policy",
            "risk.down a_link.gone failed",
            "policy.name a_link.gone");
  }

  @Test
  void nothingEndsTheDataOfThePage() {
    Review review =
        Sample.review(
            List.of(
                Sample.item(
                    "a", "[\"</script><script>alert(1)</script>\"]", Action.UPDATE, Impact.NONE)),
            List.of());
    String page = Format.HTML.render(review.about("</title><script>x"), options());
    assertThat(page.split("</script>", -1)).hasSize(3);
    assertThat(page).containsOnlyOnce("</title>").contains("default-src 'none'");
  }

  @Test
  void aDrawingIsTheSameEachTimeAndNothingOverlaps() {
    List<Node> nodes = random(500, 7);
    boolean[] all = new boolean[nodes.size()];
    Arrays.fill(all, true);
    Layout layout = Layout.of(nodes, all);
    assertThat(layout).isEqualTo(Layout.of(random(500, 7), all));
    Set<Layout.Place> seen = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      Layout.Place place = layout.places().get(i);
      assertThat(place).isNotNull();
      assertThat(place.x()).isBetween(0, layout.width() - Layout.NODE_WIDTH);
      assertThat(place.y()).isBetween(0, layout.height() - Layout.NODE_HEIGHT);
      for (int above : nodes.get(i).above()) {
        assertThat(place.x()).isGreaterThan(layout.places().get(above).x());
      }
      for (Layout.Place other : seen) {
        boolean apart =
            Math.abs(place.x() - other.x()) >= Layout.NODE_WIDTH
                || Math.abs(place.y() - other.y()) >= Layout.NODE_HEIGHT;
        assertThat(apart).isTrue();
      }
      seen.add(place);
    }
    assertThat((double) layout.width() / layout.height()).isBetween(0.3, 8.0);
  }

  /// Each node depends on up to three earlier ones; every tenth on none.
  private static List<Node> random(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Set<Integer> above = new java.util.TreeSet<>();
      for (int k = 0; i > 0 && i % 10 != 0 && k < 1 + random.nextInt(3); k++) {
        above.add(random.nextInt(i));
      }
      nodes.add(new Node("n" + i, Action.NO_OP, false, List.copyOf(above)));
    }
    return nodes;
  }

  @Test
  void aPlanOfTheRealProgramIsReviewed() {
    String document =
        """
        {"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},
         "resource_changes":[
          {"address":"a_link.x[0]","mode":"managed","type":"a_link","name":"x","index":0,
           "provider_name":"p","action_reason":"replace_because_cannot_update",
           "change":{"actions":["delete","create"],
            "before":{"id":"i-1","size":1,"psk":"old-secret","tags":["a","b"]},
            "after":{"size":2,"psk":"new-secret","tags":["b"]},
            "after_unknown":{"id":true,"tags":[false]},
            "before_sensitive":{"psk":true},"after_sensitive":{"psk":true},
            "replace_paths":[["size"]]}},
          {"address":"a_link.y","mode":"managed","type":"a_link","name":"y","provider_name":"p",
           "change":{"actions":["no-op"],"before":{"link":"i-1"},"after":{"link":"i-1"},
            "after_unknown":{},"before_sensitive":{},"after_sensitive":{}}}],
         "output_changes":{"o":{"actions":["update"],"before":"old-secret","after":"new-secret",
          "after_unknown":false,"before_sensitive":true,"after_sensitive":true}},
         "configuration":{"root_module":{"resources":[{"address":"a_link.y","mode":"managed",
          "type":"a_link","name":"y","expressions":{"link":{"references":["a_link.x[0].id","a_link.x[0]","a_link.x"]}}}]}},
         "timestamp":"2026-01-02T03:04:05Z","applyable":true,"complete":true,"errored":false}
        """;
    Review review = PlanDocument.read(document, "s", "default").orElseThrow();
    assertThat(review.counts().replace()).isEqualTo(1);
    assertThat(ReviewJson.render(review)).doesNotContain("secret").contains("2026-01-02");
    assertThat(Markdown.render(review, Words.Language.EN, Budget.NONE, null))
        .contains("`psk`: (sensitive value) changed")
        .contains("`tags[0]`: − `\"a\"`")
        .contains("`size`: `1` → `2` · **forces replacement**");
    assertThat(review.nodes().get(1).above()).containsExactly(0);
    assertThat(PlanDocument.read("{\"format_version\":\"1.0\"}", "s", "w")).isEmpty();
    assertThat(PlanDocument.read("nonsense", "s", "w")).isEmpty();
  }
}
