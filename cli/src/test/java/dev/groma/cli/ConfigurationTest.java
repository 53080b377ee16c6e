package dev.groma.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What configurations can say beyond plain resources, from the text to the state.
final class ConfigurationTest {
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell();
    shell.set("PATH", requireNonNull(System.getenv("PATH")));
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private Shell.Result apply(String yaml, String... options) throws IOException {
    shell.write("main.tf.yaml", yaml);
    String[] words = new String[options.length + 2];
    words[0] = "apply";
    words[1] = "-auto-approve";
    System.arraycopy(options, 0, words, 2, options.length);
    return shell.run(words);
  }

  private JsonNode state() throws IOException {
    return new ObjectMapper().readTree(shell.read("terraform.tfstate"));
  }

  @Test
  void enabledMakesOneObjectOrNone() throws IOException {
    String yaml =
        """
        variable: {on: {default: true}}
        resource: {terraform_data: {a: {input: x, lifecycle: {enabled: "${var.on}"}}}}
        output: {o: {value: "${try(terraform_data.a.input, \\"none\\")}"}}
        """;
    assertThat(apply(yaml).text()).contains("1 added", "o = \"x\"");
    Shell.Result off = apply(yaml, "-var=on=false");
    assertThat(off.text()).contains("because enabled is false", "1 destroyed", "o = \"none\"");
    assertThat(state().path("resources")).isEmpty();
    assertThat(shell.run("plan", "-var=on=false", "-detailed-exitcode").code()).isZero();
    assertThat(
            apply("resource: {terraform_data: {a: {count: 1, lifecycle: {enabled: true}}}}").text())
        .contains("Invalid combination of \"enabled\" with \"count\" or \"for_each\"");
  }

  @Test
  void destroyFalseForgetsInsteadOfDestroying() throws IOException {
    String yaml =
        """
        variable: {t: {default: 1}}
        resource:
          terraform_data:
            a: {triggers_replace: "${var.t}", lifecycle: {destroy: false}}
        """;
    apply(yaml);
    Shell.Result replaced = apply(yaml, "-var=t=2");
    assertThat(replaced.text())
        .contains("+/. resource", "1 added, 0 changed, 0 destroyed", "no longer be managed");
    Shell.Result gone = shell.run("destroy", "-auto-approve", "-var=t=2");
    assertThat(gone.text()).contains("1 to forget", "0 destroyed");
    assertThat(state().path("resources")).isEmpty();
  }

  @Test
  void preventDestroyMayBeAnExpression() throws IOException {
    String yaml =
        """
        variable: {keep: {default: true}}
        resource: {terraform_data: {a: {lifecycle: {prevent_destroy: "${var.keep}"}}}}
        """;
    apply(yaml);
    assertThat(shell.run("destroy", "-auto-approve").text())
        .contains("Instance cannot be destroyed", "main.tf.yaml line 2");
    assertThat(shell.run("destroy", "-auto-approve", "-var=keep=false").text())
        .contains("1 destroyed");
  }

  @Test
  void providerConfigurationsAreRepeatedByKey() throws IOException {
    String yaml =
        """
        locals: {regions: {a: 1, b: 2}}
        provider: {terraform: {alias: r, for_each: "${local.regions}"}}
        resource:
          terraform_data:
            x: {for_each: "${local.regions}", provider: "terraform.r[each.key]", input: "${each.key}"}
        module:
          m:
            source: ./m
            for_each: "${local.regions}"
            providers: {terraform: "terraform.r[each.key]"}
        """;
    shell.write("m/main.tf.yaml", "resource: {terraform_data: {y: {input: 1}}}");
    Shell.Result made = apply(yaml);
    assertThat(made.text()).contains("4 added");
    assertThat(shell.read("terraform.tfstate"))
        .contains("].r[\\\"a\\\"]", "].r[\\\"b\\\"]")
        .doesNotContain("].r\"");
    assertThat(shell.run("plan", "-detailed-exitcode").code()).isZero();
    assertThat(apply(yaml.replace("{a: 1, b: 2}", "{a: 1}")).text())
        .contains("Provider configuration not present", "Put the \"provider\" block back");
    assertThat(shell.run("-version").code()).isZero();
    apply(yaml);
    assertThat(shell.run("destroy", "-auto-approve").text()).contains("4 destroyed");
    assertThat(apply(yaml.replace("[each.key]\", input", "\", input")).text())
        .contains("Missing provider instance key");
    assertThat(
            apply(yaml.replace("\"terraform.r[each.key]\", input", "'terraform.r[\"z\"]', input"))
                .text())
        .contains("Unknown provider instance");
  }

  @Test
  void whatIsMissingIsAskedFor() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        variable:
          size: {type: number, description: How big it is.}
          name: {}
        output: {all: {value: "${var.name} ${var.size + 1}"}}
        """);
    Shell.Result asked = shell.answering("box\n4\n", "apply", "-auto-approve");
    assertThat(asked.code()).isZero();
    assertThat(asked.text())
        .startsWith(
            "var.name\n  Enter a value: \nvar.size\n  How big it is.\n\n  Enter a value: \n")
        .contains("all = \"box 5\"");
    assertThat(shell.answering("box\nbig\n", "plan").text()).contains("variable").contains("Error");
    assertThat(shell.answering("4\n", "plan", "-var=name=a").text())
        .doesNotContain("var.name\n")
        .contains("\"a 5\"");
    for (String[] silent : new String[][] {{"plan", "-input=false"}, {"plan", "-json"}}) {
      assertThat(shell.answering("box\n4\n", silent).text())
          .contains("No value for required variable")
          .doesNotContain("Enter a value");
    }
    shell.set("TF_INPUT", "0");
    assertThat(shell.answering("box\n4\n", "plan").text()).doesNotContain("Enter a value");
  }

  @Test
  void whatIsNotToBeDestroyedStaysSoWhenItsBlockIsGone() throws IOException {
    apply("resource: {terraform_data: {a: {lifecycle: {destroy: false}}, b: {}, c: {}}}");
    assertThat(shell.read("terraform.tfstate")).containsOnlyOnce("\"skip_destroy\": true");
    apply(
        """
        resource:
          terraform_data: {a: {}, b: {lifecycle: {destroy: false}}, c: {lifecycle: {destroy: false}}}
        """);
    Shell.Result gone = apply("removed: {from: terraform_data.c, lifecycle: {destroy: true}}");
    assertThat(gone.text())
        .contains("terraform_data.a will be destroyed", "terraform_data.c will be destroyed")
        .contains("terraform_data.b will no longer be managed by Groma")
        .contains("(destroy = false was set in the configuration)")
        .contains("0 added, 0 changed, 2 destroyed");
    assertThat(shell.run("state", "list").text()).isEmpty();
  }

  @Test
  void checksAreToldOnceWhereNobodyIsAsked() throws IOException {
    String yaml =
        """
        resource: {terraform_data: {a: {input: 1}}}
        check:
          later: {assert: {condition: "${terraform_data.a.output == 2}", error_message: Not two.}}
          now: {assert: {condition: "${terraform_data.a.input == 2}", error_message: Not now.}}
        """;
    assertThat(apply(yaml).text())
        .doesNotContain("assertion known after apply")
        .containsOnlyOnce("│ Not two.")
        .containsOnlyOnce("│ Not now.");
    shell.run("destroy", "-auto-approve");
    assertThat(shell.answering("yes\n", "apply").text())
        .contains("assertion known after apply")
        .containsOnlyOnce("│ Not two.");
    shell.run("destroy", "-auto-approve");
    shell.run("plan", "-out=p");
    assertThat(shell.run("apply", "p").text())
        .doesNotContain("assertion known after apply")
        .containsOnlyOnce("│ Not now.");
  }

  @Test
  void importBlocksTakeWhatTheirForEachSays() throws IOException {
    Shell.Result done =
        apply(
            """
            locals: {ids: {a: id-a, b: id-b}}
            import:
              - {for_each: "${local.ids}", to: "terraform_data.x[each.key]", id: "${each.value}"}
              - {for_each: [id-c], to: "module.m[each.key].terraform_data.y", id: "${each.value}"}
            resource: {terraform_data: {x: {for_each: "${local.ids}"}}}
            module: {m: {source: ./m, count: 1}}
            """);
    assertThat(done.text()).contains("Error").contains("module directory");
    shell.write("m/main.tf.yaml", "resource: {terraform_data: {y: {}}}");
    assertThat(shell.run("apply", "-auto-approve").code()).isZero();
    assertThat(shell.read("terraform.tfstate")).contains("id-a", "id-b", "id-c");
    assertThat(
            apply(
                    """
                    import: [{to: terraform_data.x, id: a}, {to: terraform_data.x, id: b}]
                    resource: {terraform_data: {x: {}}}
                    """)
                .text())
        .contains("Duplicate import configuration for \"terraform_data.x\"");
  }

  @Test
  void provisionersRunAndTheirFailureIsRecorded() throws IOException {
    Shell.Result failed =
        apply(
            """
            variable: {s: {default: hush, sensitive: true}}
            resource:
              terraform_data:
                a:
                  provisioner:
                    local-exec:
                      - {command: "echo id ${self.id != null} $X; echo to-err >&2", environment: {X: set}}
                      - {command: "echo ${var.s}"}
                      - {command: "exit 4", on_failure: continue}
                      - {command: "echo last; exit 3"}
                      - {command: "touch never"}
            """);
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.text())
        .contains(
            "terraform_data.a: Provisioning with 'local-exec'...",
            "terraform_data.a (local-exec): id true set",
            "terraform_data.a (local-exec): to-err",
            "(output suppressed due to sensitive value in config)",
            "Warning: local-exec provisioner error",
            "Error: local-exec provisioner error",
            "main.tf.yaml line 10",
            "exit status 3. Output: last")
        .doesNotContain("hush");
    assertThat(state().findPath("status").asString()).isEqualTo("tainted");
    assertThat(shell.directory().resolve("never")).doesNotExist();
  }

  @Test
  void destroyProvisionersSeeTheObjectThatGoes() throws IOException {
    apply(
        """
        resource:
          terraform_data:
            a:
              for_each: {k: v}
              input: "${each.value}"
              provisioner:
                local-exec: {when: destroy, command: "echo ${self.input} ${each.key} >> gone"}
        """);
    assertThat(shell.run("destroy", "-auto-approve").code()).isZero();
    assertThat(shell.read("gone")).isEqualTo("v k\n");
  }

  @Test
  void programsMaySeeWhatIsNeverStored() throws IOException {
    Shell.Result done =
        apply(
            """
            variable: {token: {ephemeral: true, default: hush}}
            resource:
              terraform_data:
                a:
                  provisioner:
                    local-exec: {command: "echo ${terraform.applying} ${var.token} > seen"}
            """);
    assertThat(done.code()).isZero();
    assertThat(done.text()).doesNotContain("hush");
    assertThat(shell.read("seen")).isEqualTo("true hush\n");
    assertThat(shell.read("terraform.tfstate")).doesNotContain("hush");
  }

  @Test
  void whatCannotBeProvisionedSaysWhy() throws IOException {
    Shell.Result refused =
        apply(
            """
            resource:
              terraform_data:
                a:
                  connection: {host: h}
                  provisioner: {remote-exec: {inline: [x]}}
            """);
    assertThat(refused.text())
        .contains(
            "Connections are not supported",
            "Provisioner not supported",
            "main.tf.yaml line 4",
            "main.tf.yaml line 5",
            "Use \"local-exec\"");
  }

  @Test
  void checksWarnAndAreRecorded() throws IOException {
    Shell.Result done =
        apply(
            """
            resource: {terraform_data: {a: {input: 1}}}
            check:
              good: {assert: {condition: "${terraform_data.a.output == 1}", error_message: m}}
              bad:
                assert:
                  - condition: "${terraform_data.a.output == 2}"
                    error_message: "it is ${terraform_data.a.output}"
              data:
                data: {terraform_remote_state: {r: {backend: local, config: {path: nope}}}}
                assert:
                  condition: "${data.terraform_remote_state.r.outputs.x == 1}"
                  error_message: never
            """);
    assertThat(done.code()).isZero();
    assertThat(done.text())
        .contains("Check block assertion failed", "it is 1")
        .doesNotContain("assertion known after apply", "Error:", "never\n");
    List<String> results = new java.util.ArrayList<>();
    for (JsonNode result : state().path("check_results")) {
      results.add(result.path("config_addr").asString() + " " + result.path("status").asString());
    }
    assertThat(results).containsExactly("check.bad fail", "check.data fail", "check.good pass");
    assertThat(shell.run("plan", "-out=p").code()).isZero();
    JsonNode document = new ObjectMapper().readTree(shell.run("show", "-json", "p").text());
    assertThat(document.path("checks").findValuesAsString("message"))
        .contains("it is 1")
        .anyMatch(message -> message.startsWith("Unable to find remote state: "));
    assertThat(
            apply(
                    """
                    check: {c: {data: {terraform_remote_state: {r: {backend: local}}},
                      assert: {condition: "${path.cwd != null}", error_message: m}}}
                    output: {o: {value: "${data.terraform_remote_state.r.outputs}"}}
                    """)
                .text())
        .contains("Reference to scoped resource");
  }

  @Test
  void theConfigurationIsDescribedWithItsModules() throws IOException {
    shell.write(
        "m/main.tf.yaml",
        """
        variable: {x: {}}
        resource: {terraform_data: {r: {input: "${var.x}"}}}
        output: {y: {value: "${terraform_data.r.id}"}}
        """);
    shell.write(
        "main.tf.yaml",
        """
        terraform: {required_providers: {terraform: {source: terraform.io/builtin/terraform, version: ">= 1"}}}
        provider: {terraform: {alias: q}}
        module:
          m:
            source: ./m
            count: 2
            x: "${path.cwd}"
            depends_on: [terraform_data.a]
            providers: {terraform: terraform.q}
        resource: {terraform_data: {a: {provisioner: {local-exec: {command: "true"}}}}}
        """);
    assertThat(shell.run("plan", "-out=p").code()).isZero();
    JsonNode configuration =
        new ObjectMapper().readTree(shell.run("show", "-json", "p").text()).path("configuration");
    assertThat(configuration.path("provider_config").path("terraform").toString())
        .contains("\"version_constraint\":\">= 1.0.0\"");
    JsonNode root = configuration.path("root_module");
    assertThat(root.path("resources").path(0).path("provisioners").toString())
        .isEqualTo(
            "[{\"type\":\"local-exec\",\"expressions\":{\"command\":{\"constant_value\":\"true\"}}}]");
    JsonNode call = root.path("module_calls").path("m");
    assertThat(call.path("source").asString()).isEqualTo("./m");
    assertThat(call.path("expressions").toString())
        .isEqualTo("{\"x\":{\"constant_value\":\"${path.cwd}\",\"references\":[\"path.cwd\"]}}");
    assertThat(call.path("count_expression").toString()).isEqualTo("{\"constant_value\":2}");
    assertThat(call.path("depends_on").toString()).isEqualTo("[\"terraform_data.a\"]");
    JsonNode inner = call.path("module").path("resources").path(0);
    assertThat(inner.path("address").asString()).isEqualTo("terraform_data.r");
    assertThat(inner.path("provider_config_key").asString()).isEqualTo("terraform.q");
  }

  @Test
  void theEnvironmentMayUseOurNamesAndLogs() throws IOException {
    shell.write("main.tf.yaml", "resource: {terraform_data: {a: {input: secret-input}}}");
    shell.set("GROMA_CLI_ARGS_apply", "-auto-approve");
    shell.set("GROMA_WORKSPACE", "other");
    shell.set("TF_LOG", "info");
    shell.set("GROMA_LOG_PATH", "run.log");
    assertThat(shell.run("apply").code()).isZero();
    assertThat(shell.read("terraform.tfstate.d/other/terraform.tfstate")).contains("secret-input");
    assertThat(shell.read("run.log"))
        .contains("[INFO]  terraform_data.a: Creating...", "Creation complete")
        .doesNotContain("secret-input");
    shell.set("GROMA_LOG_PATH", "");
    shell.set("TF_LOG", "json");
    assertThat(shell.run("plan").text()).contains("{\"@level\":\"info\",\"@message\":");
  }
}
