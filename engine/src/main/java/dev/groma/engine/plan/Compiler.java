package dev.groma.engine.plan;

import dev.groma.engine.config.CompiledBody;
import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.Lifecycle.IgnoreChanges;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.ProviderBlock;
import dev.groma.engine.config.ProviderRef;
import dev.groma.engine.config.ProviderRules;
import dev.groma.engine.config.ReferenceCheck;
import dev.groma.engine.config.RequiredProvider;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.expr.Traversal;
import dev.groma.engine.plan.CompiledModule.CompiledProvider;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.engine.plan.CompiledModule.ProviderKey;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.source.Node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the blocks of one module against the schemas of the providers.
final class Compiler {
  private final @Nullable Compiler caller;
  private final ModuleTree tree;
  private final ModuleConfig module;
  private final ProviderRegistry registry;
  private final Consumer<Diagnostic> diagnostics;
  private final SortedMap<String, CompiledResource> resources = new TreeMap<>();
  private final SortedMap<ProviderConfigAddress, CompiledProvider> providers = new TreeMap<>();

  private Compiler(
      @Nullable Compiler caller,
      ModuleTree tree,
      ProviderRegistry registry,
      Consumer<Diagnostic> diagnostics) {
    this.caller = caller;
    this.tree = tree;
    this.module = tree.module();
    this.registry = registry;
    this.diagnostics = diagnostics;
  }

  /// Reads a whole configuration.
  static CompiledModule compile(
      Configuration configuration, ProviderRegistry registry, Consumer<Diagnostic> diagnostics) {
    return new Compiler(null, configuration.tree(), registry, diagnostics).compile();
  }

  private CompiledModule compile() {
    module.requiredProviders().forEach((name, required) -> factory(name, required.declaration()));
    module.providers().values().forEach(this::compileProvider);
    module.resources().values().forEach(this::compileResource);
    SortedMap<String, CompiledModule> children = new TreeMap<>();
    tree.children()
        .forEach((name, child) -> {
          ModuleCall call = module.calls().get(name);
          if (call != null) {
            checkArguments(call, child.module());
            checkPassed(call, child);
            Compiler inner = new Compiler(this, child, registry, diagnostics);
            children.put(name, inner.compile());
          }
        });
    ReferenceCheck.check(tree, this::references, providerReferences()).forEach(diagnostics);
    return new CompiledModule(tree, resources, providers, children);
  }

  private void checkArguments(ModuleCall call, ModuleConfig called) {
    for (Variable variable : called.variables().values()) {
      if (variable.isRequired() && !call.arguments().containsKey(variable.name())) {
        diagnostics.accept(
            Diagnostic.error(
                    "config.missing-argument",
                    "Missing required argument",
                    "The argument \""
                        + variable.name()
                        + "\" is required, but no definition was found.")
                .at(call.declaration()));
      }
    }
    call.arguments()
        .forEach((name, argument) -> {
          Variable variable = called.variables().get(name);
          if (variable != null && variable.deprecation() != null) {
            diagnostics.accept(
                Diagnostic.warning(
                        "config.deprecated-variable",
                        "Deprecated variable got a value",
                        "The variable \""
                            + name
                            + "\" of the module \""
                            + call.name()
                            + "\" is deprecated: "
                            + variable.deprecation())
                    .at(argument.name()));
          }
          if (!called.variables().containsKey(name)) {
            diagnostics.accept(
                Diagnostic.error(
                        "decode.unknown-property",
                        "Extraneous JSON object property",
                        "No argument or block type is named \""
                            + name
                            + "\"."
                            + Suggestion.didYouMean(name, called.variables().keySet()))
                    .at(argument.name()));
          }
        });
  }

  private void checkPassed(ModuleCall call, ModuleTree called) {
    call.providers()
        .forEach((name, ref) -> {
          String local = name.replaceFirst("\\..*", "");
          if (!called.module().requiredProviders().containsKey(local)) {
            diagnostics.accept(
                Diagnostic.warning(
                        "config.undefined-provider",
                        "Reference to undefined provider",
                        "There is no explicit declaration for local provider name \""
                            + local
                            + "\" in "
                            + called.address()
                            + ", so Groma is assuming you mean to pass a configuration for \""
                            + called.module().providerAddress(local).shortName()
                            + "\".")
                    .at(ref.range()));
          }
          ProviderBlock block = module.providers().get(ref.key());
          if (block != null && (block.forEach() == null) != (ref.instance() == null)) {
            diagnostics.accept(ProviderRules.instance(ref, block).at(ref.range()));
          }
        });
    boolean repeated = call.count() != null || call.forEach() != null;
    if (!called.module().providers().isEmpty() && (repeated || !call.dependsOn().isEmpty())) {
      diagnostics.accept(
          Diagnostic.error(
                  "config.module-with-providers",
                  "Module is incompatible with count, for_each, and depends_on",
                  "The module \""
                      + call.name()
                      + "\" has its own provider blocks, so it cannot be repeated or made to wait:"
                      + " its objects could not be destroyed any more once an instance is gone."
                      + " Pass it provider configurations of the caller with \"providers\""
                      + " instead.")
              .at(call.declaration()));
    }
  }

  private List<Reference> references(ResourceBlock block) {
    CompiledResource resource = resources.get(block.localAddress());
    return resource == null ? List.of() : resource.body().references();
  }

  private List<Reference> providerReferences() {
    List<Reference> all = new ArrayList<>();
    for (CompiledProvider provider : providers.values()) {
      boolean repeated = provider.isRepeated();
      if (provider.body() != null) {
        provider.body().references().stream()
            .filter(r -> !(repeated && r.subject() instanceof Subject.EachAttr))
            .forEach(all::add);
      }
      if (provider.block() != null && provider.block().forEach() != null) {
        all.addAll(References.of(provider.block().forEach()));
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

  private ProviderConfigAddress address(ProviderFactory factory, @Nullable String alias) {
    return new ProviderConfigAddress(tree.address(), factory.address(), alias == null ? "" : alias);
  }

  /// A provider configuration, and which of those of its name.
  private record Use(ProviderConfigAddress address, @Nullable ProviderKey key) {}

  /// The provider configuration that `ref` means in this module: its own, one that the caller
  /// passes, or the default one of the nearest caller that has one. Nothing when there is none.
  private Optional<Use> resolve(
      ProviderFactory factory,
      String localName,
      @Nullable String alias,
      @Nullable Expression instance) {
    ProviderConfigAddress own = address(factory, alias);
    if (providers.containsKey(own)) {
      return Optional.of(
          new Use(own, instance == null ? null : new ProviderKey(tree.address(), instance)));
    }
    if (caller == null) {
      return alias == null ? Optional.of(new Use(imply(own, factory), null)) : Optional.empty();
    }
    ModuleCall call = caller.module.calls().get(tree.address().last().name());
    ProviderRef passed =
        call == null
            ? null
            : call.providers().get(alias == null ? localName : localName + "." + alias);
    if (passed != null) {
      return caller.resolve(factory, passed.localName(), passed.alias(), passed.instance());
    }
    return alias == null
        ? caller.resolve(factory, caller.localName(factory), null, null)
        : Optional.empty();
  }

  private ProviderConfigAddress imply(ProviderConfigAddress address, ProviderFactory factory) {
    Schema schema = registry.schema(factory.address()).provider();
    providers.put(address, new CompiledProvider(address, schema, null, null));
    return address;
  }

  private String localName(ProviderFactory factory) {
    return module.requiredProviders().values().stream()
        .filter(r -> registry.find(r.address()).filter(factory::equals).isPresent())
        .map(RequiredProvider::localName)
        .findFirst()
        .orElse(factory.address().type());
  }

  private void compileResource(ResourceBlock block) {
    ProviderRef ref = block.provider();
    Optional<ProviderFactory> factory = factory(ref.localName(), ref.range());
    if (factory.isEmpty()) {
      return;
    }
    ProviderSchema known = registry.schema(factory.get().address());
    Schema schema = types(known, block.mode()).get(block.type());
    if (schema == null) {
      diagnostics.accept(unknownType(block, factory.get(), known).at(block.declaration()));
      return;
    }
    Optional<Use> provider = resolve(factory.get(), ref.localName(), ref.alias(), ref.instance());
    if (provider.isEmpty()) {
      diagnostics.accept(undeclared(block, ref, factory.get()).at(ref.range()));
      return;
    }
    CompiledBody body = compile(block.body(), block.declaration(), schema);
    checkIgnored(block, schema);
    resources.put(
        block.localAddress(),
        new CompiledResource(
            tree.address(), block, provider.get().address(), provider.get().key(), schema, body));
  }

  private static SortedMap<String, Schema> types(ProviderSchema known, ResourceMode mode) {
    return switch (mode) {
      case MANAGED -> known.resources();
      case DATA -> known.dataSources();
      case EPHEMERAL -> known.ephemeralResources();
    };
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

  private Diagnostic undeclared(ResourceBlock block, ProviderRef ref, ProviderFactory factory) {
    ModuleCall call =
        caller == null ? null : caller.module.calls().get(tree.address().last().name());
    if (call != null && call.providers().containsKey(ref.key())) {
      ProviderRef passed = call.providers().get(ref.key());
      return Diagnostic.error(
          "config.undeclared-provider-configuration",
          "missing provider "
              + new ProviderConfigAddress(
                  ModuleAddress.ROOT,
                  factory.address(),
                  passed == null || passed.alias() == null ? "" : passed.alias()),
          "The call of "
              + tree.address()
              + " passes the provider configuration "
              + passed
              + ", which the calling module does not have.");
    }
    return Diagnostic.error(
        "config.undeclared-provider-configuration",
        "Provider configuration not present",
        "The "
            + kind(block.mode())
            + " "
            + block.address(tree.address())
            + " uses the provider configuration "
            + ref
            + ", but "
            + (caller == null ? "the root module" : tree.address().toString())
            + " has no provider \""
            + ref.localName()
            + "\" block with alias = \""
            + ref.alias()
            + "\""
            + (caller == null ? "." : ", and its call passes none."));
  }

  private static String kind(ResourceMode mode) {
    return switch (mode) {
      case MANAGED -> "resource";
      case DATA -> "data source";
      case EPHEMERAL -> "ephemeral resource";
    };
  }

  private static Diagnostic unknownType(
      ResourceBlock block, ProviderFactory factory, ProviderSchema known) {
    boolean data = block.mode() == ResourceMode.DATA;
    String kind = kind(block.mode()) + (data ? "" : " type");
    String hint = Suggestion.didYouMean(block.type(), types(known, block.mode()).keySet());
    for (ResourceMode other : ResourceMode.values()) {
      if (other != block.mode() && types(known, other).containsKey(block.type())) {
        hint =
            " Did you intend to use the "
                + (other == ResourceMode.MANAGED ? "managed resource type" : kind(other))
                + " \""
                + block.type()
                + "\"? If so, declare this using "
                + blockOf(other)
                + " block instead of "
                + blockOf(block.mode())
                + " block.";
      }
    }
    return Diagnostic.error(
        data ? "config.invalid-data-source" : "config.invalid-resource-type",
        "Invalid " + kind,
        "The provider "
            + factory.address()
            + " does not support "
            + kind
            + " \""
            + block.type()
            + "\"."
            + hint);
  }

  private static String blockOf(ResourceMode mode) {
    return switch (mode) {
      case MANAGED -> "a \"resource\"";
      case DATA -> "a \"data\"";
      case EPHEMERAL -> "an \"ephemeral\"";
    };
  }
}
