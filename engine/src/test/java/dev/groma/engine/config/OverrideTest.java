package dev.groma.engine.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OverrideTest {
  @TempDir Path directory;

  private ConfigLoader.Loaded load(String base, String override) throws IOException {
    Files.writeString(directory.resolve("main.tf.yaml"), base);
    Files.writeString(directory.resolve("a_override.tf.yaml"), override);
    return ConfigLoader.load(directory);
  }

  private static String text(Node node) {
    return switch (node) {
      case StringNode s -> s.text();
      case Node.NumberNode n -> n.value().toPlainString();
      case Node.BoolNode b -> String.valueOf(b.value());
      case Node.NullNode _ -> "null";
      case Node.ListNode l ->
          l.elements().stream().map(OverrideTest::text).collect(Collectors.joining(",", "[", "]"));
      case Node.ObjectNode o ->
          o.members().stream()
              .map(m -> m.key() + "=" + text(m.value()))
              .collect(Collectors.joining(",", "{", "}"));
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{a: 1, b: 2} | {a: 3} | {b=2,a=3}",
        "{rule: [{p: 1}, {p: 2}], a: 1} | {rule: {p: 3}} | {a=1,rule={p=3}}",
        "{a: 1, dynamic: {rule: {for_each: []}, disk: {}}} | {rule: {p: 3}} |"
            + " {a=1,dynamic={disk={}},rule={p=3}}",
        "{rule: {p: 1}} | {dynamic: {rule: {for_each: []}}} | {dynamic={rule={for_each=[]}}}",
        "{dynamic: [{rule: {x: 1}}, {disk: {}}]} | {dynamic: {rule: {x: 2}}} |"
            + " {dynamic=[{disk={}}],dynamic={rule={x=2}}}",
      })
  void argumentsAndBlocksOfResourcesAreReplaced(String base, String override, String expected)
      throws IOException {
    ConfigLoader.Loaded loaded =
        load("resource: {t: {r: " + base + "}}", "resource: {t: {r: " + override + "}}");
    assertThat(loaded.diagnostics()).isEmpty();
    ResourceBlock block = loaded.configuration().root().resources().get("t.r");
    List<Member> members = requireNonNull(block).body().members();
    assertThat(text(new Node.ObjectNode(members, requireNonNull(block).declaration())))
        .isEqualTo(expected);
  }

  @Test
  void everythingElseIsMergedByName() throws IOException {
    ConfigLoader.Loaded loaded =
        load(
            """
            variable: {v: {default: 1, description: d}}
            locals: {a: 1, b: 2}
            output: {o: {value: 1, description: d}}
            module: {m: {source: ./m, x: 1, y: 2}}
            provider: {p: [{a: 1}, {alias: q, a: 1}]}
            terraform:
              required_version: ">= 1.0"
              required_providers: {p: {source: a/p}, r: {source: a/r}}
            resource: {t: {r: {lifecycle: {prevent_destroy: true, ignore_changes: [a]}}}}
            """,
            """
            variable: {v: {default: 2}}
            locals: {b: 3}
            output: {o: {value: 2}}
            module: {m: {x: 3}}
            provider: {p: {alias: q, b: 2}, new: {c: 1}}
            terraform:
              required_version: ">= 1.1"
              required_providers: {p: {source: b/p}}
            resource: {t: {r: {lifecycle: {ignore_changes: [b]}}}}
            """);
    ModuleConfig root = loaded.configuration().root();
    assertThat(loaded.diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Unreadable module directory");
    assertThat(requireNonNull(root.variables().get("v")).defaultValue()).hasToString("2");
    assertThat(requireNonNull(root.variables().get("v")).description()).isEqualTo("d");
    assertThat(requireNonNull(root.locals().get("a")).expression())
        .isInstanceOf(Expression.Literal.class);
    assertThat(requireNonNull(root.locals().get("b")).declaration().file())
        .isEqualTo("a_override.tf.yaml");
    assertThat(requireNonNull(root.outputs().get("o")).value().range().file())
        .isEqualTo("a_override.tf.yaml");
    assertThat(requireNonNull(root.outputs().get("o")).description()).isEqualTo("d");
    assertThat(requireNonNull(root.calls().get("m")).arguments()).containsOnlyKeys("x", "y");
    assertThat(
            requireNonNull(requireNonNull(root.calls().get("m")).arguments().get("x"))
                .name()
                .file())
        .isEqualTo("a_override.tf.yaml");
    assertThat(text(requireNonNull(root.providers().get("p.q")).body())).isEqualTo("{a=1,b=2}");
    assertThat(text(requireNonNull(root.providers().get("p")).body())).isEqualTo("{a=1}");
    assertThat(text(requireNonNull(root.providers().get("new")).body())).isEqualTo("{c=1}");
    assertThat(root.requiredVersions())
        .extracting(RequiredVersion::constraint)
        .containsExactly(">= 1.1");
    assertThat(root.providerAddress("p").namespace()).isEqualTo("b");
    assertThat(root.providerAddress("r").namespace()).isEqualTo("a");
    Lifecycle lifecycle = requireNonNull(root.resources().get("t.r")).lifecycle();
    assertThat(lifecycle.preventDestroy()).isNotNull();
    assertThat(lifecycle.ignoreChanges()).asString().contains("name=b").doesNotContain("name=a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "resource: {t: {x: {}}} | Missing resource to override: There is no t resource named"
            + " \"x\".",
        "data: {t: {x: {}}} | Missing data resource to override: There is no t data resource named"
            + " \"x\".",
        "variable: {x: {}} | Missing base variable declaration to override: There is no variable"
            + " named \"x\".",
        "output: {x: {value: 1}} | Missing base output definition to override: There is no output"
            + " named \"x\".",
        "module: {x: {}} | Missing module call to override: There is no module call named \"x\".",
        "locals: {x: 1} | Missing base local value definition to override: There is no local value"
            + " named \"x\".",
        "provider: {p: {alias: x}} | Missing base provider configuration for override: There is no"
            + " p provider configuration with the alias \"x\".",
        "resource: {t: {r: {depends_on: [t.r]}}} | Unsupported override: The depends_on argument"
            + " may not be overridden.",
        "resource: {t: {r: {lifecycle: {precondition: {}}}}} | Can't override precondition blocks:"
            + " Override files cannot override \"precondition\" blocks.",
        "output: {o: {precondition: {}}} | Can't override precondition blocks: Override files"
            + " cannot override \"precondition\" blocks.",
        "variable: {v: {validation: {}}} | Can't override validation blocks: Override files cannot"
            + " override \"validation\" blocks.",
        "moved: {from: t.a, to: t.b} | Cannot override 'moved' blocks: Records of moved objects can"
            + " appear only in normal files, not in override files.",
        "import: {to: t.r, id: x} | Cannot override 'import' blocks: Import blocks can appear only"
            + " in normal files, not in override files.",
        "check: {c: {}} | Can't override check blocks: Override files cannot override check"
            + " blocks.",
      })
  void whatCannotBeOverriddenIsAnError(String override, String expected) throws IOException {
    ConfigLoader.Loaded loaded =
        load(
            "{resource: {t: {r: {lifecycle: {destroy: true}}}}, variable: {v: {}},"
                + " output: {o: {value: 1}}}",
            override);
    assertThat(loaded.diagnostics()).hasSize(1);
    Diagnostic only = loaded.diagnostics().getFirst();
    assertThat(only.summary() + ": " + only.detail()).startsWith(expected);
    assertThat(only.subject()).isNotNull();
    assertThat(requireNonNull(only.subject()).file()).isEqualTo("a_override.tf.yaml");
  }
}
