package dev.groma.engine.expr;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Knows the values of the objects that expressions refer to.
@FunctionalInterface
public interface Scope {
  /// The value of `subject`.
  ///
  /// When the subject is a resource or module call and an index is written right behind it, the
  /// index is passed as `key`, provided that it is a known string or number (unmarked; the
  /// evaluator puts its marks on the result). The answer then is what `subject[key]` stands for:
  /// the one instance, or, where there is none of that key or the block has no `count` and
  /// `for_each`, whatever [Lookup#index] says of the whole. Otherwise `key` is null and the answer
  /// is the whole: an object, a tuple for `count`, an object by key for `for_each`.
  ///
  /// @param subject what is asked for
  /// @param key the index behind it, or null
  /// @param range the reference, for diagnostics
  /// @param diagnostics takes what is wrong, such as a reference to something not declared; the
  ///   answer is then unknown
  Value resolve(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics);

  /// The same for a module call of which only the output value `output` is looked at. The others
  /// need not be known: they may depend on what the expression belongs to.
  default Value resolveOutput(
      Subject.ModuleCall call,
      @Nullable Value key,
      String output,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    return resolve(call, key, range, diagnostics);
  }
}
