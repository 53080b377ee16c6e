package dev.groma.providers.spi;

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
  /// @param diagnostics why it would not
  record Preview(Outcome outcome, Diagnostics diagnostics) {}

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
