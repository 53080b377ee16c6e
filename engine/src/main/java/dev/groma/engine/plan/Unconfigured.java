package dev.groma.engine.plan;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.Lifecycle;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.ProviderRef;
import dev.groma.engine.config.Refactoring;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.generate.Settable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.source.Node.ObjectNode;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// The objects of `import` blocks that nothing is configured for.
///
/// While they are looked for, an empty block stands for each of them, so that its provider and its
/// id are found as everywhere; the object is read, and nothing is planned.
public final class Unconfigured {
  /// Nothing is looked for.
  static final Unconfigured NONE = new Unconfigured(new TreeMap<>(), List.of());

  private static final Set<String> MISSING =
      Set.of("config.missing-argument", "config.insufficient-blocks");

  private final SortedMap<ResourceAddress, ResourceBlock> blocks;
  private final List<Diagnostic> refused;
  private final Map<ResourceAddress, Found> found = new ConcurrentSkipListMap<>();

  private Unconfigured(SortedMap<ResourceAddress, ResourceBlock> blocks, List<Diagnostic> refused) {
    this.blocks = blocks;
    this.refused = refused;
  }

  /// An object that was found.
  ///
  /// @param address the resource that it is to become
  /// @param provider the provider configuration as the `import` block names it, or ""
  /// @param block the schema of its type
  /// @param configuration what has to be set, see [Settable]
  /// @param id what it was found by; "" when it was recorded already
  public record Found(
      ResourceAddress address, String provider, Block block, Value configuration, String id) {}

  /// What looking gave.
  ///
  /// @param found the objects, sorted by address
  /// @param diagnostics the errors
  public record Result(List<Found> found, List<Diagnostic> diagnostics) {
    /// Copies the lists.
    public Result {
      found = List.copyOf(found);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Those of `configuration`.
  static Unconfigured of(Configuration configuration) {
    ModuleConfig root = configuration.root();
    SortedMap<ResourceAddress, ResourceBlock> blocks = new TreeMap<>();
    List<Diagnostic> refused = new ArrayList<>();
    for (Refactoring one : root.refactorings()) {
      if (!(one instanceof Refactoring.Import block)
          || !block.to().resource().module().isRoot()
          || root.resources().containsKey(block.to().resource().local())) {
        continue;
      }
      if (block.forEach() != null || block.to().key() != null) {
        refused.add(
            Diagnostic.error(
                    "config.import-target",
                    "Configuration for import target does not exist",
                    "The given import block is not compatible with config generation. The"
                        + " -generate-config-out option cannot be used with import blocks which"
                        + " use for_each, or resources which use for_each or count. Write the"
                        + " resource block yourself.")
                .at(block.to().range()));
      } else {
        blocks.put(block.to().resource(), stub(block));
      }
    }
    return new Unconfigured(blocks, refused);
  }

  private static ResourceBlock stub(Refactoring.Import block) {
    ResourceAddress address = block.to().resource();
    return new ResourceBlock(
        ResourceMode.MANAGED,
        address.type(),
        address.name(),
        new ObjectNode(List.of(), block.declaration()),
        null,
        null,
        List.of(),
        block.provider(),
        Lifecycle.DEFAULT,
        List.of(),
        null,
        block.declaration());
  }

  /// True when there is nothing to look for.
  boolean isEmpty() {
    return blocks.isEmpty() && refused.isEmpty();
  }

  /// The errors of blocks that no configuration can be written for.
  List<Diagnostic> refused() {
    return refused;
  }

  /// `configuration` with a block for each object.
  Configuration in(Configuration configuration) {
    ModuleConfig root = configuration.root();
    SortedMap<String, ResourceBlock> resources = new TreeMap<>(root.resources());
    blocks.values().forEach(block -> resources.put(block.localAddress(), block));
    ModuleTree tree = configuration.tree();
    ModuleConfig module =
        new ModuleConfig(
            root.variables(),
            root.locals(),
            root.outputs(),
            resources,
            root.calls(),
            root.refactorings(),
            root.checks(),
            root.providers(),
            root.requiredProviders(),
            root.requiredVersions(),
            root.backend());
    return new Configuration(
        new ModuleTree(tree.address(), tree.directory(), module, tree.children()),
        configuration.directory(),
        configuration.sources());
  }

  /// The objects, and what they are read with.
  Selection selection() {
    return new Selection(
        blocks.keySet().stream()
            .map(address -> AddressPattern.parse(address.toString()).orElseThrow())
            .toList(),
        List.of());
  }

  /// `diagnostics` without what empty blocks lack.
  Consumer<Diagnostic> forgiving(Consumer<Diagnostic> diagnostics) {
    return blocks.isEmpty()
        ? diagnostics
        : d -> {
          boolean lacking =
              MISSING.contains(d.code())
                  && blocks.values().stream().anyMatch(b -> b.declaration().equals(d.subject()));
          if (!lacking) {
            diagnostics.accept(d);
          }
        };
  }

  /// True when the block of `address` is one that was put there to look for an object.
  boolean isFor(ResourceAddress address) {
    return blocks.containsKey(address);
  }

  /// Notes the object of `address`, unless there is none. What the provider refuses in a
  /// configuration, and need not be set, is left out.
  void found(
      ResourceAddress address, Block block, InstancePlanner.Prior object, ResourceHandler handler) {
    ResourceBlock stub = blocks.get(address);
    if (stub == null || object.value().isNull()) {
      return;
    }
    Value configuration =
        Settable.accepted(block, Settable.of(block, object.value()), handler::validate);
    ProviderRef provider = stub.provider();
    String id = object.importId();
    found.put(
        address,
        new Found(
            address,
            provider.isImplied() ? "" : provider.key(),
            block,
            configuration,
            id == null ? "" : id));
  }

  /// What was found, sorted by address.
  List<Found> found() {
    return List.copyOf(found.values());
  }
}
