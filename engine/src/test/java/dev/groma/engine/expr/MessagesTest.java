package dev.groma.engine.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What users read about wrong expressions: each expression of messages.txt is followed by its
/// diagnostics, as they should be. `-Dgolden.accept=true` rewrites the file.
final class MessagesTest {
  private static final Path TABLE = Path.of("src/test/resources/expr/messages.txt");

  private static final Map<String, Value> VARIABLES =
      Map.of(
          "size", Num.of(3),
          "name", Value.of("web"),
          "empty", Value.nullOf(Type.STRING),
          "secret", Value.of("hunter2").mark(Mark.SENSITIVE),
          "later", Value.unknown(Type.STRING),
          "zones", new Value.ListOf(Type.STRING, List.of(Value.of("a"), Value.of("b"))),
          "tags", Value.object(Map.of("owner", Value.of("ops"), "cost", Num.of(12))));

  private static final Scope SCOPE =
      (subject, _, _, _) ->
          subject instanceof Subject.InputVariable(String name)
              ? Objects.requireNonNull(VARIABLES.get(name), name)
              : Value.unknown(Type.DYNAMIC);

  @Test
  void areAsTheTableSays() throws IOException {
    String wanted = Files.readString(TABLE);
    List<String> actual = new ArrayList<>();
    for (String line : wanted.lines().toList()) {
      if (line.startsWith("#")) {
        actual.add(line);
      } else if (!line.isBlank() && !line.startsWith(" ")) {
        actual.add("");
        actual.add(line);
        found(line).forEach(diagnostic -> actual.addAll(lines(diagnostic, line)));
      }
    }
    String text = String.join("\n", actual) + "\n";
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(TABLE, text);
    }
    assertThat(text).isEqualTo(wanted);
    assertThat(text).doesNotContain("hunter2");
  }

  private static List<Diagnostic> found(String line) {
    Parsed<Expression> parsed = ExpressionParser.expression(line, "f");
    Expression expression = parsed.value();
    return expression == null
        ? parsed.diagnostics()
        : EvaluatorTest.EVALUATOR.evaluate(expression, SCOPE).diagnostics();
  }

  /// The place underlined, the summary, the detail and the values involved.
  private static List<String> lines(Diagnostic diagnostic, String line) {
    SourceRange range = Objects.requireNonNull(diagnostic.subject(), diagnostic.summary());
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    int from = new String(bytes, 0, range.start().offset(), StandardCharsets.UTF_8).length();
    int to = new String(bytes, 0, range.end().offset(), StandardCharsets.UTF_8).length();
    List<String> lines = new ArrayList<>();
    lines.add(" ".repeat(from) + "^".repeat(Math.max(1, to - from)));
    if (from == 0) {
      // A line of the table that begins with a blank is a part of the answer.
      lines.set(0, "  " + "^".repeat(Math.max(1, to - from)) + " (from the beginning)");
    } else if (from < 2) {
      lines.set(0, " " + lines.getFirst().stripLeading());
    }
    lines.add("  " + diagnostic.summary());
    diagnostic.detail().lines().filter(l -> !l.isBlank()).forEach(l -> lines.add("    " + l));
    if (diagnostic.call() != null) {
      lines.add("    while calling " + diagnostic.call());
    }
    diagnostic.values().forEach(v -> lines.add("    " + v.reference() + " " + v.statement()));
    return lines;
  }
}
