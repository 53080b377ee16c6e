package dev.groma.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.value.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReferenceCheckTest {
  private static final Block SCHEMA =
      Block.of(Map.of("x", Attribute.of(Type.DYNAMIC, Mode.OPTIONAL, Doc.NONE)), Map.of());

  @Test
  void everyReferenceMustNameSomethingDeclared(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("main.tf.yaml"),
        """
        variable: {region: {validation: {condition: "${var.region != local.nope}", error_message: m}}}
        locals: {size: 1, loop: "${local.loop}"}
        output:
          a: {value: "${var.regoin}${var.other}", depends_on: [t.zzz]}
          b: {value: "${local.sise}${path.rooot}${terraform.workspace}${module.m.x}"}
          c: {value: "${count.index}${self.x}${t.c[*].x}"}
        resource:
          t:
            a: {x: "${t.a.x}${each.key}${t.cc.x}"}
            b:
              count: "${count.index}"
              x: "${count.index}${data.t.c.x}"
              lifecycle:
                precondition: {condition: "${t.b[0].x == 1}", error_message: "${self.x}"}
                postcondition: {condition: "${self.x == t.b[0].x}", error_message: m}
            c: {for_each: {}, x: "${each.value}", depends_on: [t.c]}
        """);
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory);
    assertThat(loaded.diagnostics()).isEmpty();
    assertThat(
            ReferenceCheck.check(
                loaded.configuration().tree(),
                resource ->
                    CompiledBody.compile(
                            resource.body(), resource.declaration(), SCHEMA, new ArrayList<>())
                        .references(),
                List.of()))
        .extracting(ConfigLoaderTest::line)
        .containsExactly(
            "main.tf.yaml:1:62 Reference to undeclared local value: A local value with the name \"nope\" has not been declared.",
            "main.tf.yaml:2:28 Self-referencing local value: Local value local.loop cannot use its own result as part of its expression.",
            "main.tf.yaml:4:17 Reference to undeclared input variable: An input variable with the name \"regoin\" has not been declared. Did you mean \"region\"?",
            "main.tf.yaml:4:30 Reference to undeclared input variable: An input variable with the name \"other\" has not been declared. This variable can be declared with a variable \"other\" {} block.",
            "main.tf.yaml:4:56 Reference to undeclared resource: A managed resource \"t\" \"zzz\" has not been declared in the root module.",
            "main.tf.yaml:5:17 Reference to undeclared local value: A local value with the name \"sise\" has not been declared. Did you mean \"size\"?",
            "main.tf.yaml:5:30 Invalid \"path\" attribute: The \"path\" object does not have an attribute named \"rooot\". Did you mean \"root\"?",
            "main.tf.yaml:5:65 Reference to undeclared module: No module call named \"m\" is declared in the root module.",
            "main.tf.yaml:6:17 Reference to \"count\" in non-counted context: The \"count\" object can only be used in \"module\", \"resource\", and \"data\" blocks, and only when the \"count\" argument is set.",
            "main.tf.yaml:6:31 Invalid \"self\" reference: The \"self\" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.",
            "main.tf.yaml:9:15 Self-referential block: Configuration for t.a may not refer to itself.",
            "main.tf.yaml:9:23 Reference to \"each\" in context without for_each: The \"each\" object can be used only in \"module\" or \"resource\" blocks, and only when the \"for_each\" argument is set.",
            "main.tf.yaml:9:34 Reference to undeclared resource: A managed resource \"t\" \"cc\" has not been declared in the root module. Did you mean \"t.c\"?",
            "main.tf.yaml:11:17 Reference to \"count\" in non-counted context: The \"count\" object can only be used in \"module\", \"resource\", and \"data\" blocks, and only when the \"count\" argument is set.",
            "main.tf.yaml:12:27 Reference to undeclared resource: A data resource \"t\" \"c\" has not been declared in the root module.",
            "main.tf.yaml:14:38 Invalid reference in precondition: Configuration for t.b may not refer to itself.",
            "main.tf.yaml:14:73 Invalid \"self\" reference: The \"self\" object is not available in this context. This object can be used only in resource provisioner, connection, and postcondition blocks.");
  }
}
