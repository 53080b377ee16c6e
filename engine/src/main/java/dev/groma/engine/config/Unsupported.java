package dev.groma.engine.config;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.StringNode;

/// What belongs to the language and cannot be used yet.
final class Unsupported {
  private Unsupported() {}

  static Diagnostic block(StringNode name) {
    return feature("Blocks of type \"" + name.text() + "\"", name.range());
  }

  static Diagnostic feature(String what, SourceRange range) {
    return Diagnostic.error(
            "config.not-supported",
            "Not supported yet",
            what
                + " cannot be used with this version of Groma yet. Remove it from the configuration.")
        .at(range);
  }
}
