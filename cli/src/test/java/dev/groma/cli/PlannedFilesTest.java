package dev.groma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A saved plan is carried out only while the files that it was made from are the same.
final class PlannedFilesTest {
  private static final String PASSWORD = "only-four-people-know-this";

  private Shell shell;

  @BeforeEach
  void plan() throws IOException {
    shell = new Shell();
    shell.write(
        "main.tf.yaml",
        """
        resource:
          terraform_data:
            text: {input: "${templatefile(\\"parts/text.tftpl\\", {name = \\"x\\"})}"}
            secret: {input: "${sensitive(file(\\"password\\"))}"}
        locals:
          unused: ${filesha256("parts/large")}
          maybe: ${fileexists("parts/maybe")}
          all: ${fileset("parts", "*.tftpl")}
          here: ${fileset(path.module, "*")}
          none: ${try(file("parts/none"), "none")}
        module:
          inner: {source: ./inner}
        output:
          all: {value: "${[local.unused, local.maybe, local.all, length(local.here) > 0, local.none]}"}
        """);
    shell.write("inner/main.tf.yaml", "output: {o: {value: '${file(\"${path.module}/o\")}'}}\n");
    shell.write("inner/o", "o");
    shell.write("parts/text.tftpl", "Hello ${name}\n");
    shell.write("parts/large", "0123456789".repeat(1000));
    shell.write("password", PASSWORD);
    Shell.Result planned = shell.run("plan", "-out=saved");
    assertThat(planned.code()).as(planned.text()).isZero();
  }

  @AfterEach
  void close() throws IOException {
    shell.close();
  }

  private void refused(String... reasons) throws IOException {
    Shell.Result applied = shell.run("apply", "-no-color", "saved");
    assertThat(applied.code()).isEqualTo(1);
    assertThat(applied.text())
        .contains("Error: Saved plan is stale", "files that the")
        .doesNotContain("Creating...", PASSWORD);
    assertThat(applied.text().lines().filter(line -> line.contains("  - ")))
        .hasSize(reasons.length);
    assertThat(applied.text()).contains(reasons);
    assertThat(shell.read("terraform.tfstate")).isEmpty();
  }

  @Test
  void nothingChanged() {
    Shell.Result applied = shell.run("apply", "saved");
    assertThat(applied.code()).as(applied.text()).isZero();
    assertThat(applied.text()).contains("2 added");
  }

  @Test
  void contentChanged() throws IOException {
    shell.write("parts/text.tftpl", "Goodbye ${name}\n");
    shell.write("inner/o", "p");
    shell.write("parts/large", "0123456789".repeat(1000) + "!");
    refused(
        "- one of inner/o, parts/text.tftpl, password: it holds something else",
        "- parts/large: it holds something else");
  }

  @Test
  void filesCameAndWent() throws IOException {
    shell.write("parts/maybe", "");
    shell.write("parts/none", "some");
    shell.write("parts/new.tftpl", "");
    Files.delete(shell.directory().resolve("password"));
    refused(
        "- .: of the files that match \"*\", password is gone",
        "- parts/maybe: it is new",
        "- parts/none: it is new",
        "- parts: of the files that match \"*.tftpl\", new.tftpl is new",
        "- password: it is gone");
  }

  @Test
  void contentIsNotInThePlan() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ZipInputStream zip =
        new ZipInputStream(Files.newInputStream(shell.directory().resolve("saved")))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        all.writeBytes(zip.readAllBytes());
      }
    }
    String text = all.toString(StandardCharsets.UTF_8);
    assertThat(text).contains("\"path\" : \"password\"").doesNotContain(PASSWORD);
  }
}
