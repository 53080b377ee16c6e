package dev.groma.cli;

import dev.groma.engine.expr.function.FilesSeen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a saved plan remembers of the files that it was made from, and whether they are the same
/// now. Contents are remembered as salted digests; of short files, each of which may be a password,
/// there is a digest of all together.
final class PlannedFiles {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHORT = 1024;
  private static final String PATTERN = "pattern";
  private static final String CONTENT = "content";
  private static final String EXISTS = "exists";
  private static final String NAMES = "names";
  private static final String SEEN = "seen";
  private static final String SHORT_FILES = "short";

  private final Path root;
  private final Path plan;
  private final byte[] salt;

  /// @param root the directory of the root module
  /// @param plan the saved plan; it and what else runs leave does not count among the files that
  ///   match a pattern
  /// @param salt the salt of the digests
  PlannedFiles(Path root, Path plan, byte[] salt) {
    this.root = root;
    this.plan = plan.normalize();
    this.salt = salt.clone();
  }

  /// `sights` as they are saved.
  ObjectNode record(List<FilesSeen.Sight> sights) {
    ObjectNode record = JSON.createObjectNode();
    ArrayNode all = record.putArray(SEEN);
    JointDigest joint = new JointDigest();
    sights.forEach(sight -> all.add(json(sight, joint)));
    return record.put(SHORT_FILES, joint.of(salt));
  }

  private ObjectNode json(FilesSeen.Sight sight, JointDigest joint) {
    ObjectNode node = JSON.createObjectNode().put("path", sight.path());
    return switch (sight) {
      case FilesSeen.Content content -> node.put(CONTENT, digest(content, joint));
      case FilesSeen.Existence existence -> node.put(EXISTS, existence.exists());
      case FilesSeen.Listing listing -> {
        ArrayNode names = node.put(PATTERN, listing.pattern()).putArray(NAMES);
        Path folder = root.resolve(listing.path()).normalize();
        listing.names().stream()
            .filter(name -> !isOurs(folder.resolve(name).normalize()))
            .forEach(names::add);
        yield node;
      }
    };
  }

  /// Whether `file` is the saved plan, or one that runs leave: a state, its lock, `.groma`.
  private boolean isOurs(Path file) {
    return file.equals(plan)
        || file.getFileName().toString().contains(".tfstate")
        || file.startsWith(root.resolve(".groma"))
        || file.startsWith(root.resolve(".terraform"));
  }

  private String digest(FilesSeen.Content content, JointDigest joint) {
    if (content.digest().isEmpty()) {
      return "";
    }
    if (content.size() > SHORT) {
      return PlanFile.quick(content.digest(), salt);
    }
    joint.add(content.path(), content.digest());
    return SHORT_FILES;
  }

  /// What is different now from what was `saved`, in words, by file; empty when nothing is.
  List<String> changed(JsonNode saved) {
    SortedSet<String> all = new TreeSet<>();
    JointDigest joint = new JointDigest();
    boolean same = true;
    for (JsonNode then : saved.path(SEEN)) {
      ObjectNode now = json(sight(then).now(root), joint);
      if (!now.equals(then)) {
        all.add(then.path("path").asString() + ": " + difference(then, now));
        same &= isShort(then) == isShort(now);
      }
    }
    // When one came or went, or is no longer short, nothing can be said of the others.
    if (same && !joint.of(salt).equals(saved.path(SHORT_FILES).asString(""))) {
      all.add(joint.oneOf("", "") + ": it holds something else");
    }
    return List.copyOf(all);
  }

  private static boolean isShort(JsonNode sight) {
    return sight.path(CONTENT).asString("").equals(SHORT_FILES);
  }

  private static FilesSeen.Sight sight(JsonNode then) {
    String path = then.path("path").asString();
    return then.has(PATTERN)
        ? new FilesSeen.Listing(path, then.path(PATTERN).asString(), new TreeSet<>())
        : then.has(EXISTS)
            ? new FilesSeen.Existence(path, false)
            : new FilesSeen.Content(path, "", 0);
  }

  private static String difference(JsonNode then, JsonNode now) {
    if (then.has(PATTERN)) {
      List<String> before = names(then);
      List<String> after = names(now);
      List<String> words = new ArrayList<>();
      after.stream().filter(n -> !before.contains(n)).forEach(n -> words.add(n + " is new"));
      before.stream().filter(n -> !after.contains(n)).forEach(n -> words.add(n + " is gone"));
      return "of the files that match \""
          + then.path(PATTERN).asString()
          + "\", "
          + String.join(", ", words);
    }
    boolean was = then.path(EXISTS).asBoolean(!then.path(CONTENT).asString("").isEmpty());
    boolean is = now.path(EXISTS).asBoolean(!now.path(CONTENT).asString("").isEmpty());
    return was == is ? "it holds something else" : was ? "it is gone" : "it is new";
  }

  private static List<String> names(JsonNode listing) {
    return listing.path(NAMES).valueStream().map(JsonNode::asString).toList();
  }
}
