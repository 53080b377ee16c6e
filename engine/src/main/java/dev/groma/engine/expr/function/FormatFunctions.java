package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/// `format` and `formatlist`.
final class FormatFunctions {
  private FormatFunctions() {}

  static List<Function> all() {
    return List.of(format(), formatlist());
  }

  private static Function signature(String name, Type result) {
    return Function.of(name, Type.DYNAMIC)
        .with("format", Type.STRING, "Text with verbs such as `%s`, `%d`, `%5.2f` or `%v`.")
        .then(Parameter.of("args", Type.DYNAMIC, "What the verbs stand for.").orNull().orUnknown())
        .typed(_ -> result);
  }

  private static Function format() {
    return signature("format", Type.STRING)
        .doc("Puts values into a text, each as a verb of the text says.")
        .does((a, _) -> {
          String format = Values.text(a.getFirst());
          List<Value> values = a.subList(1, a.size());
          return values.stream().allMatch(Value::isWhollyKnown)
              ? Value.of(Format.apply(format, values))
              : unknown(format);
        });
  }

  private static Value unknown(String format) {
    int verb = format.indexOf('%');
    return new Value.Unknown(
        Type.STRING,
        verb > 0 ? Refinement.NOT_NULL.withPrefix(format.substring(0, verb)) : Refinement.NOT_NULL);
  }

  private static Function formatlist() {
    return signature("formatlist", Type.list(Type.STRING))
        .doc("As `format`, once for each element of the lists among the arguments.")
        .does((a, _) -> {
          String format = Values.text(a.getFirst());
          List<Value> arguments = a.subList(1, a.size());
          if (arguments.stream()
              .anyMatch(v -> isList(v) && !(v.isKnown() && Values.isSettled(v)))) {
            return Value.unknown(Type.list(Type.STRING));
          }
          List<Value> texts = new ArrayList<>();
          int times = iterations(arguments);
          for (int i = 0; i < times; i++) {
            texts.add(formatted(format, row(arguments, i), i));
          }
          return new Value.ListOf(Type.STRING, texts);
        });
  }

  private static boolean isList(Value value) {
    return Values.isSequence(value.type()) && !value.isNull();
  }

  private static int iterations(List<Value> arguments) {
    int times = -1;
    int chooser = -1;
    for (int i = 0; i < arguments.size(); i++) {
      if (!isList(arguments.get(i))) {
        continue;
      }
      int length = Values.elements(arguments.get(i)).size();
      if (times >= 0 && times != length) {
        throw new FunctionFailure(
            i + 1,
            "argument "
                + (i + 1)
                + " has length "
                + length
                + ", which is inconsistent with"
                + " argument "
                + chooser
                + " of length "
                + times);
      }
      times = length;
      chooser = i + 1;
    }
    return times < 0 ? 1 : times;
  }

  private static List<Value> row(List<Value> arguments, int i) {
    return arguments.stream().map(v -> isList(v) ? Values.elements(v).get(i) : v).toList();
  }

  private static Value formatted(String format, List<Value> row, int iteration) {
    if (!row.stream().allMatch(Value::isWhollyKnown)) {
      return unknown(format);
    }
    try {
      return Value.of(Format.apply(format, row));
    } catch (FunctionFailure failure) {
      throw new FunctionFailure(
          "error on format iteration " + iteration + ": " + failure.getMessage());
    }
  }
}
