package dev.groma.engine.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Planner;
import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.render.PlanJson;
import dev.groma.engine.render.Schemas;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.format.StateWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EphemeralTest {
  @TempDir Path directory;

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  private PlanRequest.Setting setting(VaultProvider vault, Event.Listener listener) {
    return new PlanRequest.Setting(
        new ProviderRegistry(List.of(vault)),
        new ProviderContext(
            _ -> null, Clock.systemUTC(), new Random(7), new TreeMap<>(), "test", directory),
        4,
        "default",
        directory,
        listener);
  }

  private PlanResult plan(VaultProvider vault, State state, String yaml, Event.Listener listener)
      throws IOException, InterruptedException {
    Files.writeString(directory.resolve("main.tf.yaml"), yaml);
    ConfigLoader.Loaded loaded = ConfigLoader.load(directory);
    assertThat(loaded.diagnostics()).isEmpty();
    Configuration configuration = loaded.configuration();
    return Planner.plan(
        new PlanRequest(
            configuration,
            new TreeMap<>(),
            state,
            PlanOptions.all(Mode.NORMAL),
            Instant.EPOCH,
            setting(vault, listener)));
  }

  @Test
  void eachPhaseOpensAndClosesItsOwnAndNothingIsStored() throws IOException, InterruptedException {
    VaultProvider vault = new VaultProvider(null);
    PlanResult planned =
        plan(
            vault,
            State.EMPTY,
            """
            ephemeral: {vault_token: {t: {role: reader}}}
            locals: {secret: "${upper(ephemeral.vault_token.t.value)}"}
            resource: {vault_item: {i: {name: n, secret_wo: "${local.secret}"}}}
            """,
            events::add);
    assertThat(planned.diagnostics()).isEmpty();
    assertThat(vault.calls).containsExactly("configure -", "open reader", "close reader");
    vault.calls.clear();
    var plan = Objects.requireNonNull(planned.plan());
    PlanRequest.Setting setting = setting(vault, events::add);
    ApplyResult applied = Executor.apply(plan, setting, OperationLog.NONE, () -> false);
    assertThat(applied.diagnostics()).isEmpty();
    assertThat(vault.calls)
        .containsExactly("configure -", "open reader", "apply TOKEN-OF-READER", "close reader");
    String document = PlanJson.render(plan, Schemas.of(setting.registry()), true);
    String state = new String(StateWriter.write(applied.state()), StandardCharsets.UTF_8);
    assertThat(document).doesNotContainIgnoringCase("token-of").contains("\"secret_wo\":null");
    assertThat(state).doesNotContainIgnoringCase("token-of").contains("\"secret_wo\": null");
    assertThat(state).doesNotContain("vault_token");
    assertThat(events)
        .filteredOn(event -> event instanceof Event.EphemeralComplete)
        .extracting(event -> ((Event.EphemeralComplete) event).operation())
        .containsExactly("open", "close", "open", "close");
  }

  @Test
  void providersAreConfiguredWithWhatIsOpen() throws IOException, InterruptedException {
    VaultProvider vault = new VaultProvider(null);
    PlanResult planned =
        plan(
            vault,
            State.EMPTY,
            """
            provider: {vault: [{}, {alias: a, token: "${ephemeral.vault_token.t[1].value}"}]}
            ephemeral: {vault_token: {t: {role: "r${count.index}", count: 2}}}
            resource: {vault_item: {i: {provider: vault.a, name: n}}}
            """,
            events::add);
    assertThat(planned.diagnostics()).isEmpty();
    assertThat(vault.calls)
        .contains("configure token-of-r1", "close r0", "close r1")
        .doesNotContain("apply -");
    vault.calls.clear();
    ApplyResult applied =
        Executor.apply(
            Objects.requireNonNull(planned.plan()),
            setting(vault, events::add),
            OperationLog.NONE,
            () -> false);
    assertThat(applied.diagnostics()).isEmpty();
    assertThat(vault.calls)
        .containsSubsequence("open r1", "configure token-of-r1", "apply -", "close r1")
        .containsOnlyOnce("open r0", "open r1");
  }

  @Test
  void whatDependsOnWhatIsNotMadeYetIsOpenedDuringTheApply()
      throws IOException, InterruptedException {
    VaultProvider vault = new VaultProvider(null);
    PlanResult planned =
        plan(
            vault,
            State.EMPTY,
            """
            resource:
              vault_item:
                first: {name: n}
                second: {name: m, secret_wo: "${ephemeral.vault_token.t.value}"}
            ephemeral: {vault_token: {t: {role: "${vault_item.first.id}"}}}
            """,
            events::add);
    assertThat(planned.diagnostics()).isEmpty();
    assertThat(vault.calls).doesNotContain("open item");
    ApplyResult applied =
        Executor.apply(
            Objects.requireNonNull(planned.plan()),
            setting(vault, events::add),
            OperationLog.NONE,
            () -> false);
    assertThat(applied.diagnostics()).isEmpty();
    assertThat(vault.calls)
        .containsSubsequence("apply -", "open item", "apply token-of-item", "close item");
  }

  @Test
  void whatIsOpenIsRenewedInTime() throws IOException, InterruptedException {
    VaultProvider vault = new VaultProvider(Instant.EPOCH);
    PlanResult planned =
        plan(
            new VaultProvider(null),
            State.EMPTY,
            """
            ephemeral: {vault_token: {t: {role: reader}}}
            resource: {vault_item: {i: {name: n, secret_wo: "${ephemeral.vault_token.t.value}"}}}
            """,
            events::add);
    assertThat(planned.diagnostics()).isEmpty();
    // The item is made when the token was renewed, so that the phase does not end before.
    Event.Listener waiting =
        event -> {
          if (event instanceof Event.ApplyStart) {
            try {
              assertThat(vault.renewed.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    ApplyResult applied =
        Executor.apply(
            Objects.requireNonNull(planned.plan()),
            setting(vault, waiting),
            OperationLog.NONE,
            () -> false);
    assertThat(applied.diagnostics()).isEmpty();
    assertThat(vault.calls).containsSubsequence("open reader", "renew reader", "close reader+");
  }

  @Test
  void mistakesArePlacedAndStopTheRun() throws IOException, InterruptedException {
    VaultProvider vault = new VaultProvider(null);
    PlanResult planned =
        plan(
            vault,
            State.EMPTY,
            """
            ephemeral: {vault_token: {t: {role: forbidden}}}
            resource: {vault_item: {i: {name: "${ephemeral.vault_token.t.value}"}}}
            """,
            events::add);
    assertThat(planned.diagnostics())
        .extracting(Diagnostic::summary, d -> String.valueOf(d.subject()), Diagnostic::address)
        .containsExactly(tuple("Forbidden role", "main.tf.yaml:1:27", "ephemeral.vault_token.t"));
    PlanResult stored =
        plan(
            vault,
            State.EMPTY,
            """
            ephemeral: {vault_token: {t: {role: reader}}}
            resource: {vault_item: {i: {name: "${ephemeral.vault_token.t.value}"}}}
            """,
            events::add);
    assertThat(stored.diagnostics())
        .extracting(Diagnostic::summary)
        .containsExactly("Invalid use of ephemeral value");
    assertThat(vault.calls).endsWith("close reader");
  }
}
