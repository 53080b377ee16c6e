package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorTable;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The provider of a cloud, before it is configured. A cloud extends it with its [CloudProfile];
/// its specs and its `errors.yaml` lie beside that class.
public abstract class CloudFactory implements ProviderFactory {
  private final CloudProfile profile;
  private final Timing.Sleeper sleeper;
  private final SpecFiles files = new SpecFiles(getClass());
  private final Supplier<List<ResourceSpec>> specs;
  private final Supplier<ErrorTable> errors;

  /// By access key.
  private final Map<String, Paces> paces = new ConcurrentHashMap<>();

  /// The factory of the cloud `profile`, whose providers wait by means of `sleeper`.
  protected CloudFactory(CloudProfile profile, Timing.Sleeper sleeper) {
    this.profile = profile;
    this.sleeper = sleeper;
    this.specs =
        once(() -> profile.files().stream().map(file -> named(files.resource(file))).toList());
    this.errors = once(() -> files.errors("errors.yaml"));
  }

  /// What `load` gives, loaded when it is first asked for: files of the jar do not change.
  private static <T> Supplier<T> once(Supplier<T> load) {
    AtomicReference<@Nullable T> loaded = new AtomicReference<>();
    return () -> {
      T known = loaded.get();
      if (known == null) {
        known = load.get();
        loaded.set(known);
      }
      return known;
    };
  }

  @Override
  public final ProviderAddress address() {
    return profile.address();
  }

  @Override
  public final Set<ProviderAddress> aliases() {
    return profile.aliases();
  }

  /// What the specs cannot say, by type.
  protected Map<String, Hook> hooks() {
    return Map.of();
  }

  /// `spec` under the name of this provider: several may share the specs of one cloud.
  private ResourceSpec named(ResourceSpec spec) {
    int prefix = spec.type().indexOf('_');
    return spec.withType(profile.name() + spec.type().substring(prefix));
  }

  @Override
  public final ProviderSchema schema() {
    SortedMap<String, Schema> resources = new TreeMap<>();
    SortedMap<String, Schema> dataSources = new TreeMap<>();
    for (ResourceSpec spec : specs.get()) {
      (spec.managed() ? resources : dataSources).put(spec.type(), spec.schema());
    }
    return ProviderSchema.of(CloudSettings.schema(profile), resources, dataSources);
  }

  @Override
  public final Diagnostics validate(Value configuration) {
    return new Diagnostics(CloudSettings.check(profile, configuration));
  }

  @Override
  public final ConfigureResult configure(Value configuration, ProviderContext context) {
    List<ResourceSpec> all = specs.get();
    return switch (CloudSettings.of(profile, configuration, context)) {
      case CloudSettings.Result.NotYet n ->
          new ConfigureResult(SpecProvider.unconfigured(all, hooks(), n.why()), Diagnostics.NONE);
      case CloudSettings.Result.Wrong w ->
          new ConfigureResult(
              SpecProvider.unconfigured(all, hooks(), firstError(w.diagnostics())),
              new Diagnostics(w.diagnostics()));
      case CloudSettings.Result.Ready r -> {
        Cloud cloud = r.settings().cloud(errors.get(), context.version());
        Timing timing = new Timing(context.clock(), context.random(), sleeper);
        SpecProvider provider =
            SpecProvider.of(
                    all,
                    hooks(),
                    cloud,
                    timing,
                    paces.computeIfAbsent(r.settings().credentials().accessKey(), _ -> new Paces()))
                .reviewedBy(
                    objects -> profile.dialect().review(objects, context.clock().instant()));
        yield new ConfigureResult(provider, new Diagnostics(r.settings().warnings()));
      }
    };
  }

  private static Diagnostic firstError(List<Diagnostic> diagnostics) {
    return diagnostics.stream().filter(Diagnostic::isError).findFirst().orElseThrow();
  }
}
