package dev.groma.providers.spi;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;

/// The capability to ask the cloud whether it would carry out a change, without the change:
/// permissions, parameters and quotas are checked as far as the cloud does that.
public interface Previewable {
  /// Asks about a planned change. Changes nothing.
  Preview preview(PreviewRequest request, CallContext context);

  /// What [#preview] is given; the values are those of [ResourceHandler.ApplyRequest], but parts of
  /// `planned` and `configuration` may be unknown.
  record PreviewRequest(Value prior, Value planned, Value configuration) {}

  /// What was found out.
  ///
  /// @param outcome whether the change would be carried out
  /// @param reason why the cloud could not be asked, or not about all of it, as a part of a
  ///   sentence; empty otherwise
  /// @param diagnostics why it would not
  record Preview(Outcome outcome, String reason, Diagnostics diagnostics) {
    /// All of it would be carried out.
    public static final Preview PROVED = new Preview(Outcome.PROVED, "", Diagnostics.NONE);

    /// It is not known, for this reason.
    public static Preview unproved(String reason) {
      return new Preview(Outcome.UNPROVED, reason, Diagnostics.NONE);
    }

    /// It would not be carried out.
    public static Preview refused(Diagnostic why) {
      return new Preview(Outcome.REFUSED, "", Diagnostics.of(why));
    }
  }

  /// Whether a change would be carried out.
  enum Outcome {
    /// The cloud said yes.
    PROVED,
    /// The cloud said no.
    REFUSED,
    /// The cloud could not be asked: it has no such check, or the change depends on what is not
    /// known yet.
    UNPROVED
  }
}
