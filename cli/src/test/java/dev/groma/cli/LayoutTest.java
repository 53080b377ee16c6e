package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.cli.conformance.Cases;
import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.ConfigurationFiles;
import dev.groma.schemas.source.Manuscript;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `groma fmt` and `groma convert`.
final class LayoutTest {
  private static final String LOOSE =
      """
      # The hub.
      variable:
          size: {default:   3} # how big
      resource:
        terraform_data:
          # about one
          one:
            input:   "${var.size}"
            lifecycle:
              precondition:
              - condition: ${var.size > 1}   # not too small
                error_message: too small
      """;
  private static final String NEAT =
      """
      # The hub.
      variable:
        size: {default: 3} # how big
      resource:
        terraform_data:
          # about one
          one:
            input: "${var.size}"
            lifecycle:
              precondition:
                - condition: ${var.size > 1} # not too small
                  error_message: too small
      """;
  private static final String JSON =
      """
      {
        "//": "The hub.",
        "variable": {
          "size": {
            "//": "how big",
            "default": 3
          }
        },
        "resource": {
          "terraform_data": {
            "one": {
              "//": "about one",
              "input": "${var.size}",
              "lifecycle": {
                "precondition": [
                  {
                    "//": "not too small",
                    "condition": "${var.size > 1}",
                    "error_message": "too small"
                  }
                ]
              }
            }
          }
        }
      }
      """;

  private Shell shell;

  LayoutTest() throws IOException {
    shell = new Shell();
  }

  @BeforeEach
  void write() throws IOException {
    shell.write("main.tf.yaml", LOOSE);
    shell.write("neat.tf.json", "{}\n");
    shell.write("other.txt", "{");
    shell.write("inner/main.tf.json", "{\"locals\":{\"a\":1}}");
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  @Test
  void laysOutTheFilesOfADirectory() throws IOException {
    Shell.Result result = shell.run("fmt");
    assertThat(result).isEqualTo(new Shell.Result(0, "main.tf.yaml\n"));
    assertThat(shell.read("main.tf.yaml")).isEqualTo(NEAT);
    assertThat(shell.run("fmt")).isEqualTo(new Shell.Result(0, ""));
    assertThat(shell.read("inner/main.tf.json")).isEqualTo("{\"locals\":{\"a\":1}}");
    assertThat(shell.run("fmt", "-recursive"))
        .isEqualTo(new Shell.Result(0, "inner/main.tf.json\n"));
    assertThat(shell.read("inner/main.tf.json"))
        .isEqualTo("{\n  \"locals\": {\n    \"a\": 1\n  }\n}\n");
  }

  @Test
  void onlyLooksWhenItChecks() throws IOException {
    assertThat(shell.run("fmt", "-check", "main.tf.yaml", "neat.tf.json"))
        .isEqualTo(new Shell.Result(3, "main.tf.yaml\n"));
    assertThat(shell.read("main.tf.yaml")).isEqualTo(LOOSE);
    assertThat(shell.run("fmt", "-check", "-list=false", "neat.tf.json"))
        .isEqualTo(new Shell.Result(0, ""));
    assertThat(shell.run("fmt", "-write=false", "-list=false", "-diff", "inner"))
        .isEqualTo(
            new Shell.Result(
                0,
                """
                --- old/inner/main.tf.json
                +++ new/inner/main.tf.json
                @@ -1,1 +1,5 @@
                -{"locals":{"a":1}}
                \\ No newline at end of file
                +{
                +  "locals": {
                +    "a": 1
                +  }
                +}
                """));
    assertThat(shell.read("inner/main.tf.json")).isEqualTo("{\"locals\":{\"a\":1}}");
  }

  @Test
  void showsTheLinesThatDiffer() {
    assertThat(
            LineDiff.unified(
                "f",
                "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n",
                "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nl\nm\n"))
        .isEqualTo(
            """
            --- old/f
            +++ new/f
            @@ -1,5 +1,5 @@
             a
            -b
            +B
             c
             d
             e
            @@ -8,5 +8,5 @@
             h
             i
             j
            -k
             l
            +m
            """);
  }

  @Test
  void saysWhereAFileIsWrong() throws IOException {
    shell.write("bad.tf.yaml", "a: [1\n");
    Shell.Result result = shell.run("fmt", "-no-color");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.text()).contains("bad.tf.yaml line");
    assertThat(shell.read("bad.tf.yaml")).isEqualTo("a: [1\n");
    assertThat(shell.read("main.tf.yaml")).isEqualTo(NEAT);
    assertThat(shell.run("fmt", "other.txt").text()).contains("Not a file of a configuration");
    assertThat(shell.run("fmt", "missing.tf.yaml").code()).isEqualTo(2);
  }

  @Test
  void convertsOneFileOrWritesAll() throws IOException {
    assertThat(shell.run("convert", "main.tf.yaml")).isEqualTo(new Shell.Result(0, JSON));
    assertThat(shell.run("convert", "-to=json", "-write", "-recursive"))
        .isEqualTo(new Shell.Result(0, "main.tf.yaml -> main.tf.json\n"));
    assertThat(shell.read("main.tf.json")).isEqualTo(JSON);
    assertThat(shell.read("main.tf.yaml")).isEmpty();
    assertThat(shell.run("convert", "-write", "main.tf.json").code()).isZero();
    assertThat(shell.read("main.tf.json")).isEmpty();
    assertThat(shell.read("main.tf.yaml"))
        .isEqualTo(
            """
            # The hub.
            variable:
              size:
                # how big
                default: 3

            resource:
              terraform_data:
                one:
                  # about one
                  input: ${var.size}
                  lifecycle:
                    precondition:
                      # not too small
                      - condition: ${var.size > 1}
                        error_message: too small
            """);
  }

  @Test
  void doesNotOverwrite() throws IOException {
    shell.write("main.tf.json", "{}");
    Shell.Result result = shell.run("convert", "-write", "main.tf.yaml");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text()).contains("The file exists already");
    assertThat(shell.read("main.tf.json")).isEqualTo("{}");
    assertThat(shell.read("main.tf.yaml")).isEqualTo(LOOSE);
    assertThat(shell.run("convert", "-to=xml").text()).contains("Unknown notation");
  }

  /// Every input of the conformance cases that can be read: laid out, in YAML and back, it means
  /// what it meant, and the configuration that the YAML makes up has no mistakes that the JSON has
  /// not.
  @Test
  void keepsTheMeaningOfEveryConformanceInput() throws IOException {
    int files = 0;
    for (String category : List.of("plans", "json_syntax", "apply")) {
      for (Cases.Case one : Cases.load(category)) {
        for (Map.Entry<String, String> file : one.files().entrySet()) {
          String name = file.getKey();
          SourceText source = new SourceText(name, file.getValue());
          if (ConfigurationFiles.places(name).isPresent()
              && !SourceReader.read(source, Syntax.JSON).hasErrors()) {
            convertAndBack(one.id(), source);
            files++;
          }
        }
        sameMistakes(one);
      }
    }
    assertThat(files).isGreaterThan(600);
  }

  private static void convertAndBack(String id, SourceText source) {
    Function<List<String>, Manuscript.Place> places =
        ConfigurationFiles.places(source.fileName()).orElseThrow();
    Node meant = node(source, Syntax.JSON);
    Manuscript json = manuscript(source, Syntax.JSON);
    assertThat(same(meant, json.print(), Syntax.JSON, places)).as(id).isTrue();
    String yaml = json.in(Syntax.YAML, places).print();
    Read again = SourceReader.read(new SourceText("x", yaml), Syntax.YAML);
    if (again.hasErrors()) {
      // An argument that is set twice, or a name twice in a value.
      assertThat(again.diagnostics())
          .as("%s\n%s", id, yaml)
          .allMatch(d -> d.code().equals("source.yaml.duplicate-key"));
      return;
    }
    assertThat(same(meant, yaml, Syntax.YAML, places)).as("%s\n%s", id, yaml).isTrue();
    Manuscript read = manuscript(new SourceText("x", yaml), Syntax.YAML);
    assertThat(read.print()).as(id).isEqualTo(yaml);
    String back = read.in(Syntax.JSON, places).print();
    assertThat(same(meant, back, Syntax.JSON, places)).as(id).isTrue();
  }

  private static boolean same(
      Node meant, String text, Syntax syntax, Function<List<String>, Manuscript.Place> places) {
    return Manuscript.sameMeaning(meant, node(new SourceText("x", text), syntax), places);
  }

  private static Node node(SourceText source, Syntax syntax) {
    return Objects.requireNonNull(SourceReader.read(source, syntax).root());
  }

  private static Manuscript manuscript(SourceText source, Syntax syntax) {
    return Objects.requireNonNull(Manuscript.read(source, syntax).manuscript());
  }

  private void sameMistakes(Cases.Case one) throws IOException {
    Path before = Files.createTempDirectory(shell.directory(), "case");
    one.write("", before);
    for (Path folder : folders(before)) {
      List<String> mistakes = mistakes(folder);
      if (mistakes.contains("Root value must be object")) {
        // In YAML a file that holds null is an empty one.
        continue;
      }
      for (Path file : files(folder)) {
        String name = file.getFileName().toString();
        SourceText source = new SourceText(name, Files.readString(file));
        if (name.endsWith(".json") && !SourceReader.read(source, Syntax.JSON).hasErrors()) {
          String yaml =
              manuscript(source, Syntax.JSON)
                  .in(Syntax.YAML, ConfigurationFiles.places(name).orElseThrow())
                  .print();
          if (SourceReader.read(new SourceText("x", yaml), Syntax.YAML).hasErrors()) {
            continue;
          }
          Files.delete(file);
          Files.writeString(file.resolveSibling(ConfigurationFiles.stem(name) + ".yaml"), yaml);
        }
      }
      assertThat(mistakes(folder)).as(one.id()).containsExactlyInAnyOrderElementsOf(mistakes);
    }
  }

  private static List<Path> folders(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isDirectory).filter(f -> !files(f).isEmpty()).toList();
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(f -> ConfigurationFiles.places(f.getFileName().toString()).isPresent())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> mistakes(Path folder) {
    return ConfigLoader.load(folder).diagnostics().stream()
        .filter(d -> d.isError())
        .map(d -> d.summary())
        .toList();
  }
}
