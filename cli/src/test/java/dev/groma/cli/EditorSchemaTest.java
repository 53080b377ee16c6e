package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.testkit.spec.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The JSON Schema of configurations, and the document of `providers schema -json`.
///
/// `-Dgolden.accept=true` writes the schema anew.
final class EditorSchemaTest {
  private static final Path ROOT = Path.of("..");
  private static final Path FILE =
      ROOT.resolve("schemas/src/main/resources/dev/groma/schemas/configuration.schema.json");

  private final ProviderRegistry registry = Clouds.providers();

  @Test
  void theSchemaIsThatOfTheProviders() {
    Generated.check(FILE, EditorSchema.of(registry));
  }

  private SchemaCheck schema() {
    return new SchemaCheck(Tree.read("configuration.schema.json", EditorSchema.of(registry)));
  }

  @Test
  void everyExampleIsValid() throws IOException {
    SchemaCheck schema = schema();
    for (String directory : List.of("examples", "docs/resources")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
        List<Path> examples = files.filter(file -> file.toString().endsWith(".tf.yaml")).toList();
        assertThat(examples).isNotEmpty();
        for (Path example : examples) {
          assertThat(schema.check(Tree.load(example))).as(example.toString()).isEmpty();
        }
      }
    }
  }

  @Test
  void mistakesAreFound() {
    SchemaCheck schema = schema();
    String good =
        """
        resource:
          ksyun_vpn_customer_gateway:
            office: {customer_gateway_name: a, customer_gateway_address: "${var.address}"}
        """;
    assertThat(schema.check(Tree.read("good.yaml", good))).isEmpty();
    assertThat(schema.check(Tree.read("a.yaml", good.replace("gateway_name", "gateway_mame"))))
        .anyMatch(problem -> problem.endsWith("customer_gateway_mame is not known"));
    assertThat(schema.check(Tree.read("a.yaml", good.replace("resource:", "resources:"))))
        .containsExactly("/resources is not known");
    assertThat(schema.check(Tree.read("a.yaml", good.replace("name: a", "name: [a]"))))
        .isNotEmpty();
    assertThat(schema.check(Tree.read("a.yaml", good.replace("customer_gateway_name: a, ", ""))))
        .anyMatch(problem -> problem.endsWith("office lacks customer_gateway_name"));
  }

  @Test
  void theBlockEncryptionIsKnown() {
    SchemaCheck schema = schema();
    String good =
        """
        terraform:
          required_version: ">= 1.5"
          encryption:
            key_provider: {argon2id: {a: {passphrase: "${var.p}", memory: 65536}}}
            method:
              sm4_gcm: {a: {keys: "${key_provider.argon2id.a}"}}
              unencrypted: {old: {}}
            state:
              method: method.sm4_gcm.a
              granularity: sensitive
              fallback: {method: "${method.unencrypted.old}"}
        """;
    assertThat(schema.check(Tree.read("good.yaml", good))).isEmpty();
    assertThat(schema.check(Tree.read("a.yaml", good.replace("passphrase", "pass"))))
        .anyMatch(problem -> problem.endsWith("pass is not known"));
    assertThat(schema.check(Tree.read("a.yaml", good.replace("granularity: s", "granularity: in"))))
        .anyMatch(problem -> problem.contains("granularity does not match"));
    assertThat(schema.check(Tree.read("a.yaml", good.replace("method.sm4_gcm.a", "sm4"))))
        .anyMatch(problem -> problem.contains("method does not match"));
  }

  /// What Terraform 1.11.4 prints for its own type.
  @Test
  void schemasOfProvidersHaveTheKnownForm() {
    String terraformData =
        """
        "terraform_data":{"version":0,"block":{"attributes":{\
        "id":{"type":"string","description_kind":"plain","computed":true},\
        "input":{"type":"dynamic","description_kind":"plain","optional":true},\
        "output":{"type":"dynamic","description_kind":"plain","computed":true},\
        "triggers_replace":{"type":"dynamic","description_kind":"plain","optional":true}},\
        "description_kind":"plain"}}\
        """;
    String ours = SchemaJson.render(registry).replaceAll("\"description\":\"[^\"]*\",", "");
    assertThat(ours).startsWith("{\"format_version\":\"1.0\",\"provider_schemas\":{");
    assertThat(ours).contains(terraformData);
    assertThat(ours)
        .contains(
            "\"peer_if_name\":{\"type\":\"string\",\"description_kind\":\"plain\",\"optional\":true,\"write_only\":true}",
            "\"pre_shared_key\":{\"type\":\"string\",\"description_kind\":\"plain\",\"required\":true,\"sensitive\":true}",
            "\"billing\":{\"nesting_mode\":\"single\",\"block\":{");
  }
}
