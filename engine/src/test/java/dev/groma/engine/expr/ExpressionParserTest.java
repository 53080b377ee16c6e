package dev.groma.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.Syntax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionParserTest {
  private static String understood(String text) {
    Parsed<Expression> parsed = ExpressionParser.expression(text, "x.tf.json");
    Expression value = parsed.value();
    return value == null ? errors(parsed.diagnostics()) : Notation.of(value);
  }

  private static String errors(List<Diagnostic> diagnostics) {
    return String.join(
        ", ", diagnostics.stream().map(d -> d.summary() + " " + place(d.subject())).toList());
  }

  private static String place(@Nullable SourceRange range) {
    return range == null
        ? "nowhere"
        : range.start().line()
            + ":"
            + range.start().column()
            + "-"
            + range.end().line()
            + ":"
            + range.end().column();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 - 4 ; (1 + (2 * 3) - 4)",
        "a.b || c.d && !e.f == 1 ; (a.b || (c.d && ((!e.f) == 1)))",
        "1 < 2 == true != false ; ((1 < 2) == true != false)",
        "-a.b.c ; (-(a.b.c))",
        "- - 1 ; (-(-1))",
        "a.b ? 1 : c.d ? 2 : 3 ; (a.b ? 1 : (c.d ? 2 : 3))",
        "(1 + 2) * 3 ; ((1 + 2) * 3)",
        "a.b.c[0].d[\"k\"] ; (a.b.c[0].d[\"k\"])",
        "a.b.0.1 ; (a.b[0][1])",
        "a.b.*.c.0[1] ; ((a.b[*].c[0])[1])",
        "a.b[*].c[1].d ; (a.b[*].c[1].d)",
        "a.b[*].c[*].d ; (a.b[*].c[*].d)",
        "data.a.b.c ; (data.a.b.c)",
        "resource.a.b.c ; (a.b.c)",
        "ephemeral.a.b.c ; (ephemeral.a.b.c)",
        "module.m[0].out ; (module.m[0].out)",
        "module.m[each.key].out ; (module.m[each.key].out)",
        "f(1, a.b...) ; f(1, a.b...)",
        "core::f() ; core::f()",
        "provider::t::f(1,) ; provider::t::f(1)",
        "[1, [2], ] ; [1, [2]]",
        "{a = 1, \"b\" = 2, (c.d) : 3} ; {(\"a\") = 1, (\"b\") = 2, (c.d) = 3}",
        "{for k, v in a.b : k => v... if k} ; {for k, v in a.b : k => v... if k}",
        "[for a in a.b : a.c] ; [for a in a.b : (a.c)]",
        "[for s in a.b : [for s in s : s]] ; [for s in a.b : [for s in s : s]]",
        "\"a${1}b\" ; \"a${1}b\"",
        "\"${a.b}\" ; a.b",
        "1 /* two */ + 3 # four ; (1 + 3)",
        "a-b.c-d ; a-b.c-d",
        "\u00e9.\u65e5 ; \u00e9.\u65e5",
        "nullx.a ; nullx.a",
        "1e3 ; 1000",
        "0.5e-1 ; 0.05",
      })
  void understands(String text, String expected) {
    // An access in parentheses begins with another: the notation is no identity for those.
    assertThat(understood(text)).isEqualTo(expected);
    assertThat(understood(expected)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1 + ; Missing expression 1:4-1:4",
        "1 + * ; Invalid expression 1:5-1:6",
        "a.b. ; Invalid attribute name 1:4-1:5",
        "(1 ; Unbalanced parentheses 1:3-1:3",
        "[1 2] ; Missing item separator 1:4-1:5",
        "[1 ; Unterminated tuple constructor expression 1:3-1:3",
        "{a 1} ; Missing key/value separator 1:4-1:5",
        "{a = 1 b = 2} ; Missing attribute separator 1:8-1:9",
        "{a = 1 ; Unterminated object constructor expression 1:1-1:2",
        "f(1 2) ; Missing argument separator 1:5-1:6",
        "f(a.b... , 1) ; Missing closing parenthesis 1:10-1:11",
        "f(1 ; Unterminated function call 1:4-1:4",
        "a.b[0 ; Missing close bracket on index 1:6-1:6",
        "a.b.*.* ; Nested splat expression not allowed 1:6-1:7",
        "true ? 1 ; Missing false expression in conditional 1:9-1:9",
        "1 & 2 ; Unsupported operator 1:3-1:4",
        "'a' ; Invalid character 1:1-1:2",
        "\"a ; Unterminated template string 1:1-1:3",
        "\"\\q\" ; Invalid escape sequence 1:2-1:4",
        "\"${1 2}\" ; Extra characters after interpolation expression 1:6-1:7",
        "\"${1\" ; Extra characters after interpolation expression 1:5-1:6",
        "\"%{ if true }\" ; Unexpected end of template 1:2-1:14",
        "\"%{ endfor }\" ; Unexpected endfor directive 1:2-1:13",
        "\"%{ what }\" ; Invalid template directive 1:5-1:9",
        "1 2 ; Extra characters after expression 1:3-1:4",
        "foo ; Invalid reference 1:1-1:4",
        "var ; Invalid reference 1:1-1:4",
        "data.x ; Invalid reference 1:1-1:7",
        "count.foo ; Invalid \"count\" attribute 1:1-1:10",
        "[for x : x] ; Invalid 'for' expression 1:8-1:9",
        "1e9999999 ; Invalid number literal 1:1-1:10",
        "f:: ; Missing function name 1:4-1:4",
        "foo + bar ; Invalid reference 1:1-1:4, Invalid reference 1:7-1:10",
      })
  void refuses(String text, String expected) {
    assertThat(understood(text)).isEqualTo(expected);
  }

  @Test
  void readsTemplates() {
    assertThat(template("a ${1} $${b} %%{c} $ %")).isEqualTo("\"a ${1} $${b} %%{c} $ %\"");
    assertThat(template("${a.b}")).isEqualTo("a.b");
    assertThat(template("${\"${a.b}\"}")).isEqualTo("a.b");
    assertThat(template("%{ for i, x in a.b ~}\n ${i}=${x}\n%{ endfor ~}\n"))
        .isEqualTo("\"${\"%{ for i, x in a.b }${\" ${i}=${x}\\n\"}%{ endfor }\"}\"");
    assertThat(template("%{if true}x%{else}${1}%{endif}"))
        .isEqualTo("\"${(true ? \"x\" : \"${1}\")}\"");
  }

  private static String template(String text) {
    Parsed<Expression> parsed = ExpressionParser.template(text, "x.tf.json");
    Expression value = parsed.value();
    return value == null ? errors(parsed.diagnostics()) : Notation.of(value);
  }

  @Test
  void heredocsLoseTheIndentationThatAllLinesShare() {
    assertThat(understood("<<-EOT\n    a\n\n      ${b.c}\n    EOT\n"))
        .isEqualTo("\"a\\n\\n  ${b.c}\\n\"");
    assertThat(understood("<<EOT\n  a\nEOT\n")).isEqualTo("\"  a\\n\"");
    assertThat(understood("[<<A\n1\nA\n, 2]")).isEqualTo("[\"1\\n\", 2]");
  }

  @Test
  void placesAreThoseInTheJsonFile() {
    assertThat(places("{\n  \"k\": \"\\u0061\\n${foo} and ${1 +}\"\n}", Syntax.JSON))
        .containsExactly("Invalid reference 2:19-2:22", "Invalid expression 2:33-2:34");
  }

  @Test
  void placesAreThoseInTheYamlFile() {
    assertThat(places("k: |\n  one\n  é ${foo}\nl: 'it''s ${bar}'\n", Syntax.YAML))
        .containsExactly("Invalid reference 3:7-3:10", "Invalid reference 4:13-4:16");
  }

  private static List<String> places(String text, Syntax syntax) {
    Node root = Objects.requireNonNull(SourceReader.read(new SourceText("f", text), syntax).root());
    return ExpressionParser.template(root).diagnostics().stream()
        .map(d -> d.summary() + " " + place(d.subject()))
        .toList();
  }

  @Test
  void readsReferencesAndTraversals() {
    Reference reference =
        ExpressionParser.reference("terraform_data.a[count.index].input", "f").require();
    assertThat(reference.subject()).hasToString("terraform_data.a");
    assertThat(Notation.steps(reference.remaining())).isEqualTo("[count.index].input");

    Traversal traversal = ExpressionParser.traversal("tags[\"x y\"].z[0]", "f").require();
    assertThat(traversal.rootName()).isEqualTo("tags");
    assertThat(traversal.toPath()).hasToString("tags[\"x y\"].z[0]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${a.b}", "1", "\"a\"", "a.b[c.d]", "a.b[*]", "a.b + 1", "", "a.b c"})
  void refusesWhatIsNoTraversal(String text) {
    assertThat(ExpressionParser.traversal(text, "f").diagnostics()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(|)",
        "[|]",
        "{a=|}",
        "-|``",
        "true ? 1 : |``",
        "f(|)",
        "a.b[|]",
        "\"${|}\"",
        "[for x in [1] : |]",
      })
  void nestingIsBounded(String open, String close) {
    String deep = open.repeat(50_000) + "1" + close.repeat(50_000);
    assertThat(ExpressionParser.expression(deep, "f").diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Expression nested too deeply");
    String fine = open.repeat(90) + "1" + close.repeat(90);
    assertThat(ExpressionParser.expression(fine, "f").diagnostics()).isEmpty();
  }

  @Test
  void lengthIsNotBounded() {
    for (String unit : List.of("1 + ", "true && ", "1 == ")) {
      assertThat(ExpressionParser.expression(unit.repeat(20_000) + "1", "f").diagnostics())
          .isEmpty();
    }
    assertThat(ExpressionParser.expression("a.b" + ".c[0]".repeat(20_000), "f").diagnostics())
        .isEmpty();
  }

  @Test
  void noTextMakesTheParserThrow() {
    long seed = 20_260_102;
    Random random = new Random(seed);
    List<String> pieces =
        new ArrayList<>(
            List.of(
                "${", "%{", "}", "~", "\"", "{", "[", "]", "(", ")", "for ", " in ", "if ", "else",
                "endif", "endfor", ":", "=>", "...", ".", "*", "[*]", "a", "b", "var.", "1", ".5",
                "\n", "<<EOT\n", "EOT\n", "\\", "\\u00", "$", "%%{", "/*", "*/", "//", "#", ",",
                "=", "?", "!", "-", "&&", "é", "\ud83d", "::", " "));
    for (int i = 0; i < 20_000; i++) {
      Collections.shuffle(pieces, random);
      String text = String.join("", pieces.subList(0, 1 + random.nextInt(12)));
      for (Parsed<?> parsed :
          List.of(
              ExpressionParser.template(text, "f"),
              ExpressionParser.expression(text, "f"),
              ExpressionParser.templateFile(text, "f"),
              ExpressionParser.reference(text, "f"),
              ExpressionParser.traversal(text, "f"))) {
        assertThat(parsed.value() == null)
            .as("seed %s, text %s", seed, text)
            .isEqualTo(!parsed.diagnostics().isEmpty());
      }
    }
  }
}
