package dev.groma.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.VariableLoader;
import dev.groma.engine.render.OutputText;
import dev.groma.engine.render.TypeText;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsoleSessionTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String CONFIGURATION =
      """
      {"variable": {"size": {"default": 3}, "key": {"default": "k", "sensitive": true}},
       "locals": {"twice": "${var.size * 2}", "names": "${terraform_data.many[*].input}"},
       "resource": {"terraform_data": {
         "one": {"input": "x"},
         "many": {"count": 2, "input": "${count.index}"},
         "later": {"input": "y"}}}}
      """;

  @TempDir private Path directory;
  private final List<Diagnostic> found = new ArrayList<>();
  private ConsoleSession session;

  @BeforeEach
  void openSession() throws IOException {
    Files.writeString(directory.resolve("main.tf.json"), CONFIGURATION);
    StateBuilder state = State.EMPTY.edit();
    put(state, "one", InstanceKey.none(), Value.of("x"));
    put(state, "many", new InstanceKey.Index(0), Num.of(0));
    put(state, "many", new InstanceKey.Index(1), Num.of(1));
    session = open(ConfigLoader.load(directory).configuration(), state.build());
    assertThat(found).isEmpty();
  }

  private static void put(StateBuilder state, String name, InstanceKey key, Value input) {
    Value object =
        Value.object(
            Map.of(
                "id",
                Value.of("id-" + name),
                "input",
                input,
                "output",
                input,
                "triggers_replace",
                Value.nullValue()));
    InstanceAddress address =
        new ResourceAddress(ModuleAddress.ROOT, ResourceMode.MANAGED, "terraform_data", name)
            .instance(key);
    ProviderConfigAddress provider =
        new ProviderConfigAddress(ModuleAddress.ROOT, ProviderAddress.BUILTIN, "");
    state.put(
        address,
        Instance.of(
            provider, StateObject.of(object, DataProvider.SCHEMA.block().impliedType(), 0)));
  }

  private ConsoleSession open(Configuration configuration, State state) {
    PlanRequest.Setting setting =
        new PlanRequest.Setting(
            new ProviderRegistry(List.of(new DataProvider())),
            new ProviderContext(
                _ -> null,
                Clock.fixed(NOW, ZoneOffset.UTC),
                new Random(7),
                new TreeMap<>(),
                "test",
                Path.of("/work")),
            1,
            "default",
            Path.of("/work"),
            _ -> {});
    return ConsoleSession.open(
        configuration,
        CompiledModule.compile(configuration, setting.registry(), found::add),
        VariableLoader.load(configuration.root(), directory, Map.of(), List.of()).values(),
        state,
        setting,
        found::add);
  }

  private String print(String text) {
    return switch (session.enter(text)) {
      case ConsoleSession.Answer.Result(Value value) -> OutputText.value(value);
      case ConsoleSession.Answer.ResultType(var type) -> TypeText.of(type);
      case ConsoleSession.Answer.Failed failed -> "! " + failed.diagnostics().getFirst().summary();
      case ConsoleSession.Answer other -> other.getClass().getSimpleName();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          1 + 2                          => 3
          "a${var.size}"                 => "a3"
          var.key                        => (sensitive value)
          local.twice                    => 6
          terraform_data.one.id          => "id-one"
          terraform_data.many[1].input   => 1
          terraform_data.later.output    => (known after apply)
          path.module                    => "."
          terraform.workspace            => "default"
          timestamp()                    => "2026-01-02T03:04:05Z"
          null                           => null
          tostring(null)                 => tostring(null)
          type(1)                        => number
          type(var.key)                  => string
          type(null)                     => dynamic
          type({})                       => object({})
          type(tolist(["a"]))            => list(string)
          type(terraform_data.later)     => dynamic
          [type(1)]                      => ! Invalid use of type function
          terraform_data.none.id         => ! Reference to undeclared resource
          terraform_data.many.id         => ! Missing resource instance key
          count.index                    => ! Reference to "count" in non-counted context
          each.value                     => ! each.value cannot be used in this context
          self                           => ! Invalid "self" reference
          1 +                            => ! Missing expression
          "a                             => ! Unterminated template string
          foo(1)                         => ! Call to unknown function
          help                           => Help
          exit                           => Exit
          ``                             => Nothing
          """)
  void answers(String line, String answer) {
    assertThat(print(line)).isEqualTo(answer);
  }

  @Test
  void printsStructuresOverManyLines() {
    assertThat(print("[1, {a = local.names}]"))
        .isEqualTo(
            """
            [
              1,
              {
                "a" = [
                  0,
                  1,
                ]
              },
            ]\
            """);
    assertThat(print("type({a = [1, true], b = tolist([{c = \"d\"}])})"))
        .isEqualTo(
            """
            object({
                a: tuple([
                    number,
                    bool,
                ]),
                b: list(
                    object({
                        c: string,
                    }),
                ),
            })\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,",
        "{",
        "upper(",
        "\"${",
        "\"a${upper(\"b\"",
        "<<EOT\nx",
        "{ # }",
        "1 + \\",
        "(\"}\")[{"
      })
  void waitsForTheRest(String text) {
    assertThat(session.enter(text)).isInstanceOf(ConsoleSession.Answer.Incomplete.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          `[1,\n2][1]`                     => 2
          `1 + \\\n2`                      => 3
          `<<EOT\nx\nEOT\n`                => `<<EOT\nx\n\nEOT`
          `{ # }\na = 1 }.a`               => 1
          `"$${ %%{ ${"}"}"`               => `"${ %{ }"`
          """)
  void readsSeveralLines(String text, String answer) {
    assertThat(print(text.translateEscapes())).isEqualTo(answer.translateEscapes());
  }
}
