package dev.groma.state.store;

import dev.groma.state.store.History.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The versions of a state in a file that were replaced by newer ones, the newest of them only.
///
/// They are files in `.groma/history/NAME` beside the state called NAME: `vN-SERIAL.tfstate`, where
/// N counts on without gaps that somebody made being filled. Each holds the very bytes that the
/// state had, so they are encrypted if it was. They are copies: neither a lock on the state nor
/// another program that writes it in place touches them.
final class FileHistory {
  private static final Pattern NAME = Pattern.compile("v([1-9][0-9]{0,17})-([0-9]{1,18})\\.tfstate");

  private final Path folder;
  private final int limit;

  /// @param file the state
  /// @param limit how many versions are kept
  FileHistory(Path file, int limit) {
    folder =
        file.resolveSibling(".groma").resolve("history").resolve(String.valueOf(file.getFileName()));
    this.limit = limit;
  }

  /// Writes a file whole or not at all.
  @FunctionalInterface
  interface Writer {
    /// Gives `path` the content `bytes`.
    void write(Path path, byte[] bytes) throws IOException;
  }

  private record Entry(long number, long serial, Path path) {}

  int limit() {
    return limit;
  }

  Path folder() {
    return folder;
  }

  /// Keeps `bytes`, the version `serial`, and forgets what is more than the limit.
  ///
  /// @param written when they were written
  void keep(long serial, byte[] bytes, FileTime written, Writer writer) throws IOException {
    if (limit == 0) {
      return;
    }
    Files.createDirectories(folder);
    List<Entry> kept = entries();
    long number = kept.isEmpty() ? 1 : kept.getFirst().number() + 1;
    Path version = folder.resolve("v" + number + "-" + serial + ".tfstate");
    writer.write(version, bytes);
    Files.setLastModifiedTime(version, written);
    for (int i = limit - 1; i < kept.size(); i++) {
      Files.deleteIfExists(kept.get(i).path());
    }
  }

  /// What is kept, the newest first.
  List<Version> versions() throws IOException {
    List<Version> versions = new ArrayList<>();
    for (Entry entry : entries()) {
      versions.add(
          new Version(
              "v" + entry.number(),
              entry.serial(),
              Files.getLastModifiedTime(entry.path()).toInstant(),
              Files.size(entry.path())));
    }
    return versions;
  }

  /// The id that the next version has.
  ///
  /// @param kept what is kept, the newest first
  static String after(List<Version> kept) {
    return "v" + (kept.isEmpty() ? 1 : Long.parseLong(kept.getFirst().id().substring(1)) + 1);
  }

  /// The file of the version `id`.
  Optional<Path> find(String id) throws IOException {
    return entries().stream()
        .filter(entry -> id.equals("v" + entry.number()))
        .map(Entry::path)
        .findFirst();
  }

  private List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (name.matches()) {
          entries.add(
              new Entry(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)), path));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    }
    entries.sort(Comparator.comparingLong(Entry::number).reversed());
    return entries;
  }
}
