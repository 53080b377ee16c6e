package dev.groma.state.crypto;

/// The outcome of opening something encrypted.
public sealed interface Opened {
  /// What it holds.
  final class Plain implements Opened {
    private final byte[] bytes;
    private final boolean stale;

    /// The content `bytes`, which is not copied.
    public Plain(byte[] bytes, boolean stale) {
      this.bytes = bytes;
      this.stale = stale;
    }

    /// The content; not copied.
    public byte[] bytes() {
      return bytes;
    }

    /// True when it is not encrypted the way that new things are, so that writing it again is due:
    /// a key is being changed.
    public boolean stale() {
      return stale;
    }
  }

  /// No key that is configured is the one.
  record WrongKey() implements Opened {}

  /// Who has the key does not give it.
  ///
  /// @param why the reason, as the end of a sentence
  record NoKey(String why) implements Opened {}

  /// It belongs to another workspace.
  record Elsewhere(String workspace) implements Opened {}

  /// The key is right; the content was changed, cut off, or belongs elsewhere.
  record Damaged() implements Opened {}

  /// It is not of a form that this version knows.
  record Unknown() implements Opened {}
}
