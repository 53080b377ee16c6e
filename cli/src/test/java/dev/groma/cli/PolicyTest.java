package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `-policy DIR`: what policies say of plans, and the paths that they may rely on.
final class PolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIGURATION =
      """
      variable:
        size: {type: number, default: 7}
        word: {type: string, sensitive: true, default: not-for-anybody}
      resource:
        terraform_data:
          small: {input: 1}
          large: {input: "${var.size}"}
          hidden: {input: "${var.word}"}
      output:
        size: {value: "${var.size}"}
      check:
        sizes:
          assert:
            - condition: ${var.size > 1}
              error_message: Too small.
      """;

  private static final String SMALL =
      """
      policy:
        small:
          description: Objects are small.
          when: ${change.type == "terraform_data"}
          deny: '${try(change.change.after.input > 5, false)}'
          message: ${change.address} holds ${change.change.after.input}, and 5 is enough.
      """;

  @Test
  void aDenialStopsPlanAndApply() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      shell.write("policy/small.yaml", SMALL);
      Shell.Result plan = shell.run("plan", "-policy=policy", "-out=saved", "-no-color");
      assertThat(plan.code()).isEqualTo(1);
      assertThat(plan.text())
          .contains(
              "Plan: 3 to add",
              "Error: Denied by policy",
              "with terraform_data.large,",
              "on main.tf.yaml line 7",
              "terraform_data.large holds 7, and 5 is enough.",
              "The policy: policy.small")
          .doesNotContain("terraform_data.small holds", "not-for-anybody");
      assertThat(shell.read("saved")).as("a plan that is denied is not saved").isEmpty();

      Shell.Result apply = shell.run("apply", "-policy=policy", "-auto-approve", "-no-color");
      assertThat(apply.code()).isEqualTo(1);
      assertThat(apply.text()).contains("Denied by policy");
      assertThat(shell.run("state", "pull").text()).isEmpty();

      assertThat(shell.run("plan", "-out=saved").code()).isZero();
      assertThat(shell.run("apply", "-policy=policy", "saved").code())
          .as("also of a plan that was saved without the policy")
          .isEqualTo(1);
      assertThat(shell.run("state", "pull").text()).isEmpty();

      assertThat(
              shell
                  .run("apply", "-policy=policy", "-disable-rule=policy.small", "-auto-approve")
                  .code())
          .isZero();
    }
  }

  /// What a policy says is in every rendering, of a plan that is made and of one that was saved.
  @ParameterizedTest
  @ValueSource(strings = {"", "saved"})
  void reviewsAreJudged(String plan) throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      shell.write("policy/small.yaml", SMALL);
      shell.write(
          "policy/look.yaml",
          "policy: {look: {each: plan, warn: '${plan.resource_changes != null}', message: Look.}}");
      assertThat(shell.run("plan", "-out=saved").code()).isZero();
      List<String> line = new ArrayList<>(List.of("review", "-policy=policy", "-fail-on=policy"));
      for (String format : List.of("html", "json", "junit", "sarif")) {
        line.add("-write=" + format + "=review." + format);
      }
      if (!plan.isEmpty()) {
        line.add(plan);
        shell.write("main.tf.yaml", "nothing is looked at but the plan: [");
      }

      Shell.Result review = shell.run(line.toArray(String[]::new));
      assertThat(review.code()).as(review.text()).isEqualTo(4);
      assertThat(review.text())
          .contains("Stopped by -fail-on: policy.", "Look at this first (1)")
          .contains("`terraform_data.large` holds 7, and 5 is enough.", "Look.")
          .doesNotContain("terraform_data.small` holds", "not-for-anybody");
      assertThat(shell.read("review.html")).contains("terraform_data.large holds 7, and 5");
      JsonNode finding = JSON.readTree(shell.read("review.json")).path("findings").path(0);
      assertThat(finding.path("rule").asString()).isEqualTo("policy.small");
      assertThat(finding.path("kind").asString()).isEqualTo("policy");
      assertThat(finding.path("level").asString()).isEqualTo("blocking");
      assertThat(shell.read("review.junit"))
          .containsPattern("name=\"policy.small terraform_data.large\"[^>]*>\\s*<failure")
          .contains("policy.look");
      JsonNode places = JSON.readTree(shell.read("review.sarif")).findPath("locations");
      assertThat(places.findValuesAsString("uri"))
          .containsExactly("main.tf.yaml", "policy/small.yaml");

      line.add("-disable-rule=policy.small");
      Shell.Result off = shell.run(line.toArray(String[]::new));
      assertThat(off.code()).as(off.text()).isZero();
      assertThat(off.text()).contains("Look.").doesNotContain("5 is enough");
    }
  }

  @Test
  void whatASavedPlanSaysAlreadyIsSaidOnce() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      shell.write(
          "policy/look.yaml",
          "policy: {look: {each: plan, warn: '${true}', description: Somebody looks.}}");
      assertThat(shell.run("plan", "-policy=policy", "-out=saved").code()).isZero();
      for (String[] line :
          List.of(
              new String[] {"review", "-json", "saved"},
              new String[] {"review", "-json", "-policy=policy", "saved"})) {
        Shell.Result review = shell.run(line);
        assertThat(review.code()).as(review.text()).isZero();
        assertThat(JSON.readTree(review.text()).path("findings").findValuesAsString("rule"))
            .containsExactly("policy.look");
      }
      shell.write("policy/look.yaml", "policy: {look: {deny: '${change.none}', message: m}}");
      Shell.Result wrong = shell.run("review", "-policy=policy", "saved");
      assertThat(wrong.code()).isEqualTo(1);
      assertThat(wrong.text()).contains("policy/look.yaml line 1");
      Shell.Result made = shell.run("review", "-policy=policy");
      assertThat(made.code()).isEqualTo(1);
      assertThat(made.text()).contains("Planning failed", "policy/look.yaml line 1");

      shell.write("show.json", shell.run("show", "-json", "saved").text());
      Shell.Result shown = shell.run("review", "-policy=policy", "show.json");
      assertThat(shown.code()).isEqualTo(1);
      assertThat(shown.text()).contains("Policies cannot judge this document");
    }
  }

  @Test
  void warningsAndRulesAboutThePlan() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      shell.write(
          "policy/count.json",
          """
          {"policy": {
            "few": {"each": "plan", "warn": "${length(plan.resource_changes) > 2}",
                    "message": "${length(plan.resource_changes)} at once."},
            "none": {"each": "plan", "deny": "${length(plan.resource_changes) > 3}",
                     "description": "Too many."}}}
          """);
      Shell.Result plan = shell.run("plan", "-policy=policy", "-no-color");
      assertThat(plan.code()).as(plan.text()).isZero();
      assertThat(plan.text())
          .contains("Warning: Warning of a policy", "3 at once.", "policy.few")
          .doesNotContain("Too many");
    }
  }

  @Test
  void noConditionSeesASecret() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      shell.write(
          "policy/all.yaml",
          """
          policy:
            tell:
              each: plan
              deny: ${true}
              message: ${jsonencode(plan)}
            marks:
              when: ${change.name == "hidden"}
              warn: ${change.change.after.input == null && change.change.after_sensitive.input}
              message: It is hidden.
          """);
      Shell.Result plan = shell.run("plan", "-policy=policy", "-no-color");
      assertThat(plan.code()).isEqualTo(1);
      assertThat(plan.text())
          .contains("\"resource_changes\"", "It is hidden.")
          .doesNotContain("not-for-anybody");
    }
  }

  /// Files that are wrong: what is in them, and what is said, with the place.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {policy: {a: {message: m}}}                                  | needs either deny or warn | line 1
          {policy: {a: {deny: '${true}', warn: '${true}', message: m}}} | needs either deny or warn | line 1
          {policy: {a: {deny: '${true}'}}}                             | needs a message or a description | line 1
          {policy: {a: {deny: '${1 +}', message: m}}}                  | Invalid expression | line 1
          {policy: {a: {deny: '${true}', massage: m}}}                 | massage | line 1
          {policy: {a: {deny: '${true}', each: object, message: m}}}   | each | line 1
          {policies: {}}                                               | policies | line 1
          {policy: {a: {deny: '${length(change.address)}', message: m}}} | neither true nor false | line 1
          {policy: {a: {deny: '${change.nothing}', message: m}}}       | nothing | line 1
          {policy: {a: {deny: '${var.size > 1}', message: m}}}         | There is no "var.size" here | line 1
          {policy: {a: {deny: 'change.address', message: m}}}          | neither true nor false | line 1
          """)
  void whatIsWrongWithAFileIsSaidAtItsPlace(String file, String said, String place)
      throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      shell.write("policy/wrong.yaml", file);
      Shell.Result plan = shell.run("plan", "-policy=policy", "-no-color");
      assertThat(plan.code()).as(plan.text()).isEqualTo(1);
      assertThat(plan.text().replaceAll("\\n│ ", " "))
          .contains(said)
          .contains("policy/wrong.yaml " + place);
    }
  }

  @Test
  void foldersAndNamesThatAreNotThere() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      assertThat(shell.run("plan", "-policy=nowhere").text()).contains("nowhere is not a folder");
      shell.write("empty/readme.txt", "");
      assertThat(shell.run("plan", "-policy=empty").text()).contains("empty holds no file");
      Shell.Result wrong = shell.run("plan", "-disable-rule=link.ike-lifetim");
      assertThat(wrong.code()).isEqualTo(1);
      assertThat(wrong.text()).contains("link.ike-lifetime");
      shell.write("policy/a.yaml", "policy: {a: {deny: '${true}', message: m}}");
      shell.write("policy/b.yaml", "policy: {a: {deny: '${true}', message: m}}");
      assertThat(shell.run("plan", "-policy=policy").text()).contains("Duplicate policy");
    }
  }

  /// Every path of docs/policy.md, in the document that other tools get, and as a policy sees it.
  @Test
  void theDocumentedPathsAreThere() throws Exception {
    try (Shell shell = new Shell()) {
      shell.write("main.tf.yaml", CONFIGURATION);
      assertThat(shell.run("apply", "-auto-approve").code()).isZero();
      shell.write(
          "main.tf.yaml",
          CONFIGURATION.replace("large: {input", "large: {triggers_replace: 2, input"));
      assertThat(shell.run("plan", "-out=saved").code()).isZero();
      JsonNode plan = new ObjectMapper().readTree(shell.run("show", "-json", "saved").text());
      JsonNode change =
          plan.path("resource_changes")
              .valueStream()
              .filter(c -> c.path("name").asString().equals("large"))
              .findFirst()
              .orElseThrow();
      for (String path :
          List.of(
              "/format_version",
              "/terraform_version",
              "/variables/size/value",
              "/output_changes/size/actions",
              "/planned_values/root_module/resources/0/values",
              "/prior_state/values/root_module/resources/0/address",
              "/configuration/root_module/resources",
              "/checks/0/status",
              "/timestamp",
              "/applyable",
              "/complete",
              "/errored")) {
        assertThat(plan.at(path).isMissingNode()).as(path).isFalse();
      }
      for (String path :
          List.of(
              "/address",
              "/mode",
              "/type",
              "/name",
              "/provider_name",
              "/action_reason",
              "/causes/0/path",
              "/change/before/input",
              "/change/after/input",
              "/change/after_unknown/id",
              "/change/before_sensitive",
              "/change/after_sensitive",
              "/change/replace_paths/0/0")) {
        assertThat(change.at(path).isMissingNode()).as(path).isFalse();
      }
      assertThat(change.at("/change/actions").toString()).isEqualTo("[\"delete\",\"create\"]");

      shell.write(
          "policy/paths.yaml",
          """
          policy:
            paths:
              when: ${change.name == "large"}
              deny: '${change.change.actions != ["delete", "create"] || change.change.before.input != 7 || !change.change.after_unknown.id || change.change.replace_paths[0][0] != "triggers_replace" || plan.variables.size.value != 7 || !plan.complete}'
              message: A path is not there.
          """);
      Shell.Result judged = shell.run("plan", "-policy=policy", "-no-color");
      assertThat(judged.code()).as(judged.text()).isZero();
    }
  }
}
