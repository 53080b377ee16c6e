/// Comments on pull and merge requests: start at [dev.groma.cli.forge.Forge].
@NullMarked
package dev.groma.cli.forge;

import org.jspecify.annotations.NullMarked;
