package dev.groma.engine.discover;

import dev.groma.engine.discover.Discovered.Coverage;
import dev.groma.engine.discover.Discovered.Status;
import dev.groma.engine.drift.PathPattern;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lists what exists in one cloud, one type and region after the other, and tells who manages it.
public final class Discovery {
  private final SortedMap<String, Provider> providers;
  private final List<Ignored> ignored;
  private final CallContext context;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<Discovered> objects = new ArrayList<>();
  private final List<Coverage> coverage = new ArrayList<>();

  /// Objects that nobody wants to hear of.
  ///
  /// @param type the types that it is about
  /// @param object the ids or names that it is about; null for all
  public record Ignored(PathPattern type, @Nullable PathPattern object) {
    /// The rule `text`: `TYPE` or `TYPE:ID-OR-NAME`, with `*` for any characters.
    public static Ignored of(String text) {
      int colon = text.indexOf(':');
      return colon < 0
          ? new Ignored(new PathPattern(text), null)
          : new Ignored(
              new PathPattern(text.substring(0, colon)),
              new PathPattern(text.substring(colon + 1)));
    }

    boolean covers(String resource, String id, String name) {
      return type.matches(resource)
          && (object == null || object.matches(id) || (!name.isEmpty() && object.matches(name)));
    }
  }

  /// What was found.
  ///
  /// @param objects the objects, by type, region and id
  /// @param coverage how much is managed, by type
  /// @param diagnostics what went wrong; a type that could not be listed is one
  public record Result(
      List<Discovered> objects, List<Coverage> coverage, List<Diagnostic> diagnostics) {
    /// Copies the lists.
    public Result {
      objects = List.copyOf(objects);
      coverage = List.copyOf(coverage);
      diagnostics = List.copyOf(diagnostics);
    }
  }

  private Discovery(
      SortedMap<String, Provider> providers, List<Ignored> ignored, CallContext context) {
    this.providers = providers;
    this.ignored = ignored;
    this.context = context;
  }

  /// Looks for objects.
  ///
  /// @param providers the configured providers, by region
  /// @param types the types to look for, with their schemas
  /// @param recorded what is managed
  /// @param ignored what is left alone
  public static Result run(
      SortedMap<String, Provider> providers,
      SortedMap<String, Schema> types,
      Collection<Recorded> recorded,
      List<Ignored> ignored,
      CallContext context) {
    Discovery discovery = new Discovery(providers, ignored, context);
    types.forEach((type, schema) -> discovery.type(type, schema, recorded));
    return new Result(discovery.objects, discovery.coverage, discovery.diagnostics);
  }

  private void type(String type, Schema schema, Collection<Recorded> recorded) {
    Map<String, Set<String>> managed = new LinkedHashMap<>();
    Map<String, Recorded> known = new LinkedHashMap<>();
    ResourceHandler any = providers.firstEntry().getValue().resource(type);
    if (!(any instanceof Listable listable)
        || !listable.lists()
        || !(any instanceof Importable importable)) {
      coverage.add(Coverage.of(type, false, false, List.of()));
      return;
    }
    for (Recorded one : recorded) {
      if (isView(one.type(), Recorded.kind(type))) {
        String id =
            one.id().isEmpty() ? importable.importId(one.attributes()).orElse("") : one.id();
        managed
            .computeIfAbsent(id, _ -> new LinkedHashSet<>())
            .add(one.origin() + " " + one.address());
        if (one.type().equals(Recorded.kind(type))) {
          known.putIfAbsent(id, one);
        }
      }
    }
    List<Discovered> found = new ArrayList<>();
    boolean failed = false;
    for (Map.Entry<String, Provider> region : providers.entrySet()) {
      failed |= !list(type, schema, region.getKey(), region.getValue(), managed, found);
    }
    if (!failed) {
      found.forEach(one -> known.remove(one.id()));
      known.forEach(
          (id, _) -> gone(type, id, List.copyOf(managed.getOrDefault(id, Set.of())), found));
    }
    objects.addAll(found);
    coverage.add(Coverage.of(type, true, failed, found));
  }

  /// True when objects of one of these types may be those of the other, seen from another side: a
  /// peering, and the acceptance of it.
  private static boolean isView(String one, String other) {
    return one.equals(other) || one.startsWith(other + "_") || other.startsWith(one + "_");
  }

  /// False when the list is not complete.
  private boolean list(
      String type,
      Schema schema,
      String region,
      Provider provider,
      Map<String, Set<String>> managed,
      List<Discovered> found) {
    ResourceHandler handler = provider.resource(type);
    if (!(handler instanceof Listable listable) || !(handler instanceof Importable importable)) {
      return false;
    }
    SortedMap<String, Discovered> here = new TreeMap<>();
    Diagnostics told =
        listable.list(
            object -> {
              importable
                  .importId(object)
                  .ifPresent(id -> {
                    String name = Names.of(type, schema, object);
                    Status status =
                        managed.containsKey(id)
                            ? Status.MANAGED
                            : isIgnored(type, id, name) ? Status.IGNORED : Status.UNMANAGED;
                    List<String> places = List.copyOf(managed.getOrDefault(id, Set.of()));
                    here.put(id, new Discovered(type, region, id, name, status, places, object));
                  });
              return !context.cancelled().getAsBoolean();
            },
            context);
    told.all().forEach(d -> diagnostics.add(d.about(type)));
    // What all regions show, such as the two ends of a peering, is found in the first of them.
    here.values().stream()
        .filter(one -> found.stream().noneMatch(other -> other.id().equals(one.id())))
        .filter(one ->
            objects.stream()
                .noneMatch(other ->
                    other.id().equals(one.id())
                        && isView(Recorded.kind(other.type()), Recorded.kind(type))))
        .forEach(found::add);
    return !told.hasErrors();
  }

  private boolean isIgnored(String type, String id, String name) {
    return ignored.stream().anyMatch(rule -> rule.covers(type, id, name));
  }

  /// A list may leave out what exists, so the object is asked for once more.
  private void gone(String type, String id, List<String> places, List<Discovered> found) {
    for (Map.Entry<String, Provider> region : providers.entrySet()) {
      Optional<Value> value = read(type, id, region.getValue());
      if (value.isEmpty()) {
        return;
      }
      if (!value.get().isNull()) {
        found.add(
            new Discovered(type, region.getKey(), id, "", Status.MANAGED, places, value.get()));
        return;
      }
    }
    found.add(new Discovered(type, "", id, "", Status.GONE, places, Value.nullValue()));
  }

  /// The object `id`, null when there is none; nothing after an error.
  private Optional<Value> read(String type, String id, Provider provider) {
    ResourceHandler handler = provider.resource(type);
    if (!(handler instanceof Importable importable)) {
      return Optional.empty();
    }
    ResourceHandler.ReadResult known = importable.importState(id, context);
    Value prior = known.value();
    if (prior == null) {
      return Optional.empty();
    }
    ResourceHandler.ReadResult read =
        handler.read(new ResourceHandler.ReadRequest(prior, known.priv()), context);
    return read.diagnostics().hasErrors() ? Optional.empty() : Optional.ofNullable(read.value());
  }
}
