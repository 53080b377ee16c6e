package dev.groma.engine.config;

import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Read;
import dev.groma.schemas.source.SourceReader;
import dev.groma.schemas.source.SourceText;
import dev.groma.schemas.source.StringNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The modules from elsewhere that `groma init` has put into a folder, as its `modules.json` lists
/// them.
///
/// @param entries the modules by key: the names of the calls that lead to it, with dots between
public record InstalledModules(SortedMap<String, Entry> entries) {
  /// The name of the list in the folder.
  public static final String FILE = "modules.json";

  /// Nothing is installed.
  public static final InstalledModules NONE = new InstalledModules(Collections.emptySortedMap());

  /// An installed module.
  ///
  /// @param source the source that it was installed from
  /// @param directory where it is, seen from the root module
  public record Entry(String source, String directory) {}

  /// Copies the map.
  public InstalledModules {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /// What is installed in `folder`; nothing when there is no list that can be read.
  public static InstalledModules load(Path folder) {
    try {
      return parse(Files.readString(folder.resolve(FILE)));
    } catch (IOException _) {
      return NONE;
    }
  }

  /// What the text of a list says.
  static InstalledModules parse(String text) {
    Read read = SourceReader.read(new SourceText(FILE, text));
    SortedMap<String, Entry> entries = new TreeMap<>();
    if (member(read.root(), "Modules") instanceof Node.ListNode list) {
      for (Node element : list.elements()) {
        String key = text(element, "Key");
        String source = text(element, "Source");
        String directory = text(element, "Dir");
        if (!key.isEmpty() && !directory.isEmpty()) {
          entries.put(key, new Entry(source, directory));
        }
      }
    }
    return new InstalledModules(entries);
  }

  private static @Nullable Node member(@Nullable Node node, String name) {
    if (node instanceof Node.ObjectNode object) {
      for (Node.Member member : object.members()) {
        if (member.key().equals(name)) {
          return member.value();
        }
      }
    }
    return null;
  }

  private static String text(Node node, String name) {
    return member(node, name) instanceof StringNode text ? text.text() : "";
  }

  /// The module with `key`.
  public Optional<Entry> find(String key) {
    return Optional.ofNullable(entries.get(key));
  }
}
