package dev.groma.state.crypto;

/// Who has a secret: it is always the same, or each is given out with a ticket by which it can be
/// had again.
public interface Custodian {
  /// The ticket of a secret that is always the same.
  String NO_TICKET = "";

  /// What to seal with; the same in all of a run.
  Handed current();

  /// Whether this is who to ask for the secret that was given out with `ticket`.
  boolean knows(String ticket);

  /// The secret that was given out with `ticket`, which anybody may have written.
  ///
  /// @throws NoKeyException when it cannot be had
  Secret again(String ticket) throws NoKeyException;

  /// What is given out.
  ///
  /// @param ticket is written in clear beside what is sealed: words without spaces
  record Handed(Secret secret, String ticket) {}

  /// A secret cannot be had. The message says why, as the end of a sentence.
  final class NoKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    /// Cannot be had for the reason `why`.
    public NoKeyException(String why) {
      super(why);
    }
  }
}
