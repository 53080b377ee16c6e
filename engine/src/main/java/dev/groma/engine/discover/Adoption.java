package dev.groma.engine.discover;

import dev.groma.engine.generate.Draft;
import dev.groma.engine.generate.References;
import dev.groma.engine.generate.Settable;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.providers.spi.ResourceHandler.ReadRequest;
import dev.groma.providers.spi.ResourceHandler.ReadResult;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes configuration, with `import` blocks, for objects that nobody manages, so that applying it
/// changes nothing.
///
/// 1. Each object is read, since lists may tell less.
/// 2. A text that is the id of another object, of what is written or of what is configured already,
///    becomes a reference to it, unless that would make a circle.
/// 3. What cannot be read, such as a key that the cloud never tells, is ignored from then on.
public final class Adoption {
  private final SortedMap<String, Provider> providers;
  private final SortedMap<String, Schema> types;
  private final CallContext context;
  private final Map<String, Exported> exports = new HashMap<>();
  private final Map<ResourceAddress, Set<ResourceAddress>> edges = new HashMap<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private Adoption(
      SortedMap<String, Provider> providers, SortedMap<String, Schema> types, CallContext context) {
    this.providers = providers;
    this.types = types;
    this.context = context;
  }

  /// What a value can be written as.
  ///
  /// @param own it is the id of the object itself
  private record Exported(ResourceAddress resource, String expression, boolean own) {}

  /// An object that gets configuration.
  private record Adopted(Discovered object, ResourceAddress address, Value value) {}

  /// What is there already.
  ///
  /// @param resources the names of the resources that are declared, by type
  /// @param variables the names of the variables that are declared
  /// @param known what its import blocks and its state name
  public record Existing(
      Map<String, Set<String>> resources, Set<String> variables, Collection<Recorded> known) {
    /// Copies the sets.
    public Existing {
      resources = Map.copyOf(resources);
      variables = Set.copyOf(variables);
      known = List.copyOf(known);
    }
  }

  /// What is written.
  ///
  /// @param draft the file
  /// @param adopted how many objects it takes over
  /// @param diagnostics what went wrong
  public record Result(Draft draft, int adopted, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// Writes configuration for those of `objects` that are unmanaged.
  ///
  /// @param providers the configured providers, by region
  /// @param aliases how a resource refers to the provider of a region; "" for the implied one
  /// @param types the schemas
  public static Result of(
      List<Discovered> objects,
      Existing existing,
      SortedMap<String, Provider> providers,
      Map<String, String> aliases,
      SortedMap<String, Schema> types,
      CallContext context) {
    Adoption adoption = new Adoption(providers, types, context);
    Map<String, Set<String>> taken = new TreeMap<>();
    existing.resources.forEach((type, names) -> taken.put(type, new TreeSet<>(names)));
    List<Adopted> adopted = new ArrayList<>();
    Map<List<String>, List<Discovered>> groups = new TreeMap<>(LISTS);
    for (Discovered object : objects) {
      if (object.status() == Discovered.Status.UNMANAGED) {
        groups
            .computeIfAbsent(List.of(object.type(), object.region()), _ -> new ArrayList<>())
            .add(object);
      }
    }
    groups.forEach((key, group) -> {
      group.sort(Comparator.comparing(Discovered::name).thenComparing(Discovered::id));
      Set<String> names = taken.computeIfAbsent(key.getFirst(), _ -> new TreeSet<>());
      adoption
          .read(key.getFirst(), key.getLast(), group)
          .forEach((object, value) ->
              adopted.add(
                  new Adopted(
                      object, resource(object.type(), Names.resource(object, names)), value)));
    });
    existing.known.forEach(adoption::exportKnown);
    adopted.forEach(one -> adoption.export(one.address, one.object.id(), one.value, true));
    Draft draft = new Draft(existing.variables);
    adopted.forEach(one -> adoption.write(one, aliases, draft));
    return new Result(draft, adopted.size(), adoption.diagnostics);
  }

  private static final Comparator<List<String>> LISTS =
      Comparator.<List<String>, String>comparing(List::getFirst).thenComparing(List::getLast);

  private static ResourceAddress resource(String type, String name) {
    return new ResourceAddress(ModuleAddress.ROOT, ResourceMode.MANAGED, type, name);
  }

  // Reading

  /// The objects of one type and region as they are, in as few calls as the API allows.
  private Map<Discovered, Value> read(String type, String region, List<Discovered> objects) {
    Map<Discovered, Value> values = new LinkedHashMap<>();
    Provider provider = providers.get(region);
    ResourceHandler handler = provider == null ? null : provider.resource(type);
    if (!(handler instanceof Importable importable) || !(handler instanceof Listable listable)) {
      return values;
    }
    List<Discovered> known = new ArrayList<>();
    List<ReadRequest> requests = new ArrayList<>();
    for (Discovered object : objects) {
      ReadResult imported = importable.importState(object.id(), context);
      Value prior = imported.value();
      if (prior == null) {
        imported.diagnostics().all().forEach(d -> diagnostics.add(d.about(type)));
      } else {
        known.add(object);
        requests.add(new ReadRequest(prior, imported.priv()));
      }
    }
    List<Optional<ReadResult>> together = listable.readAll(requests, context);
    for (int i = 0; i < known.size(); i++) {
      ReadRequest request = requests.get(i);
      ReadResult read = together.get(i).orElseGet(() -> handler.read(request, context));
      String about = type + " " + known.get(i).id();
      read.diagnostics().all().forEach(d -> diagnostics.add(d.about(about)));
      Value value = read.value();
      if (value != null && !value.isNull() && !read.diagnostics().hasErrors()) {
        values.put(known.get(i), value);
      }
    }
    return values;
  }

  // References

  private void exportKnown(Recorded one) {
    InstanceAddress address = one.address();
    Schema schema = types.get(address.resource().type());
    if (address.resource().module().isRoot() && schema != null) {
      String key = address.key() instanceof InstanceKey.None ? "" : address.key().toString();
      if (one.attributes().isNull()) {
        if (hasOwnId(schema)) {
          add(one.id(), new Exported(address.resource(), address.resource() + key + ".id", true));
        }
      } else {
        export(address.resource(), key, schema.block(), one.attributes(), Path.ROOT);
      }
    }
  }

  private static boolean hasOwnId(Schema schema) {
    var id = schema.block().attributes().get("id");
    return id != null && id.mode() == Mode.COMPUTED;
  }

  private void export(ResourceAddress address, String id, Value value, boolean all) {
    Schema schema = types.get(address.type());
    if (schema != null && all && !id.isEmpty()) {
      export(address, "", schema.block(), value, Path.ROOT);
    }
  }

  /// What a resource tells of itself and what is in it: computed texts that are ids.
  private void export(ResourceAddress address, String key, Block block, Value value, Path at) {
    if (!(value.unmark() instanceof Value.Obj object)) {
      return;
    }
    block
        .attributes()
        .forEach((name, attribute) -> {
          boolean isId = name.equals("id") || (!at.steps().isEmpty() && name.endsWith("_id"));
          if (isId
              && attribute.mode() != Mode.REQUIRED
              && attribute.mode() != Mode.OPTIONAL
              && !attribute.sensitive()
              && object.attributes().get(name) instanceof Value.Str(String text)
              && text.length() >= 4) {
            String expression = address + key + "." + at.attribute(name);
            add(text, new Exported(address, expression, at.steps().isEmpty()));
          }
        });
    for (Map.Entry<String, NestedBlock> nested : block.blocks().entrySet()) {
      Path path = at.attribute(nested.getKey());
      Value inner = object.attributes().get(nested.getKey());
      if (inner == null) {
        continue;
      }
      List<Value> elements =
          switch (inner.unmark()) {
            case Value.ListOf list -> list.elements();
            case Value.Tuple tuple -> tuple.elements();
            default -> List.of();
          };
      for (int i = 0; i < elements.size(); i++) {
        export(address, key, nested.getValue().block(), elements.get(i), path.index(i));
      }
      if (inner.unmark() instanceof Value.Obj) {
        export(address, key, nested.getValue().block(), inner, path);
      }
    }
  }

  /// The id of an object itself goes before what others tell of it.
  private void add(String value, Exported exported) {
    exports.merge(value, exported, (one, other) -> one.own ? one : other.own ? other : one);
  }

  /// True when `from` leads to `to` over references.
  private boolean leads(ResourceAddress from, ResourceAddress to, Set<ResourceAddress> seen) {
    return from.equals(to)
        || (seen.add(from)
            && edges.getOrDefault(from, Set.of()).stream().anyMatch(next -> leads(next, to, seen)));
  }

  // Writing

  /// The attributes that a configuration sets, by itself or by default, and that cannot be read.
  private static List<String> unread(Block block, Value value) {
    return block.attributes().entrySet().stream()
        .filter(e -> e.getValue().mode().isConfigurable() && !e.getValue().writeOnly())
        .filter(e -> e.getValue().mode() == Mode.REQUIRED || e.getValue().defaultValue() != null)
        .map(Map.Entry::getKey)
        .filter(name -> value.unmark() instanceof Value.Obj o && o.require(name).isNull())
        .toList();
  }

  private void write(Adopted one, Map<String, String> aliases, Draft draft) {
    String type = one.object.type();
    Schema schema = types.get(type);
    Provider provider = providers.get(one.object.region());
    if (schema == null || provider == null) {
      return;
    }
    ResourceHandler handler = provider.resource(type);
    Value configuration =
        Settable.accepted(
            schema.block(), Settable.of(schema.block(), one.value), handler::validate);
    References references =
        (_, value) -> {
          Exported found = value instanceof Value.Str(String text) ? exports.get(text) : null;
          if (found == null || leads(found.resource, one.address, new HashSet<>())) {
            return Optional.empty();
          }
          edges.computeIfAbsent(one.address, _ -> new HashSet<>()).add(found.resource);
          return Optional.of(found.expression);
        };
    draft.keeping(
        one.address,
        schema.block(),
        configuration,
        aliases.getOrDefault(one.object.region(), ""),
        one.object.name().isEmpty() ? one.object.id() : one.object.name(),
        references,
        unread(schema.block(), one.value));
    draft.importing(one.address.toString(), one.object.id());
  }
}
