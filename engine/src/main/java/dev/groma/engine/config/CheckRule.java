package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.diag.SourceRange;

/// A condition with the message for when it does not hold: a `validation`, `precondition` or
/// `postcondition` block.
///
/// @param condition gives true or false
/// @param errorMessage gives the message
/// @param declaration the beginning of its block
public record CheckRule(Expression condition, Expression errorMessage, SourceRange declaration) {}
