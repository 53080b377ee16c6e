package dev.groma.engine.expr.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FunctionDocsTest {
  @Test
  void thePageIsMadeFromTheFunctions() throws IOException {
    Path page = Path.of(Objects.requireNonNull(System.getProperty("groma.repository")), "docs");
    assertThat(FunctionDocs.markdown())
        .as("docs/functions.md has to be FunctionDocs.markdown()")
        .isEqualTo(Files.readString(page.resolve("functions.md")));
  }

  /// The resource lists what `terraform metadata functions -json` of 1.11.4 says.
  @Test
  void theSignaturesAreThoseOfTheRealProgram() throws IOException {
    FunctionRegistry functions = FunctionRegistry.standard();
    List<String> ours = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/signatures.txt"))) {
      String name = line.substring(0, line.indexOf('('));
      ours.add(FunctionDocs.signature(functions.find(name).orElseThrow()));
    }
    assertThat(ours).isEqualTo(Files.readAllLines(Path.of("src/test/resources/signatures.txt")));
  }

  @Test
  void everyFunctionIsDocumented() {
    FunctionRegistry functions = FunctionRegistry.standard();
    assertThat(functions.names())
        .allSatisfy(
            name -> assertThat(functions.find(name).orElseThrow().doc()).as(name).endsWith("."));
  }

  @Test
  void theJsonListsEachFunctionTwice() {
    assertThat(FunctionDocs.json())
        .startsWith("{\"format_version\":\"1.0\",\"function_signatures\":{\"abs\":{")
        .contains(
            "\"core::join\":{\"description\":\"Puts all elements of one or more lists of strings"
                + " together, with a separator between.\",\"parameters\":[{\"description\":\"What to"
                + " put between the elements.\",\"name\":\"separator\",\"type\":\"string\"}],"
                + "\"return_type\":\"string\",\"variadic_parameter\":{\"description\":\"The lists, in"
                + " order.\",\"name\":\"lists\",\"type\":[\"list\",\"string\"]}}")
        .doesNotContain("provider::");
  }
}
