package dev.groma.engine.expr.function;

import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/// The documentation of the functions, made from the functions themselves: a page for people and
/// the JSON of `metadata functions -json`.
public final class FunctionDocs {
  private static final String TITLE =
      """
      # Functions

      What an expression can call. Each function of the language itself can also be called as
      `core::NAME`. This page is made from the functions; change it there.
      """;

  private FunctionDocs() {}

  /// The page `docs/functions.md`.
  public static String markdown() {
    StringBuilder out = new StringBuilder(TITLE);
    for (FunctionRegistry.Family family : FunctionRegistry.families()) {
      out.append("\n## ").append(family.title()).append('\n');
      family.functions().stream()
          .sorted(Comparator.comparing(Function::name))
          .forEach(function -> describe(function, out));
    }
    return out.toString();
  }

  private static void describe(Function function, StringBuilder out) {
    out.append("\n### ").append(function.name()).append("\n\n`");
    out.append(signature(function)).append("`\n\n").append(function.doc()).append('\n');
    List<Parameter> documented = new ArrayList<>(function.parameters());
    Parameter variadic = function.variadic();
    if (variadic != null) {
      documented.add(variadic);
    }
    documented.removeIf(parameter -> parameter.doc().isEmpty());
    if (!documented.isEmpty()) {
      out.append('\n');
    }
    for (Parameter parameter : documented) {
      out.append("* `").append(parameter.name()).append("`: ").append(parameter.doc()).append('\n');
    }
  }

  /// A call as it is written, with types: `join(separator string, lists... list(string)) string`.
  static String signature(Function function) {
    List<String> parts = new ArrayList<>();
    for (Parameter parameter : function.parameters()) {
      parts.add(parameter.name() + " " + parameter.type().constraint());
    }
    Parameter variadic = function.variadic();
    if (variadic != null) {
      parts.add(variadic.name() + "... " + variadic.type().constraint());
    }
    return function.name()
        + "("
        + String.join(", ", parts)
        + ") "
        + function.declaredType().constraint();
  }

  /// The functions of the language itself as one JSON object, in the form of the real program's
  /// `metadata functions -json`.
  public static String json() {
    SortedMap<String, Value> signatures = Values.sorted();
    for (FunctionRegistry.Family family : FunctionRegistry.families()) {
      for (Function function : family.functions()) {
        if (!function.name().contains("::")) {
          signatures.put(function.name(), json(function));
          signatures.put("core::" + function.name(), json(function));
        }
      }
    }
    SortedMap<String, Value> root = Values.sorted();
    root.put("format_version", Value.of("1.0"));
    root.put("function_signatures", new Value.Obj(signatures));
    return JsonText.encode(new Value.Obj(root));
  }

  private static Value json(Function function) {
    SortedMap<String, Value> json = Values.sorted();
    json.put("description", Value.of(function.doc()));
    json.put("return_type", json(function.declaredType()));
    if (!function.parameters().isEmpty()) {
      json.put(
          "parameters",
          new Value.Tuple(function.parameters().stream().map(FunctionDocs::json).toList()));
    }
    Parameter variadic = function.variadic();
    if (variadic != null) {
      json.put("variadic_parameter", json(variadic));
    }
    return new Value.Obj(json);
  }

  private static Value json(Parameter parameter) {
    SortedMap<String, Value> json = Values.sorted();
    json.put("name", Value.of(parameter.name()));
    json.put("type", json(parameter.type()));
    if (!parameter.doc().isEmpty()) {
      json.put("description", Value.of(parameter.doc()));
    }
    if (parameter.allowNull()) {
      json.put("is_nullable", Value.of(true));
    }
    return new Value.Obj(json);
  }

  private static Value json(Type type) {
    return switch (type) {
      case Type.Primitive p -> Value.of(p.toString());
      case Type.Dynamic _ -> Value.of("dynamic");
      case Type.ListType l -> json("list", l.element());
      case Type.SetType s -> json("set", s.element());
      case Type.MapType m -> json("map", m.element());
      case Type.TupleType _, Type.ObjectType _ ->
          throw new IllegalStateException("no function declares a " + type.friendlyName());
    };
  }

  private static Value json(String kind, Type element) {
    return new Value.Tuple(List.of(Value.of(kind), json(element)));
  }
}
