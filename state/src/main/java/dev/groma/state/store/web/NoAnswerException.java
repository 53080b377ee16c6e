package dev.groma.state.store.web;

/// Thrown when a server does not answer, however often it is asked.
public final class NoAnswerException extends Exception {
  private static final long serialVersionUID = 1;
  private final boolean mayHaveArrived;
  private final String advice;

  NoAnswerException(Throwable cause, boolean mayHaveArrived, String advice) {
    super(reason(cause), cause);
    this.mayHaveArrived = mayHaveArrived;
    this.advice = advice;
  }

  private static String reason(Throwable cause) {
    String text = cause.getMessage();
    String kind = cause.getClass().getSimpleName();
    return text == null || text.isBlank() ? kind : text + " (" + kind + ")";
  }

  /// What to do, in sentences.
  public String advice() {
    return advice;
  }

  /// Whether the request may have reached the server.
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
