package dev.groma.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.config.VariableLoader.Option;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VariableLoaderTest {
  @TempDir private Path directory;

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private VariableLoader.Loaded load(
      String variables, Map<String, String> environment, Option... options) throws IOException {
    write("main.tf.yaml", "variable:\n" + variables.indent(2));
    ConfigLoader.Loaded config = ConfigLoader.load(directory);
    assertThat(config.diagnostics()).isEmpty();
    return VariableLoader.load(
        config.configuration().root(), directory, environment, List.of(options));
  }

  private static List<String> lines(VariableLoader.Loaded loaded) {
    return loaded.diagnostics().stream().map(ConfigLoaderTest::line).toList();
  }

  private static Option var(String text) {
    return new Option.Assignment(text);
  }

  private static Option file(String name) {
    return new Option.VariablesFile(name);
  }

  @Test
  void laterSourcesWin() throws IOException {
    write(
        "terraform.tfvars.json",
        "{\"d\": \"t\", \"e\": \"t\", \"f\": \"t\", \"g\": \"t\", \"h\": \"t\"}");
    write("terraform.tfvars.yaml", "e: ty\n");
    write("a.auto.tfvars.yaml", "f: a\ng: a\nh: a\n");
    write("b.auto.tfvars.json", "{\"g\": \"b\", \"h\": \"b\"}");
    write("x.json", "{\"h\": \"x\", \"i\": \"x\"}");
    String variables =
        "{a: {}, b: {default: d}, c: {default: d}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}}";
    VariableLoader.Loaded loaded =
        load(
            variables,
            Map.of("TF_VAR_a", "env", "TF_VAR_c", "env", "TF_VAR_d", "env", "TF_VAR_zzz", "env"),
            var("h=cli"),
            var("i=cli"),
            file("x.json"),
            var("i=last"));
    assertThat(loaded.diagnostics()).isEmpty();
    assertThat(loaded.values())
        .isEqualTo(
            Map.of(
                "a", Value.of("env"),
                "b", Value.of("d"),
                "c", Value.of("env"),
                "d", Value.of("t"),
                "e", Value.of("ty"),
                "f", Value.of("a"),
                "g", Value.of("b"),
                "h", Value.of("x"),
                "i", Value.of("last")));
    assertThat(loaded.sources())
        .containsOnlyKeys(
            "terraform.tfvars.json",
            "terraform.tfvars.yaml",
            "a.auto.tfvars.yaml",
            "b.auto.tfvars.json",
            "x.json");
  }

  @Test
  void textIsAnExpressionWhereTheTypeIsNotPrimitive() throws IOException {
    VariableLoader.Loaded loaded =
        load(
            "{l: {type: 'list(number)'}, o: {type: any}, s: {type: string}, n: {type: number}, u: {}}",
            Map.of("TF_VAR_l", "[1, \"2\", -3]"),
            var("o={a = true, \"b\" = null}"),
            var("s=[${x}=]"),
            var("n=1e3"),
            var("u=[1]"));
    assertThat(loaded.diagnostics()).isEmpty();
    assertThat(loaded.values().get("l"))
        .isEqualTo(new Value.ListOf(Type.NUMBER, List.of(Value.of(1), Value.of(2), Value.of(-3))));
    assertThat(loaded.values().get("o"))
        .isEqualTo(Value.object(Map.of("a", Value.of(true), "b", Value.nullValue())));
    assertThat(loaded.values().get("s")).isEqualTo(Value.of("[${x}=]"));
    assertThat(loaded.values().get("n")).isEqualTo(Value.of(1000));
    assertThat(loaded.values().get("u")).isEqualTo(Value.of("[1]"));
  }

  @Test
  void everyMistakeIsReported() throws IOException {
    write("terraform.tfvars.json", "{\"m\": {\"k\": [1, \"x\"]}, \"reqired\": 1, \"nn\": null}");
    write("native.auto.tfvars", "a = 1");
    VariableLoader.Loaded loaded =
        load(
            "{m: {type: 'map(list(number))'}, required: {}, nn: {nullable: false}, n: {type: number}, l: {type: 'list(string)'}}",
            Map.of("TF_VAR_n", "x"),
            var("l=[a"),
            var("nope"),
            var("zzz=1"),
            file("missing.json"));
    assertThat(lines(loaded))
        .containsExactly(
            "Failed to read variables file: Given variables file missing.json does not exist.",
            "Invalid -var option: The given -var option \"nope\" is not correctly specified. Must be a variable name"
                + " and value separated by an equals sign, like -var=\"key=value\".",
            "Value for undeclared variable: A variable named \"zzz\" was assigned on the command line, but the root"
                + " module does not declare a variable of that name. To use this value, add a \"variable\" block to the"
                + " configuration.",
            "<value for var.l>:1:3 Unterminated tuple constructor expression: There is no corresponding closing bracket"
                + " before the end of the file. This may be caused by incorrect bracket nesting elsewhere in this file.",
            "main.tf.yaml:2:36 No value for required variable: The root module input variable \"required\" is not set,"
                + " and has no default value. Use a -var or -var-file command line argument to provide a value for this"
                + " variable.",
            "main.tf.yaml:2:73 Invalid value for input variable: Unsuitable value for var.n set using the TF_VAR_n"
                + " environment variable: a number is required.",
            "native.auto.tfvars:1:1 Native syntax is not supported: The variables file native.auto.tfvars is written in"
                + " Terraform's native syntax, which Groma does not read. Write it in JSON (native.auto.tfvars.json) or"
                + " YAML (native.auto.tfvars.yaml).",
            "terraform.tfvars.json:1:17 Invalid value for input variable: The given value is not suitable for var.m"
                + " declared at main.tf.yaml:2,4-5: a number is required.",
            "terraform.tfvars.json:1:44 Required variable not set: The given value is not suitable for var.nn defined"
                + " at main.tf.yaml:2,50-52: required variable may not be set to null.",
            "terraform.tfvars.json:1:24 Value for undeclared variable: The root module does not declare a variable"
                + " named \"reqired\" but a value was found in file \"terraform.tfvars.json\". If you meant to use this"
                + " value, add a \"variable\" block to the configuration. Did you mean \"required\"?\n\nTo silence these"
                + " warnings, use TF_VAR_... environment variables to provide certain \"global\" settings to all"
                + " configurations in your organization.");
  }

  @Test
  void nullIsAValueUnlessTheVariableSaysOtherwise() throws IOException {
    write("terraform.tfvars.yaml", "a: null\nb: null\n");
    VariableLoader.Loaded loaded =
        load("{a: {default: d, type: string}, b: {default: d, nullable: false}}", Map.of());
    assertThat(loaded.values().get("a")).isEqualTo(Value.nullOf(Type.STRING));
    assertThat(loaded.values().get("b")).isEqualTo(Value.of("d"));
  }

  @Test
  void sensitiveValuesAreMarkedAndNeverPointedAt() throws IOException {
    write("terraform.tfvars.yaml", "wrong: [hunter2]\n");
    VariableLoader.Loaded loaded =
        load(
            "{secret: {sensitive: true, ephemeral: true}, wrong: {sensitive: true, type: string}, list: {sensitive: true, type: 'list(string)'}}",
            Map.of("TF_VAR_secret", "hunter2"),
            var("list=[hunter2]"));
    assertThat(String.valueOf(loaded.values())).doesNotContain("hunter2");
    assertThat(lines(loaded))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContain("hunter2"))
        .anySatisfy(line -> assertThat(line).startsWith("main.tf.yaml:2:48 Invalid value"));
    assertThat(loaded.sources()).doesNotContainKey("<value for var.list>");
  }
}
