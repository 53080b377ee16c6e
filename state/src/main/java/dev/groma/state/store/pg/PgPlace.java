package dev.groma.state.store.pg;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.LockInfo;
import dev.groma.state.store.ChunkLog;
import dev.groma.state.store.History;
import dev.groma.state.store.Place;
import dev.groma.state.store.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The state of one workspace in a database.
///
/// The lock is held by a session, and everything that its holder writes is written in that session:
/// who loses the lock loses the means to write.
final class PgPlace implements Place, ChunkLog.Chunks, Place.Versions {
  private static final String SERIAL = "substring(data from '\"serial\": *([0-9]+)')::bigint";
  private static final String CURRENT = "current";

  private final PgBackend backend;
  private final String workspace;
  private final int versions;
  private final String name;
  private final ChunkLog log;
  private final SessionLock lock;

  PgPlace(PgBackend backend, String workspace, int versions, UUID writer) {
    this.backend = backend;
    this.workspace = workspace;
    this.versions = versions;
    name = backend.place(workspace);
    log = new ChunkLog(name, this, writer);
    lock = new SessionLock(backend, workspace, name);
  }

  @Override
  public String name() {
    return name;
  }

  /// A statement about this workspace, whose name is its first argument.
  private PreparedStatement about(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, workspace);
    return statement;
  }

  private String table(String table) {
    return backend.table(table);
  }

  @Override
  public @Nullable Stored load() {
    return backend.<@Nullable Stored>read(connection -> {
      try (PreparedStatement statement =
              about(
                  connection,
                  "SELECT data, md5(data) FROM " + table("states") + " WHERE name = ?");
          ResultSet rows = statement.executeQuery()) {
        if (!rows.next() || rows.getString(1) == null) {
          return null;
        }
        return new Stored(rows.getString(1).getBytes(UTF_8), rows.getString(2));
      }
    });
  }

  /// Does `work` with the session of the lock, when that is held.
  private <T extends @Nullable Object> T write(PgBackend.Work<T> work) throws SQLException {
    return lock.isHeld() ? lock.with(work) : backend.once(work);
  }

  @Override
  public Put put(Draft draft, @Nullable Stored over) {
    String data = new String(draft.bytes(), UTF_8);
    try {
      return write(connection -> put(connection, data, over)) ? new Kept() : new Changed();
    } catch (SQLException e) {
      if (PgTrouble.isCutOff(e)) {
        return new Unknown(PgTrouble.diagnostic(name, e));
      }
      throw PgTrouble.of(name, e);
    }
  }

  private boolean put(Connection connection, String data, @Nullable Stored over)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      if (versions > 0 && over != null) {
        keep(connection);
      }
      boolean kept = replace(connection, data, over);
      if (kept && versions > 0) {
        keep(connection);
        prune(connection);
      }
      if (kept) {
        connection.commit();
        lock.settle(connection);
      } else {
        connection.rollback();
      }
      return kept;
    } catch (SQLException e) {
      if (!PgTrouble.isCutOff(e)) {
        connection.rollback();
      }
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  private boolean replace(Connection connection, String data, @Nullable Stored over)
      throws SQLException {
    try (PreparedStatement statement =
        about(
            connection,
            over == null
                ? "INSERT INTO "
                    + table("states")
                    + " AS s (name, data) VALUES (?, ?) ON CONFLICT (name)"
                    + " DO UPDATE SET data = excluded.data WHERE s.data IS NULL RETURNING id"
                : "UPDATE "
                    + table("states")
                    + " SET data = r.data FROM (SELECT ? AS name, ? AS data, ? AS tag) r"
                    + " WHERE states.name = r.name AND md5(states.data) = r.tag RETURNING id")) {
      statement.setString(2, data);
      if (over != null) {
        statement.setString(3, over.tag());
      }
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return false;
        }
        lock.adopt(connection, rows.getLong(1));
        return true;
      }
    }
  }

  /// Makes what is kept a part of the history, unless it is its newest part.
  private void keep(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        about(
            connection,
            "INSERT INTO "
                + table("groma_history")
                + " (name, serial, data) SELECT name, "
                + SERIAL
                + ", data FROM "
                + table("states")
                + " WHERE name = ? AND data IS NOT NULL AND md5(data) IS DISTINCT FROM"
                + " (SELECT md5(data) FROM "
                + table("groma_history")
                + " WHERE name = ? ORDER BY id DESC LIMIT 1)")) {
      statement.setString(2, workspace);
      statement.executeUpdate();
    }
  }

  private void prune(Connection connection) throws SQLException {
    String history = table("groma_history");
    try (PreparedStatement statement =
        about(
            connection,
            "DELETE FROM "
                + history
                + " WHERE name = ? AND id <= (SELECT id FROM "
                + history
                + " WHERE name = ? ORDER BY id DESC OFFSET ? LIMIT 1)")) {
      statement.setString(2, workspace);
      statement.setInt(3, versions);
      statement.executeUpdate();
    }
  }

  @Override
  public Log log() {
    return log;
  }

  @Override
  public SortedMap<Long, byte[]> all() {
    return backend.read(connection -> {
      SortedMap<Long, byte[]> chunks = new TreeMap<>();
      try (PreparedStatement statement =
              about(
                  connection,
                  "SELECT number, data FROM "
                      + table("groma_journal")
                      + " WHERE name = ? ORDER BY number");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          chunks.put(rows.getLong(1), rows.getBytes(2));
        }
      }
      return chunks;
    });
  }

  @Override
  public byte @Nullable [] find(long number) {
    return all().get(number);
  }

  @Override
  public boolean create(long number, byte[] bytes) {
    return written(connection -> {
      try (PreparedStatement statement =
          about(
              connection,
              "INSERT INTO "
                  + table("groma_journal")
                  + " (name, number, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
        statement.setLong(2, number);
        statement.setBytes(3, bytes);
        return statement.executeUpdate() == 1;
      }
    });
  }

  @Override
  public boolean goesOnAfter(long number) {
    return written(connection -> {
      try (PreparedStatement statement =
          about(
              connection,
              "SELECT 1 FROM "
                  + table("groma_journal")
                  + " WHERE name = ? AND number > ? LIMIT 1")) {
        statement.setLong(2, number);
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next();
        }
      }
    });
  }

  @Override
  public void delete(long first, long end) {
    written(connection -> {
      try (PreparedStatement statement =
          about(
              connection,
              "DELETE FROM "
                  + table("groma_journal")
                  + " WHERE name = ? AND number >= ? AND number < ?")) {
        statement.setLong(2, first);
        statement.setLong(3, end);
        return statement.executeUpdate();
      }
    });
  }

  private <T> T written(PgBackend.Work<T> work) {
    try {
      return write(work);
    } catch (SQLException e) {
      throw PgTrouble.of(name, e);
    }
  }

  @Override
  public Grab lock(LockInfo holder) {
    try {
      return lock.take(holder);
    } catch (SQLException e) {
      throw PgTrouble.of(name, e);
    }
  }

  @Override
  public Optional<Diagnostic> breakLock(String id) {
    return backend.read(connection -> lock.end(connection, id));
  }

  @Override
  public Duration heartbeat() {
    return Duration.ofSeconds(30);
  }

  @Override
  public @Nullable Duration uploads() {
    return null;
  }

  @Override
  public @Nullable Versions versions() {
    return versions == 0 ? null : this;
  }

  @Override
  public List<History.Version> list() {
    return backend.read(connection -> {
      List<History.Version> found = new ArrayList<>();
      String history = table("groma_history");
      try (PreparedStatement statement =
              about(
                  connection,
                  "SELECT id::text, serial, kept, octet_length(data) FROM "
                      + history
                      + " WHERE name = ? ORDER BY id DESC");
          ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(version(rows));
        }
      }
      // What another program has written is not in the history yet.
      try (PreparedStatement statement =
          about(
              connection,
              "SELECT '"
                  + CURRENT
                  + "', "
                  + SERIAL
                  + ", now(), octet_length(data) FROM "
                  + table("states")
                  + " WHERE name = ? AND data IS NOT NULL AND md5(data) IS DISTINCT FROM"
                  + " (SELECT md5(data) FROM "
                  + history
                  + " WHERE name = ? ORDER BY id DESC LIMIT 1)")) {
        statement.setString(2, workspace);
        try (ResultSet rows = statement.executeQuery()) {
          if (rows.next()) {
            found.addFirst(version(rows));
          }
        }
      }
      return found;
    });
  }

  private static History.Version version(ResultSet row) throws SQLException {
    Instant kept = row.getTimestamp(3).toInstant();
    return new History.Version(row.getString(1), row.getLong(2), kept, row.getLong(4));
  }

  @Override
  public byte @Nullable [] load(String id) {
    Stored stored = id.equals(CURRENT) ? load() : null;
    if (stored != null) {
      return stored.bytes();
    }
    return backend.<byte @Nullable []>read(connection -> {
      try (PreparedStatement statement =
          about(
              connection,
              "SELECT data FROM " + table("groma_history") + " WHERE name = ? AND id::text = ?")) {
        statement.setString(2, id);
        try (ResultSet rows = statement.executeQuery()) {
          return rows.next() ? rows.getString(1).getBytes(UTF_8) : null;
        }
      }
    });
  }

  void close() {
    try {
      lock.close();
    } catch (StorageException _) {
      // The server ends the session.
    }
  }
}
