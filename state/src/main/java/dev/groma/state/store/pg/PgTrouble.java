package dev.groma.state.store.pg;

import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.StorageException;
import dev.groma.state.store.web.TlsAdvice;
import java.sql.SQLException;

/// What the user is told when the database is in the way. States as in
/// https://www.postgresql.org/docs/15/errcodes-appendix.html.
final class PgTrouble {
  private static final String CERTIFICATE =
      "Set sslcert and sslkey in \"conn_str\" (PGSSLCERT, PGSSLKEY) to files with a certificate"
          + " that the server trusts and with its key, as PEM.";
  private static final TlsAdvice TLS =
      new TlsAdvice(
          "Set sslrootcert in \"conn_str\" (PGSSLROOTCERT) to a file with the certificate of the"
              + " authority that signed it, as PEM.",
          CERTIFICATE);

  private PgTrouble() {}

  static StorageException of(String place, SQLException cause) {
    return new StorageException(diagnostic(place, cause), cause);
  }

  static Diagnostic diagnostic(String place, SQLException cause) {
    return Diagnostic.error(
            "state.database",
            "The database of the state does not serve",
            place
                + " answers: "
                + said(cause)
                + " (SQLSTATE "
                + state(cause)
                + "). "
                + TLS.about(cause).orElse(advice(state(cause))))
        .in(Category.REMOTE);
  }

  private static String said(SQLException cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message.strip();
  }

  static String state(SQLException cause) {
    String state = cause.getSQLState();
    return state == null ? "" : state;
  }

  /// Whether the session is gone, and what it was asked last may have happened or not.
  static boolean isCutOff(SQLException cause) {
    return state(cause).startsWith("08") || state(cause).startsWith("57P");
  }

  private static String advice(String state) {
    if (state.startsWith("08")) {
      return "Look whether the server runs and can be reached from here, and whether \"conn_str\""
          + " or the PG* variables name it rightly; sslmode=disable is needed when it speaks"
          + " no TLS.";
    }
    if (state.startsWith("28")) {
      return "Look at the user and the password: \"conn_str\", PGUSER, PGPASSWORD. If it wants a"
          + " certificate of its clients: "
          + CERTIFICATE;
    }
    if (state.equals("42501")) {
      return "Give the user the rights that the page on state stores lists, or let somebody make"
          + " the schema and the tables and set skip_schema_creation and skip_table_creation.";
    }
    if (state.equals("42P01") || state.equals("3F000")) {
      return "The tables or their schema are missing. Leave out skip_schema_creation and"
          + " skip_table_creation, or make them as the page on state stores shows.";
    }
    if (state.equals("3D000")) {
      return "Make the database, or name another one in \"conn_str\".";
    }
    if (state.startsWith("53")) {
      return "The server is short of disk, memory or connections. Free some and run the same"
          + " command again.";
    }
    if (state.equals("25006")) {
      return "The server takes no writes; it may be a standby. Name the primary one.";
    }
    if (state.startsWith("57P")) {
      return "The server has ended the session: it is being stopped, or force-unlock took the lock"
          + " away. Run the same command again.";
    }
    return "Run the same command again when that is put right.";
  }

  static Diagnostic stillHeld(String place, int session) {
    return Diagnostic.error(
        "state.still-locked",
        "The lock cannot be taken away",
        "The session "
            + session
            + " that holds the lock of "
            + place
            + " could not be ended. That needs the same role, or pg_signal_backend.");
  }
}
