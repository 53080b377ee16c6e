/// Plans, state and diagnostics as text and JSON.
@NullMarked
package dev.groma.engine.render;

import org.jspecify.annotations.NullMarked;
