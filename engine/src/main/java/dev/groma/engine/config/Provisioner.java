package dev.groma.engine.config;

import dev.groma.schemas.diag.SourceRange;

/// A `provisioner` block: a program that is run when an object was created or before it is deleted.
///
/// @param type what runs it; `local-exec` is all there is
/// @param when whether it is run after the create or before the delete
/// @param continues whether a failure is only a warning; otherwise an object that was just created
///   is tainted, and one that was to be deleted stays
/// @param body its arguments, of [LocalExec#SCHEMA]
/// @param declaration the beginning of its block
public record Provisioner(
    String type, When when, boolean continues, CompiledBody body, SourceRange declaration) {
  /// When a provisioner is run.
  public enum When {
    /// After the object was created.
    CREATE,
    /// Before the object is deleted.
    DESTROY
  }
}
