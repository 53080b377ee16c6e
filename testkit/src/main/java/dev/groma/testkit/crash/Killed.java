package dev.groma.testkit.crash;

/// Ends a run in this process as if the process had been killed: nothing that it still tries to put
/// on disk gets there.
public final class Killed extends Error {
  private static final long serialVersionUID = 1;

  /// At the point `where`.
  public Killed(String where) {
    super("killed at " + where, null, false, false);
  }
}
