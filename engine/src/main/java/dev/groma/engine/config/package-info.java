/// Configuration as it was written: located, parsed and not evaluated. Start at [ConfigLoader],
/// which makes a [Configuration]; [CompiledBody] reads the bodies of resources once their schema is
/// known.
@NullMarked
package dev.groma.engine.config;

import org.jspecify.annotations.NullMarked;
