/// The contract between the engine and the providers. Start at [ProviderFactory]; docs/lifecycle.md
/// says what each call may and may not change.
@NullMarked
package dev.groma.providers.spi;

import org.jspecify.annotations.NullMarked;
