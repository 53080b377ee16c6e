package dev.groma.engine.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.References;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigLoaderTest {
  private static final String YAML =
      """
      terraform:
        required_version: ">= 1.5"
        required_providers:
          baiducloud:
            source: baidubce/baiducloud
            version: ~> 1.2
        backend:
          local:
            path: x.tfstate
      provider:
        baiducloud:
          - region: bj
          - alias: south
            region: ${var.region}
      variable:
        region:
          type: string
          default: gz
          description: Where
          sensitive: true
          validation:
            condition: ${var.region != ""}
            error_message: Say where.
      locals:
        size: ${length(var.region) + 1}
        deep:
          list: [1, 2.5, "x${local.size}", null, true]
      resource:
        terraform_data:
          a:
            count: ${local.size}
            input: ${terraform_data.b["k"].output}
            depends_on: [terraform_data.b]
            lifecycle:
              create_before_destroy: true
              prevent_destroy: true
              ignore_changes: ['input["x"]', triggers_replace]
              replace_triggered_by: [terraform_data.b]
              precondition:
                condition: ${local.size > 0}
                error_message: No size.
          b:
            for_each: ${toset(["k"])}
            lifecycle:
              ignore_changes: all
      data:
        baiducloud_peer_conns:
          all:
            provider: baiducloud.south
      output:
        o:
          value: ${terraform_data.a[*].id}
          sensitive: true
          depends_on: [terraform_data.a]
      """;

  private static final String JSON =
      """
      {"terraform": {"required_version": ">= 1.5",
         "required_providers": {"baiducloud": {"source": "baidubce/baiducloud", "version": "~> 1.2"}},
         "backend": {"local": {"path": "x.tfstate"}}},
       "provider": {"baiducloud": [{"region": "bj"}, {"alias": "south", "region": "${var.region}"}]},
       "variable": {"region": {"type": "string", "default": "gz", "description": "Where", "sensitive": true,
         "validation": {"condition": "${var.region != \\"\\"}", "error_message": "Say where."}}},
       "locals": {"size": "${length(var.region) + 1}",
         "deep": {"list": [1, 2.5, "x${local.size}", null, true]}},
       "resource": {"terraform_data": {
         "a": {"count": "${local.size}", "input": "${terraform_data.b[\\"k\\"].output}",
           "depends_on": ["terraform_data.b"],
           "lifecycle": {"create_before_destroy": true, "prevent_destroy": true,
             "ignore_changes": ["input[\\"x\\"]", "triggers_replace"],
             "replace_triggered_by": ["terraform_data.b"],
             "precondition": {"condition": "${local.size > 0}", "error_message": "No size."}}},
         "b": {"for_each": "${toset([\\"k\\"])}", "lifecycle": {"ignore_changes": "all"}}}},
       "data": {"baiducloud_peer_conns": {"all": {"provider": "baiducloud.south"}}},
       "output": {"o": {"value": "${terraform_data.a[*].id}", "sensitive": true,
         "depends_on": ["terraform_data.a"]}}}
      """;

  @TempDir private Path directory;

  private ConfigLoader.Loaded load(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    return ConfigLoader.load(directory);
  }

  static String line(Diagnostic d) {
    SourceRange at = d.subject();
    return (at == null ? "" : at + " ") + d.summary() + ": " + d.detail();
  }

  private List<String> mistakes(String name, String text) throws IOException {
    return load(name, text).diagnostics().stream().map(ConfigLoaderTest::line).toList();
  }

  private static String withoutPlaces(ModuleConfig module) {
    return module.toString().replaceAll("main\\.tf\\.(json|yaml):\\d+:\\d+", "-");
  }

  @Test
  void jsonAndYamlGiveTheSameModel(@TempDir Path other) throws IOException {
    ConfigLoader.Loaded yaml = load("main.tf.yaml", YAML);
    Files.writeString(other.resolve("main.tf.json"), JSON);
    ConfigLoader.Loaded json = ConfigLoader.load(other);
    assertThat(yaml.diagnostics()).isEmpty();
    assertThat(json.diagnostics()).isEmpty();
    assertThat(withoutPlaces(yaml.configuration().root()))
        .isEqualTo(withoutPlaces(json.configuration().root()))
        .contains("terraform_data", "gz");
  }

  @Test
  void theModelHoldsWhatIsDeclared() throws IOException {
    ModuleConfig module = load("main.tf.yaml", YAML).configuration().root();
    assertThat(module.resources().keySet())
        .containsExactly("data.baiducloud_peer_conns.all", "terraform_data.a", "terraform_data.b");
    assertThat(module.providers().keySet()).containsExactly("baiducloud", "baiducloud.south");
    assertThat(module.providerAddress("baiducloud"))
        .isEqualTo(ProviderAddress.parse("baidubce/baiducloud").orElseThrow());
    assertThat(module.providerAddress("terraform")).isEqualTo(ProviderAddress.BUILTIN);
    ResourceBlock a = requireNonNull(module.resources().get("terraform_data.a"));
    assertThat(a.declaration()).hasToString("main.tf.yaml:30:5");
    assertThat(a.provider().key()).isEqualTo("terraform");
    assertThat(a.body().members()).singleElement().matches(m -> m.key().equals("input"));
    assertThat(a.dependsOn())
        .singleElement()
        .matches(r -> r.subject().toString().equals("terraform_data.b"));
    assertThat(a.lifecycle().createBeforeDestroy()).isTrue();
    assertThat(a.lifecycle().preventDestroy())
        .isInstanceOfSatisfying(
            Expression.Literal.class,
            literal -> assertThat(literal.value()).isEqualTo(Value.of(true)));
    assertThat(a.lifecycle().replaceTriggeredBy()).hasSize(1);
    assertThat(((Lifecycle.IgnoreChanges.Attributes) a.lifecycle().ignoreChanges()).paths())
        .extracting(t -> String.valueOf(t.toPath()))
        .containsExactly("input[\"x\"]", "triggers_replace");
    assertThat(
            requireNonNull(module.resources().get("terraform_data.b")).lifecycle().ignoreChanges())
        .isEqualTo(new Lifecycle.IgnoreChanges.All());
    assertThat(References.of(requireNonNull(module.locals().get("deep")).expression()))
        .singleElement()
        .matches(r -> r.range().toString().equals("main.tf.yaml:27:24"));
  }

  @Test
  void filesOfBothSyntaxesMakeUpOneModule() throws IOException {
    Files.writeString(directory.resolve("b.tf.json"), "{\"variable\": {\"v\": {}}}");
    Files.writeString(directory.resolve(".hidden.tf.json"), "{");
    Files.writeString(directory.resolve("main.tf.json~"), "{");
    Files.writeString(directory.resolve("#main.tf.json#"), "{");
    Files.writeString(directory.resolve("empty.tf.yml"), "# nothing yet\n");
    ConfigLoader.Loaded loaded = load("a.tf.yaml", "output: {o: {value: '${var.v}'}}");
    assertThat(loaded.diagnostics()).isEmpty();
    assertThat(loaded.configuration().sources().keySet())
        .containsExactly("a.tf.yaml", "b.tf.json", "empty.tf.yml");
    assertThat(loaded.configuration().root().variables()).containsKey("v");
    assertThat(loaded.configuration().root().outputs()).containsKey("o");
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws IOException {
    Files.write(
        directory.resolve("latin.tf.json"),
        "{\"//\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(directory.resolve("native.tf"), "variable \"v\" {}");
    assertThat(mistakes("x_override.tf.json", "{}"))
        .containsExactly(
            "latin.tf.json:1:1 File is not UTF-8: The file latin.tf.json is not valid UTF-8. Save"
                + " it in that encoding.",
            "native.tf:1:1 Native syntax is not supported: The file native.tf is written in"
                + " Terraform's native syntax, which Groma does not read. Write it in JSON"
                + " (native.tf.json) or YAML (native.tf.yaml).");
    assertThat(ConfigLoader.load(directory.resolve("nowhere")).diagnostics())
        .singleElement()
        .matches(d -> d.detail().endsWith("could not be read: it does not exist."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resources: {}| 1:1 Extraneous JSON object property: No argument or block type is named"
            + " \"resources\". Did you mean \"resource\"?",
        "[1]| 1:2 Incorrect JSON value type: A JSON object is required here, to define arguments"
            + " and child blocks.",
        "text| 1:1 Root value must be object: The root value in a JSON-based configuration must be"
            + " either a JSON object or a JSON array of objects.",
        "variable: {1v: {}}| 1:12 Invalid variable name: A name must start with a letter or"
            + " underscore and may contain only letters, digits, underscores, and dashes.",
        "variable: {count: {}}| 1:12 Invalid variable name: The variable name \"count\" is reserved"
            + " due to its special meaning inside module blocks.",
        "variable: {v: {typo: 1}}| 1:16 Extraneous JSON object property: No argument or block type"
            + " is named \"typo\". Did you mean \"type\"?",
        "variable: {v: {sensitive: maybe}}"
            + "| 1:27 Unsuitable value type: Unsuitable value: a bool is required.",
        "variable: {v: {default: x, type: number}}| 1:25 Invalid default value for variable: This"
            + " default value is not compatible with the variable's type constraint: a number is"
            + " required.",
        "variable: {v: {default: null, nullable: false}}| 1:25 Invalid default value for variable:"
            + " A null default value is not valid when nullable=false.",
        "variable: {v: {validation: {condition: '${local.x}', error_message: m}}, w: }| 1:43"
            + " Invalid variable validation condition: The condition for variable \"v\" must refer"
            + " to var.v in order to test incoming values.;1:74 Block without a body: Nothing"
            + " stands behind \"w:\", which is null and declares nothing. Write {} for an empty"
            + " block.",
        "variable: {v: {validation: {condition: '${', error_message: m}}}" + "| 1:43 *",
        "variable: {v: {validation: {error_message: m}}}| 1:16 Missing required argument: The"
            + " argument \"condition\" is required, but no definition was found.",
        "locals: [{a: 1}, {a: 2}]| 1:19 Duplicate local value definition: A local value named \"a\""
            + " was already defined at main.tf.yaml:1,11-15. Local value names must be unique"
            + " within a module.",
        "locals: {a b: 1}| 1:10 Invalid local value name: A name must start with a letter or"
            + " underscore and may contain only letters, digits, underscores, and dashes.",
        "output: {o: {description: x}}| 1:10 Missing required argument: The argument \"value\" is"
            + " required, but no definition was found.",
        "output: {o: {value: '${1 +}'}}" + "| 1:27 Invalid expression: *",
        "output: {o: {value: 1, depends_on: [local.a.b]}}| 1:44 Invalid depends_on reference:"
            + " References in depends_on must be to a whole object (resource, etc), not to an"
            + " attribute of an object.",
        "output: {o: {value: 1, depends_on: local.a}}| 1:36 Invalid expression: A static list"
            + " expression is required. Write [...] round the value.",
        "resource: {t: {}}| 1:12 Missing block label: At least one object property is required,"
            + " whose name represents the resource block's name.",
        "resource: {t: 1}| 1:15 Incorrect JSON value type: Either a JSON object or JSON array of"
            + " objects is required here, to specify name labels for this block.",
        "resource: {t: {a: 1}}| 1:19 Incorrect JSON value type: Either a JSON object or a JSON"
            + " array is required, representing the contents of one or more \"resource\" blocks.",
        "resource: {t: {a: [{}, {}]}}| 1:16 Duplicate resource \"t\" configuration: A t resource"
            + " named \"a\" was already declared at main.tf.yaml:1,16-17. Resource names must be"
            + " unique per type in each module.",
        "resource: {t: {a: {count: 1, for_each: {}}}}| 1:30 Invalid combination of \"count\" and"
            + " \"for_each\": The \"count\" and \"for_each\" meta-arguments are mutually-exclusive,"
            + " only one should be used to be explicit about the number of resources to be"
            + " created.",
        "resource: {t: {a: {provider: t.b}}}| 1:30 Provider configuration not present: To work with"
            + " t.a the provider configuration t.b is required, but there is none. Add a"
            + " \"provider\" block for \"t\" with the alias \"b\".",
        "resource: {t: {a: {provisioner: {local-exec: {}}}}}| 1:34 Missing required argument: The"
            + " argument \"command\" is required, but no definition was found.",
        "resource: {t: {a: {lifecycle: {prevent_destroi: true}}}}| 1:32 Extraneous JSON object"
            + " property: No argument or block type is named \"prevent_destroi\". Did you mean"
            + " \"prevent_destroy\"?",
        "resource: {t: {a: {lifecycle: {replace_triggered_by: [local.x]}}}}| 1:55 Invalid reference"
            + " in replace_triggered_by expression: Only resources, count.index, and each.key may"
            + " be used in replace_triggered_by.;1:55 Invalid replace_triggered_by expression:"
            + " Missing resource reference in replace_triggered_by expression.",
        "resource: {t: {a: {lifecycle: {precondition: {condition: var.x > 1, error_message: m}}}}}|"
            + " 1:58 Invalid precondition expression: The condition expression must refer to at"
            + " least one object from elsewhere in the configuration, or else its result would not"
            + " be checking anything. This one is a constant text. Did you mean \"${var.x > 1}\"?",
        "data: {t: {a: {lifecycle: {prevent_destroy: true}}}}| 1:28 Invalid data resource lifecycle"
            + " argument: The lifecycle argument \"prevent_destroy\" is defined only for managed"
            + " resources (\"resource\" blocks), and is not valid for data resources.",
        "module: {m: {source: ./m}}| 1:22 Unreadable module directory: The directory m could not be"
            + " read for module \"m\": there is no such directory.",
        "terraform: {required_version: nope}| 1:31 Invalid version constraint: This string does not"
            + " use correct version constraint syntax. Write it like \">= 1.5, < 2.0\".",
        "terraform: {required_version: '>= 99'}" + "| 1:13 Unsupported Terraform Core version: *",
        "terraform: {backend: [{local: {}}, {local: {}}]}| 1:37 Duplicate backend configuration: A"
            + " module may have only one backend configuration. The backend was previously"
            + " configured at main.tf.yaml:1,24-29.",
        "terraform: {required_providers: {p: {source: a//b}}}| 1:46 Invalid provider source string:"
            + " The source of a provider is written \"namespace/type\" or \"host/namespace/type\".",
        "provider: {p: [{}, {}]}| 1:12 Duplicate provider configuration: A default (non-aliased)"
            + " provider configuration for \"p\" was already given at main.tf.yaml:1,12-13. If"
            + " multiple configurations are required, set the \"alias\" argument for alternative"
            + " configurations.",
      })
  void everyMistakeHasAPlaceAndARemedy(String text, String expected) throws IOException {
    List<String> found = mistakes("main.tf.yaml", text);
    String[] wanted = expected.split(";(?=\\d)");
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      String want = "main.tf.yaml:" + wanted[i];
      assertThat(found.get(i))
          .satisfies(line -> {
            if (want.endsWith("*")) {
              assertThat(line).startsWith(want.substring(0, want.length() - 1));
            } else {
              assertThat(line).isEqualTo(want);
            }
          });
    }
  }

  @Test
  void repeatedArgumentsAreFoundInJson() throws IOException {
    assertThat(
            mistakes(
                "main.tf.json",
                """
                {"resource": {"t": {"a": {"count": 1, "count": 2, "//": "x", "//": "y"}, "a": {}}},
                 "resource": {"t": {"b": {}}},
                 "locals": {"l": 1, "l": 2}}
                """))
        .containsExactly(
            "main.tf.json:1:39 Duplicate argument: The argument \"count\" was already set at"
                + " main.tf.json:1,27-37.",
            "main.tf.json:1:79 Duplicate resource \"t\" configuration: A t resource named \"a\" was"
                + " already declared at main.tf.json:1,26-27. Resource names must be unique per"
                + " type in each module.",
            "main.tf.json:3:21 Duplicate attribute definition: The argument \"l\" was already set"
                + " at main.tf.json:3,13-19.");
  }

  @Test
  void constantTextsThatLookLikeReferencesAreWarnedOf() throws IOException {
    ConfigLoader.Loaded loaded =
        load(
            "main.tf.yaml",
            """
            variable: {v: {default: var.v, description: var.v}}
            locals: {a: var.v, b: var.other, c: [local.a]}
            resource:
              t:
                x: {name: t.y.id, depends_on: [t.y], tags: {host: t.y}}
                y: {count: 1, n: count.index}
            """);
    assertThat(loaded.hasErrors()).isFalse();
    assertThat(
            loaded.diagnostics().stream()
                .map(d -> d.subject() + " " + d.detail().replaceAll(".*Did", "Did")))
        .containsExactly(
            "main.tf.yaml:2:13 Did you mean \"${var.v}\"?",
            "main.tf.yaml:2:38 Did you mean \"${local.a}\"?",
            "main.tf.yaml:5:15 Did you mean \"${t.y.id}\"?",
            "main.tf.yaml:6:22 Did you mean \"${count.index}\"?");
  }

  @Test
  void theEscapeBlockHoldsArgumentsWithReservedNames() throws IOException {
    ModuleConfig module =
        load("main.tf.yaml", "resource: {t: {a: {count: 1, _: {count: 2, provider: x}, n: 3}}}")
            .configuration()
            .root();
    ResourceBlock resource = requireNonNull(module.resources().get("t.a"));
    assertThat(resource.body().members())
        .extracting(m -> m.key())
        .containsExactly("n", "count", "provider");
  }

  @Test
  void aMistakeInOneFileDoesNotHideThoseInAnother() throws IOException {
    Files.writeString(directory.resolve("broken.tf.json"), "{\"variable\": {\"v\": {},}}");
    assertThat(mistakes("main.tf.yaml", "resource: {t: {1a: {}}}"))
        .containsExactly(
            "broken.tf.json:1:22 Trailing comma in object: JSON does not permit a trailing comma"
                + " after the final property in an object.",
            "main.tf.yaml:1:16 Invalid resource name: A name must start with a letter or underscore"
                + " and may contain only letters, digits, underscores, and dashes.");
  }
}
