package dev.groma.engine.plan;

import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.EphemeralHandler;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.PlanReviewer;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The providers of one run, configured, and the turns in which they are called.
public final class ProviderPool implements AutoCloseable {
  private final PlanRequest.Setting setting;
  private final Semaphore turns;
  private final Map<ProviderConfigAddress, Provider> configured = new ConcurrentHashMap<>();

  /// No provider is configured yet.
  public ProviderPool(PlanRequest.Setting setting) {
    this.setting = setting;
    this.turns = new Semaphore(Math.max(1, setting.parallelism()));
  }

  /// Configures the provider `address` with `configuration`, an unmarked object of its schema.
  ///
  /// @param place its block, or null
  /// @return true when it can be used
  public boolean configure(
      ProviderConfigAddress address,
      Value configuration,
      @Nullable SourceRange place,
      Consumer<Diagnostic> diagnostics) {
    Optional<ProviderFactory.ConfigureResult> made =
        setting.registry().configure(address, configuration, setting.context());
    if (made.isEmpty()) {
      diagnostics.accept(missing(address.provider()).at(place));
      return false;
    }
    ProviderFactory.ConfigureResult result = made.get();
    for (Diagnostic diagnostic : result.diagnostics().all()) {
      diagnostics.accept(diagnostic.subject() == null ? diagnostic.at(place) : diagnostic);
    }
    if (result.diagnostics().hasErrors()) {
      result.provider().close();
      return false;
    }
    if (result.provider() instanceof Observable observable) {
      observable.observe(setting.listener()::called);
    }
    Provider before = configured.put(address, result.provider());
    if (before != null) {
      before.close();
    }
    return true;
  }

  private Diagnostic missing(ProviderAddress address) {
    List<String> known =
        setting.registry().addresses().stream().map(ProviderAddress::toString).toList();
    return Diagnostic.error(
        "state.unknown-provider",
        "Provider not built in",
        "The state holds objects of the provider "
            + address
            + ", which is not one of the built-in ones ("
            + String.join(", ", known)
            + "). Remove these objects from the state with \"groma state rm\", or manage them with"
            + " the program that made them.");
  }

  /// True when `address` is configured.
  public boolean isConfigured(ProviderConfigAddress address) {
    return configured.containsKey(address);
  }

  /// The handler of the managed type `type`.
  ///
  /// @throws IllegalStateException when the provider is not configured
  public ResourceHandler resource(ProviderConfigAddress provider, String type) {
    return require(provider).resource(type);
  }

  /// The handler of the data source type `type`.
  ///
  /// @throws IllegalStateException when the provider is not configured
  public DataSourceHandler dataSource(ProviderConfigAddress provider, String type) {
    return require(provider).dataSource(type);
  }

  /// The handler of the ephemeral resource type `type`.
  ///
  /// @throws IllegalStateException when the provider is not configured
  public EphemeralHandler ephemeral(ProviderConfigAddress provider, String type) {
    return require(provider).ephemeral(type);
  }

  /// What a provider says about all these objects together.
  List<PlanReviewer.Remark> review(
      ProviderConfigAddress provider, List<PlanReviewer.Planned> objects) {
    return require(provider) instanceof PlanReviewer reviewer
        ? reviewer.review(objects)
        : List.of();
  }

  private Provider require(ProviderConfigAddress address) {
    Provider provider = configured.get(address);
    if (provider == null) {
      throw new IllegalStateException(address + " is not configured");
    }
    return provider;
  }

  /// The schema of a managed type, or nothing when the provider or the type is not built in.
  public Optional<Schema> resourceSchema(ProviderAddress provider, String type) {
    return setting
        .registry()
        .find(provider)
        .map(factory -> setting.registry().schema(factory.address()).resources().get(type));
  }

  /// Does `call` when it is its turn: no more than the parallelism of the run at once. A fault in
  /// the provider becomes a diagnostic, and the answer is null.
  public <T> @Nullable T turn(Supplier<T> call, String address, Consumer<Diagnostic> diagnostics) {
    turns.acquireUninterruptibly();
    try {
      return call.get();
    } catch (RuntimeException e) {
      diagnostics.accept(fault(e, address));
      return null;
    } finally {
      turns.release();
    }
  }

  private static Diagnostic fault(RuntimeException fault, String address) {
    StackTraceElement[] trace = fault.getStackTrace();
    return new Diagnostic(
            Severity.ERROR,
            "provider.fault",
            Category.INTERNAL,
            "Provider failed",
            "The provider stopped with "
                + fault.getClass().getSimpleName()
                + (trace.length == 0 ? "" : " at " + trace[0])
                + ". This is a bug in Groma.",
            null,
            null,
            null,
            List.of())
        .about(address);
  }

  /// Asks all providers to end running calls soon.
  public void stop() {
    configured.values().forEach(Provider::stop);
  }

  @Override
  public void close() {
    configured.values().forEach(Provider::close);
    configured.clear();
  }
}
