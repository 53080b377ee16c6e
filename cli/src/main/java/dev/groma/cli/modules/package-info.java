/// Fetches modules that come from elsewhere. Start at [ModuleInstaller].
@NullMarked
package dev.groma.cli.modules;

import org.jspecify.annotations.NullMarked;
