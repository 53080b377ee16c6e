/// Finds out what came of operations whose end nobody saw, and brings them to an end. Start at
/// [Recovery].
@NullMarked
package dev.groma.engine.recover;

import org.jspecify.annotations.NullMarked;
