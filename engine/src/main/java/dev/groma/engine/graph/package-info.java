/// Builds, checks and walks dependency graphs; the only user of JGraphT.
@NullMarked
package dev.groma.engine.graph;

import org.jspecify.annotations.NullMarked;
