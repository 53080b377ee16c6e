/// Plans, states, values and diagnostics as text and JSON: pure functions, and the only place that
/// knows columns and colours. Start at [PlanText]; all differences are drawn by [DiffText].
@NullMarked
package dev.groma.engine.render;

import org.jspecify.annotations.NullMarked;
