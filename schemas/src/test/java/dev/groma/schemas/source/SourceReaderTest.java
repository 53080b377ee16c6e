package dev.groma.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node.BoolNode;
import dev.groma.schemas.source.Node.ListNode;
import dev.groma.schemas.source.Node.NullNode;
import dev.groma.schemas.source.Node.NumberNode;
import dev.groma.schemas.source.Node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceReaderTest {
  private static Read read(String text, Syntax syntax) {
    return SourceReader.read(new SourceText("f", text), syntax);
  }

  private static Node tree(String text, Syntax syntax) {
    Read read = read(text, syntax);
    assertThat(read.diagnostics()).isEmpty();
    return Objects.requireNonNull(read.root());
  }

  private static List<String> mistakes(String text, Syntax syntax) {
    return read(text, syntax).diagnostics().stream().map(SourceReaderTest::line).toList();
  }

  private static String line(Diagnostic d) {
    SourceRange range = Objects.requireNonNull(d.subject());
    return place(range) + " " + d.summary();
  }

  private static String place(SourceRange range) {
    Position from = range.start();
    Position to = range.end();
    return from.line()
        + ":"
        + from.column()
        + "-"
        + (to.line() == from.line() ? "" : to.line() + ":")
        + to.column();
  }

  /// The tree as text, with each part's range when `places` is set.
  static String show(Node node, boolean places) {
    String at = places ? "@" + place(node.range()) : "";
    return switch (node) {
      case StringNode s -> "'" + s.text().replace("\n", "\\n") + "'" + at;
      case NumberNode n -> n.value().toPlainString() + at;
      case BoolNode b -> b.value() + at;
      case NullNode _ -> "null" + at;
      case ListNode l ->
          l.elements().stream()
                  .map(e -> show(e, places))
                  .collect(Collectors.joining(", ", "[", "]"))
              + at;
      case ObjectNode o ->
          o.members().stream()
                  .map(m -> show(m.keyNode(), places) + ": " + show(m.value(), places))
                  .collect(Collectors.joining(", ", "{", "}"))
              + at;
    };
  }

  @Test
  void jsonKeepsPlacesOrderAndRepeatedNames() {
    String text =
        """
        {"a": [1, -2.50e3, true],
          "ü": {"a": null, "a": "x\\ty"}}
        """;
    assertThat(show(tree(text, Syntax.JSON), true))
        .isEqualTo(
            "{'a'@1:2-5: [1@1:8-9, -2500@1:11-18, true@1:20-24]@1:7-25, 'ü'@2:3-6: {'a'@2:9-12:"
                + " null@2:14-18, 'a'@2:20-23: 'x\ty'@2:25-31}@2:8-32}@1:1-2:33");
  }

  @Test
  void numbersKeepEveryDigit() {
    String digits = "123456789012345678901234567890.123456789012345678901234567890";
    for (Syntax syntax : Syntax.values()) {
      assertThat(show(tree(digits, syntax), false)).isEqualTo(digits);
    }
  }

  @Test
  void columnsCountCharactersAndOffsetsCountBytes() {
    SourceText source = new SourceText("f", "aé\n\uD83D\uDE00b€c\r\nd");
    assertThat(source.position(1)).isEqualTo(new Position(1, 2, 1));
    assertThat(source.position(2)).isEqualTo(new Position(1, 3, 3));
    assertThat(source.position(5)).isEqualTo(new Position(2, 2, 8));
    assertThat(source.position(7)).isEqualTo(new Position(2, 4, 12));
    assertThat(source.position(99)).isEqualTo(new Position(3, 2, 16));
    assertThat(source.line(2)).isEqualTo("\uD83D\uDE00b€c");
    assertThat(source.line(4)).isEmpty();
    SourceText wide = new SourceText("f", "é".repeat(1000) + "\n" + "\uD83D\uDE00".repeat(500));
    assertThat(wide.position(999)).isEqualTo(new Position(1, 1000, 1998));
    assertThat(wide.position(1001 + 400)).isEqualTo(new Position(2, 201, 2001 + 800));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,}             | 1:7-8 Trailing comma in object",
        "[1,2,]                 | 1:5-6 Trailing comma in array",
        "{\"a\":1 \"b\":2}      | 1:7-8 Missing attribute separator comma",
        "[1 2]                  | 1:3-4 Missing array element separator comma",
        "{'a': 1}               | 1:2-3 Invalid JSON string",
        "{a: 1}                 | 1:2-3 Invalid object property name",
        "{\"a\" = 1}            | 1:6-7 Missing property value colon",
        "{\"a\" 1}              | 1:6-7 Missing property value colon",
        "{\"a\": }              | 1:7-8 Missing value",
        "{\"a\"                 | 1:5-5 Missing property value colon",
        "{\"a\": 1              | 1:1-2 Unclosed object",
        "{\"a\": [1}            | 1:9-10 Mismatched brackets",
        "{} // no               | 1:4-9 Comment in JSON",
        "/* no */ {}            | 1:1-9 Comment in JSON",
        "# no                   | 1:1-5 Comment in JSON; 1:5-5 Missing value",
        "{} {}                  | 1:4-5 Extraneous data after value",
        "True                   | 1:1-5 Invalid JSON keyword",
        "[+1, 01, .5, 1., 0x1]  | 1:2-4 Invalid JSON number; 1:6-8 Invalid JSON number; 1:10-12"
            + " Invalid JSON number; 1:14-16 Invalid JSON number; 1:18-21 Invalid JSON number",
        "1e99999999             | 1:1-11 Number too large",
        "\"a\\qb\"              | 1:3-5 Invalid JSON string",
        "\"a\\u12G4\"           | 1:3-5 Invalid JSON string",
        "\"abc                  | 1:1-5 Unterminated JSON string",
        "%                      | 1:1-2 Invalid start of value",
      })
  void jsonMistakesAreNamedAtTheirPlace(String text, String expected) {
    assertThat(String.join("; ", mistakes(text, Syntax.JSON))).isEqualTo(expected);
  }

  @Test
  void severalJsonMistakesAreFoundAtOnce() {
    assertThat(mistakes("{\n \"a\": [1,],\n \"b\": 'x' \n \"c\": tru,\n}\n", Syntax.JSON))
        .containsExactly(
            "2:9-10 Trailing comma in array",
            "3:7-8 Invalid JSON string",
            "3:10-11 Missing attribute separator comma",
            "4:7-10 Invalid JSON keyword",
            "4:10-11 Trailing comma in object");
    assertThat(mistakes("{\"a\": \"x,\n \"b\": 1\n}", Syntax.JSON))
        .containsExactly("1:7-10 Unterminated JSON string");
    assertThat(mistakes("{\"a\": \"x\n y\"}", Syntax.JSON))
        .containsExactly("1:9-2:1 Invalid JSON string");
    assertThat(mistakes("\uFEFF{}", Syntax.JSON)).containsExactly("1:1-2 Byte order mark");
    assertThat(mistakes("", Syntax.JSON)).containsExactly("1:1-1 Missing value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes, Yes, no, on, OFF, y  | ['yes', 'Yes', 'no', 'on', 'OFF', 'y']",
        "true, False, TRUE         | [true, false, true]",
        "null, ~, Null, NULL       | [null, null, null, null]",
        "010, +7, -0, 1_000        | [10, 7, 0, '1_000']",
        "0o17, 0x1F, 017, 0b11     | [15, 31, 17, '0b11']",
        "1.5, .5, 1e3, 1., 1.e2    | [1.5, 0.5, 1000, 1, 100]",
        "12:30:45, 2001-01-01      | ['12:30:45', '2001-01-01']",
        "'1', \"true\", ''         | ['1', 'true', '']",
        "!!str 1, ! 1, !!int 1, !!float 2, !!null '' | ['1', '1', 1, 2, null]",
        "{1: a, true: b, 1.50: c}  | [{'1': 'a', 'true': 'b', '1.50': 'c'}]",
        "\"<<\", '<<'              | ['<<', '<<']",
      })
  void yamlScalarsFollowTheCoreSchema(String text, String expected) {
    assertThat(show(tree("[" + text + "]", Syntax.YAML), false)).isEqualTo(expected);
  }

  @Test
  void yamlKeepsPlaces() {
    String text =
        """
        # comment
        a:
          - x   # one
          - {b: 1, "c": [~]}
        d: |
          text
          more

        e:
        """;
    assertThat(show(tree(text, Syntax.YAML), true))
        .isEqualTo(
            "{'a'@2:1-2: ['x'@3:5-6, {'b'@4:6-7: 1@4:9-10, 'c'@4:12-15:"
                + " [null@4:18-19]@4:17-20}@4:5-21]@3:3-4:21, 'd'@5:1-2: 'text\\nmore\\n'@5:4-7:7,"
                + " 'e'@9:1-2: null@9:3-3}@2:1-9:3");
  }

  @Test
  void anAliasStandsForItsAnchor() {
    assertThat(show(tree("a: &x {b: [1]}\nc: *x\nd: [*x, *x]\n", Syntax.YAML), false))
        .isEqualTo("{'a': {'b': [1]}, 'c': {'b': [1]}, 'd': [{'b': [1]}, {'b': [1]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a: 1\\nb: 2\\na: 3        | 3:1-2 Duplicate key",
        "a: 1\\n1: 2\\n\"1\": 3    | 3:1-4 Duplicate key",
        "a:\\n\\tb: 1              | 2:1-2 Tab in indentation",
        "a: b: c                   | 1:5-6 Unexpected colon",
        "a: [1, 2                  | 1:9-9 Missing comma or closing bracket",
        "a: \"x                    | 1:6-6 Unterminated string",
        "a: @x                     | 1:4-5 Unexpected character",
        "a:\\n  - 1\\n - 2         | 3:2-3 Unexpected indentation",
        "a: 1\\n---\\nb: 2         | 2:1-4 Several YAML documents",
        "a: *nope                  | 1:4-9 Undefined YAML anchor",
        "a: &x [*x]                | 1:8-10 Recursive YAML alias",
        "a: &x {b: 1}\\nc:\\n  <<: *x | 3:3-5 Merge keys are not supported",
        "a: !foo 1                 | 1:4-10 Unsupported YAML tag",
        "a: !!binary aGk=          | 1:4-17 Unsupported YAML tag",
        "a: !!int x                | 1:4-11 Value does not fit its tag",
        "{[a]: 1}                  | 1:2-5 Unsuitable key",
        "~: 1                      | 1:1-2 Missing key",
        "a: .inf                   | 1:4-8 Number is not finite",
        "a: 1e99999999             | 1:4-14 Number too large",
      })
  void yamlMistakesAreNamedAtTheirPlace(String text, String expected) {
    assertThat(
            String.join(
                "; ", mistakes(text.replace("\\n", "\n").replace("\\t", "\t"), Syntax.YAML)))
        .isEqualTo(expected);
  }

  @Test
  void jsonIsYamlToo() {
    String text = "{\"a\": [1, -2.5e3, \"x\\ty\\u00e9\", true, null, {}], \"b\": {\"c\": []}}";
    assertThat(show(tree(text, Syntax.YAML), true)).isEqualTo(show(tree(text, Syntax.JSON), true));
  }

  @Test
  void anEmptyYamlFileIsNull() {
    for (String text : List.of("", "\n\n", "# only a comment\n", "---\n")) {
      assertThat(show(tree(text, Syntax.YAML), false)).isEqualTo("null");
    }
  }

  @Test
  void aliasBombsAreRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 60; i++) {
      String last = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s, %s, %s]\n".formatted(i, i, last, last, last));
    }
    assertThat(mistakes(bomb.toString(), Syntax.YAML)).hasSize(1);
    assertThat(mistakes(bomb.toString(), Syntax.YAML).getFirst()).endsWith(" Too many values");
  }

  @ParameterizedTest
  @EnumSource(Syntax.class)
  void endlessNestingIsRefused(Syntax syntax) {
    assertThat(mistakes("[".repeat(100_000), syntax)).containsExactly("1:201-202 Nesting too deep");
    assertThat(mistakes("[".repeat(200) + "]".repeat(200), syntax)).isEmpty();
  }

  /// Every letter of the decoded text stands at the place that is given for it.
  private static void assertPlaces(String text, Syntax syntax) {
    SourceText source = new SourceText("f", text);
    Node root = tree(text, syntax);
    StringNode string = (StringNode) ((ListNode) root).elements().getFirst();
    for (int i = 0; i < string.text().length(); i++) {
      char c = string.text().charAt(i);
      if (Character.isLetterOrDigit(c)) {
        Position place = string.positionOf(i);
        String line = source.line(place.line());
        int at = line.offsetByCodePoints(0, place.column() - 1);
        assertThat(line.charAt(at) == c || line.charAt(at) == '\\')
            .as("%s at %s of <%s> read as <%s>", c, place, text, string.text())
            .isTrue();
      }
    }
    assertThat(string.positionOf(0)).isGreaterThanOrEqualTo(string.range().start());
    assertThat(string.positionOf(string.text().length()).offset())
        .isGreaterThanOrEqualTo(string.positionOf(0).offset());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"a\\nb\\u00e9c\\\\d\\\"e\\uD83D\\uDE00f\"]",
        "[\"é\uD83D\uDE00x\"]",
      })
  void placesInJsonStrings(String text) {
    assertPlaces(text, Syntax.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- abc",
        "- abc\n  def\n\n\n  ghi",
        "- 'it''s\n  two  \n  lines'",
        "- \"a\\tb\\x41c\\u0042d\\U0001F600e\\\n   f  \n  g\\\n  \\ h\"",
        "- \"a\\/b\\\\/c\"",
        "- |\n  ab\n   cd\n\n  ef\n",
        "- |2-\n    ab\n  cd\n",
        "- >\n  ab\n  cd\n\n  ef\n   gh\n   ij\n  kl\n",
        "- >-\n\n  ab\n  cd\n\n",
        "- |+\r\n  ab\r\n  cd\r\n\r\n",
        "- !!str &x \"a\\tb\"",
        "- &x abc\n  def",
        "-   |   # comment\n  \uD83D\uDE00a\n  éb\n",
      })
  void placesInYamlStrings(String text) {
    assertPlaces(text, Syntax.YAML);
  }

  @Test
  void slashesMayBeEscapedAsInJson() {
    String text =
        """
        a: "x\\/y\\\\/z\uE000"
        b: 'x\\/y'
        c: x\\/y
        d: |
          x\\/y
        "\\/": 1
        """;
    Node root = SourceReader.read(new SourceText("f", text), Syntax.YAML).root();
    assertThat(((Node.ObjectNode) Objects.requireNonNull(root)).members())
        .extracting(member -> member.value() instanceof StringNode s ? s.text() : member.key())
        .containsExactly("x/y\\/z\uE000", "x\\/y", "x\\/y", "x\\/y\n", "/");
  }

  @Test
  void placesInSeededBlockScalars() {
    Random random = new Random(42);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "- |" : "- >");
      text.append(List.of("", "-", "+").get(random.nextInt(3))).append('\n').append("  q\n");
      for (int line = random.nextInt(6); line > 0; line--) {
        text.append("  ".repeat(random.nextInt(4) == 0 ? 0 : 1));
        if (!text.toString().endsWith("\n")) {
          text.append(" ".repeat(random.nextInt(3)))
              .append("a1 b2  c3".substring(random.nextInt(8)));
        }
        text.append('\n');
      }
      assertPlaces(text.toString(), Syntax.YAML);
    }
  }

  @ParameterizedTest
  @EnumSource(Syntax.class)
  void noInputIsTooStrange(Syntax syntax) {
    Random random = new Random(7);
    List<String> seeds =
        List.of(
            "{\"a\": [1, \"x\\n\\u00e9${var.x}\", true, null], \"b\": {\"c\": -1.5e3}}",
            "a: &x\n  - b: \"c\\x41\"\n    d: 'e''f'\n  - *x\ng: |\n  h\n   i\n? [k]\n: >-\n  l\n",
            "--- !!map {a: 1, <<: *y}\n...\n%YAML 1.2\n---\n\t- @\n`\uFEFF\u0000\u0085\uD83D\uDE00");
    String alphabet =
        "{}[]\":,'\\\n\t -&*!|>%@`#?~0123456789eExabc\r\u0000\u0007\uFEFF\u2028é\uD83D\uDE00";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int edit = 1 + random.nextInt(6); edit > 0; edit--) {
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
          case 0 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
          default -> text.insert(at, text.substring(at / 2, at));
        }
      }
      Read read = read(text.toString(), syntax);
      assertThat(read.root() != null || read.hasErrors()).isTrue();
      if (read.root() != null) {
        walk(read.root(), 0);
      }
    }
  }

  private static void walk(Node node, int depth) {
    assertThat(depth).isLessThanOrEqualTo(Limits.DEPTH * 2);
    switch (node) {
      case StringNode s -> {
        assertThat(s.range().start().offset()).isLessThanOrEqualTo(s.range().end().offset());
        s.positionOf(0);
        s.positionOf(s.text().length());
      }
      case ListNode l -> l.elements().forEach(e -> walk(e, depth + 1));
      case ObjectNode o ->
          o.members()
              .forEach(m -> {
                walk(m.keyNode(), depth + 1);
                walk(m.value(), depth + 1);
              });
      case NumberNode _, BoolNode _, NullNode _ -> {}
    }
  }
}
