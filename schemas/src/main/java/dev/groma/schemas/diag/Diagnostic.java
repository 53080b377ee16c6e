package dev.groma.schemas.diag;

import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something the user is told.
///
/// 1. `code` is stable and dotted, such as `config.unsupported-argument`; `summary` is constant for
///    a code and holds no user data; `detail` says in full sentences what is wrong, why if that is
///    not plain, and what to do.
/// 2. Neither holds a sensitive value.
///
/// @param severity error or warning
/// @param code the stable name of this kind of diagnostic
/// @param category who can do something about it
/// @param summary the headline
/// @param detail the paragraph below it; may have several lines
/// @param address the resource or other object concerned, as text, or null
/// @param path the attribute concerned, or null
/// @param subject the text concerned, or null
/// @param values what the expressions in the subject stood for, as sentences: "var.size is 3"
/// @param call the function that refused its arguments, or null
public record Diagnostic(
    Severity severity,
    String code,
    Category category,
    String summary,
    String detail,
    @Nullable String address,
    @Nullable Path path,
    @Nullable SourceRange subject,
    List<ExpressionValue> values,
    @Nullable FunctionCall call) {

  /// What a reference in the subject stood for when the diagnostic was made.
  ///
  /// @param reference the reference as written, such as `var.size`
  /// @param statement what it is, as the end of a sentence: `is 3`, `is a list of string`
  public record ExpressionValue(String reference, String statement) {}

  /// A call of a function that was refused.
  ///
  /// @param calledAs the name as written
  /// @param name the name of the function
  /// @param parameters what it takes
  /// @param variadic what it takes any number of behind them, or null
  /// @param result the type of what it returns, as far as that is always the same
  public record FunctionCall(
      String calledAs,
      String name,
      List<Parameter> parameters,
      @Nullable Parameter variadic,
      Type result) {
    /// A parameter of a function.
    public record Parameter(String name, Type type) {}

    /// Copies the list.
    public FunctionCall {
      parameters = List.copyOf(parameters);
    }

    /// The call as it is declared: `join(separator, lists...)`.
    @Override
    public String toString() {
      List<String> names = new ArrayList<>();
      parameters.forEach(parameter -> names.add(parameter.name()));
      if (variadic != null) {
        names.add(variadic.name() + "...");
      }
      return calledAs + "(" + String.join(", ", names) + ")";
    }
  }

  /// The order in which diagnostics are shown: errors first, then by place, address and summary.
  public static final Comparator<Diagnostic> DISPLAY_ORDER =
      Comparator.comparing(Diagnostic::severity)
          .thenComparing(
              Diagnostic::subject, Comparator.nullsFirst(Comparator.<SourceRange>naturalOrder()))
          .thenComparing(
              Diagnostic::address, Comparator.nullsFirst(Comparator.<String>naturalOrder()))
          .thenComparing(Diagnostic::summary)
          .thenComparing(Diagnostic::detail);

  /// Copies the list.
  public Diagnostic {
    values = List.copyOf(values);
  }

  /// A diagnostic that is about no call of a function.
  public Diagnostic(
      Severity severity,
      String code,
      Category category,
      String summary,
      String detail,
      @Nullable String address,
      @Nullable Path path,
      @Nullable SourceRange subject,
      List<ExpressionValue> values) {
    this(severity, code, category, summary, detail, address, path, subject, values, null);
  }

  /// An error that the author of the configuration can correct.
  public static Diagnostic error(String code, String summary, String detail) {
    return new Diagnostic(
        Severity.ERROR, code, Category.USER, summary, detail, null, null, null, List.of());
  }

  /// A warning for the author of the configuration.
  public static Diagnostic warning(String code, String summary, String detail) {
    return new Diagnostic(
        Severity.WARNING, code, Category.USER, summary, detail, null, null, null, List.of());
  }

  /// True for an error.
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /// True when `all` holds an error.
  public static boolean hasErrors(Collection<Diagnostic> all) {
    return all.stream().anyMatch(Diagnostic::isError);
  }

  /// This diagnostic about the text `range`; unchanged when `range` is null.
  public Diagnostic at(@Nullable SourceRange range) {
    return range == null
        ? this
        : new Diagnostic(
            severity, code, category, summary, detail, address, path, range, values, call);
  }

  /// This diagnostic about the object `name`; an address that is already there stays.
  public Diagnostic about(String name) {
    return address != null
        ? this
        : new Diagnostic(
            severity, code, category, summary, detail, name, path, subject, values, call);
  }

  /// This diagnostic as a warning: what is said is so, and does not stop anything.
  public Diagnostic asWarning() {
    return new Diagnostic(
        Severity.WARNING, code, category, summary, detail, address, path, subject, values, call);
  }

  /// This diagnostic about the attribute at `where`.
  public Diagnostic at(Path where) {
    return new Diagnostic(
        severity, code, category, summary, detail, address, where, subject, values, call);
  }

  /// This diagnostic in another category.
  public Diagnostic in(Category other) {
    return new Diagnostic(
        severity, code, other, summary, detail, address, path, subject, values, call);
  }

  /// This diagnostic with what the expressions in it stood for.
  public Diagnostic with(List<ExpressionValue> known) {
    return new Diagnostic(
        severity, code, category, summary, detail, address, path, subject, known, call);
  }

  /// This diagnostic about a call of a function.
  public Diagnostic with(FunctionCall refused) {
    return new Diagnostic(
        severity, code, category, summary, detail, address, path, subject, values, refused);
  }
}
