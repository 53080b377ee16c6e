package dev.groma.state.store.pg;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.format.LockInfoFormat;
import dev.groma.state.store.Locks;
import dev.groma.state.store.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The lock of a workspace: the advisory lock that Terraform takes, on the id of the row; while
/// there is no row, the lock -1, under which rows are made.
///
/// It belongs to a session, and ends with it: when the process dies, when the server has not heard
/// of its machine for a minute, or when `force-unlock` ends it.
final class SessionLock implements Place.Hold {
  private static final long CREATION = -1;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PATIENCE = 40;

  /// Who holds a lock, whose number `pg_locks` shows in halves.
  private static final String HOLDERS =
      " FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid"
          + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
          + " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
          + " AND l.classid::bigint = (?::bigint >> 32) & 4294967295"
          + " AND l.objid::bigint = ?::bigint & 4294967295";

  private final PgBackend backend;
  private final String workspace;
  private final String name;
  private final ReentrantLock mutex = new ReentrantLock();
  private volatile @Nullable Connection session;
  private volatile boolean held;
  private long key;
  private long made = CREATION;

  SessionLock(PgBackend backend, String workspace, String name) {
    this.backend = backend;
    this.workspace = workspace;
    this.name = name;
  }

  /// True from taking the lock until it is given back, also when it is lost.
  boolean isHeld() {
    return held;
  }

  /// Does `work` in the session that holds the lock.
  <T extends @Nullable Object> T with(PgBackend.Work<T> work) throws SQLException {
    mutex.lock();
    try {
      Connection connection = session;
      if (connection == null) {
        throw lost();
      }
      return work.with(connection);
    } catch (SQLException e) {
      if (PgTrouble.isCutOff(e)) {
        session = PgBackend.closed(session);
      }
      throw e;
    } finally {
      mutex.unlock();
    }
  }

  private static SQLException lost() {
    return new SQLException("the session that held the lock has ended", "57P01");
  }

  /// Tries to take the lock.
  Place.Grab take(LockInfo holder) throws SQLException {
    mutex.lock();
    try {
      Connection connection = session;
      if (connection == null || connection.isClosed()) {
        connection = backend.connect();
        session = connection;
      }
      for (int i = 0; i < PATIENCE; i++) {
        Optional<Long> row = row(connection);
        long wanted = row.orElse(CREATION);
        if (!isTaken(connection, wanted)) {
          // Others hold the lock -1 for moments only, unless they are making a row.
          if (wanted != CREATION) {
            return other(connection, wanted);
          }
        } else if (wanted == CREATION ? row(connection).isEmpty() : isFree(connection)) {
          key = wanted;
          held = true;
          describe(connection, holder);
          return new Place.Taken(this, null);
        } else {
          unlock(connection, wanted);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
      return other(connection, CREATION);
    } catch (SQLException e) {
      session = PgBackend.closed(session);
      held = false;
      throw e;
    } finally {
      mutex.unlock();
    }
  }

  private Optional<Long> row(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT id FROM " + backend.table("states") + " WHERE name = ?")) {
      statement.setString(1, workspace);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }

  private static boolean isTaken(Connection connection, long key) throws SQLException {
    return ask(connection, "SELECT pg_try_advisory_lock(?)", key);
  }

  private static void unlock(Connection connection, long key) throws SQLException {
    ask(connection, "SELECT pg_advisory_unlock(?)", key);
  }

  private static boolean ask(Connection connection, String question, long key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setLong(1, key);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /// Whether nobody is making a row: the maker of this one may hold the lock -1 still.
  private boolean isFree(Connection connection) throws SQLException {
    return holder(connection, CREATION) == null;
  }

  /// A session that holds the lock.
  ///
  /// @param pid its process on the server
  /// @param info what it says of itself; null when that is not in our words
  /// @param remark what the server says of it
  private record Holder(int pid, @Nullable LockInfo info, String remark, Instant since) {
    /// What the lock is called.
    String id() {
      return info == null ? "pg-" + pid : info.id();
    }
  }

  private @Nullable Holder holder(Connection connection, long wanted) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT l.pid, a.usename, host(a.client_addr), a.application_name, a.backend_start,"
                + " (SELECT g.info FROM "
                + backend.table("groma_locks")
                + " g WHERE g.session = l.pid AND g.name = ?)"
                + HOLDERS)) {
      statement.setString(1, workspace);
      statement.setLong(2, wanted);
      statement.setLong(3, wanted);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? holder(rows) : null;
      }
    }
  }

  private static Holder holder(ResultSet row) throws SQLException {
    int pid = row.getInt(1);
    String user = row.getString(2);
    String from = row.getString(3);
    String program = row.getString(4);
    Instant since = row.getTimestamp(5) == null ? Instant.EPOCH : row.getTimestamp(5).toInstant();
    String info = row.getString(6);
    String remark =
        "On the server it is session "
            + pid
            + (user == null ? "" : " of " + user)
            + (from == null ? "" : " from " + from)
            + (program == null || program.isEmpty() ? "" : " (" + program + ")")
            + ".";
    return new Holder(
        pid, info == null ? null : LockInfoFormat.read(info).orElse(null), remark, since);
  }

  private Place.Other other(Connection connection, long wanted) throws SQLException {
    Holder holder = holder(connection, wanted);
    if (holder == null) {
      return new Place.Other(null, "");
    }
    LockInfo info =
        holder.info != null
            ? holder.info
            : new LockInfo(
                holder.id(),
                "an unknown operation",
                "",
                "another program",
                "unknown",
                holder.since,
                name);
    return new Place.Other(info, holder.remark);
  }

  /// Takes the lock of the row `id`, which the holder of the lock -1 is about to make visible. That
  /// one is given back by [#settle].
  void adopt(Connection connection, long id) throws SQLException {
    if (held && key == CREATION && isTaken(connection, id)) {
      made = id;
    }
  }

  /// Gives the lock -1 back when it is not needed any more, so that others can make rows.
  void settle(Connection connection) throws SQLException {
    if (made != CREATION) {
      key = made;
      made = CREATION;
      unlock(connection, CREATION);
    }
  }

  private void describe(Connection connection, LockInfo holder) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + backend.table("groma_locks")
                + " (name, session, info) VALUES (?, pg_backend_pid(), ?) ON CONFLICT (name)"
                + " DO UPDATE SET session = excluded.session, info = excluded.info")) {
      statement.setString(1, workspace);
      statement.setString(2, LockInfoFormat.write(holder));
      statement.executeUpdate();
    }
  }

  @Override
  public boolean renew() {
    try {
      return with(connection -> {
        try (Statement statement = connection.createStatement()) {
          return statement.execute("SELECT 1");
        }
      });
    } catch (SQLException _) {
      return false;
    }
  }

  @Override
  public void release() {
    mutex.lock();
    try {
      Connection connection = session;
      if (connection == null) {
        return;
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              "DELETE FROM "
                  + backend.table("groma_locks")
                  + " WHERE name = ? AND session = pg_backend_pid()")) {
        statement.setString(1, workspace);
        statement.executeUpdate();
      }
      unlock(connection, key);
    } catch (SQLException _) {
      session = PgBackend.closed(session);
    } finally {
      held = false;
      mutex.unlock();
    }
  }

  void close() {
    mutex.lock();
    try {
      session = PgBackend.closed(session);
      held = false;
    } finally {
      mutex.unlock();
    }
  }

  /// Ends the session that holds the lock `id`.
  Optional<Diagnostic> end(Connection connection, String id) throws SQLException {
    for (int i = 0; i < PATIENCE; i++) {
      Optional<Long> row = row(connection);
      Holder holder = row.isPresent() ? holder(connection, row.get()) : null;
      holder = holder == null ? holder(connection, CREATION) : holder;
      if (holder == null) {
        return i == 0 ? Optional.of(Locks.notLocked(name)) : Optional.empty();
      }
      if (!holder.id().equals(id)) {
        return i == 0 ? Optional.of(Locks.otherLock(name, id, holder.id())) : Optional.empty();
      }
      if (!ask(connection, "SELECT pg_terminate_backend(?::integer)", holder.pid)) {
        return Optional.of(PgTrouble.stillHeld(name, holder.pid));
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return Optional.of(PgTrouble.stillHeld(name, (int) key));
  }
}
