package dev.groma.cli.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// The lock file `.groma.lock.json`: which content each module source had when it was first
/// installed. It belongs beside the configuration, under version control.
final class ModuleLock {
  /// The name of the file.
  static final String FILE = ".groma.lock.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, Pin> pins = new TreeMap<>();

  /// What one source is pinned to.
  ///
  /// @param commit the commit of a repository; empty for archives
  /// @param digest the [PackageDigest] of the content
  record Pin(String commit, String digest) {}

  /// Reads the file of `directory`; nothing is pinned when there is none.
  ///
  /// @throws FetchException when it cannot be read
  static ModuleLock load(Path directory) throws FetchException {
    ModuleLock lock = new ModuleLock();
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return lock;
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      for (Map.Entry<String, JsonNode> entry : root.path("modules").properties()) {
        JsonNode pin = entry.getValue();
        lock.pins.put(
            entry.getKey(),
            new Pin(pin.path("commit").asString(""), pin.path("digest").asString("")));
      }
      return lock;
    } catch (IOException | JacksonException e) {
      throw new FetchException(
          "The lock file "
              + FILE
              + " cannot be read: "
              + e.getMessage()
              + ". Take it from version control again, or delete it to pin anew what is there"
              + " now.");
    }
  }

  Optional<Pin> find(String source) {
    return Optional.ofNullable(pins.get(source));
  }

  void pin(String source, Pin pin) {
    pins.put(source, pin);
  }

  /// Forgets what is not among `sources`.
  void keep(java.util.Set<String> sources) {
    pins.keySet().retainAll(sources);
  }

  /// Writes the file, if anything is pinned or it is there.
  void save(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (pins.isEmpty() && !Files.exists(file)) {
      return;
    }
    ObjectNode root = JSON.createObjectNode();
    ObjectNode modules = root.putObject("modules");
    pins.forEach((source, pin) -> {
      ObjectNode node = modules.putObject(source);
      if (!pin.commit.isEmpty()) {
        node.put("commit", pin.commit);
      }
      node.put("digest", pin.digest);
    });
    String text = root.toPrettyString() + "\n";
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    Path fresh = directory.resolve(FILE + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
