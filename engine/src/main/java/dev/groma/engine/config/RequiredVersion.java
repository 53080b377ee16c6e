package dev.groma.engine.config;

import dev.groma.schemas.diag.SourceRange;

/// A `required_version`: which versions of the program may run this configuration.
///
/// @param constraint the constraint as written, syntactically sound
/// @param range the argument
public record RequiredVersion(String constraint, SourceRange range) {}
