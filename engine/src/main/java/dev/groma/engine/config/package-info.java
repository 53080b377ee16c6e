/// Parsed, located, unevaluated configuration. Start with `Configuration`.
@NullMarked
package dev.groma.engine.config;

import org.jspecify.annotations.NullMarked;
