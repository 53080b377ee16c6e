package dev.groma.engine.config;

import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node.ObjectNode;

/// Where the state is kept.
///
/// @param type the kind of storage, such as `local`
/// @param typeRange the place of its name
/// @param body its arguments, literal values
/// @param declaration the beginning of its block
public record BackendBlock(
    String type, SourceRange typeRange, ObjectNode body, SourceRange declaration) {}
