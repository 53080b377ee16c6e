package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Plans about a part of everything, and plans that leave something for later.
class SelectionTest {
  private static final String LAYERS =
      """
      resource:
        terraform_data:
          net: {input: 1}
          web_a: {input: "${terraform_data.net.id}"}
          web_b: {input: "${terraform_data.net.id}"}
          app: {count: 2, input: "${terraform_data.web_a.id}"}
          other: {}
      output:
        app: {value: "${terraform_data.app[0].id}"}
        other: {value: "${terraform_data.other.id}"}
      """;

  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
    shell.write("main.tf.yaml", LAYERS);
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private Shell.Result good(String... words) {
    Shell.Result result = shell.run(words);
    assertThat(result.code()).as(result.text()).isZero();
    return result;
  }

  private String listed() {
    return good("state", "list").text();
  }

  @Test
  void patternsTakeWhatTheirTargetsDependOn() {
    String text = good("apply", "-auto-approve", "-target=terraform_data.web_*").text();
    assertThat(text)
        .contains("Resource targeting is in effect")
        .contains("Applied changes may be incomplete")
        .contains("3 added");
    assertThat(listed().lines())
        .containsExactly("terraform_data.net", "terraform_data.web_a", "terraform_data.web_b");
  }

  @Test
  void whatIsExcludedTakesItsDependentsWithIt() {
    String text = good("apply", "-auto-approve", "-exclude=terraform_data.web_a").text();
    assertThat(text).contains("the -exclude option");
    assertThat(listed().lines())
        .containsExactly("terraform_data.net", "terraform_data.other", "terraform_data.web_b");
    assertThat(good("output").text()).contains("other").doesNotContain("app");
  }

  @Test
  void whatIsDestroyedGoesWithItsDependents() {
    good("apply", "-auto-approve");
    good("destroy", "-auto-approve", "-target=terraform_data.web_a");
    assertThat(listed().lines())
        .containsExactly("terraform_data.net", "terraform_data.other", "terraform_data.web_b");
    good("apply", "-auto-approve");
    good("destroy", "-auto-approve", "-exclude=terraform_data.app[1]");
    assertThat(listed().lines())
        .containsExactly("terraform_data.app[1]", "terraform_data.net", "terraform_data.web_a");
  }

  @Test
  void aSavedPlanKeepsItsSelection() {
    good("plan", "-out=p", "-target=terraform_data.net");
    good("apply", "p");
    assertThat(listed().lines()).containsExactly("terraform_data.net");
    assertThat(good("show", "-json", "p").text()).contains("\"complete\":false");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    Shell.Result result = shell.run("plan", "-target=nothing");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text()).contains("Invalid target").contains("module.name");
  }

  @Test
  void unknownInstancesWaitForALaterRun() throws IOException {
    Files.delete(shell.directory().resolve("main.tf.yaml"));
    shell.write(
        "main.tf.yaml",
        """
        resource:
          terraform_data:
            first: {input: "abc"}
            many: {count: "${length(terraform_data.first.output)}"}
            last: {input: "${join(\\",\\", terraform_data.many[*].id)}"}
            free: {}
        output:
          n: {value: "${length(terraform_data.many)}"}
        """);
    assertThat(shell.run("plan").text()).contains("Invalid count argument", "-allow-deferral");
    Shell.Result first = shell.run("apply", "-auto-approve", "-allow-deferral");
    assertThat(first.code()).as(first.text()).isEqualTo(3);
    assertThat(first.text()).contains("terraform_data.many").contains("2 added");
    assertThat(listed().lines()).containsExactly("terraform_data.first", "terraform_data.free");
    Shell.Result second = shell.run("apply", "-auto-approve", "-allow-deferral");
    assertThat(second.code()).as(second.text()).isZero();
    assertThat(second.text()).contains("4 added");
    assertThat(good("plan", "-detailed-exitcode").text()).contains("No changes");
  }
}
