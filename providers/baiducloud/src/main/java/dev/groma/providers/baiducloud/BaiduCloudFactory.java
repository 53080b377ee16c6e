package dev.groma.providers.baiducloud;

import dev.groma.providers.driver.Cloud;
import dev.groma.providers.driver.SpecFiles;
import dev.groma.providers.driver.SpecProvider;
import dev.groma.providers.driver.Timing;
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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The provider for Baidu AI Cloud, before it is configured.
public final class BaiduCloudFactory implements ProviderFactory {
  private static final ProviderAddress ADDRESS =
      new ProviderAddress(ProviderAddress.DEFAULT_HOST, "baidubce", "baiducloud");
  private static final List<String> FILES =
      List.of("resources/peer_conn.yaml", "resources/peer_conns.yaml");

  private final SpecFiles files = new SpecFiles(BaiduCloudFactory.class);
  private final Timing.Sleeper sleeper;
  private final AtomicReference<@Nullable List<ResourceSpec>> loaded = new AtomicReference<>();

  /// The factory for real use.
  public BaiduCloudFactory() {
    this(Thread::sleep);
  }

  /// A factory whose providers wait by means of `sleeper`.
  BaiduCloudFactory(Timing.Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  @Override
  public ProviderAddress address() {
    return ADDRESS;
  }

  @Override
  public Set<ProviderAddress> aliases() {
    return Set.of(
        ProviderAddress.implied("baiducloud"),
        new ProviderAddress(ProviderAddress.DEFAULT_HOST, "groma", "baiducloud"));
  }

  /// The specs, loaded when they are first asked for.
  List<ResourceSpec> specs() {
    List<ResourceSpec> known = loaded.get();
    if (known == null) {
      known = FILES.stream().map(files::resource).toList();
      loaded.set(known);
    }
    return known;
  }

  @Override
  public ProviderSchema schema() {
    SortedMap<String, Schema> resources = new TreeMap<>();
    SortedMap<String, Schema> dataSources = new TreeMap<>();
    for (ResourceSpec spec : specs()) {
      (spec.managed() ? resources : dataSources).put(spec.type(), spec.schema());
    }
    return ProviderSchema.of(Settings.SCHEMA, resources, dataSources);
  }

  @Override
  public Diagnostics validate(Value configuration) {
    return new Diagnostics(Settings.check(configuration));
  }

  @Override
  public ConfigureResult configure(Value configuration, ProviderContext context) {
    List<ResourceSpec> specs = specs();
    return switch (Settings.of(configuration, context)) {
      case Settings.Result.NotYet n ->
          new ConfigureResult(SpecProvider.unconfigured(specs, n.why()), Diagnostics.NONE);
      case Settings.Result.Wrong w ->
          new ConfigureResult(
              SpecProvider.unconfigured(specs, firstError(w.diagnostics())),
              new Diagnostics(w.diagnostics()));
      case Settings.Result.Ready r -> {
        Cloud cloud = r.settings().cloud(files.errors("errors.yaml"), context.version());
        Timing timing = new Timing(context.clock(), context.random(), sleeper);
        yield new ConfigureResult(SpecProvider.of(specs, cloud, timing), Diagnostics.NONE);
      }
    };
  }

  private static Diagnostic firstError(List<Diagnostic> diagnostics) {
    return diagnostics.stream().filter(Diagnostic::isError).findFirst().orElseThrow();
  }
}
