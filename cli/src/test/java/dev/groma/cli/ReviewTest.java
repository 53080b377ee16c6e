package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.cli.CommentServer.Failure;
import dev.groma.cli.CommentServer.Shape;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `groma review`: where plans come from, where reviews go, and what stops a plan.
class ReviewTest {
  private static final String SECRET = "Never-Seen-4711";
  private static final String CONFIGURATION =
      """
      variable:
        key: {type: string, sensitive: true, default: %s}
      resource:
        terraform_data:
          a: {input: %s, triggers_replace: %s}
          b: {input: "${var.key}"}
      output:
        o: {value: "${var.key}", sensitive: true}
      """;

  private Shell shell;

  @BeforeEach
  void directory() throws IOException {
    shell = new Shell();
    shell.write("main.tf.yaml", CONFIGURATION.formatted(SECRET, "one", "1"));
  }

  @AfterEach
  void clean() throws IOException {
    shell.close();
  }

  private Shell.Result review(String... words) {
    String[] all = new String[words.length + 1];
    all[0] = "review";
    System.arraycopy(words, 0, all, 1, words.length);
    return shell.run(all);
  }

  @Test
  void withoutAPlanOneIsMade() {
    Shell.Result result = review();
    assertThat(result.code()).isZero();
    assertThat(result.text())
        .startsWith("<!-- groma-review ")
        .contains("🟢 **2 to create**")
        .contains("`terraform_data.a`")
        .contains("`input`: + `\"one\"`")
        .doesNotContain(SECRET);
    assertThat(shell.directory().resolve("terraform.tfstate")).doesNotExist();
  }

  @Test
  void aSavedPlanIsReviewedWithoutAnythingElse() throws IOException {
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    shell.write("main.tf.yaml", CONFIGURATION.formatted("Other-Secret-2", "two", "2"));
    assertThat(shell.run("plan", "-out=p.plan").code()).isZero();
    shell.write("main.tf.yaml", "nonsense: [");
    shell.write("terraform.tfstate", "nonsense");
    Shell.Result result = review("-write", "json=r.json", "-lang=zh", "p.plan");
    assertThat(result.code()).isZero();
    assertThat(result.text())
        .contains("替换 1")
        .contains("`triggers_replace`: `1` → `2` · **导致替换** · 原因 `main.tf.yaml:5`")
        .contains("`input`: （敏感值） 有变更");
    assertThat(result.text() + shell.read("r.json"))
        .doesNotContain(SECRET)
        .doesNotContain("Other-Secret-2");

    Shell.Result again = review("-lang=zh", "r.json");
    assertThat(again.text()).isEqualTo(result.text());

    shell.write("show.json", shell.run("show", "-json", "p.plan").text());
    Shell.Result shown = review("show.json");
    assertThat(shown.text()).contains("1 to replace").contains("`triggers_replace`: `1` → `2`");
  }

  @Test
  void everyFormatIsWritten() throws IOException {
    Shell.Result result =
        review(
            "-format=none",
            "-write=markdown=r.md",
            "-write=html=r.html",
            "-write=json=r.json",
            "-write=junit=r.xml",
            "-write=sarif=r.sarif",
            "-write=gitlab=r.gitlab.json");
    assertThat(result.code()).isZero();
    assertThat(shell.read("r.md")).contains("2 to create");
    assertThat(shell.read("r.html")).startsWith("<!doctype html>");
    assertThat(shell.read("r.json")).startsWith("{\"format\":\"groma-review\"");
    assertThat(shell.read("r.xml")).contains("<testsuites>");
    assertThat(shell.read("r.sarif")).contains("\"2.1.0\"");
    assertThat(shell.read("r.gitlab.json")).isEqualTo("{\"create\":2,\"update\":0,\"delete\":0}\n");
    for (String name : new String[] {"r.md", "r.html", "r.json", "r.xml", "r.sarif"}) {
      assertThat(shell.read(name)).as(name).doesNotContain(SECRET);
    }
  }

  @Test
  void theSummaryOfAJobIsAddedTo() throws IOException {
    shell.set("GITHUB_STEP_SUMMARY", shell.write("summary.md", "before\n").toString());
    assertThat(review("-format=none", "-step-summary").code()).isZero();
    assertThat(shell.read("summary.md"))
        .startsWith("before\n<!-- groma-review")
        .contains("2 to create");
  }

  @Test
  void plansAreStopped() throws IOException {
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    shell.write("main.tf.yaml", CONFIGURATION.formatted(SECRET, "one", "2"));
    Shell.Result stopped = review("-fail-on=destroy,replace", "-fail-on=policy");
    assertThat(stopped.code()).isEqualTo(4);
    assertThat(stopped.text()).contains("Stopped by -fail-on: replace.");
    assertThat(review("-fail-on=destroy,policy").code()).isZero();
  }

  @Test
  void mistakesAreExplained() {
    assertThat(review("-fail-on=everything").text()).contains("none of: destroy, replace");
    assertThat(review("-format=pdf").text()).contains("There is no format \"pdf\"");
    assertThat(review("-write=html").text()).contains("must be FORMAT=FILE");
    assertThat(review("-budget=many").text()).contains("-budget must be a number");
    assertThat(review("-lang=fr").text()).contains("-lang must be en or zh");
    assertThat(review("-post=sourceforge").text())
        .contains("-post must be github, gitlab or gitee");
    assertThat(review("-step-summary").text()).contains("GITHUB_STEP_SUMMARY");
    assertThat(review("nowhere.plan").text()).contains("nowhere.plan cannot be read");
    assertThat(review("main.tf.yaml").text()).contains("neither a saved plan, nor a review");
    assertThat(review("-post=github").text()).contains("The repository is not known");
    assertThat(review("-post=github", "-repo=a/b").text()).contains("number of the pull request");
    assertThat(review("-post=github", "-repo=a/b", "-pr=1").text()).contains("GITHUB_TOKEN");
    assertThat(review("-post=gitlab", "-repo=a/b", "-pr=1").text()).contains("GITLAB_TOKEN");
    assertThat(review("-post=gitee", "-repo=a/../b", "-pr=1").text()).contains("owner/name");
  }

  // Comments

  private void github(CommentServer server) throws IOException {
    shell.set("GITHUB_API_URL", server.address() + "/");
    shell.set("GITHUB_REPOSITORY", "acme/net");
    shell.set("GITHUB_TOKEN", "t-o-k-e-n");
    shell.set(
        "GITHUB_EVENT_PATH",
        shell
            .write("event.json", "{\"action\":\"opened\",\"pull_request\":{\"number\":7}}")
            .toString());
  }

  @Test
  void oneCommentIsMadeAndThenChanged() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITHUB)) {
      github(server);
      for (int i = 0; i < 230; i++) {
        server.add("talk " + i, false);
      }
      Shell.Result first = review("-post=github", "-format=none", "-stack=s");
      assertThat(first.code()).isZero();
      assertThat(first.text()).contains("https://forge.example/acme/net/pull/7#comment-331");
      shell.write(
          "main.tf.yaml", CONFIGURATION.formatted(SECRET, "one", "1").replace("b: {", "c: {"));
      assertThat(review("-post=github", "-format=none", "-stack=s").code()).isZero();
      assertThat(review("-post=github", "-format=none", "-stack=other").code()).isZero();
      assertThat(server.mistakes()).isEmpty();
      assertThat(server.comments()).hasSize(232);
      assertThat(server.comments().get(230)).contains("terraform_data.c").doesNotContain(SECRET);
      assertThat(server.seen())
          .startsWith(
              "GET /repos/acme/net/issues/7/comments?per_page=100&page=1",
              "GET /repos/acme/net/issues/7/comments?per_page=100&page=2",
              "GET /repos/acme/net/issues/7/comments?per_page=100&page=3",
              "POST /repos/acme/net/issues/7/comments")
          .contains("PATCH /repos/acme/net/issues/comments/331");
    }
  }

  @Test
  void aCommentOfSomebodyElseIsLeftAlone() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITHUB)) {
      github(server);
      server.add("<!-- groma-review s default -->\nfaked", false);
      assertThat(review("-post=github", "-format=none", "-stack=s").code()).isZero();
      assertThat(server.comments()).hasSize(2).first().asString().endsWith("faked");
      assertThat(server.mistakes()).isEmpty();
    }
  }

  @Test
  void busyServersAreAskedAgainAndNothingIsPostedTwice() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITHUB)) {
      github(server);
      Map<String, String> now = Map.of("Retry-After", "0");
      server.fail(new Failure("GET", 502, now, "<html>"));
      server.fail(new Failure("POST", 503, now, "{}"));
      server.fail(new Failure("POST", 429, now, "{}"));
      assertThat(review("-post=github", "-format=none").code()).isZero();
      assertThat(server.comments()).hasSize(1);
      assertThat(server.seen()).filteredOn(request -> request.startsWith("GET")).hasSize(4);
      assertThat(server.mistakes()).isEmpty();
    }
  }

  @Test
  void refusalsKeepTheWordsOfTheServer() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITHUB)) {
      github(server);
      server.fail(
          new Failure(
              "POST", 403, Map.of(), "{\"message\":\"Resource not accessible by integration\"}"));
      Shell.Result refused = review("-post=github", "-format=none");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.text().replaceAll("[\\s│]+", " "))
          .contains("with the status 403: Resource not accessible by integration")
          .contains("pull-requests: write")
          .doesNotContain("t-o-k-e-n");
    }
    Shell.Result unreached = review("-post=github", "-format=none", "-api-url=http://127.0.0.1:1");
    assertThat(unreached.code()).isEqualTo(1);
    assertThat(unreached.text()).contains("could not be reached");
  }

  @Test
  void gitlabHasNotes() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITLAB)) {
      shell.set("CI_API_V4_URL", server.address());
      shell.set("CI_MERGE_REQUEST_PROJECT_ID", "acme/net");
      shell.set("CI_MERGE_REQUEST_PROJECT_URL", "https://lab.example/acme/net");
      shell.set("CI_MERGE_REQUEST_IID", "7");
      shell.set("CI_JOB_TOKEN", "job");
      assertThat(review("-post=gitlab").text()).contains("CI_JOB_TOKEN cannot write notes");
      shell.set("GITLAB_TOKEN", "t-o-k-e-n");
      assertThat(review("-post=gitlab").text())
          .contains("https://lab.example/acme/net/-/merge_requests/7#note_101");
      assertThat(review("-post=gitlab").code()).isZero();
      assertThat(server.comments()).hasSize(1);
      assertThat(server.seen()).contains("PUT /projects/acme%2Fnet/merge_requests/7/notes/101");
      assertThat(server.mistakes()).isEmpty();
    }
  }

  @Test
  void giteeHasCommentsOfPulls() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITEE)) {
      shell.set("GITEE_TOKEN", "t-o-k-e-n");
      String[] words = {
        "-post=gitee", "-api-url=" + server.address(), "-repo=acme/net", "-pr=7", "-lang=zh"
      };
      assertThat(review(words).code()).isZero();
      assertThat(review(words).code()).isZero();
      assertThat(server.comments()).hasSize(1).first().asString().contains("新建 2");
      assertThat(server.mistakes()).isEmpty();
    }
  }

  @Test
  void aPlanThatFailsReplacesTheCommentAboutTheLastOne() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITHUB)) {
      github(server);
      assertThat(review("-post=github", "-stack=s").code()).isZero();
      shell.write("main.tf.yaml", "resource: {terraform_data: {a: {input: \"${var.nothing}\"}}}");
      assertThat(review("-post=github", "-stack=s").code()).isEqualTo(1);
      assertThat(server.comments())
          .hasSize(1)
          .first()
          .asString()
          .contains("⛔ **Planning failed: this plan cannot be applied**")
          .contains("main.tf.yaml:1")
          .doesNotContain("2 to create");
    }
  }

  @Test
  void aProxyIsUsedUnlessTheServerIsExcepted() throws IOException {
    try (CommentServer server = new CommentServer(Shape.GITHUB)) {
      github(server);
      shell.set("http_proxy", "http://127.0.0.1:1");
      assertThat(review("-post=github", "-format=none").text()).contains("could not be reached");
      shell.set("no_proxy", "example.com,127.0.0.1");
      assertThat(review("-post=github", "-format=none").code()).isZero();
    }
  }
}
