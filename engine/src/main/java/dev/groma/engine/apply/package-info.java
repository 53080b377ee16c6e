/// Executes an execution graph with a journal, cancellation and partial failure.
@NullMarked
package dev.groma.engine.apply;

import org.jspecify.annotations.NullMarked;
