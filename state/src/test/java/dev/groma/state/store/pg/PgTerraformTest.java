package dev.groma.state.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.value.Value;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StateStoreContract;
import dev.groma.testkit.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The real Terraform works with the same table and the same lock.
@EnabledIf(
    value = "areInstalled",
    disabledReason = "NOT CHECKED: PostgreSQL or Terraform is not installed")
class PgTerraformTest {
  @TempDir Path folder = Path.of("");

  static boolean areInstalled() throws Exception {
    try {
      Process version =
          new ProcessBuilder("terraform", "version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return version.waitFor() == 0 && PostgresServer.installed().isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  /// What a run of Terraform says; its exit code is the first line.
  private String terraform(String... arguments) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("CHECKPOINT_DISABLE", "1");
    int code = builder.start().waitFor();
    return code + "\n" + Files.readString(output);
  }

  private Backend backend(PostgresServer server) {
    BackendFactory factory = new PgBackendFactory();
    Map<String, Value> arguments = new TreeMap<>();
    factory
        .schema()
        .attributes()
        .forEach((name, attribute) -> arguments.put(name, new Value.Null(attribute.type())));
    arguments.put("conn_str", Value.of(server.url()));
    return Objects.requireNonNull(
        factory
            .open(
                Value.object(arguments),
                new BackendFactory.Surroundings(
                    folder,
                    Map.<String, String>of()::get,
                    Clock.systemUTC(),
                    UUID::randomUUID,
                    Encryption.NONE))
            .backend());
  }

  @Test
  void worksWithTheSameStateAndLock() throws Exception {
    Files.writeString(
        folder.resolve("main.tf.json"),
        """
        {"resource": {"terraform_data": {"a": {"input": "made by Terraform"}}}}
        """);
    try (PostgresServer server = PostgresServer.start(PostgresServer.installed().orElseThrow());
        Backend backend = backend(server)) {
      Files.writeString(
          folder.resolve("backend.tf.json"),
          "{\"terraform\": {\"backend\": {\"pg\": {\"conn_str\": \"" + server.url() + "\"}}}}");
      assertThat(terraform("init", "-no-color")).startsWith("0\n");
      assertThat(terraform("apply", "-auto-approve", "-no-color")).startsWith("0\n");

      StateStore store = backend.store(Backend.DEFAULT);
      State theirs = StateStoreContract.read(store);
      assertThat(theirs.find(InstanceAddress.managed("terraform_data", "a"))).isPresent();
      try (StateStore.Lease lease =
          (StateStore.Lease) store.lock(StateStoreContract.lockInfo("eve@host"), Duration.ZERO)) {
        assertThat(lease).isNotNull();
        assertThat(terraform("plan", "-no-color"))
            .startsWith("1\n")
            .contains("Workspace is already locked: default");
        StateStoreContract.commit(
            store,
            theirs,
            theirs.edit().output("said", new OutputValue(Value.of("by us"), false)).build());
      }
      assertThat(terraform("output", "-no-color")).startsWith("0\n").contains("said = \"by us\"");
      assertThat(terraform("apply", "-auto-approve", "-no-color")).startsWith("0\n");
      assertThat(StateStoreContract.read(store).outputs()).isEmpty();
      assertThat(store.history().orElseThrow().versions()).hasSize(3);
    }
  }
}
