package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.schemas.diag.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An output value.
///
/// @param name its name
/// @param value what it is
/// @param description what it is for, or null
/// @param sensitive its value is never printed
/// @param ephemeral its value is never stored
/// @param deprecation what those who refer to it are told, or null
/// @param dependsOn what must be done before it is known
/// @param preconditions what must hold before it is known
/// @param declaration the beginning of its block
public record Output(
    String name,
    Expression value,
    @Nullable String description,
    boolean sensitive,
    boolean ephemeral,
    @Nullable String deprecation,
    List<Reference> dependsOn,
    List<CheckRule> preconditions,
    SourceRange declaration) {
  /// Copies the lists.
  public Output {
    dependsOn = List.copyOf(dependsOn);
    preconditions = List.copyOf(preconditions);
  }
}
