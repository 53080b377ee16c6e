package dev.groma.providers.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinProviderTest {
  private static final CallContext CONTEXT =
      new CallContext("terraform_data.a", "op", _ -> {}, () -> false);
  private static final Value UNKNOWN_ID = new Value.Unknown(Type.STRING, Refinement.NOT_NULL);
  private static final Value NONE = Value.nullValue();
  private static final Value GONE = Value.nullOf(TerraformData.SCHEMA.block().impliedType());

  @TempDir Path folder = Path.of("");

  private static Provider provider() {
    ProviderFactory factory = ServiceLoader.load(ProviderFactory.class).iterator().next();
    assertThat(factory.address()).isEqualTo(ProviderAddress.BUILTIN);
    return factory
        .configure(
            Value.Obj.EMPTY,
            new ProviderContext(
                _ -> null,
                Clock.systemUTC(),
                new Random(1),
                Collections.emptySortedMap(),
                "1",
                java.nio.file.Path.of(".")))
        .provider();
  }

  private static final ResourceHandler DATA = provider().resource("terraform_data");

  private static Value data(Value id, Value input, Value output, Value triggers) {
    return Value.object(
        Map.of("id", id, "input", input, "output", output, "triggers_replace", triggers));
  }

  private static ResourceHandler.PlanResult plan(Value prior, Value input, Value triggers) {
    return DATA.plan(
        new ResourceHandler.PlanRequest(
            prior,
            data(Value.unknown(Type.STRING), input, Value.unknown(Type.DYNAMIC), triggers),
            data(Value.nullOf(Type.STRING), input, NONE, triggers),
            ""));
  }

  @Test
  void createsWithUnknownIdAndOutput() {
    assertThat(plan(GONE, Num.ONE, NONE).planned())
        .isEqualTo(data(UNKNOWN_ID, Num.ONE, Value.unknown(Type.NUMBER), NONE));
    assertThat(plan(GONE, NONE, NONE).planned()).isEqualTo(data(UNKNOWN_ID, NONE, NONE, NONE));
    assertThat(plan(GONE, NONE, NONE).requiresReplace()).isEmpty();
  }

  @Test
  void keepsWhatDoesNotChange() {
    Value prior = data(Value.of("x"), Num.ONE, Num.ONE, NONE);

    assertThat(plan(prior, Num.ONE, NONE).planned()).isEqualTo(prior);
    assertThat(plan(prior, Value.of("2"), NONE).planned())
        .isEqualTo(data(Value.of("x"), Value.of("2"), Value.unknown(Type.STRING), NONE));
    assertThat(plan(prior, NONE, NONE).planned())
        .isEqualTo(data(Value.of("x"), NONE, Value.unknown(Type.DYNAMIC), NONE));
  }

  @Test
  void isReplacedByItsTriggers() {
    Value prior = data(Value.of("x"), Num.ONE, Num.ONE, Value.of("a"));
    ResourceHandler.PlanResult result = plan(prior, Num.ONE, Value.of("b"));

    assertThat(result.planned())
        .isEqualTo(data(UNKNOWN_ID, Num.ONE, Value.unknown(Type.NUMBER), Value.of("b")));
    assertThat(result.requiresReplace().toString()).isEqualTo("[triggers_replace]");
    assertThat(plan(prior, Num.ONE, Value.unknown(Type.STRING)).requiresReplace()).hasSize(1);
  }

  @Test
  void appliesWhatWasPlanned() {
    Value planned = Objects.requireNonNull(plan(GONE, Value.of("v"), NONE).planned());
    ResourceHandler.ApplyResult result =
        DATA.apply(new ResourceHandler.ApplyRequest(GONE, planned, planned, "", _ -> {}), CONTEXT);

    Value.Obj made = (Value.Obj) Objects.requireNonNull(result.value());
    assertThat(made.require("output")).isEqualTo(Value.of("v"));
    assertThat(((Value.Str) made.require("id")).text())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(
            DATA.apply(new ResourceHandler.ApplyRequest(made, GONE, GONE, "", _ -> {}), CONTEXT)
                .value())
        .isEqualTo(GONE);
  }

  @Test
  void takesOverById() {
    Value imported = ((Importable) DATA).importState("my-id", CONTEXT).value();

    assertThat(imported).isEqualTo(data(Value.of("my-id"), NONE, NONE, NONE));
    assertThat(
            DATA.read(
                    new ResourceHandler.ReadRequest(Objects.requireNonNull(imported), ""), CONTEXT)
                .value())
        .isEqualTo(imported);
  }

  private static DataSourceHandler.ReadResult readState(Map<String, Value> arguments) {
    Map<String, Value> all = new HashMap<>();
    RemoteState.SCHEMA
        .block()
        .attributes()
        .forEach((name, attribute) -> all.put(name, Value.nullOf(attribute.type())));
    all.put("backend", Value.of("local"));
    all.putAll(arguments);
    return provider().dataSource("terraform_remote_state").read(Value.object(all), CONTEXT);
  }

  private static String error(DataSourceHandler.ReadResult result) {
    assertThat(result.value()).isNull();
    Diagnostic first = result.diagnostics().all().getFirst();
    return first.summary() + ": " + first.detail();
  }

  private Map<String, Value> at(String name) {
    return Map.of(
        "config", Value.object(Map.of("path", Value.of(folder.resolve(name).toString()))));
  }

  @Test
  void readsTheOutputsOfAnotherState() throws IOException {
    Files.writeString(
        folder.resolve("x.tfstate"),
        """
        {"version": 4, "serial": 1, "lineage": "l",
         "outputs": {"a": {"value": 1, "type": "number"},
                     "p": {"value": "s", "type": "string", "sensitive": true}}}
        """);
    Map<String, Value> arguments = new HashMap<>(at("x.tfstate"));
    arguments.put("defaults", Value.object(Map.of("a", Value.of("no"), "z", Value.of("yes"))));
    DataSourceHandler.ReadResult result = readState(arguments);

    assertThat(result.diagnostics()).isEqualTo(Diagnostics.NONE);
    assertThat(((Value.Obj) Objects.requireNonNull(result.value())).require("outputs"))
        .isEqualTo(Value.object(Map.of("a", Num.ONE, "p", Value.of("s"), "z", Value.of("yes"))));
  }

  @Test
  void saysWhatIsWrongWithARemoteState() throws IOException {
    Files.writeString(folder.resolve("bad.tfstate"), "{");

    assertThat(error(readState(at("none.tfstate"))))
        .startsWith(
            "Unable to find remote state: No stored state was found for the given workspace in the"
                + " given backend.");
    assertThat(error(readState(at("bad.tfstate")))).startsWith("Corrupt state file: ");
    assertThat(error(readState(Map.of("backend", Value.of("nope")))))
        .startsWith("Invalid backend configuration: There is no backend type named \"nope\".");
    assertThat(error(readState(Map.of("config", Value.object(Map.of("pathh", NONE))))))
        .startsWith(
            "Invalid backend configuration: The given configuration is not valid for backend"
                + " \"local\": unexpected attribute \"pathh\".");
    assertThat(error(readState(Map.of("config", new Value.Tuple(List.of())))))
        .contains("an object is required");
    assertThat(error(readState(Map.of("defaults", Num.ONE))))
        .isEqualTo("Invalid default values: Defaults must be given in an object value.");
  }
}
