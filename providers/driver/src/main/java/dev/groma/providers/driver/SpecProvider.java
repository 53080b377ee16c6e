package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.spi.CallListener;
import dev.groma.providers.spi.DataSourceHandler;
import dev.groma.providers.spi.Observable;
import dev.groma.providers.spi.PlanReviewer;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configured provider whose types are described by specs.
public final class SpecProvider implements Provider, Observable, PlanReviewer {
  private final Collection<ResourceSpec> specs;
  private final Access access;
  private final @Nullable Session session;
  private final PlanReviewer reviewer;

  private SpecProvider(Collection<ResourceSpec> specs, Access access, PlanReviewer reviewer) {
    this.specs = specs;
    this.access = access;
    this.reviewer = reviewer;
    this.session = access.session();
  }

  /// The provider of `specs` that calls `cloud`.
  public static SpecProvider of(Collection<ResourceSpec> specs, Cloud cloud, Timing timing) {
    return of(specs, Map.of(), cloud, timing);
  }

  /// The provider of `specs`, completed by `hooks`, that calls `cloud`.
  public static SpecProvider of(
      Collection<ResourceSpec> specs, Map<String, Hook> hooks, Cloud cloud, Timing timing) {
    return of(specs, hooks, cloud, timing, new Paces());
  }

  /// The same, as fast as `paces` says.
  static SpecProvider of(
      Collection<ResourceSpec> specs,
      Map<String, Hook> hooks,
      Cloud cloud,
      Timing timing,
      Paces paces) {
    Session session = new Session(cloud, timing, new Redaction(specs), paces);
    return new SpecProvider(specs, Access.to(session, hooks), _ -> List.of());
  }

  /// The provider of `specs` whose calls fail with `why`, because its configuration is not known.
  public static SpecProvider unconfigured(
      Collection<ResourceSpec> specs, Map<String, Hook> hooks, Diagnostic why) {
    return new SpecProvider(specs, Access.none(why, hooks), _ -> List.of());
  }

  /// This provider, whose plans `other` judges.
  SpecProvider reviewedBy(PlanReviewer other) {
    return new SpecProvider(specs, access, other);
  }

  @Override
  public List<Remark> review(List<Planned> objects) {
    return reviewer.review(objects);
  }

  private ResourceSpec spec(String type, boolean managed) {
    return specs.stream()
        .filter(s -> s.managed() == managed && s.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no type " + type));
  }

  @Override
  public ResourceHandler resource(String type) {
    ResourceSpec spec = spec(type, true);
    SpecResource resource = new SpecResource(spec, access);
    return spec.block().hasListed() ? new ListedBlocks(spec.block(), resource) : resource;
  }

  @Override
  public DataSourceHandler dataSource(String type) {
    return new SpecData(spec(type, false), access);
  }

  @Override
  public void observe(CallListener listener) {
    if (session != null) {
      session.client().observe(listener);
    }
  }

  @Override
  public void stop() {
    if (session != null) {
      session.stop();
    }
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
