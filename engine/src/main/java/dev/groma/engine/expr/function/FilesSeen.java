package dev.groma.engine.expr.function;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// What functions saw of files, so that one can find out later whether they would see the same.
///
/// Names of files are relative to the folder of the root module, with `/` between their parts;
/// absolute where an absolute name was given for a file that is elsewhere.
public final class FilesSeen {
  private final Set<Sight> all = ConcurrentHashMap.newKeySet();

  /// One thing that was seen.
  public sealed interface Sight {
    /// The name of the file or folder.
    String path();

    /// What is to be seen there now.
    ///
    /// @param root the folder of the root module
    Sight now(Path root);
  }

  /// The content of a file.
  ///
  /// @param digest its SHA-256, in hexadecimal digits; empty when the file could not be read
  /// @param size how many bytes it has
  public record Content(String path, String digest, long size) implements Sight {
    @Override
    public Content now(Path root) {
      try {
        return of(path, Files.readAllBytes(root.resolve(path)));
      } catch (IOException _) {
        return new Content(path, "", 0);
      }
    }

    private static Content of(String path, byte[] bytes) {
      return new Content(path, HashFunctions.sha256(bytes), bytes.length);
    }
  }

  /// Whether there is something of a name.
  public record Existence(String path, boolean exists) implements Sight {
    @Override
    public Existence now(Path root) {
      return new Existence(path, Files.exists(root.resolve(path)));
    }
  }

  /// Which files of a folder match a pattern.
  ///
  /// @param names their names, relative to the folder
  public record Listing(String path, String pattern, SortedSet<String> names) implements Sight {
    /// Copies the names.
    public Listing {
      names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    }

    @Override
    public Listing now(Path root) {
      Path folder = root.resolve(path).normalize();
      try {
        return new Listing(path, pattern, Glob.files(new ModuleFiles.Named(folder, path), pattern));
      } catch (FunctionFailure _) {
        return new Listing(path, pattern, Collections.emptySortedSet());
      }
    }
  }

  /// All that was seen, sorted by name.
  public List<Sight> all() {
    return all.stream()
        .sorted(Comparator.comparing(Sight::path).thenComparing(Sight::toString))
        .toList();
  }

  void content(String path, byte[] bytes) {
    all.add(Content.of(path, bytes));
  }

  void unreadable(String path) {
    all.add(new Content(path, "", 0));
  }

  void existence(String path, boolean exists) {
    all.add(new Existence(path, exists));
  }

  void listing(String path, String pattern, SortedSet<String> names) {
    all.add(new Listing(path, pattern, names));
  }
}
