package dev.groma.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.source.Manuscript.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ManuscriptTest {
  /// The root and what is under `body` are bodies, what is under `names` names one.
  private static Place place(List<String> path) {
    if (path.isEmpty()
        || path.getLast().equals("body")
        || (path.getFirst().equals("names") && path.size() == 2)) {
      return Place.BODY;
    }
    return path.equals(List.of("names")) ? Place.NAMES : Place.VALUE;
  }

  private static Manuscript read(String text, Syntax syntax) {
    Manuscript.Result result = Manuscript.read(new SourceText("test", text), syntax);
    assertThat(result.diagnostics()).as(text).isEmpty();
    assertThat(result.manuscript()).as(text).isNotNull();
    return Objects.requireNonNull(result.manuscript());
  }

  private static Node node(String text, Syntax syntax) {
    Read read = SourceReader.read(new SourceText("test", text), syntax);
    assertThat(read.diagnostics()).as(text).isEmpty();
    return Objects.requireNonNull(read.root());
  }

  private static String yaml(String text) {
    String printed = read(text, Syntax.YAML).print();
    assertThat(
            Manuscript.sameMeaning(
                node(text, Syntax.YAML), node(printed, Syntax.YAML), ManuscriptTest::place))
        .as(printed)
        .isTrue();
    assertThat(read(printed, Syntax.YAML).print()).as("laid out twice").isEqualTo(printed);
    return printed;
  }

  @Test
  void laysYamlOut() {
    assertThat(
            yaml(
                """


                #  A file.


                # About a.
                a:   1   # one


                list:
                - x
                - # first
                  k: 'v'
                  l:  "w"   # w
                # about the next
                -    - deep
                     - &anchor  {a: 1,b:   [x,y]}
                   # end of the inner list
                # about map
                map:  # of things
                    # about z
                    z: *anchor
                    flow: [
                       1, # one
                       2
                    ]

                    # the end of map
                text:  |   # a text
                     first
                       second

                     third

                folded: >-
                  a
                  b
                nothing:
                several: "a
                   b"
                # bye
                """))
        .isEqualTo(
            """
            #  A file.

            # About a.
            a: 1 # one

            list:
              - x
              # first
              - k: 'v'
                l: "w" # w
              # about the next
              - - deep
                - &anchor {a: 1, b: [x, y]}
                # end of the inner list
            # about map
            map: # of things
              # about z
              z: *anchor
              flow:
                - 1 # one
                - 2

              # the end of map
            text: | # a text
              first
                second

              third

            folded: >-
              a
              b
            nothing:
            several: "a b"
            # bye
            """);
  }

  @Test
  void laysOutWhatIsNoObject() {
    assertThat(yaml("")).isEqualTo("");
    assertThat(yaml("# only this\n\n\n# and this")).isEqualTo("# only this\n\n# and this\n");
    assertThat(yaml("---\n# c\n- a\n")).isEqualTo("---\n# c\n- a\n");
    assertThat(yaml("  { a : 1 , b: {} , c: [] }   # c")).isEqualTo("{a: 1, b: {}, c: []} # c\n");
    assertThat(yaml("a: {\n # nothing\n}\nb: 1\n")).isEqualTo("a: {}\n# nothing\nb: 1\n");
    assertThat(yaml("\"text\"")).isEqualTo("\"text\"\n");
    assertThat(yaml("|\n  a\n  b\n")).isEqualTo("|\n  a\n  b\n");
    assertThat(yaml("a: &x # of a\n  b: 1\nc: !!str # tag\n  5\n"))
        .isEqualTo("a: &x # of a\n  b: 1\nc: !!str 5 # tag\n");
    assertThat(yaml("? key\n: value\n")).isEqualTo("key: value\n");
  }

  @Test
  void breaksBracketsThatAreTooWide() {
    String element = "\"" + "x".repeat(40) + "\"";
    assertThat(yaml("a: [" + element + ", " + element + ", " + element + "]\n"))
        .isEqualTo("a:\n  - " + element + "\n  - " + element + "\n  - " + element + "\n");
  }

  @Test
  void keepsTheBlanksOfBlocks() {
    assertThat(yaml("a:\n   - |2\n       x\n      y\n")).isEqualTo("a:\n  - |2\n      x\n     y\n");
    assertThat(yaml("a: |+\n    x\n\n\nb: >+\n   y\n\n# c\n"))
        .isEqualTo("a: |+\n  x\n\n\nb: >+\n  y\n\n# c\n");
  }

  @Test
  void laysJsonOut() {
    assertThat(
            read(
                    "{\"//\": \"c\", \"b\":[1.50,1e3,{}],"
                        + " \"a\":{\"x\":\"\\u00e9\\u0007\\/\"},\"l\":[]}",
                    Syntax.JSON)
                .print())
        .isEqualTo(
            """
            {
              "//": "c",
              "b": [
                1.50,
                1e3,
                {}
              ],
              "a": {
                "x": "é\\u0007/"
              },
              "l": []
            }
            """);
  }

  @Test
  void turnsCommentsIntoMembers() {
    String yaml =
        """
        # A file.

        # About a.
        a: 0x10 # sixteen
        names:
          # about one
          one:
            k: # of k
              # inside a value
              - "//": no comment
                # deep
                x: 1
            body:
              - # in the list
                y: &y [1, 2] # y
              - z: *y
            # end of one
        # end
        """;
    String json =
        """
        {
          "//": [
            "A file.",
            "",
            "About a.",
            "sixteen"
          ],
          "a": 16,
          "names": {
            "one": {
              "//": "about one",
              "//": [
                "of k",
                "inside a value",
                "deep"
              ],
              "k": [
                {
                  "//": "no comment",
                  "x": 1
                }
              ],
              "body": [
                {
                  "//": "in the list",
                  "//": "y",
                  "y": [
                    1,
                    2
                  ]
                },
                {
                  "z": [
                    1,
                    2
                  ]
                }
              ],
              "//": "end of one"
            }
          },
          "//": "end"
        }
        """;
    assertThat(read(yaml, Syntax.YAML).in(Syntax.JSON, ManuscriptTest::place).print())
        .isEqualTo(json);
    assertThat(read(json, Syntax.JSON).in(Syntax.YAML, ManuscriptTest::place).print())
        .isEqualTo(
            """
            # A file.

            # About a.
            # sixteen
            a: 16

            names:
              one:
                # about one
                # of k
                # inside a value
                # deep
                k:
                  - //: no comment
                    x: 1
                body:
                  # in the list
                  # y
                  - "y": [1, 2]
                  - z: [1, 2]
                # end of one
            # end
            """);
  }

  @Test
  void keepsMembersThatNoCommentCanHold() {
    assertThat(
            read("{\"//\": {\"a\": 1}, \"b\": {\"//\": \"x\"}}", Syntax.JSON)
                .in(Syntax.YAML, ManuscriptTest::place)
                .print())
        .isEqualTo("//:\n  a: 1\n\nb:\n  //: x\n");
  }

  /// A megabyte on one line takes no longer than on many.
  @Test
  @Timeout(20)
  void readsLongLines() {
    StringBuilder text = new StringBuilder("{\"a\": [0");
    for (int i = 1; i < 100_000; i++) {
      text.append(", ").append(i);
    }
    String json = text.append("]} # c\n").toString();
    assertThat(read(json, Syntax.YAML).print())
        .endsWith("  - 99998\n  - 99999\n")
        .startsWith("# c\n\"a\":");
  }

  /// 400 random trees: laid out, converted and converted back, they mean what they meant, and what
  /// was laid out once stays as it is.
  @Test
  void meansTheSameAfterwards() {
    for (long seed = 0; seed < 400; seed++) {
      Trees trees = new Trees(new Random(seed));
      String json = trees.json(3);
      Node meant = node(json, Syntax.JSON);
      String yaml = read(json, Syntax.JSON).in(Syntax.YAML, ManuscriptTest::place).print();
      assertThat(Manuscript.sameMeaning(meant, node(yaml, Syntax.YAML), ManuscriptTest::place))
          .as("seed %s\n%s\n%s", seed, json, yaml)
          .isTrue();
      assertThat(read(yaml, Syntax.YAML).print()).as("seed %s", seed).isEqualTo(yaml);
      String back = read(yaml, Syntax.YAML).in(Syntax.JSON, ManuscriptTest::place).print();
      assertThat(Manuscript.sameMeaning(meant, node(back, Syntax.JSON), ManuscriptTest::place))
          .as("seed %s\n%s", seed, back)
          .isTrue();
      String commented = trees.commented(yaml);
      String out = read(commented, Syntax.YAML).print();
      assertThat(Manuscript.sameMeaning(meant, node(out, Syntax.YAML), ManuscriptTest::place))
          .as("seed %s\n%s\n===\n%s", seed, commented, out)
          .isTrue();
      assertThat(read(out, Syntax.YAML).print()).as("seed %s\n%s", seed, commented).isEqualTo(out);
      String members = read(commented, Syntax.YAML).in(Syntax.JSON, ManuscriptTest::place).print();
      for (int i = 0; i < trees.comments; i++) {
        assertThat(out).as("seed %s\n%s", seed, commented).contains("# remark " + i + ".");
        assertThat(members).as("seed %s\n%s", seed, commented).contains("remark " + i + ".");
      }
    }
  }

  /// Makes texts at random.
  private static final class Trees {
    private static final List<String> WORDS =
        List.of(
            "a",
            "yes",
            "null",
            "0x1F",
            "010",
            "1e5",
            "-",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "${var.x}",
            "${a ? \"b\" : \"c\"}",
            "it's",
            "two\nlines",
            "two\nlines\n",
            "\n",
            " lead",
            "trail ",
            "tab\there",
            "é",
            "\u2028",
            "\u0007",
            "body",
            "names",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            "?",
            "? a",
            ":",
            "a:",
            "[",
            "{a}",
            ",",
            "|",
            ">",
            "\"",
            "'",
            "\\",
            "",
            "~",
            "<<",
            "=",
            "---",
            "...",
            "12:30",
            "2001-01-01",
            "x\n\n  y\n\n",
            "  x\ny",
            "a\n \nb",
            "\ta",
            "//",
            "😀",
            "\ud800",
            "a,b",
            "[x]",
            "key with blanks",
            "\r\n");
    private final Random random;
    int comments;

    Trees(Random random) {
      this.random = random;
    }

    String json(int depth) {
      StringBuilder out = new StringBuilder("{");
      List<String> keys = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        String key = WORDS.get(random.nextInt(WORDS.size()));
        if (!keys.contains(key) && !key.equals("//")) {
          out.append(keys.isEmpty() ? "" : ",")
              .append(JsonPrinter.quoted(key))
              .append(':')
              .append(value(depth));
          keys.add(key);
        }
      }
      return out.append('}').toString();
    }

    private String value(int depth) {
      return switch (depth == 0 ? random.nextInt(5) : random.nextInt(9)) {
        case 0 -> "true";
        case 1 -> "null";
        case 2 ->
            List.of("0", "-1", "1.50", "1e-3", "123456789012345678901234567890")
                .get(random.nextInt(5));
        case 3, 4 -> JsonPrinter.quoted(WORDS.get(random.nextInt(WORDS.size())));
        case 5, 6 -> {
          StringBuilder out = new StringBuilder("[");
          for (int i = random.nextInt(4); i > 0; i--) {
            out.append(value(depth - 1)).append(i > 1 ? "," : "");
          }
          yield out.append(']').toString();
        }
        default -> json(depth - 1);
      };
    }

    /// `yaml` with comments on lines of their own, at any depth, outside of blocks.
    String commented(String yaml) {
      StringBuilder out = new StringBuilder();
      int block = -1;
      for (String line : yaml.substring(0, yaml.length() - 1).split("\n", -1)) {
        int indent = line.length() - line.stripLeading().length();
        boolean ends = block >= 0 && !line.isBlank() && indent <= block;
        if (ends) {
          block = -1;
        }
        if (block < 0 && !line.isBlank() && random.nextInt(3) == 0) {
          out.append(" ".repeat(ends ? indent : random.nextInt(8)))
              .append("# remark ")
              .append(comments++)
              .append(".\n");
        }
        out.append(line);
        if (block < 0 && line.matches(".*[:-] [|][-+]?")) {
          block = indent + (line.strip().startsWith("- ") ? 1 : 0);
        } else if (block < 0 && !line.isBlank() && random.nextInt(4) == 0) {
          out.append("   # remark ").append(comments++).append('.');
        }
        out.append('\n');
      }
      return out.toString();
    }
  }
}
