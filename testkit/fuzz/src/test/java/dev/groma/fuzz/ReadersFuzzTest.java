package dev.groma.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.function.FunctionContext;
import dev.groma.engine.expr.function.FunctionRegistry;
import dev.groma.engine.expr.function.FunctionResult;
import dev.groma.engine.plan.ConsoleSession;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.source.Syntax;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.format.StateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Whatever the text, readers answer with diagnostics: no exception, no endless loop, no overflow
/// of the stack. Jazzer reports those by itself; the methods add what else has to hold.
final class ReadersFuzzTest {
  private static final Evaluator EVALUATOR =
      new Evaluator(
          FunctionRegistry.standard(),
          new FunctionContext(
              Path.of("/nowhere"),
              Path.of("/nowhere"),
              Path.of("/nowhere"),
              Instant.EPOCH,
              Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
              new Random(1),
              (_, _, _) -> new FunctionResult.Failed(-1, "no templates"),
              true));

  /// The expressions that are compared with the real program.
  private static final List<String> EXPRESSIONS = expressions();

  private static List<String> expressions() {
    Path pack =
        Path.of(
            System.getProperty("groma.repository", ""),
            "engine/src/test/resources/conformance/expressions.jsonl");
    try (Stream<String> lines = Files.lines(pack)) {
      return lines.flatMap(ReadersFuzzTest::expression).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> expression(String line) {
    Node root = SourceReader.read(new SourceText("pack", line), Syntax.JSON).root();
    return root instanceof Node.ObjectNode object
        ? object.members().stream()
            .filter(member -> member.key().equals("expr"))
            .flatMap(member ->
                member.value() instanceof StringNode s ? Stream.of(s.text()) : Stream.empty())
            .map(text ->
                text.startsWith("${") && text.endsWith("}")
                    ? text.substring(2, text.length() - 1)
                    : text)
        : Stream.empty();
  }

  /// Whoever refuses says why, and where.
  private static void check(boolean refused, List<Diagnostic> diagnostics) {
    if (refused && !Diagnostic.hasErrors(diagnostics)) {
      throw new AssertionError("refused without an error");
    }
    for (Diagnostic diagnostic : diagnostics) {
      if (diagnostic.subject() == null) {
        throw new AssertionError("no place: " + diagnostic.summary());
      }
    }
  }

  private static void check(Parsed<Expression> parsed) {
    Expression expression = parsed.value();
    check(expression == null, parsed.diagnostics());
    if (expression != null) {
      References.of(expression);
    }
  }

  @FuzzTest(maxDuration = "2m")
  void expressions(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    check(ExpressionParser.expression(text, "f"));
    ConsoleSession.isIncomplete(text);
  }

  @FuzzTest(maxDuration = "2m")
  void templates(FuzzedDataProvider data) {
    check(ExpressionParser.template(data.consumeRemainingAsString(), "f"));
  }

  @FuzzTest(maxDuration = "2m")
  void evaluation(FuzzedDataProvider data) {
    evaluate(data.consumeRemainingAsString());
  }

  /// Pieces of real expressions put together.
  @FuzzTest(maxDuration = "2m")
  void mixtures(FuzzedDataProvider data) {
    StringBuilder text = new StringBuilder();
    for (int piece = data.consumeInt(1, 6); piece > 0; piece--) {
      String real = data.pickValue(EXPRESSIONS);
      int from = data.consumeInt(0, real.length());
      text.append(real, from, data.consumeInt(from, real.length()));
    }
    evaluate(text.append(data.consumeRemainingAsString()).toString());
  }

  private static void evaluate(String text) {
    Expression expression = ExpressionParser.expression(text, "f").value();
    if (expression != null) {
      Value list = new Value.ListOf(Type.STRING, List.of(Value.of("y"), Value.of("")));
      Value any = Value.object(Map.of("a", Value.of(1), "b", Value.of("x"), "c", list));
      check(false, EVALUATOR.evaluate(expression, (_, _, _, _) -> any).diagnostics());
      Value later = any.mapParts(part -> new Value.Unknown(part.type(), Refinement.of(part)));
      check(false, EVALUATOR.evaluate(expression, (_, _, _, _) -> later).diagnostics());
    }
  }

  private static Read read(FuzzedDataProvider data, Syntax syntax) {
    Read read = SourceReader.read(new SourceText("f", data.consumeRemainingAsString()), syntax);
    check(read.root() == null, read.diagnostics());
    return read;
  }

  @FuzzTest(maxDuration = "2m")
  void json(FuzzedDataProvider data) {
    read(data, Syntax.JSON);
  }

  @FuzzTest(maxDuration = "2m")
  void yaml(FuzzedDataProvider data) {
    read(data, Syntax.YAML);
  }

  @FuzzTest(maxDuration = "2m")
  void configurations(FuzzedDataProvider data) {
    Read read = read(data, Syntax.YAML);
    if (read.root() != null && !read.hasErrors()) {
      check(ExpressionParser.template(read.root()));
    }
  }

  @FuzzTest(maxDuration = "2m")
  void states(FuzzedDataProvider data) {
    byte[] bytes = data.consumeRemainingAsString().getBytes(StandardCharsets.UTF_8);
    StateReader.Result result = StateReader.read(bytes, "f");
    check(result.state() == null, result.diagnostics());
  }
}
