package dev.groma.engine.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DiagnosticTest {
  private static final SourceText SOURCE =
      new SourceText(
          "main.tf.yaml",
          "resource:\n  cloud_tunnel:\n    b:\n      name: \"隧道 ${var.nme}\"\n\tx: |\n        one\n        two\n");

  private static @Nullable SourceText source(String name) {
    return name.equals("main.tf.yaml") ? SOURCE : null;
  }

  private static SourceRange find(String text) {
    int at = SOURCE.text().indexOf(text);
    return SOURCE.range(at, at + text.length());
  }

  private static List<Diagnostic> samples() {
    return List.of(
        Diagnostic.error(
                "config.undeclared",
                "Reference to undeclared input variable",
                "An input variable with the name \"nme\" has not been declared. Did you mean \"name\"? Declare it with a variable block.")
            .at(find("var.nme"))
            .about("cloud_tunnel.b[\"a.b\"]")
            .with(
                List.of(
                    new Diagnostic.ExpressionValue("var.size", "is 3"),
                    new Diagnostic.ExpressionValue("var.psk", "has a sensitive value"))),
        Diagnostic.error(
                "config.block",
                "Several lines",
                "First paragraph.\n\n  kept as it is, however long the line may become in the end, since it begins with a blank\nEnd.")
            .at(find("x: |\n        one\n        two")),
        Diagnostic.warning("config.old", "No text at hand", "Detail.")
            .at(SourceRange.of("other.tf.json"))
            .about("module.m.data.cloud_tunnels.all"),
        Diagnostic.error("remote.denied", "Access denied", ""));
  }

  @Test
  void drawsABoxWithThePlace() {
    Golden.check(
        "diagnostics.txt",
        new DiagnosticText(DiagnosticTest::source, Style.PLAIN).render(samples()));
    Golden.check(
        "diagnostics-colour.txt",
        new DiagnosticText(DiagnosticTest::source, new Style(true, 60))
            .render(samples())
            .replace("\u001b", "<ESC>"));
  }

  @Test
  void writesTheShapeThatToolsKnow() {
    Golden.check(
        "diagnostics.json", DiagnosticJson.validation(samples(), DiagnosticTest::source) + "\n");
  }

  @Test
  void countsOffsetsInBytes() {
    Excerpt excerpt = Objects.requireNonNull(Excerpt.of(find("var.nme"), SOURCE));
    assertThat(excerpt.startOffset())
        .isEqualTo("      name: \"隧道 ${".getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    assertThat(excerpt.endOffset() - excerpt.startOffset()).isEqualTo(7);
  }

  @Test
  void survivesPlacesOutsideTheText() {
    SourceText shorter = new SourceText("main.tf.yaml", "a: 1");
    Diagnostic far = Diagnostic.error("x", "Gone", "The file changed.").at(find("two"));
    Diagnostic wide = Diagnostic.error("x", "Wide", "The line changed.").at(find("source:"));
    DiagnosticText text = new DiagnosticText(_ -> shorter, Style.PLAIN);
    assertThat(text.render(far)).contains("(source code not available)");
    assertThat(text.render(wide)).contains("   1: a: 1");
  }
}
