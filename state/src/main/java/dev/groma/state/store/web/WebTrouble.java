package dev.groma.state.store.web;

import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.Place;
import dev.groma.state.store.StorageException;

/// What the user is told when a server of states is in the way.
public final class WebTrouble {
  private static final int EXCERPT = 300;

  private WebTrouble() {}

  /// There is no answer.
  public static Diagnostic noAnswer(String place, NoAnswerException cause) {
    return Diagnostic.error(
            Place.NO_ANSWER,
            "The server of the state does not answer",
            place + " gives no answer: " + cause.getMessage() + ". " + cause.advice())
        .in(Category.REMOTE);
  }

  /// The answer is an error.
  ///
  /// @param doing what was asked, such as "reading the state"
  public static Diagnostic refused(String place, String doing, Reply reply) {
    return refused(place, doing, reply.status(), said(reply.text()), advice(reply.status()));
  }

  /// The answer is an error.
  ///
  /// @param said the server's words
  /// @param advice what to do, in sentences
  public static Diagnostic refused(
      String place, String doing, int status, String said, String advice) {
    return Diagnostic.error(
            "state.refused",
            "The server of the state refuses",
            place
                + " answers "
                + doing
                + " with HTTP status "
                + status
                + (said.isEmpty() ? "" : ": " + said)
                + ". "
                + advice)
        .in(Category.REMOTE);
  }

  /// The first words of what a server says.
  static String said(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > EXCERPT ? line.substring(0, EXCERPT) + "..." : line;
  }

  /// What to do about a status.
  public static String advice(int status) {
    return switch (status) {
      case 401 -> "It wants credentials, or others: look at the user name and the password or key.";
      case 403 -> "The credentials are not allowed to do that: look at their rights.";
      case 404 -> "There is nothing at that address: look whether it is right.";
      case 413, 507 -> "It has no room for the state: look at its limits.";
      case 429 -> "It is asked too often: run the same command again later.";
      case 301, 302, 303, 307, 308 ->
          "It says that the state is elsewhere: correct the address, such as http to https.";
      default ->
          status >= 500
              ? "The fault is the server's: run the same command again later."
              : "Look whether the address and the methods are those that it wants.";
    };
  }

  /// [#noAnswer] as an exception.
  public static StorageException unanswered(String place, NoAnswerException cause) {
    return new StorageException(noAnswer(place, cause), cause);
  }
}
