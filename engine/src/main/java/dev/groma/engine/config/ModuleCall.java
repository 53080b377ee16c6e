package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.schemas.diag.SourceRange;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A `module` block: another module used with values for its variables.
///
/// @param name its name
/// @param source where the module is
/// @param sourceRange where that is written
/// @param count how many instances there are, or null
/// @param forEach the instances by key, or null; never together with `count`
/// @param dependsOn what must be done before anything in the module
/// @param providers the provider configurations of the caller, by the name that the module knows
///   them under
/// @param arguments the values of the variables of the module, by name
/// @param declaration the beginning of its block
public record ModuleCall(
    String name,
    String source,
    SourceRange sourceRange,
    @Nullable Expression count,
    @Nullable Expression forEach,
    List<Reference> dependsOn,
    SortedMap<String, ProviderRef> providers,
    SortedMap<String, Argument> arguments,
    SourceRange declaration) {
  /// The value of a variable.
  ///
  /// @param value the value
  /// @param name where its name is written
  public record Argument(Expression value, SourceRange name) {}

  /// Copies the collections.
  public ModuleCall {
    dependsOn = List.copyOf(dependsOn);
    providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
    arguments = Collections.unmodifiableSortedMap(new TreeMap<>(arguments));
  }
}
