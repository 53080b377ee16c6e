/// The functions that expressions may call, one file per family.
@NullMarked
package dev.groma.engine.expr.function;

import org.jspecify.annotations.NullMarked;
