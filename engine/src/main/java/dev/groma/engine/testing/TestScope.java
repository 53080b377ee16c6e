package dev.groma.engine.testing;

import dev.groma.engine.expr.Lookup;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the expressions of a test file can refer to: what those of a module can, and besides
/// `output.NAME` and `run.NAME.OUTPUT`, which are written like resources.
///
/// @param module the rest
/// @param outputs the output values of the run
/// @param runs the output values of earlier runs, as an object by the name of the run
record TestScope(Scope module, Map<String, Value> outputs, Map<String, Value> runs)
    implements Scope {
  @Override
  public Value resolve(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    if (subject instanceof Subject.Resource resource) {
      @Nullable Map<String, Value> named =
          switch (resource.type()) {
            case "output" -> outputs;
            case "run" -> runs;
            default -> null;
          };
      if (named != null) {
        Value value = named.get(resource.name());
        if (value != null) {
          return key == null ? value : Lookup.index(value, key, range, diagnostics);
        }
        diagnostics.accept(
            Diagnostic.error(
                    "test.reference",
                    "Reference to unknown " + resource.type(),
                    "There is no "
                        + resource.type()
                        + " \""
                        + resource.name()
                        + "\" here. A run can refer to the outputs of its module, and to runs"
                        + " before it that were carried out.")
                .at(range));
        return Value.unknown(Type.DYNAMIC);
      }
    }
    return module.resolve(subject, key, range, diagnostics);
  }

  @Override
  public Value resolveOutput(
      Subject.ModuleCall call,
      @Nullable Value key,
      String output,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    return module.resolveOutput(call, key, output, range, diagnostics);
  }
}
