package dev.groma.engine.render;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.value.Type;
import dev.groma.state.json.TypeJson;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Diagnostics as JSON, in the shape of the real program with two more members, `code` and
/// `category`.
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /// One diagnostic on one line.
  ///
  /// @param sources gives the texts of files by name
  public static String render(
      Diagnostic diagnostic, Function<String, @Nullable SourceText> sources) {
    return of(diagnostic, sources).line();
  }

  /// The document of `validate -json`.
  public static String validation(
      Collection<Diagnostic> diagnostics, Function<String, @Nullable SourceText> sources) {
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    Json.Arr all = new Json.Arr();
    diagnostics.stream().sorted(Diagnostic.DISPLAY_ORDER).forEach(d -> all.add(of(d, sources)));
    return new Json.Obj()
        .put("format_version", "1.0")
        .put("valid", errors == 0)
        .put("error_count", errors)
        .put("warning_count", diagnostics.size() - errors)
        .put("diagnostics", all)
        .pretty();
  }

  static Json.Obj of(Diagnostic diagnostic, Function<String, @Nullable SourceText> sources) {
    Json.Obj json =
        new Json.Obj()
            .put("severity", diagnostic.isError() ? "error" : "warning")
            .put("summary", diagnostic.summary())
            .put("detail", diagnostic.detail());
    if (diagnostic.address() != null) {
      json.put("address", diagnostic.address());
    }
    SourceRange range = diagnostic.subject();
    if (range != null) {
      json.put("range", range(range));
      Excerpt excerpt = Excerpt.of(range, sources.apply(range.file()));
      if (excerpt != null) {
        json.put("snippet", snippet(diagnostic, excerpt));
      }
    }
    return json.put("code", diagnostic.code())
        .put("category", diagnostic.category().name().toLowerCase(Locale.ROOT));
  }

  static Json range(SourceRange range) {
    return new Json.Obj()
        .put("filename", range.file())
        .put("start", position(range.start()))
        .put("end", position(range.end()));
  }

  private static Json position(Position position) {
    return new Json.Obj()
        .put("line", position.line())
        .put("column", position.column())
        .put("byte", position.offset());
  }

  private static Json snippet(Diagnostic diagnostic, Excerpt excerpt) {
    String context = Excerpt.context(diagnostic);
    Json.Arr values = new Json.Arr();
    diagnostic
        .values()
        .forEach(value ->
            values.add(
                new Json.Obj()
                    .put("traversal", value.reference())
                    .put("statement", value.statement())));
    Json.Obj snippet =
        new Json.Obj()
            .put("context", context == null ? Json.Raw.NULL : new Json.Text(context))
            .put("code", excerpt.code())
            .put("start_line", excerpt.range().start().line())
            .put("highlight_start_offset", excerpt.startOffset())
            .put("highlight_end_offset", excerpt.endOffset())
            .put("values", values);
    Diagnostic.FunctionCall call = diagnostic.call();
    return call == null ? snippet : snippet.put("function_call", call(call));
  }

  private static Json call(Diagnostic.FunctionCall call) {
    Json.Arr parameters = new Json.Arr();
    call.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    Json.Obj signature = new Json.Obj().put("name", call.name()).put("params", parameters);
    Diagnostic.FunctionCall.Parameter variadic = call.variadic();
    if (variadic != null) {
      signature.put("variadic_param", parameter(variadic));
    }
    return new Json.Obj()
        .put("called_as", call.calledAs())
        .put("signature", signature.put("return_type", type(call.result())));
  }

  private static Json parameter(Diagnostic.FunctionCall.Parameter parameter) {
    return new Json.Obj().put("name", parameter.name()).put("type", type(parameter.type()));
  }

  private static Json type(Type type) {
    return new Json.Raw(TypeJson.write(type).text());
  }
}
