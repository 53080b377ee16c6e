package dev.groma.engine.plan;

import dev.groma.engine.change.Proposal;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.EphemeralHandler;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ephemeral resources that are open in one phase of a run. They are renewed as long as they
/// are open, and closed all together at the end of the phase.
public final class Ephemerals implements AutoCloseable {
  private final ProviderPool pool;
  private final Evaluator evaluator;
  private final Event.Listener listener;
  private final Clock clock;
  private final Consumer<Diagnostic> report;
  private final Deque<Open> open = new ConcurrentLinkedDeque<>();

  /// Nothing is open yet.
  ///
  /// @param report takes what is wrong when something is renewed or closed
  public Ephemerals(
      ProviderPool pool,
      Evaluator evaluator,
      PlanRequest.Setting setting,
      Consumer<Diagnostic> report) {
    this.pool = pool;
    this.evaluator = evaluator;
    this.listener = setting.listener();
    this.clock = setting.context().clock();
    this.report = report;
  }

  /// Opens the instance of `resource` that `scope` is about; unknown while its configuration is.
  ///
  /// @param provider the provider configuration that it uses
  /// @param recorder takes the outcomes of its conditions
  /// @return the object, marked; nothing after an error
  public Optional<Value> open(
      CompiledResource resource,
      ProviderConfigAddress provider,
      ModuleScope scope,
      Checks.Recorder recorder,
      Consumer<Diagnostic> diagnostics) {
    InstanceAddress address =
        resource.block().address(scope.module().address()).instance(scope.repetition().key());
    String name = address.toString();
    List<Diagnostic> found = new ArrayList<>();
    Optional<Value> value = open(resource, provider, scope, address, recorder, found::add);
    for (Diagnostic diagnostic : found) {
      diagnostics.accept(
          (diagnostic.subject() == null
                  ? diagnostic.at(
                      diagnostic.path() == null
                          ? resource.block().declaration()
                          : resource.body().rangeOf(diagnostic.path()))
                  : diagnostic)
              .about(name));
    }
    return Diagnostic.hasErrors(found) ? Optional.empty() : value;
  }

  private Optional<Value> open(
      CompiledResource resource,
      ProviderConfigAddress provider,
      ModuleScope scope,
      InstanceAddress address,
      Checks.Recorder recorder,
      Consumer<Diagnostic> diagnostics) {
    Block block = resource.schema().block();
    String name = address.toString();
    boolean holds =
        Conditions.check(
            resource.block().lifecycle().preconditions(),
            scope,
            evaluator,
            "Resource precondition failed",
            name,
            recorder,
            diagnostics);
    Value configured = resource.body().evaluateUnstored(scope, evaluator, diagnostics);
    Value configuration = Proposal.withDefaults(block, configured.unmarkDeep());
    EphemeralHandler handler = pool.ephemeral(provider, resource.block().type());
    List<Diagnostic> invalid = handler.validate(configuration).all();
    invalid.forEach(diagnostics);
    if (!holds || Diagnostic.hasErrors(invalid)) {
      return Optional.empty();
    }
    if (!configuration.isWhollyKnown()) {
      return Optional.of(Value.unknown(block.impliedType()).mark(Mark.EPHEMERAL));
    }
    Operation operation = new Operation(address, "open");
    CallContext context = new CallContext(name, "", _ -> {}, () -> false);
    EphemeralHandler.OpenResult result =
        pool.turn(() -> handler.open(configuration, context), name, diagnostics);
    Value now = result == null ? null : result.value();
    if (result != null) {
      result.diagnostics().all().forEach(diagnostics);
    }
    boolean failed = result == null || now == null || result.diagnostics().hasErrors();
    operation.end(failed);
    if (result == null || now == null || failed) {
      return Optional.empty();
    }
    // Providers that know nothing, as for validation, have nothing to close.
    if (now.isWhollyKnown()) {
      keep(new Open(address, handler, context, result.priv()), result.renewAt());
    }
    Value value = block.markSensitive(now.unmarkDeep()).mark(Mark.EPHEMERAL);
    return Conditions.check(
            resource.block().lifecycle().postconditions(),
            scope.withSelf(value),
            evaluator,
            "Resource postcondition failed",
            name,
            recorder,
            diagnostics)
        ? Optional.of(value)
        : Optional.empty();
  }

  private void keep(Open one, @Nullable Instant renewAt) {
    open.push(one);
    if (renewAt != null) {
      one.renewing = Thread.ofVirtual().start(() -> renew(one, renewAt));
    }
  }

  private void renew(Open one, Instant first) {
    Instant next = first;
    try {
      while (next != null) {
        Duration left = Duration.between(clock.instant(), next);
        if (one.closed.await(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)) {
          return;
        }
        Operation operation = new Operation(one.address, "renew");
        EphemeralHandler.RenewResult result =
            pool.turn(() -> one.handler.renew(one.priv, one.context), one.name(), report);
        operation.end(result == null || result.diagnostics().hasErrors());
        if (result == null) {
          return;
        }
        result.diagnostics().all().forEach(d -> report.accept(d.about(one.name())));
        one.priv = result.priv();
        next = result.diagnostics().hasErrors() ? null : result.renewAt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Closes everything, the last that was opened first. What goes wrong is reported.
  @Override
  public void close() {
    for (Open one = open.poll(); one != null; one = open.poll()) {
      close(one);
    }
  }

  private void close(Open one) {
    one.stopRenewing();
    Operation operation = new Operation(one.address, "close");
    Diagnostics result =
        pool.turn(() -> one.handler.close(one.priv, one.context), one.name(), report);
    operation.end(result == null || result.hasErrors());
    if (result != null) {
      result.all().forEach(d -> report.accept(d.about(one.name())));
    }
  }

  /// Something that is open.
  private static final class Open {
    private final InstanceAddress address;
    private final EphemeralHandler handler;
    private final CallContext context;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String priv;
    private volatile @Nullable Thread renewing;

    private Open(
        InstanceAddress address, EphemeralHandler handler, CallContext context, String priv) {
      this.address = address;
      this.handler = handler;
      this.context = context;
      this.priv = priv;
    }

    private String name() {
      return address.toString();
    }

    private void stopRenewing() {
      closed.countDown();
      Thread thread = renewing;
      boolean interrupted = false;
      while (thread != null && thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// A call that those who watch the run are told about.
  private final class Operation {
    private final InstanceAddress address;
    private final String name;
    private final long start = System.nanoTime();

    private Operation(InstanceAddress address, String name) {
      this.address = address;
      this.name = name;
      listener.accept(new Event.EphemeralStart(address, name));
    }

    private void end(boolean failed) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      listener.accept(
          failed
              ? new Event.EphemeralErrored(address, name, elapsed)
              : new Event.EphemeralComplete(address, name, elapsed));
    }
  }
}
