package dev.groma.state.store.web;

/// Thrown when a server does not answer, however often it is asked.
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1;
  private final boolean mayHaveArrived;

  NoAnswerException(Throwable cause, boolean mayHaveArrived) {
    super(reason(cause), cause);
    this.mayHaveArrived = mayHaveArrived;
  }

  private static String reason(Throwable cause) {
    String text = cause.getMessage();
    String kind = cause.getClass().getSimpleName();
    return text == null || text.isBlank() ? kind : text + " (" + kind + ")";
  }

  /// Whether the request may have reached the server.
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
