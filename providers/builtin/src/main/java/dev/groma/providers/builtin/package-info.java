/// The provider that is part of the program: resources that need no network. Start at
/// [BuiltinProviderFactory].
@NullMarked
package dev.groma.providers.builtin;

import org.jspecify.annotations.NullMarked;
