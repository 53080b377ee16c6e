package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;

/// A local value.
///
/// @param name its name
/// @param expression what it stands for
/// @param declaration its name and expression
public record LocalValue(String name, Expression expression, SourceRange declaration) {}
