/// The contract between the engine and a provider. Start with `ProviderFactory`.
@NullMarked
package dev.groma.providers.spi;

import org.jspecify.annotations.NullMarked;
