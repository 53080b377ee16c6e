package dev.groma.engine.expr.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FunctionTest {
  private static final Value SECRET = Value.of("s3cret").mark(Mark.SENSITIVE);

  @TempDir private Path folder;

  private Calling planning() {
    return Calling.planning(folder);
  }

  private static Value unknown(Refinement refinement) {
    return new Value.Unknown(Type.STRING, refinement);
  }

  @Test
  void impureFunctionsAreUnknownWhilePlanning() {
    Value notNull = unknown(Refinement.NOT_NULL);
    assertThat(planning().returned("timestamp")).isEqualTo(notNull);
    assertThat(planning().returned("uuid")).isEqualTo(notNull);
    assertThat(planning().returned("bcrypt", Value.of("x"))).isEqualTo(notNull);
    assertThat(planning().returned("plantimestamp")).isEqualTo(Value.of("2026-01-02T03:00:00Z"));
  }

  @Test
  void impureFunctionsHaveValuesWhenApplying() {
    Calling applying = Calling.applying(folder);
    assertThat(applying.returned("timestamp")).isEqualTo(Value.of("2026-01-02T03:04:05Z"));
    String uuid = Values.text(applying.returned("uuid"));
    assertThat(uuid).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(Values.text(applying.returned("uuid"))).isNotEqualTo(uuid);
    String hash = Values.text(applying.returned("bcrypt", Value.of("pass"), Value.of(4)));
    assertThat(hash).startsWith("$2a$04$");
    assertThat(OpenBSDBCrypt.checkPassword(hash, "pass".getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @Test
  void bcryptRefusesWhatItWouldCut() {
    assertThat(Calling.applying(folder).result("bcrypt", Value.of("x".repeat(73))))
        .isEqualTo(
            new FunctionResult.Failed(
                -1, "error occurred generating password: password length exceeds 72 bytes"));
  }

  @Test
  void nullArgumentsAreRefusedByPosition() {
    assertThat(planning().result("trim", Value.of("a"), Value.nullValue()))
        .isEqualTo(new FunctionResult.Failed(1, "argument must not be null"));
  }

  @Test
  void unknownArgumentsGiveUnknownResultsOfTheKnownType() {
    Value text = Value.unknown(Type.STRING);
    assertThat(planning().returned("upper", text)).isEqualTo(unknown(Refinement.NOT_NULL));
    assertThat(planning().returned("regex", Value.of("(?P<a>x)"), text).type().constraint())
        .isEqualTo("object({a=string})");
    assertThat(planning().returned("upper", Value.unknown(Type.DYNAMIC)).type())
        .isEqualTo(Type.STRING);
    assertThat(planning().returned("reverse", Value.unknown(Type.DYNAMIC)).type())
        .isEqualTo(Type.DYNAMIC);
  }

  @Test
  void whatIsKnownOfAnUnknownValueIsUsed() {
    Value prefixed = unknown(Refinement.NOT_NULL.withPrefix("vpc-"));
    assertThat(planning().returned("startswith", prefixed, Value.of("vpc")))
        .isEqualTo(Value.of(true));
    assertThat(planning().returned("startswith", prefixed, Value.of("sub")))
        .isEqualTo(Value.of(false));
    assertThat(planning().returned("startswith", prefixed, Value.of("vpc-1")).isKnown()).isFalse();
    assertThat(planning().returned("format", Value.of("id-%s"), Value.unknown(Type.STRING)))
        .isEqualTo(unknown(Refinement.NOT_NULL.withPrefix("id-")));
    Value set = Value.set(Type.STRING, List.of(Value.of("a"), Value.unknown(Type.STRING)));
    assertThat(planning().returned("length", set))
        .isEqualTo(
            new Value.Unknown(
                Type.NUMBER, new Refinement(true, "", Num.ONE, Num.of(2), 0, Integer.MAX_VALUE)));
  }

  @Test
  void marksOfArgumentsAreOnTheResult() {
    assertThat(planning().returned("upper", SECRET))
        .isEqualTo(Value.of("S3CRET").mark(Mark.SENSITIVE));
    Value list = new Value.Tuple(List.of(SECRET, Value.of("b")));
    assertThat(planning().returned("element", list, Value.of(1))).isEqualTo(Value.of("b"));
    assertThat(planning().returned("join", Value.of(","), list).marks())
        .containsExactly(Mark.SENSITIVE);
    assertThat(
            planning().returned("upper", Value.unknown(Type.STRING).mark(Mark.EPHEMERAL)).marks())
        .containsExactly(Mark.EPHEMERAL);
  }

  @Test
  void ephemeralPartsBecomeNull() {
    Value value = new Value.Tuple(List.of(Value.of("a"), Value.of("b").mark(Mark.EPHEMERAL)));
    assertThat(planning().returned("ephemeralasnull", value))
        .isEqualTo(new Value.Tuple(List.of(Value.of("a"), Value.nullOf(Type.STRING))));
  }

  @Test
  void messagesDoNotShowSensitivePaths() {
    assertThat(planning().result("file", SECRET).toString())
        .contains("no file exists at (sensitive value); this function works only")
        .doesNotContain("s3cret");
    assertThat(planning().result("tonumber", SECRET))
        .isEqualTo(new FunctionResult.Failed(0, "cannot convert this sensitive string to number"));
  }

  /// Every function, given nonsense that is sensitive in one argument or in all.
  @Test
  void noRefusalShowsWhatIsSensitive() {
    String secret = "hunter2 [(%{9999999999999999999";
    List<Value> nonsense =
        List.of(
            Value.of(secret),
            new Value.ListOf(Type.STRING, List.of(Value.of(secret), Value.of(secret))),
            Value.object(Map.of(secret, Value.of(secret))),
            new Value.MapOf(Type.STRING, new TreeMap<>(Map.of(secret, Value.of(secret)))));
    List<Value> harmless =
        List.of(Value.of("x"), Value.of(1), Value.set(Type.STRING, List.of(Value.of("y"))));
    int refused = 0;
    for (String name : FunctionRegistry.standard().names()) {
      Function function = FunctionRegistry.standard().find(name).orElseThrow();
      int count = function.parameters().size() + (function.variadic() == null ? 0 : 1);
      for (int position = 0; position < count; position++) {
        for (Value wrong : nonsense) {
          for (Value other : harmless) {
            List<Value> arguments = new ArrayList<>(Collections.nCopies(count, other));
            arguments.set(position, wrong.mark(Mark.SENSITIVE));
            if (!name.equals("try")
                && !name.equals("can")
                && planning().result(name, arguments.toArray(Value[]::new))
                    instanceof FunctionResult.Failed(_, String message)) {
              refused++;
              assertThat(message).as("%s%s", name, arguments).doesNotContain("hunter2");
            }
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void filesAreFoundByPattern() throws IOException {
    for (String name : List.of("a.txt", "b.md", "x/c.txt", "x/y/d.txt", "x/{e}.txt")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    assertThat(fileset(".", "*.{txt,md}")).containsExactly("a.txt", "b.md");
    assertThat(fileset(".", "**/*.txt"))
        .containsExactly("a.txt", "x/c.txt", "x/y/d.txt", "x/{e}.txt");
    assertThat(fileset("x", "{**/d*,[!d-z].txt}")).containsExactly("c.txt", "y/d.txt");
    assertThat(fileset("x", "\\{e\\}.txt")).containsExactly("{e}.txt");
    assertThat(fileset("x/y", "../../?.txt")).containsExactly("../../a.txt");
    assertThat(fileset("nowhere", "**")).isEmpty();
    assertThat(planning().result("fileset", Value.of("x"), Value.of("{a")))
        .isEqualTo(
            new FunctionResult.Failed(
                -1, "failed to glob pattern \"x/{a\": syntax error in pattern"));
  }

  private List<String> fileset(String path, String pattern) {
    return Values.elements(planning().returned("fileset", Value.of(path), Value.of(pattern)))
        .stream()
        .map(Values::text)
        .toList();
  }

  @Test
  void base64gunzipUndoesBase64gzip() {
    Value packed = planning().returned("base64gzip", Value.of("grüezi"));
    assertThat(planning().returned("base64gunzip", packed)).isEqualTo(Value.of("grüezi"));
  }

  @Test
  void aLongRegularExpressionTakesLinearTime() {
    Value pattern = Value.of("(a*)*b");
    assertThat(planning().result("regex", pattern, Value.of("a".repeat(20_000))))
        .isEqualTo(
            new FunctionResult.Failed(-1, "pattern did not match any part of the given string"));
  }

  @Test
  void anAliasBombIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    assertThat(planning().result("yamldecode", Value.of(bomb.toString())).toString())
        .contains("more than 1000000 values");
  }
}
