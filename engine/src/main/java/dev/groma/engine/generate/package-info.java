/// Configuration made from objects that exist already. Start at [Draft].
@NullMarked
package dev.groma.engine.generate;

import org.jspecify.annotations.NullMarked;
