package dev.groma.engine.config;

import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An input variable.
///
/// @param name its name
/// @param type what its value is converted to
/// @param takesText a value given as text, on the command line or in the environment, is that text;
///   otherwise it is an expression
/// @param defaultValue what it is when no value is given, converted already; null when one must be
/// @param description what it is for, or null
/// @param sensitive its value is never printed
/// @param nullable null is a value of it; otherwise null stands for the default
/// @param ephemeral its value is never stored
/// @param deprecation what those who set it are told, or null
/// @param validations what its value must fulfil
/// @param declaration the beginning of its block
public record Variable(
    String name,
    TypeConstraint type,
    boolean takesText,
    @Nullable Value defaultValue,
    @Nullable String description,
    boolean sensitive,
    boolean nullable,
    boolean ephemeral,
    @Nullable String deprecation,
    List<CheckRule> validations,
    SourceRange declaration) {
  /// Copies the list.
  public Variable {
    validations = List.copyOf(validations);
  }

  /// True when a value must be given.
  public boolean isRequired() {
    return defaultValue == null;
  }
}
