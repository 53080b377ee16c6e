/// The expression language: what stands between `${` and `}`. Start at [ExpressionParser], which
/// gives an [Expression]; [References] says what it depends on, and [Evaluator] what it stands for
/// in a [Scope].
@NullMarked
package dev.groma.engine.expr;

import org.jspecify.annotations.NullMarked;
