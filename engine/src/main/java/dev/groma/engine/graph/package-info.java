/// Graphs of what comes before what: cycles explained, nodes visited concurrently in order. The
/// only package that knows JGraphT. Start at [Walk].
@NullMarked
package dev.groma.engine.graph;

import org.jspecify.annotations.NullMarked;
