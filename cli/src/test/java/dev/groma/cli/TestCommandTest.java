package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `groma test`. The outcomes are those that the real program gives for the same files.
final class TestCommandTest {
  private static final String MAIN =
      """
      variable:
        x:
          type: number
          default: 1
          validation: {condition: "${var.x < 10}", error_message: x too big}
      resource:
        terraform_data:
          a: {input: "${var.x}"}
      output:
        o: {value: "${terraform_data.a.output}"}
      check:
        c:
          assert: {condition: "${var.x != 5}", error_message: five}
      """;
  private static final String SETUP =
      """
      variable:
        n: {type: number}
      resource:
        terraform_data:
          s: {input: "${var.n}"}
      output:
        p: {value: "${terraform_data.s.output * 3}"}
      """;

  private final Shell shell;

  TestCommandTest() throws IOException {
    shell = new Shell();
  }

  @BeforeEach
  void write() throws IOException {
    shell.write("main.tf.yaml", MAIN);
    shell.write("setup/main.tf.yaml", SETUP);
  }

  @AfterEach
  void close() throws IOException {
    assertThat(shell.read("terraform.tfstate")).isEmpty();
    shell.close();
  }

  @Test
  void carriesOutRunsInTheirOrder() throws IOException {
    shell.write(
        "a.tftest.yaml",
        """
        # Values of all runs.
        variables: {x: 2}
        run:
          planned:
            command: plan
            assert: {condition: "${terraform_data.a.input == 2}", error_message: "no"}
          applied:
            variables: {x: 7}
            assert:
              - {condition: "${terraform_data.a.input == var.x}", error_message: "no"}
              - {condition: "${output.o == 7}", error_message: "no"}
          refused:
            command: plan
            variables: {x: "${run.applied.o + 30}"}
            expect_failures: [var.x]
          checked:
            variables: {x: 5}
            expect_failures: [check.c]
          setup:
            module: {source: ./setup}
            variables: {n: "${run.checked.o}"}
            assert: {condition: "${output.p == 15}", error_message: "p is ${output.p}"}
          kept:
            command: plan
            variables: {x: "${run.setup.p - 10}"}
            expect_failures: [check.c]
            assert: {condition: "${terraform_data.a.output == 5}", error_message: not kept}
        """);
    assertThat(shell.run("test"))
        .isEqualTo(
            new Shell.Result(
                0,
                """
                a.tftest.yaml... in progress
                  run "planned"... pass
                  run "applied"... pass
                  run "refused"... pass
                  run "checked"... pass
                  run "setup"... pass
                  run "kept"... pass
                a.tftest.yaml... tearing down
                a.tftest.yaml... pass

                Success! 6 passed, 0 failed.
                """));
  }

  @Test
  void goesOnAfterAnAssertionAndStopsAfterAnError() throws IOException {
    shell.write(
        "tests/b.tftest.json",
        """
        {"run": {
          "ok": {"assert": {"condition": "${output.o == 1}", "error_message": "no"}},
          "fails": {"assert": {"condition": "${output.o == 2}", "error_message": "o is ${output.o}"}},
          "five": {"variables": {"x": 5}},
          "skipped": {}
        }}
        """);
    Shell.Result result = shell.run("test", "-junit-xml=out.xml");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text())
        .startsWith(
            """
            tests/b.tftest.json... in progress
              run "ok"... pass
              run "fails"... fail
              run "five"... fail
              run "skipped"... skip
            tests/b.tftest.json... tearing down
            tests/b.tftest.json... fail

            Failure! 1 passed, 2 failed, 1 skipped.
            """)
        .contains("Error: Test assertion failed", "on tests/b.tftest.json line 3", "o is 1")
        .contains("Error: Check block assertion failed", "on main.tf.yaml line 13");
    String xml = shell.read("out.xml").replaceAll(" (time|timestamp)=\"[^\"]*\"", "");
    assertThat(xml)
        .startsWith(
            """
            <?xml version="1.0" encoding="UTF-8"?><testsuites>
              <testsuite name="tests/b.tftest.json" tests="4" skipped="1" failures="1" errors="1">
                <testcase name="ok" classname="tests/b.tftest.json"></testcase>
                <testcase name="fails" classname="tests/b.tftest.json">
                  <failure message="1 of 1 assertions failed: o is 1"><![CDATA[
            """)
        .contains(
            "<skipped message=\"Testcase skipped due to a previous testcase"
                + " error\"><![CDATA[Previous testcase \"five\" ended in error");
  }

  @Test
  void saysWhatWasExpectedInVain() throws IOException {
    shell.write(
        "c.tftest.yaml",
        """
        run:
          early:
            variables: {x: 11}
            expect_failures: [var.x]
        """);
    shell.write(
        "d.tftest.yaml",
        """
        run:
          never:
            command: plan
            expect_failures: [var.x]
          unknown: {}
        """);
    shell.write(
        "e.tftest.yaml",
        """
        run:
          unknown:
            command: plan
            assert: {condition: "${output.o == 1}", error_message: "no"}
        """);
    assertThat(shell.run("test").text())
        .contains("Error: Expected failure while planning", "Error: Missing expected failure")
        .contains("Error: Unknown condition value")
        .contains("Failure! 0 passed, 3 failed, 1 skipped.");
    assertThat(shell.run("test", "-filter=d.tftest.yaml").text())
        .contains("Failure! 0 passed, 1 failed, 1 skipped.")
        .doesNotContain("c.tftest.yaml");
    assertThat(shell.run("test", "-filter=missing.tftest.yaml").text())
        .contains("Unknown test file");
  }

  @Test
  void tellsPrograms() throws IOException {
    shell.write(
        "f.tftest.yaml",
        """
        run:
          ok: {}
          bad:
            assert: {condition: "${output.o == 2}", error_message: wrong}
        """);
    List<String> lines =
        shell
            .run("test", "-json")
            .text()
            .lines()
            .map(l -> l.replaceAll("\"@timestamp\":\"[^\"]*\",", ""))
            .toList();
    assertThat(lines)
        .contains(
            "{\"@level\":\"info\",\"@message\":\"Found 1 file and 2 run"
                + " blocks\",\"@module\":\"terraform.ui\","
                + "\"test_abstract\":{\"f.tftest.yaml\":[\"ok\",\"bad\"]},\"type\":\"test_abstract\"}",
            "{\"@level\":\"info\",\"@message\":\"  \\\"bad\\\"..."
                + " fail\",\"@module\":\"terraform.ui\","
                + "\"@testfile\":\"f.tftest.yaml\",\"@testrun\":\"bad\",\"test_run\":{\"path\":\"f.tftest.yaml\","
                + "\"run\":\"bad\",\"progress\":\"complete\",\"status\":\"fail\"},\"type\":\"test_run\"}",
            "{\"@level\":\"info\",\"@message\":\"Failure! 1 passed, 1"
                + " failed.\",\"@module\":\"terraform.ui\","
                + "\"test_summary\":{\"status\":\"fail\",\"passed\":1,\"failed\":1,\"errored\":0,\"skipped\":0},"
                + "\"type\":\"test_summary\"}");
    assertThat(lines)
        .anyMatch(l -> l.contains("\"@testrun\":\"bad\"") && l.contains("\"detail\":\"wrong\""));
  }

  @Test
  void showsPlansAndStates() throws IOException {
    shell.write("g.tftest.yaml", "run:\n  plan: {command: plan}\n  apply: {}\n");
    assertThat(shell.run("test", "-verbose", "-no-color").text())
        .contains("+ resource \"terraform_data\" \"a\"")
        .contains("# terraform_data.a:", "Success! 2 passed, 0 failed.");
    assertThat(shell.run("test", "-filter=g.tftest.yaml", "-var=x=12").code()).isEqualTo(1);
  }

  @Test
  void asksNobodyForWhatIsMocked() throws IOException {
    shell.write(
        "cloud/main.tf.yaml",
        """
        variable:
          id: {type: string}
        module:
          inner: {source: ../setup, n: 4}
        resource:
          baiducloud_peer_conn:
            c:
              count: 2
              local_vpc_id: vpc-1
              peer_vpc_id: "${var.id}"
              peer_region: gz
              bandwidth_in_mbps: 10
              billing: {payment_timing: Postpaid}
          terraform_data:
            d: {input: "${module.inner.p}"}
        output:
          ids: {value: "${baiducloud_peer_conn.c[*].id}"}
          p: {value: "${module.inner.p}"}
          none: {value: "${terraform_data.d.output}"}
          d: {value: "${terraform_data.d.id}"}
        """);
    shell.write(
        "cloud/h.tftest.yaml",
        """
        variables: {id: vpc-2}
        mock_provider:
          baiducloud:
            mock_resource:
              baiducloud_peer_conn:
                defaults: {id: peer-mocked}
        override_resource:
          - {target: "baiducloud_peer_conn.c[1]", values: {id: peer-second}}
          - {target: terraform_data.d, values: {id: fixed}}
        override_module: {target: module.inner, outputs: {p: 77}}
        run:
          mocked:
            assert:
              - {condition: "${output.ids[0] == \\"peer-mocked\\"}", error_message: "${output.ids[0]}"}
              - {condition: "${output.ids[1] == \\"peer-second\\"}", error_message: "${output.ids[1]}"}
              - {condition: "${output.p == 77}", error_message: "${output.p}"}
              - {condition: "${output.none == null}", error_message: "${output.none}"}
              - {condition: "${output.d == \\"fixed\\"}", error_message: "${output.d}"}
          made_up:
            override_resource: {target: "baiducloud_peer_conn.c", values: {}}
            plan_options: {replace: ["baiducloud_peer_conn.c[0]"]}
            assert:
              - condition: ${length(output.ids[0]) == 8}
                error_message: ${output.ids[0]}
        """);
    Shell.Result result = shell.run("-chdir=cloud", "test");
    assertThat(result.text()).contains("Success! 2 passed, 0 failed.");
    assertThat(result.code()).isZero();
  }

  @Test
  void refusesWhatItDoesNotKnow() throws IOException {
    shell.write(
        "i.tftest.yaml",
        """
        provider:
          terraform: {}
        run:
          a:
            command: destroy
            expect_failures: ["${var.x}"]
            providers: [terraform]
            nonsense: 1
          b:
            module: {source: registry/module}
            plan_options: {target: ["no address"]}
        """);
    Shell.Result result = shell.run("test");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text())
        .contains(
            "Invalid \"command\" keyword",
            "A single static variable reference is required",
            "Invalid \"providers\" argument",
            "nonsense",
            "modules from elsewhere in runs",
            "Invalid target");
  }

  @Test
  void hasNothingToDoWithoutTests() {
    assertThat(shell.run("test"))
        .isEqualTo(new Shell.Result(0, "\nSuccess! 0 passed, 0 failed.\n"));
  }

  @Test
  void providersOfTheFileTakeThePlaceOfThoseOfTheModule() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        provider: {terraform: [{}, {alias: east}]}
        resource:
          terraform_data:
            a: {input: 1}
            b: {provider: terraform.east, input: "${terraform_data.a.id}"}
        """);
    shell.write(
        "tests/mocks/data.tfmock.yaml",
        "mock_resource: {terraform_data: {defaults: {id: from-file}}}");
    shell.write(
        "tests/a.tftest.yaml",
        """
        provider: {terraform: {alias: plain}}
        mock_provider:
          terraform:
            - override_during: plan
              mock_resource: {terraform_data: {defaults: {id: inline}}}
            - {alias: filed, source: ./tests/mocks}
        run:
          default_only:
            command: plan
            assert: {condition: "${terraform_data.a.id == terraform_data.b.input}", error_message: x}
          named:
            providers: {terraform: terraform.filed, terraform.east: terraform}
            assert:
              condition: "${terraform_data.a.id == \\"from-file\\" && terraform_data.b.id == \\"inline\\"}"
              error_message: "a is ${terraform_data.a.id}, b is ${terraform_data.b.id}"
          real:
            state_key: other
            providers: {terraform: terraform.plain}
            assert: {condition: "${length(terraform_data.a.id) == 36}", error_message: x}
          overridden:
            command: plan
            state_key: third
            override_resource:
              {target: terraform_data.a, override_during: plan, values: {id: over}}
            assert: {condition: "${terraform_data.b.input == \\"over\\"}", error_message: x}
        """);
    assertThat(shell.run("test").text())
        .contains("Success! 4 passed, 0 failed.")
        .contains("run \"real\"... pass");
    shell.write(
        "tests/a.tftest.yaml",
        """
        mock_provider: {terraform: [{source: ./none}, {}]}
        run:
          a:
            providers: {terraform: terraform.lost}
            override_resource: {target: terraform_data.a, override_during: never}
            plan_options: {mode: slow}
        """);
    assertThat(shell.run("test").text())
        .contains("Failed to read mock data", "Duplicate provider block")
        .contains("There is no \"provider\" or \"mock_provider\" block for terraform.lost")
        .contains("Invalid \"override_during\" value", "Invalid \"mode\" keyword");
  }

  @Test
  void aRunCanBeAboutAPartAndFilesBesideItGiveValues() throws IOException {
    shell.write(
        "main.tf.yaml",
        """
        variable: {x: {default: none}, y: {default: none}}
        resource: {terraform_data: {a: {input: "${var.x}"}, b: {input: "${var.y}"}}}
        """);
    shell.write("terraform.tfvars.yaml", "{x: root, y: root}");
    shell.write("tests/terraform.tfvars.json", "{\"x\": \"beside\"}");
    shell.write("tests/z.auto.tfvars.yaml", "y: automatic");
    String assertion =
        """
        run:
          part:
            plan_options: {target: [terraform_data.a]}
            assert: {condition: "${terraform_data.a.output == \\"%s\\"}", error_message: x}
          whole:
            command: plan
            assert:
              - {condition: "${terraform_data.b.input == \\"%s\\"}", error_message: y}
              - {condition: "${terraform_data.a.output == \\"%s\\"}", error_message: z}
        """;
    shell.write("tests/b.tftest.yaml", assertion.formatted("beside", "automatic", "beside"));
    shell.write("c.tftest.yaml", assertion.formatted("root", "root", "root"));
    Shell.Result done = shell.run("test");
    assertThat(done.text())
        .contains("Resource targeting is in effect", "Applied changes may be incomplete")
        .contains("Success! 4 passed, 0 failed.");
    assertThat(shell.run("test", "-var=x=given", "-filter=tests/b.tftest.yaml").code()).isOne();
    assertThat(shell.run("test", "-json", "-verbose", "-filter=c.tftest.yaml").text())
        .contains("\"test_state\":{\"state_format_version\":\"1.0\",\"root_module\"")
        .contains("\"test_plan\":{\"plan_format_version\":\"1.2\"")
        .contains("\"run\":\"part\",\"progress\":\"teardown\"");
  }
}
