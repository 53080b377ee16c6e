package dev.groma.state.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The `.tfstate` resources were written by Terraform 1.11.4.
class StateFormatTest {
  private static final Type TERRAFORM_DATA =
      Type.object(
          new TreeMap<>(
              Map.of(
                  "id", Type.STRING,
                  "input", Type.DYNAMIC,
                  "output", Type.DYNAMIC,
                  "triggers_replace", Type.DYNAMIC)));

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = StateFormatTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static State read(String text) {
    StateReader.Result result =
        StateReader.read(text.getBytes(StandardCharsets.UTF_8), "terraform.tfstate");
    assertThat(result.diagnostics()).isEmpty();
    return Objects.requireNonNull(result.state());
  }

  private static Instance instance(State state, String address) {
    return state.find(AddressParser.instance(address).orElseThrow()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"applied.tfstate", "moved.tfstate"})
  void writesByteForByteWhatTerraformWrote(String name) throws IOException {
    String original = new String(resource(name), StandardCharsets.UTF_8);
    State state = read(original);

    assertThat(new String(StateWriter.write(state), StandardCharsets.UTF_8)).isEqualTo(original);
    assertThat(state.verify()).isEmpty();
  }

  @Test
  void marksWhatIsSensitive() throws IOException {
    State state = read(new String(resource("applied.tfstate"), StandardCharsets.UTF_8));
    StateObject object = Objects.requireNonNull(instance(state, "terraform_data.a").current());

    assertThat(Path.of("input").attribute("x").find(object.value(TERRAFORM_DATA)))
        .hasValueSatisfying(value -> assertThat(value.has(Mark.SENSITIVE)).isTrue());
    assertThat(StateObject.of(object.value(TERRAFORM_DATA), TERRAFORM_DATA, 0))
        .isEqualTo(object.withCreateBeforeDestroy(false));
    assertThat(object.createBeforeDestroy()).isTrue();
    assertThat(state.outputs().get("o")).hasToString("(sensitive value)");
  }

  @Test
  void readsTaintedDeposedPrivateAndDependencies() throws IOException {
    State state = read(new String(resource("moved.tfstate"), StandardCharsets.UTF_8));

    Instance two = instance(state, "module.q[0].terraform_data.a[2]");
    assertThat(Objects.requireNonNull(two.current()).isTainted()).isTrue();
    assertThat(two.deposed()).containsOnlyKeys("00000001");
    StateObject eleven =
        Objects.requireNonNull(instance(state, "module.q[0].terraform_data.a[11]").current());
    assertThat(eleven.priv()).isEqualTo("YWJj");
    assertThat(eleven.dependencies().toString())
        .isEqualTo("[terraform_data.x, module.q.terraform_data.b]");
  }

  @Test
  void passesOverWhatItDoesNotKnow() {
    State state =
        read(
            """
            {"version": 4, "serial": 1, "lineage": "x", "new": [{"a": 1}],
             "resources": [{"mode": "data", "type": "t", "name": "n", "each": "list",
               "provider": "provider[\\"registry.terraform.io/a/b\\"]", "new": {},
               "instances": [{"attributes": {"id": 1}, "identity": {"x": 1}}]}]}
            """);

    assertThat(state.instances().keySet().toString()).isEqualTo("[data.t.n]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | 1:1 | The file is empty.
          {"version": 4,                        | 1:15 | The file is not valid JSON: it ends too early; a part of it is lost.
          {"version": 4} x                      | 1:16 | The file is not valid JSON
          {"version": 4, "lineage": hunter2}    | 1:27 | The file is not valid JSON: 'h' cannot stand here. Nothing was changed.
          {}                                    | 1:2 | The file has no "version", so it is not a state file or a part of it is lost.
          []                                    | 1:1 | There must be an object here.
          {"version": "4"}                      | 1:13 | For "version" there must be a whole number from 0 here.
          {"version": 5}                        | 1:13 | The state has the format version 5; this version of Groma reads version 4.
          {"version": 3}                        | 1:13 | The state has the format version 3, which Terraform wrote before 0.12
          {"version": 4, "serial": -1}          | 1:26 | For "serial" there must be a whole number from 0 here.
          {"version": 4, "outputs": {"é": {"value": 1, "type": "bool"}}} | 1:33 | The value of the output "é" does not have the type that stands beside it: a bool is required.
          {"version": 4, "resources": [{}]}     | 1:30 | An entry of "resources" lacks its type, name or provider.
          {"version": 4, "resources": [{"mode": "x"}]} | 1:39 | "mode" must be "managed" or "data".
          {"version": 4, "resources": [{"provider": "provider.aws"}]} | 1:43 | "provider.aws" is not a provider address such as
          {"version": 4, "resources": [{"instances": [{}]}]} | 1:45 | An instance has no "attributes".
          """)
  void saysWhereAndWhyAFileIsRefused(String text, String place, String detail) {
    StateReader.Result result =
        StateReader.read(text.getBytes(StandardCharsets.UTF_8), "terraform.tfstate");

    assertThat(result.state()).isNull();
    assertThat(result.diagnostics()).hasSize(1);
    Diagnostic diagnostic = result.diagnostics().getFirst();
    assertThat(diagnostic.detail()).startsWith(detail);
    assertThat(diagnostic.subject()).hasToString("terraform.tfstate:" + place);
  }

  @Test
  void refusesTextThatIsNestedTooDeeply() {
    String text = "{\"version\": 4, \"x\": " + "[".repeat(100_000);

    assertThat(StateReader.read(text.getBytes(StandardCharsets.UTF_8), "f").diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.detail()).contains("nested too deeply"));
  }

  @Test
  void refusesEveryPartOfAFileAndNeverThrows() throws IOException {
    byte[] whole = resource("moved.tfstate");

    for (int length = 0; length < whole.length - 2; length++) {
      assertThat(StateReader.read(Arrays.copyOf(whole, length), "f").state()).isNull();
    }
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      StateReader.Result result = StateReader.read(damaged, "f");
      assertThat(result.state() == null).isEqualTo(Diagnostic.hasErrors(result.diagnostics()));
    }
  }
}
