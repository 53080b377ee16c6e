package dev.groma.engine.plan;

import dev.groma.engine.config.CompiledBody;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.ProviderBlock;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A module with its blocks read against the schemas of the providers, once, and the modules that
/// it calls.
///
/// @param tree where it comes from
/// @param resources the resource, data and ephemeral blocks by local address; those with errors are
///   missing
/// @param providers the provider configurations declared in it; in the root module also those that
///   resources imply
/// @param children the called modules by the name of the call
public record CompiledModule(
    ModuleTree tree,
    SortedMap<String, CompiledResource> resources,
    SortedMap<ProviderConfigAddress, CompiledProvider> providers,
    SortedMap<String, CompiledModule> children) {
  /// A resource, data or ephemeral block.
  ///
  /// @param path the module that it is in, without instance keys
  /// @param block the block
  /// @param provider the provider configuration that it uses
  /// @param providerKey which instance of that provider configuration, or null when there is one
  /// @param schema the schema of its type
  /// @param body its arguments
  public record CompiledResource(
      ModuleAddress path,
      ResourceBlock block,
      ProviderConfigAddress provider,
      @Nullable ProviderKey providerKey,
      Schema schema,
      CompiledBody body) {
    /// Its address in the configuration.
    public ResourceAddress address() {
      return block.address(path);
    }
  }

  /// The key of one of the provider configurations that a `for_each` makes.
  ///
  /// @param path the module that it is written in, without instance keys: that of the resource or
  ///   one that calls it
  /// @param key the key
  public record ProviderKey(ModuleAddress path, Expression key) {}

  /// A provider configuration.
  ///
  /// @param address its name
  /// @param schema its schema
  /// @param body its arguments, or null when there is no block
  /// @param block its block, or null
  public record CompiledProvider(
      ProviderConfigAddress address,
      Schema schema,
      @Nullable CompiledBody body,
      @Nullable ProviderBlock block) {
    /// True when there are several of it, by key.
    public boolean isRepeated() {
      return block != null && block.forEach() != null;
    }

    /// The one with `key`.
    public ProviderConfigAddress instance(InstanceKey key) {
      return new ProviderConfigAddress(address.module(), address.provider(), address.alias() + key);
    }
  }

  /// Copies the maps.
  public CompiledModule {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
    children = Collections.unmodifiableSortedMap(new TreeMap<>(children));
  }

  /// What its files declare.
  public ModuleConfig module() {
    return tree.module();
  }

  /// The calls that lead to it, without instance keys.
  public ModuleAddress path() {
    return tree.address();
  }

  /// The module that `address` is an instance of, seen from the root module.
  public Optional<CompiledModule> find(ModuleAddress address) {
    CompiledModule module = this;
    for (ModuleAddress.Step step : address.steps()) {
      module = module.children.get(step.name());
      if (module == null) {
        return Optional.empty();
      }
    }
    return Optional.of(module);
  }

  /// The block of `address`, seen from the root module.
  public Optional<CompiledResource> resource(ResourceAddress address) {
    return find(address.module()).map(module -> module.resources.get(address.local()));
  }

  /// The provider configuration `address`, seen from the root module.
  public Optional<CompiledProvider> provider(ProviderConfigAddress address) {
    int key = address.alias().indexOf('[');
    ProviderConfigAddress block =
        key < 0
            ? address
            : new ProviderConfigAddress(
                address.module(), address.provider(), address.alias().substring(0, key));
    return find(address.module()).map(module -> module.providers.get(block));
  }

  /// This module and all that it calls, callers first.
  public List<CompiledModule> all() {
    List<CompiledModule> all = new ArrayList<>(List.of(this));
    children.values().forEach(child -> all.addAll(child.all()));
    return all;
  }

  /// How the instances of `resource` are told apart.
  public static ResourceResults.Repetition repetitionOf(CompiledResource resource) {
    return resource.block().count() != null
        ? ResourceResults.Repetition.COUNT
        : resource.block().forEach() != null
            ? ResourceResults.Repetition.FOR_EACH
            : ResourceResults.Repetition.SINGLE;
  }

  /// How the instances of a resource are told apart, one of which has `key`.
  public static ResourceResults.Repetition repetitionOf(InstanceKey key) {
    return switch (key) {
      case InstanceKey.None _ -> ResourceResults.Repetition.SINGLE;
      case InstanceKey.Index _ -> ResourceResults.Repetition.COUNT;
      case InstanceKey.Name _ -> ResourceResults.Repetition.FOR_EACH;
    };
  }

  /// The name of `provider` among computed values, see [Dependency.OnValue].
  public static String nameOf(CompiledProvider provider) {
    ProviderConfigAddress address = provider.address();
    return address.module().prefix()
        + "provider."
        + address.provider().type()
        + (address.alias().isEmpty() ? "" : "." + address.alias());
  }

  /// Reads the blocks of `configuration`. What is wrong goes to `diagnostics`, and the block is
  /// left out.
  public static CompiledModule compile(
      Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
    return Compiler.compile(configuration, registry, diagnostics);
  }
}
