/// Pure rules that turn prior and configured values into planned changes. Start with
/// docs/lifecycle.md.
@NullMarked
package dev.groma.engine.change;

import org.jspecify.annotations.NullMarked;
