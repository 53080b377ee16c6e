package dev.groma.engine.plan;

import dev.groma.engine.config.CompiledBody;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.Lifecycle.IgnoreChanges;
import dev.groma.engine.config.LocalValue;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ProviderBlock;
import dev.groma.engine.config.ProviderRef;
import dev.groma.engine.config.ReferenceCheck;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.expr.Traversal;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.source.Node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The root module with its blocks read against the schemas of the providers, once.
///
/// @param configuration where it comes from
/// @param resources the resource and data blocks by local address; those with errors are missing
/// @param providers the provider configurations, declared ones and those that resources imply
public record CompiledModule(
    Configuration configuration,
    SortedMap<String, CompiledResource> resources,
    SortedMap<ProviderConfigAddress, CompiledProvider> providers) {
  /// A resource or data block.
  ///
  /// @param block the block
  /// @param provider the provider configuration that it uses
  /// @param schema the schema of its type
  /// @param body its arguments
  public record CompiledResource(
      ResourceBlock block, ProviderConfigAddress provider, Schema schema, CompiledBody body) {
    /// Its address in the root module.
    public ResourceAddress address() {
      return block.address(ModuleAddress.ROOT);
    }
  }

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
      @Nullable ProviderBlock block) {}

  /// Copies the maps.
  public CompiledModule {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
    providers = Collections.unmodifiableSortedMap(new TreeMap<>(providers));
  }

  /// The module.
  public ModuleConfig module() {
    return configuration.root();
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
    return "provider."
        + address.provider().type()
        + (address.alias().isEmpty() ? "" : "." + address.alias());
  }

  /// The names of the local values, each after those that it refers to.
  public List<String> localsInOrder() {
    Set<String> ordered = new LinkedHashSet<>();
    module().locals().keySet().forEach(name -> visitLocal(name, ordered));
    return List.copyOf(ordered);
  }

  private void visitLocal(String first, Set<String> ordered) {
    // Depth first without recursion: a name is taken off the stack once everything it refers to is
    // in `ordered`.
    ArrayDeque<String> stack = new ArrayDeque<>(List.of(first));
    Set<String> open = new LinkedHashSet<>();
    while (!stack.isEmpty()) {
      String name = stack.peek();
      LocalValue local = module().locals().get(name);
      if (local == null || ordered.contains(name) || !open.add(name)) {
        stack.pop();
        if (local != null) {
          ordered.add(name);
        }
        continue;
      }
      for (Reference reference : References.of(local.expression())) {
        if (reference.subject() instanceof Subject.LocalValue(String inner)
            && !ordered.contains(inner)
            && !open.contains(inner)) {
          stack.push(inner);
        }
      }
    }
  }

  /// Reads the blocks of `configuration`. What is wrong goes to `diagnostics`, and the block is
  /// left out.
  public static CompiledModule compile(
      Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
    return new Compiler(configuration, registry, diagnostics).compile();
  }

  private static final class Compiler {
    private final Configuration configuration;
    private final ModuleConfig module;
    private final ProviderRegistry registry;
    private final Consumer<Diagnostic> diagnostics;
    private final SortedMap<String, CompiledResource> resources = new TreeMap<>();
    private final SortedMap<ProviderConfigAddress, CompiledProvider> providers = new TreeMap<>();

    Compiler(
        Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
      this.configuration = configuration;
      this.module = configuration.root();
      this.registry = registry;
      this.diagnostics = diagnostics;
    }

    CompiledModule compile() {
      module.requiredProviders().forEach((name, required) -> factory(name, required.declaration()));
      module.providers().values().forEach(this::compileProvider);
      module.resources().values().forEach(this::compileResource);
      ReferenceCheck.check(module, this::references, providerReferences()).forEach(diagnostics);
      return new CompiledModule(configuration, resources, providers);
    }

    private List<Reference> references(ResourceBlock block) {
      CompiledResource resource = resources.get(block.localAddress());
      return resource == null ? List.of() : resource.body().references();
    }

    private List<Reference> providerReferences() {
      List<Reference> all = new ArrayList<>();
      for (CompiledProvider provider : providers.values()) {
        if (provider.body() != null) {
          all.addAll(provider.body().references());
        }
      }
      return all;
    }

    private Optional<ProviderFactory> factory(String localName, SourceRange place) {
      ProviderAddress address = module.providerAddress(localName);
      Optional<ProviderFactory> found =
          module.requiredProviders().containsKey(localName)
              ? registry.find(address)
              : registry.find(address).or(() -> registry.findByType(localName));
      if (found.isEmpty()) {
        diagnostics.accept(unknownProvider(localName, address).at(place));
      }
      return found;
    }

    private Diagnostic unknownProvider(String localName, ProviderAddress address) {
      List<String> builtIn = registry.addresses().stream().map(ProviderAddress::shortName).toList();
      return Diagnostic.error(
          "config.unknown-provider",
          "Unknown provider",
          "There is no provider \""
              + address.shortName()
              + "\" (local name \""
              + localName
              + "\") in Groma. The built-in providers are: "
              + String.join(", ", builtIn)
              + "."
              + Suggestion.didYouMean(
                  localName, registry.addresses().stream().map(ProviderAddress::type).toList()));
    }

    private void compileProvider(ProviderBlock block) {
      Optional<ProviderFactory> factory = factory(block.localName(), block.declaration());
      if (factory.isEmpty()) {
        return;
      }
      ProviderConfigAddress address = address(factory.get(), block.alias());
      Schema schema = registry.schema(factory.get().address()).provider();
      CompiledBody body = compile(block.body(), block.declaration(), schema);
      providers.put(address, new CompiledProvider(address, schema, body, block));
    }

    private CompiledBody compile(ObjectNode body, SourceRange declaration, Schema schema) {
      List<Diagnostic> found = new ArrayList<>();
      CompiledBody compiled = CompiledBody.compile(body, declaration, schema.block(), found);
      found.forEach(diagnostics);
      return compiled;
    }

    private static ProviderConfigAddress address(ProviderFactory factory, @Nullable String alias) {
      return new ProviderConfigAddress(
          ModuleAddress.ROOT, factory.address(), alias == null ? "" : alias);
    }

    private void compileResource(ResourceBlock block) {
      ProviderRef ref = block.provider();
      Optional<ProviderFactory> factory = factory(ref.localName(), ref.range());
      if (factory.isEmpty()) {
        return;
      }
      ProviderSchema known = registry.schema(factory.get().address());
      Schema schema =
          (block.mode() == ResourceMode.MANAGED ? known.resources() : known.dataSources())
              .get(block.type());
      if (schema == null) {
        diagnostics.accept(unknownType(block, factory.get(), known).at(block.declaration()));
        return;
      }
      ProviderConfigAddress provider = address(factory.get(), ref.alias());
      if (!providers.containsKey(provider)) {
        if (ref.alias() != null) {
          diagnostics.accept(undeclaredAlias(block, ref).at(ref.range()));
          return;
        }
        providers.put(provider, new CompiledProvider(provider, known.provider(), null, null));
      }
      CompiledBody body = compile(block.body(), block.declaration(), schema);
      checkIgnored(block, schema);
      resources.put(block.localAddress(), new CompiledResource(block, provider, schema, body));
    }

    private void checkIgnored(ResourceBlock block, Schema schema) {
      if (block.lifecycle().ignoreChanges() instanceof IgnoreChanges.Attributes(var paths)) {
        for (Traversal path : paths) {
          String name = path.rootName();
          Block known = schema.block();
          if (!known.attributes().containsKey(name) && !known.blocks().containsKey(name)) {
            diagnostics.accept(
                Diagnostic.error(
                        "config.ignored-attribute",
                        "Unsupported attribute",
                        "This object has no argument, nested block, or exported attribute named \""
                            + name
                            + "\"."
                            + (name.equals("all")
                                ? " To ignore everything, write \"ignore_changes\": \"all\"."
                                : Suggestion.didYouMean(name, known.attributes().keySet())))
                    .at(path.steps().getFirst().range()));
          }
        }
      }
    }

    private static Diagnostic undeclaredAlias(ResourceBlock block, ProviderRef ref) {
      return Diagnostic.error(
          "config.undeclared-provider-configuration",
          "Provider configuration not present",
          "The "
              + (block.mode() == ResourceMode.MANAGED ? "resource" : "data source")
              + " "
              + block.localAddress()
              + " uses the provider configuration "
              + ref
              + ", but the root module has no provider \""
              + ref.localName()
              + "\" block with alias = \""
              + ref.alias()
              + "\".");
    }

    private static Diagnostic unknownType(
        ResourceBlock block, ProviderFactory factory, ProviderSchema known) {
      boolean managed = block.mode() == ResourceMode.MANAGED;
      SortedMap<String, Schema> here = managed ? known.resources() : known.dataSources();
      SortedMap<String, Schema> there = managed ? known.dataSources() : known.resources();
      String hint;
      if (there.containsKey(block.type())) {
        hint =
            managed
                ? " Did you intend to use the data source \""
                    + block.type()
                    + "\"? If so, declare this using a \"data\" block instead of a \"resource\" block."
                : " Did you intend to use the managed resource type \""
                    + block.type()
                    + "\"? If so, declare this using a \"resource\" block instead of a \"data\" block.";
      } else {
        hint = Suggestion.didYouMean(block.type(), here.keySet());
      }
      return Diagnostic.error(
          managed ? "config.invalid-resource-type" : "config.invalid-data-source",
          managed ? "Invalid resource type" : "Invalid data source",
          "The provider "
              + factory.address()
              + " does not support "
              + (managed ? "resource type \"" : "data source \"")
              + block.type()
              + "\"."
              + hint);
    }
  }
}
