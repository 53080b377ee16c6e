package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The objects of one cloud: tables by kind, documents by id.
///
/// Documents make saving, inspecting and changing by hand the same for every kind of object; the
/// package of a cloud reads them into its own records. A world is used by one thread at a time.
public final class World {
  private final SortedMap<String, SortedMap<String, JsonObject>> tables = new TreeMap<>();
  private final SequencedMap<String, Instant> marks = new LinkedHashMap<>();
  private long version;

  /// The world that [#toJson()] described.
  ///
  /// @throws dev.groma.providers.emulator.json.JsonTypeException if the document has another shape
  public static World of(JsonObject document) {
    var world = new World();
    document.objects().forEach((kind, table) -> world.tables.put(kind, table.objects()));
    return world;
  }

  /// The document of that kind and id.
  public Optional<JsonObject> find(String kind, String id) {
    return Optional.ofNullable(all(kind).get(id));
  }

  /// All documents of that kind by id: a view that follows changes.
  public SortedMap<String, JsonObject> all(String kind) {
    return Collections.unmodifiableSortedMap(
        tables.getOrDefault(kind, Collections.emptySortedMap()));
  }

  /// Adds a document or replaces it.
  public void put(String kind, String id, JsonObject document) {
    tables.computeIfAbsent(kind, _ -> new TreeMap<>()).put(id, document);
    version++;
  }

  /// Takes a document away, if it is there.
  public void remove(String kind, String id) {
    SortedMap<String, JsonObject> table = tables.get(kind);
    if (table != null && table.remove(id) != null) {
      version++;
    }
  }

  /// Remembers a mark for a while; false if it is remembered already. Marks are neither saved nor
  /// shown.
  public boolean mark(String mark, Instant now, Instant forgotten) {
    while (!marks.isEmpty() && !now.isBefore(marks.firstEntry().getValue())) {
      marks.pollFirstEntry();
    }
    return marks.putIfAbsent(mark, forgotten) == null;
  }

  /// A world that is the same now and changes on its own from here on.
  public World copy() {
    var copy = new World();
    tables.forEach((kind, table) -> copy.tables.put(kind, new TreeMap<>(table)));
    return copy;
  }

  /// A number that grows with every change.
  public long version() {
    return version;
  }

  /// The kinds of which there are or were documents.
  public SortedSet<String> kinds() {
    return new TreeSet<>(tables.keySet());
  }

  /// Everything, as kind → id → document.
  public JsonObject toJson() {
    JsonObject document = JsonObject.EMPTY;
    for (var table : tables.entrySet()) {
      document = document.with(table.getKey(), JsonObject.of(table.getValue()));
    }
    return document;
  }
}
