package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The worlds of all clouds, changed by one call at a time and saved before the caller hears of it.
///
/// A save writes everything, so calls that end while one is under way share the next.
public final class Worlds {
  private final SortedMap<String, World> worlds;
  private final Optional<StateFile> file;
  private final ReentrantLock changing = new ReentrantLock();
  private final ReentrantLock saving = new ReentrantLock();
  private long saved;

  /// These worlds by the name of the cloud, saved to the file if there is one.
  public Worlds(SortedMap<String, World> worlds, Optional<StateFile> file) {
    this.worlds = new TreeMap<>(worlds);
    this.file = file;
  }

  /// Runs something alone on the world of a cloud and saves what it changed.
  ///
  /// @throws java.io.UncheckedIOException if it could not be saved; the change stays in memory
  public <T> T with(String cloud, Function<World, T> action) {
    World world = worlds.get(cloud);
    if (world == null) {
      throw new IllegalArgumentException("no such cloud: " + cloud);
    }
    T result;
    long version;
    changing.lock();
    try {
      result = action.apply(world);
      version = version();
    } finally {
      changing.unlock();
    }
    file.ifPresent(target -> save(target, version));
    return result;
  }

  /// All objects, as cloud → kind → id → document.
  public JsonObject toJson() {
    changing.lock();
    try {
      JsonObject all = JsonObject.EMPTY;
      for (var world : worlds.entrySet()) {
        all = all.with(world.getKey(), world.getValue().toJson());
      }
      return all;
    } finally {
      changing.unlock();
    }
  }

  /// All objects of these clouds without their secrets, as cloud → kind → id → document.
  public JsonObject shown(List<? extends Cloud> clouds) {
    JsonObject all = toJson();
    for (Cloud cloud : clouds) {
      JsonObject kinds = all.object(cloud.name()).orElse(JsonObject.EMPTY);
      all = all.with(cloud.name(), Inspection.shown(cloud, kinds));
    }
    return all;
  }

  private void save(StateFile target, long version) {
    saving.lock();
    try {
      if (saved < version) {
        long snapshotVersion;
        JsonObject snapshot;
        changing.lock();
        try {
          snapshotVersion = version();
          snapshot = toJson();
        } finally {
          changing.unlock();
        }
        target.save(snapshot);
        saved = snapshotVersion;
      }
    } finally {
      saving.unlock();
    }
  }

  private long version() {
    return worlds.values().stream().mapToLong(World::version).sum();
  }
}
