package dev.groma.schemas.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DecodeTest {
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private static Node tree(String json) {
    return Objects.requireNonNull(SourceReader.read(new SourceText("f", json), Syntax.JSON).root());
  }

  private List<String> messages() {
    return diagnostics.stream()
        .map(d -> d.subject() + " " + d.summary() + ": " + d.detail())
        .toList();
  }

  @Test
  void templatesAreJustText() {
    assertThat(Literals.value(tree("{\"a\": [\"${x}\", null]}"), diagnostics::add))
        .isEqualTo(
            Value.object(
                new TreeMap<>(
                    Map.of("a", new Value.Tuple(List.of(Value.of("${x}"), Value.nullValue()))))));
    assertThat(diagnostics).isEmpty();
  }

  @Test
  void theMistakenPartIsNamedAndPlaced() {
    Type type = Type.map(Type.list(Type.NUMBER));
    assertThat(Literals.value(tree("{\"a\": [1], \"b\": [1, \"x\"]}"), type, diagnostics::add))
        .isNull();
    assertThat(messages())
        .containsExactly(
            "f:1:21 Unsuitable value type: Unsuitable value: element [\"b\"][1]: a number is required.");
  }

  @Test
  void repeatedNamesAreRefused() {
    Literals.value(tree("{\"a\": 1, \"a\": 2}"), diagnostics::add);
    assertThat(messages())
        .containsExactly(
            "f:1:10 Duplicate object attribute: An attribute named \"a\" was already defined at f:1:2.");
  }

  @Test
  void anObjectIsReadByNameAndType() {
    ObjectReader reader =
        ObjectReader.of(
            tree(
                """
                {"name": "n", "size": 2.5, "tags": ["a", 1], "force": "yes", "kind": "remot", "nme": 1,
                 "name": "m"}
                """),
            "a thing",
            diagnostics::add);
    assertThat(reader.requiredText("name")).contains("n");
    assertThat(reader.requiredText("id")).isEmpty();
    assertThat(reader.integer("size", 0, 9, 7)).isEqualTo(7);
    assertThat(reader.texts("tags")).containsExactly("a");
    assertThat(reader.bool("force", true)).isTrue();
    assertThat(reader.word("kind", Category.class)).isNull();
    assertThat(reader.findText("nmes")).isEmpty();
    reader.close();
    assertThat(messages())
        .containsExactly(
            "f:2:2 Duplicate property: The property \"name\" was already set at f:1:2. Remove one of the two.",
            "f:1:1 Missing required property: The property \"id\" is required.",
            "f:1:23 Unsuitable value type: A whole number from 0 to 9 is required.",
            "f:1:42 Unsuitable value type: A string is required here, not a number.",
            "f:1:55 Unsuitable value type: The property \"force\" must be true or false, not a string.",
            "f:1:70 Unsuitable value type: \"remot\" is none of the words that can stand here: user,"
                + " provider, remote, internal. Did you mean \"remote\"?",
            "f:1:79 Extraneous JSON object property: No argument or block type is named \"nme\"."
                + " Did you mean \"nmes\"?");
  }
}
