package dev.groma.state.format;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.state.crypto.Opened;

/// What the user is told when something encrypted cannot be opened. Nothing was changed then.
public final class SealTrouble {
  private SealTrouble() {}

  static Diagnostic state(String file, Opened outcome, boolean configured) {
    return of("The state " + file, outcome, configured).at(SourceRange.of(file));
  }

  static Diagnostic field(String file, String place, Opened outcome, boolean configured) {
    return of("The value of " + place + " in the state " + file, outcome, configured);
  }

  /// Why `what` could not be opened.
  ///
  /// @param what what it is, as the beginning of a sentence
  /// @param configured whether any key is configured
  public static Diagnostic of(String what, Opened outcome, boolean configured) {
    return switch (outcome) {
      case Opened.WrongKey _ ->
          configured
              ? Diagnostic.error(
                  "state.wrong-key",
                  "Wrong key",
                  what
                      + " is encrypted with another key than those that are configured. Nothing was"
                      + " changed. Configure the key that it was written with, as a fallback where"
                      + " the key has been changed.")
              : Diagnostic.error(
                  "state.encrypted",
                  "Encrypted, and no key is configured",
                  what
                      + " is encrypted, and no key is configured. Nothing was changed. Configure"
                      + " the key in the block `encryption` of `terraform`, or in the variable"
                      + " GROMA_ENCRYPTION.");
      case Opened.Damaged _ ->
          Diagnostic.error(
              "state.damaged",
              "Encrypted content was changed",
              what
                  + " was encrypted with the configured key, and then changed, cut off, or put in"
                  + " the place of another. Nothing was changed now. Restore a good copy; where"
                  + " there is a file with the ending .backup beside it, it is the one before the"
                  + " last change.");
      case Opened.NoKey(String why) ->
          Diagnostic.error(
              "state.no-key",
              "The key cannot be had",
              what
                  + " is encrypted, and its key cannot be had: "
                  + why
                  + ". Nothing was changed. Put right what is said here and run the command"
                  + " again.");
      case Opened.Elsewhere(String workspace) ->
          Diagnostic.error(
              "state.other-workspace",
              "The state of another workspace",
              what
                  + " was encrypted for the workspace \""
                  + workspace
                  + "\" and is in the place of another one. Nothing was changed. Select that"
                  + " workspace, or put back the file that belongs here; to copy a state on"
                  + " purpose, use \"groma state pull\" and \"groma state push\".");
      case Opened.Unknown _ ->
          Diagnostic.error(
              "state.unknown-encryption",
              "Unknown encryption",
              what
                  + " is encrypted in a way that this version of Groma does not know. Nothing was"
                  + " changed. Use the program that wrote it: to decrypt it there, or the newer"
                  + " version of Groma.");
      case Opened.Plain _ -> throw new IllegalArgumentException("it could be opened");
    };
  }

  /// The state `file` is not encrypted, and ought to be.
  static Diagnostic notEncrypted(String file) {
    return notEncrypted("The state " + file, "state", file);
  }

  /// `what`, the file `file`, is not encrypted, and ought to be.
  ///
  /// @param what what it is, as the beginning of a sentence
  /// @param kind `state` or `plan`
  public static Diagnostic notEncrypted(String what, String kind, String file) {
    return Diagnostic.error(
            "state.not-encrypted",
            "The " + kind + " is not encrypted",
            what
                + " is not encrypted, and only what is encrypted is to be read: it may have been"
                + " put there by somebody who does not have the key. Nothing was changed. To go on"
                + " with what was in clear until now, add the method `unencrypted` as a fallback in"
                + " the block `"
                + kind
                + "` for one run.")
        .at(SourceRange.of(file));
  }
}
