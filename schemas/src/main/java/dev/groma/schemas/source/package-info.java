/// Reads YAML or JSON text into one located tree.
@NullMarked
package dev.groma.schemas.source;

import org.jspecify.annotations.NullMarked;
