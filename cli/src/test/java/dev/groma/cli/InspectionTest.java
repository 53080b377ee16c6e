package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The commands that look at a configuration or a state with modules, and those that move objects
/// between them. Outputs are those of the real program.
final class InspectionTest {
  private final Shell shell;

  InspectionTest() throws IOException {
    shell = new Shell();
  }

  @BeforeEach
  void apply() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        resource:
          terraform_data:
            a: {input: 1}
            b: {count: 2, input: "${terraform_data.a.id}"}
        module:
          m: {source: ./m}
        """);
    shell.write(
        "m/main.tf.yaml",
        """
        resource: {terraform_data: {x: {}}}
        module:
          deep: {source: ./deep}
        """);
    shell.write("m/deep/main.tf.yaml", "resource: {terraform_data: {y: {}}}\n");
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  @Test
  void listsModulesResourcesAndIds() throws IOException {
    assertThat(shell.run("state", "list", "module.m"))
        .isEqualTo(
            new Shell.Result(
                0, "module.m.terraform_data.x\nmodule.m.module.deep.terraform_data.y\n"));
    String state = shell.read("terraform.tfstate");
    String id = state.replaceAll("(?s).*?\"id\": *\"([^\"]*)\".*", "$1");
    assertThat(shell.run("state", "list", "-id=" + id))
        .isEqualTo(new Shell.Result(0, "terraform_data.a\n"));
    assertThat(shell.run("state", "list", "-id=nobody")).isEqualTo(new Shell.Result(0, ""));
    Shell.Result unknown = shell.run("state", "list", "module.zz");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.text()).contains("Error: Unknown module");
    assertThat(shell.run("state", "list", "terraform_data.zz").text())
        .contains("Error: Unknown resource");
  }

  @Test
  void movesAndForgetsWholeModules() {
    assertThat(shell.run("state", "mv", "module.m", "module.n[0]"))
        .isEqualTo(
            new Shell.Result(
                0, "Move \"module.m\" to \"module.n[0]\"\nSuccessfully moved 1 object(s).\n"));
    assertThat(shell.run("state", "list").text())
        .isEqualTo(
            """
            terraform_data.a
            terraform_data.b[0]
            terraform_data.b[1]
            module.n[0].terraform_data.x
            module.n[0].module.deep.terraform_data.y
            """);
    assertThat(shell.run("state", "mv", "module.n[0].module.deep", "module.n[0]").text())
        .contains("module already exists at that address");
    assertThat(shell.run("state", "mv", "module.n[0]", "terraform_data.c").text())
        .contains("the target must also be a");
    assertThat(shell.run("state", "mv", "module.zz", "module.k").text())
        .contains("does not match anything in the current state");
    assertThat(shell.run("state", "mv", "terraform_data.b", "terraform_data.c"))
        .isEqualTo(
            new Shell.Result(
                0,
                """
                Move "terraform_data.b" to "terraform_data.c"
                Successfully moved 1 object(s).
                """));
    assertThat(shell.run("state", "rm", "module.n[0]").text())
        .endsWith("Successfully removed 2 resource instance(s).\n");
    assertThat(shell.run("state", "list").text())
        .isEqualTo("terraform_data.a\nterraform_data.c[0]\nterraform_data.c[1]\n");
  }

  @Test
  void printsModulesAndProviders() {
    assertThat(shell.run("modules"))
        .isEqualTo(
            new Shell.Result(
                0,
                """

                Modules declared by configuration:
                .
                └── "m"[./m]
                    └── "deep"[./deep]

                """));
    assertThat(shell.run("modules", "-json"))
        .isEqualTo(
            new Shell.Result(
                0,
                "{\"format_version\":\"1.0\",\"modules\":[{\"key\":\"m\",\"source\":\"./m\",\"version\":\"\"},{\"key\":\"m.deep\",\"source\":\"./deep\",\"version\":\"\"}]}\n"));
    assertThat(shell.run("providers"))
        .isEqualTo(
            new Shell.Result(
                0,
                """

                Providers required by configuration:
                .
                ├── provider[terraform.io/builtin/terraform]
                └── module.m
                    ├── provider[terraform.io/builtin/terraform]
                    └── module.deep
                        └── provider[terraform.io/builtin/terraform]

                Providers required by state:

                    provider[terraform.io/builtin/terraform]

                """));
  }

  /// The real program, version 1.11.4, prints the same for the same configuration.
  @Test
  void drawsWhatARunDoes() throws Exception {
    try (Shell other = new Shell()) {
      other.write(
          "main.tf.yaml",
          """
          variable: {v: {default: "1"}}
          locals: {l: "${var.v}"}
          resource:
            terraform_data:
              a: {input: x}
              b: {input: "${terraform_data.a.output}"}
              c: {count: 2, input: "${terraform_data.b.output}${terraform_data.a.output}"}
          output: {o: {value: "${terraform_data.b.output}"}}
          """);
      String provider = "provider[\\\"terraform.io/builtin/terraform\\\"]";
      String planned =
          """
          digraph {
          \tcompound = "true"
          \tnewrank = "true"
          \tsubgraph "root" {
          \t\t"[root] PROVIDER" [label = "PROVIDER", shape = "diamond"]
          \t\t"[root] terraform_data.a (expand)" [label = "terraform_data.a", shape = "box"]
          \t\t"[root] terraform_data.b (expand)" [label = "terraform_data.b", shape = "box"]
          \t\t"[root] terraform_data.c (expand)" [label = "terraform_data.c", shape = "box"]
          \t\t"[root] var.v" [label = "var.v", shape = "note"]
          \t\t"[root] local.l (expand)" -> "[root] var.v"
          \t\t"[root] output.o (expand)" -> "[root] terraform_data.b (expand)"
          \t\t"[root] PROVIDER (close)" -> "[root] terraform_data.c (expand)"
          \t\t"[root] root" -> "[root] local.l (expand)"
          \t\t"[root] root" -> "[root] output.o (expand)"
          \t\t"[root] root" -> "[root] PROVIDER (close)"
          \t\t"[root] terraform_data.a (expand)" -> "[root] PROVIDER"
          \t\t"[root] terraform_data.b (expand)" -> "[root] terraform_data.a (expand)"
          \t\t"[root] terraform_data.c (expand)" -> "[root] terraform_data.b (expand)"
          \t}
          }
          """
              .replace("PROVIDER", provider);
      for (String type : List.of("plan", "plan-refresh-only", "apply")) {
        assertThat(other.run("graph", "-type=" + type).text()).isEqualTo(planned);
      }
      assertThat(other.run("graph", "-type=plan-destroy").text())
          .contains("\t\t\"[root] root\" -> \"[root] output.o (expand)\"\n")
          .doesNotContain("terraform_data");
      other.run("apply", "-auto-approve");
      assertThat(other.run("graph", "-type=plan-destroy").text())
          .contains(
              "\t\t\"[root] " + provider + " (close)\" -> \"[root] terraform_data.a (destroy)\"\n",
              "\t\t\"[root] terraform_data.a (destroy)\" -> \"[root] terraform_data.b"
                  + " (destroy)\"\n",
              "\t\t\"[root] terraform_data.b (destroy)\" -> \"[root] terraform_data.c"
                  + " (destroy)\"\n",
              "\t\t\"[root] terraform_data.c (destroy)\" -> \"[root] " + provider + "\"\n")
          .doesNotContain("terraform_data.a (destroy)\" -> \"[root] terraform_data.c");
      assertThat(other.run("graph", "-type=plan", "-format=mermaid").text())
          .contains("[\"terraform_data.a (expand)\"]");
      assertThat(other.run("graph", "-type=eval").text()).contains("Unsupported graph type");
    }
  }
}
