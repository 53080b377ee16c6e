/// Parses, analyses and evaluates expressions.
@NullMarked
package dev.groma.engine.expr;

import org.jspecify.annotations.NullMarked;
