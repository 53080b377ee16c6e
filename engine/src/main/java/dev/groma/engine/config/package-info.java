/// Configuration as it was written: located, parsed and not evaluated. Start at [ConfigLoader],
/// which makes a [Configuration], and [VariableLoader], which collects the values of its variables.
/// [CompiledBody] reads the bodies of resources once their schema is known, [ReferenceCheck] finds
/// names that are not declared.
@NullMarked
package dev.groma.engine.config;

import org.jspecify.annotations.NullMarked;
