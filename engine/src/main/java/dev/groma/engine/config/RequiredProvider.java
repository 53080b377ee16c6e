package dev.groma.engine.config;

import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.SourceRange;
import org.jspecify.annotations.Nullable;

/// An entry of `required_providers`.
///
/// @param localName the name that this module uses
/// @param address the provider
/// @param version the version constraint, or null for any
/// @param declaration the entry
public record RequiredProvider(
    String localName, ProviderAddress address, @Nullable String version, SourceRange declaration) {}
