package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.ConsoleSession;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.state.State;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConsoleCommandTest {
  private static final String CONFIGURATION =
      """
      variable:
        size: {default: 3}
        needed: {type: string}
        key: {default: hunter2, sensitive: true}
      locals:
        twice: ${var.size * 2}
      module:
        inner: {source: ./inner, count: 2, name: "n${count.index}"}
      resource:
        terraform_data:
          one: {input: "x${var.size}"}
      """;
  private static final String INNER =
      """
      variable:
        name: {}
      resource:
        terraform_data:
          deep: {input: "${var.name}"}
      output:
        name: {value: "${upper(var.name)}"}
        deep: {value: "${terraform_data.deep.output}"}
      """;

  private record Answers(int code, String out, String err) {}

  @TempDir private Path directory;

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void configure() throws IOException {
    write("main.tf.yaml", CONFIGURATION);
    write("inner/main.tf.yaml", INNER);
  }

  private Console console(String input, StringWriter out, StringWriter err) {
    return new Console(
        new PrintWriter(out),
        new PrintWriter(err),
        new BufferedReader(new StringReader(input)),
        false,
        new TreeMap<>(),
        directory,
        Interrupts.none());
  }

  private Answers run(String input, String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = console(input, out, err);
    int code = Main.run(console, words);
    console.flush();
    return new Answers(code, out.toString(), err.toString());
  }

  @Test
  void answersStandardInputLineByLine() throws IOException {
    configure();
    assertThat(run("", "apply", "-auto-approve", "-var=needed=y").code()).isZero();
    Answers answers =
        run(
            """
            1 + 2
            local.twice
            var.key
            var.needed

            [terraform_data.one.input,
              module.inner[1].name, module.inner[0].deep]
            type(var.size)
            exit
            never
            """,
            "console",
            "-var=size=7");
    assertThat(answers.err()).isEmpty();
    assertThat(answers.out())
        .isEqualTo(
            """
            3
            14
            (sensitive value)
            (known after apply)
            [
              "x3",
              "N1",
              "n0",
            ]
            string
            """);
    assertThat(answers.code()).isZero();
  }

  @Test
  void tellsWhatIsWrongAndGoesOn() throws IOException {
    configure();
    Answers answers = run("1 +\nlenght([])\nvar.sise\n\"${\n5\n}\"\n[1,", "console");
    assertThat(answers.out()).isEqualTo("5\n");
    assertThat(answers.err())
        .contains("Missing expression", "on <console-input> line 1", "Did you mean \"length\"?")
        .contains("has not been declared. Did you mean");
    assertThat(answers.err().split("Error: ", -1)).hasSize(5);
    assertThat(answers.code()).isEqualTo(1);
  }

  @Test
  void evaluatesAgainstAPlan() throws IOException {
    configure();
    Answers answers =
        run(
            """
            terraform_data.one.input
            terraform_data.one.id
            terraform_data.one.id != null
            var.needed\
            """,
            "console",
            "-plan",
            "-var=needed=y");
    assertThat(answers.err()).isEmpty();
    assertThat(answers.out()).isEqualTo("\"x3\"\n(known after apply)\ntrue\n\"y\"\n");
    assertThat(answers.code()).isZero();
  }

  @Test
  void refusesWhatIsNotDeclared() throws IOException {
    configure();
    Answers answers = run("1", "console", "-var=sise=7");
    assertThat(answers.err()).contains("Value for undeclared variable");
    assertThat(answers.out()).isEmpty();
    assertThat(answers.code()).isEqualTo(1);
  }

  @Test
  void worksWithoutAConfiguration() {
    Answers answers = run("max(1, 2)", "console");
    assertThat(answers).isEqualTo(new Answers(0, "2\n", ""));
  }

  @Test
  void completesNamesAndRemembersLinesAtATerminal() throws IOException {
    configure();
    StringWriter out = new StringWriter();
    Console console = console("", out, new StringWriter());
    Path history = directory.resolve("history");
    // Tab completes; the line with a blank before it is not remembered; brackets wait for their
    // end; Ctrl-P brings back what was entered before; Ctrl-D leaves.
    prompt(console, "local.tw\t\n \"secret\"\n[1,\n2]\n\020\n\004", history);
    assertThat(out.toString()).isEqualTo("6\n\"secret\"\n[\n  1,\n  2,\n]\n[\n  1,\n  2,\n]\n");
    assertThat(Files.readString(history)).contains("local.twice").doesNotContain("secret");
    prompt(console, "\020\020\020\nexit\nnever\n", history);
    assertThat(out.toString()).endsWith("]\n6\n");
  }

  private void prompt(Console console, String keys, Path history) throws IOException {
    TextView view = TextView.of(new CommandLine(new ConsoleCommand().spec()).parseArgs(), console);
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .type("xterm")
            .streams(
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream())
            .build()) {
      ConsolePrompt.run(
          new ConsoleCommand.Dialogue(session(console, view), console, view), terminal, history);
    }
  }

  private static ConsoleSession session(Console console, View view) {
    Inputs inputs =
        new Inputs(
            Inputs.configuration(console, view).orElseThrow(),
            Inputs.variables(
                    new CommandLine(new ConsoleCommand().spec()).parseArgs(),
                    console,
                    Inputs.configuration(console, view).orElseThrow())
                .values());
    Clouds clouds = Clouds.of(console, null);
    PlanRequest.Setting setting =
        new PlanRequest.Setting(
            clouds.registry(),
            clouds.context(),
            1,
            "default",
            console.directory(),
            Event.Listener.none());
    return ConsoleSession.open(
        inputs.configuration(),
        CompiledModule.compile(inputs.configuration(), setting.registry(), _ -> {}),
        inputs.variables(),
        State.EMPTY,
        setting,
        _ -> {});
  }
}
