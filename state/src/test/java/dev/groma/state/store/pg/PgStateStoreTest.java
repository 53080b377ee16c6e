package dev.groma.state.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.value.Value;
import dev.groma.state.LockInfo;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.RemoteStoreContract;
import dev.groma.state.store.StateStore;
import dev.groma.testkit.servers.PostgresServer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// The backend `pg` keeps the contract on a real server.
@EnabledIf(value = "isInstalled", disabledReason = "NOT CHECKED: no PostgreSQL is installed")
class PgStateStoreTest extends RemoteStoreContract {
  private static PostgresServer server;
  private Cut cut;

  static boolean isInstalled() throws Exception {
    return PostgresServer.installed().isPresent();
  }

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.start(PostgresServer.installed().orElseThrow());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    cut = Cut.before(server.port());
    reset();
  }

  @AfterEach
  void cleanUp() throws Exception {
    cut.close();
  }

  @Override
  protected void reset() throws Exception {
    server.execute("DROP SCHEMA IF EXISTS terraform_remote_state CASCADE");
  }

  @Override
  protected BackendFactory factory() {
    return new PgBackendFactory();
  }

  @Override
  protected Map<String, Value> arguments() {
    return Map.of(
        "conn_str",
        Value.of("postgres://groma@127.0.0.1:" + cut.port() + "/postgres?sslmode=disable"));
  }

  @Override
  protected void loseTheNextAnswer() {
    cut.arm();
  }

  @Override
  protected void refuseWrites(boolean refuses) throws Exception {
    server.execute(
        "CREATE OR REPLACE FUNCTION public.full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100'; END$$",
        refuses
            ? "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON"
                + " terraform_remote_state.states EXECUTE FUNCTION public.full_disk()"
            : "DROP TRIGGER IF EXISTS full_disk ON terraform_remote_state.states");
  }

  @Override
  protected void tearTheJournal() throws Exception {
    server.execute(
        "UPDATE terraform_remote_state.groma_journal SET data = substring(data for"
            + " octet_length(data) - 3) WHERE number = (SELECT max(number) FROM"
            + " terraform_remote_state.groma_journal)");
  }

  @Override
  protected String everything() throws Exception {
    return server.ask("SELECT data FROM terraform_remote_state.states")
        + " "
        + server.ask("SELECT data FROM terraform_remote_state.groma_history")
        + " "
        + server.ask("SELECT encode(data, 'escape') FROM terraform_remote_state.groma_journal");
  }

  @Test
  void makesTheTablesOfTerraform() throws Exception {
    commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    assertThat(
            server.ask(
                "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE"
                    + " table_schema = 'terraform_remote_state' AND table_name = 'states' ORDER BY"
                    + " ordinal_position"))
        .containsExactly("id bigint", "name text", "data text");
    assertThat(server.ask("SELECT to_regclass('terraform_remote_state.states_by_name')::text"))
        .containsExactly("terraform_remote_state.states_by_name");
  }

  @Test
  void aLockOfOneWorkspaceDoesNotHoldUpAnother() {
    Backend backend = backend(Encryption.NONE);
    commit(backend.store("one"), State.EMPTY, withA(State.EMPTY, "1"));
    commit(backend.store("two"), State.EMPTY, withA(State.EMPTY, "2"));
    try (StateStore.Lease one = lock(backend.store("one"), lockInfo("eve@host"));
        StateStore.Lease two = lock(backend.store("two"), lockInfo("eve@host"))) {
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void namesASessionOfAnotherProgram() throws Exception {
    commit(open(), State.EMPTY, withA(State.EMPTY, "1"));
    String id = server.ask("SELECT id FROM terraform_remote_state.states").getFirst();
    try (java.sql.Connection other =
            java.sql.DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=groma");
        java.sql.Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + id + ")");
      StateStore.LockResult result = open().lock(lockInfo("bob@host"), Duration.ZERO);
      assertThat(result)
          .isInstanceOfSatisfying(
              StateStore.Held.class,
              held -> assertThat(held.diagnostic().detail()).contains("lock ID pg-", "of groma"));
      LockInfo holder = Objects.requireNonNull(((StateStore.Held) result).holder());
      assertThat(open().unlock(holder.id())).isEmpty();
      lock(open(), lockInfo("bob@host")).close();
    }
  }
}
