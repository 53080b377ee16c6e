package dev.groma.state.store.pg;

import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory.Surroundings;
import dev.groma.state.store.RemoteStateStore;
import dev.groma.state.store.StateStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// The states in one schema of a database: the table `states` and its ids as Terraform's backend
/// `pg` has them, and beside it `groma_journal`, `groma_history` and `groma_locks`.
final class PgBackend implements Backend {
  private final ConnectionString address;
  private final Layout layout;
  private final int versions;
  private final Surroundings surroundings;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Map<String, StateStore> stores = new HashMap<>();
  private final List<PgPlace> places = new ArrayList<>();
  private @Nullable Connection shared;
  private boolean ready;

  PgBackend(
      ConnectionString address, Layout layout, int versions, Surroundings surroundings) {
    this.address = address;
    this.layout = layout;
    this.versions = versions;
    this.surroundings = surroundings;
  }

  /// What there is in the database, and what of it may be made.
  ///
  /// @param schema the schema of the tables
  record Layout(String schema, boolean makesSchema, boolean makesTables, boolean makesIndex) {
    /// The table `name`, quoted.
    String table(String name) {
      return quoted(schema) + "." + name;
    }

    private static String quoted(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }
  }

  /// What is done with a connection.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  String table(String name) {
    return layout.table(name);
  }

  /// A new connection to the database, whose tables are there.
  ///
  /// The server ends a session, and its locks, when the client has not answered for about a minute.
  Connection connect() throws SQLException {
    Connection connection = new Driver().connect(address.url(), address.properties());
    if (connection == null) {
      throw new SQLException("the driver does not take the address", "08001");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 10;"
              + " SET tcp_keepalives_count = 4; SET idle_in_transaction_session_timeout = 0");
      prepare(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(Connection connection) throws SQLException {
    mutex.lock();
    try {
      if (!ready) {
        try {
          make(connection);
        } catch (SQLException e) {
          // Somebody else was making the same.
          if (!PgTrouble.state(e).matches("23505|42P0[67]|42710")) {
            throw e;
          }
          make(connection);
        }
        ready = true;
      }
    } finally {
      mutex.unlock();
    }
  }

  private void make(Connection connection) throws SQLException {
    String schema = Layout.quoted(layout.schema);
    if (layout.makesSchema) {
      makeUnless(
          connection,
          "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?",
          layout.schema,
          "CREATE SCHEMA IF NOT EXISTS " + schema);
    }
    if (layout.makesTables) {
      makeUnless(
          connection,
          "SELECT 1 WHERE to_regclass(?) IS NOT NULL",
          "public.global_states_id_seq",
          "CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint");
      makeTable(
          connection,
          "states",
          "id bigint NOT NULL DEFAULT nextval('public.global_states_id_seq') PRIMARY KEY,"
              + " name text UNIQUE, data text");
      makeTable(
          connection,
          "groma_journal",
          "name text NOT NULL, number bigint NOT NULL, data bytea NOT NULL,"
              + " PRIMARY KEY (name, number)");
      makeTable(
          connection,
          "groma_history",
          "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,"
              + " serial bigint, kept timestamptz NOT NULL DEFAULT now(), data text NOT NULL");
      makeTable(
          connection,
          "groma_locks",
          "name text PRIMARY KEY, session integer NOT NULL, info text NOT NULL");
    }
    if (layout.makesIndex) {
      makeUnless(
          connection,
          "SELECT 1 WHERE to_regclass(?) IS NOT NULL",
          layout.table("states_by_name"),
          "CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON " + table("states") + " (name)");
    }
  }

  private void makeTable(Connection connection, String name, String columns) throws SQLException {
    makeUnless(
        connection,
        "SELECT 1 WHERE to_regclass(?) IS NOT NULL",
        table(name),
        "CREATE TABLE IF NOT EXISTS " + table(name) + " (" + columns + ")");
  }

  /// Does not ask for rights that are needed only when something is made.
  private static void makeUnless(
      Connection connection, String question, String argument, String command)
      throws SQLException {
    try (PreparedStatement asked = connection.prepareStatement(question)) {
      asked.setString(1, argument);
      try (ResultSet answer = asked.executeQuery()) {
        if (answer.next()) {
          return;
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  /// Does `work`, which only reads or can be done twice, with a connection that is shared; with a
  /// new one when that was cut off.
  <T extends @Nullable Object> T read(Work<T> work) {
    mutex.lock();
    try {
      boolean fresh = shared == null;
      try {
        return work.with(shared());
      } catch (SQLException e) {
        forget(e);
        if (fresh || !PgTrouble.isCutOff(e)) {
          throw e;
        }
      }
      return work.with(shared());
    } catch (SQLException e) {
      throw PgTrouble.of(address.name(), e);
    } finally {
      mutex.unlock();
    }
  }

  /// Does `work` once, with the shared connection.
  <T extends @Nullable Object> T once(Work<T> work) throws SQLException {
    mutex.lock();
    try {
      return work.with(shared());
    } catch (SQLException e) {
      forget(e);
      throw e;
    } finally {
      mutex.unlock();
    }
  }

  private Connection shared() throws SQLException {
    if (shared == null) {
      shared = connect();
    }
    return shared;
  }

  private void forget(SQLException cause) {
    if (PgTrouble.isCutOff(cause)) {
      shared = closed(shared);
    }
  }

  /// Null, after closing.
  static @Nullable Connection closed(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException _) {
        // The server notices.
      }
    }
    return null;
  }

  @Override
  public SortedSet<String> workspaces() {
    SortedSet<String> names = new TreeSet<>();
    names.add(DEFAULT);
    read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT name FROM " + table("states"))) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    });
    return names;
  }

  @Override
  public StateStore store(String workspace) {
    mutex.lock();
    try {
      return stores.computeIfAbsent(
          workspace,
          name -> {
            PgPlace place = new PgPlace(this, name, versions, surroundings.lineages().get());
            places.add(place);
            return new RemoteStateStore(
                place, surroundings.lineages(), surroundings.encryption());
          });
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void delete(String workspace) {
    if (workspace.equals(DEFAULT)) {
      throw new IllegalArgumentException("the workspace default stays");
    }
    read(connection -> {
      connection.setAutoCommit(false);
      try {
        for (String table : List.of("states", "groma_journal", "groma_history", "groma_locks")) {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM " + table(table) + " WHERE name = ?")) {
            statement.setString(1, workspace);
            statement.executeUpdate();
          }
        }
        connection.commit();
        return true;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    });
  }

  @Override
  public String place(String workspace) {
    return address.name() + " (schema " + layout.schema + ", workspace " + workspace + ")";
  }

  @Override
  public void close() {
    mutex.lock();
    try {
      shared = closed(shared);
      places.forEach(PgPlace::close);
    } finally {
      mutex.unlock();
    }
  }
}
