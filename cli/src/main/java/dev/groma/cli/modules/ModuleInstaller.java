package dev.groma.cli.modules;

import dev.groma.engine.config.ConfigLoader;
import dev.groma.engine.config.InstalledModules;
import dev.groma.engine.config.ModuleSource;
import dev.groma.engine.plan.ProgramRunner;
import dev.groma.schemas.diag.Diagnostic;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Puts the modules that come from elsewhere into a folder of the configuration, where
/// [ConfigLoader] finds them.
///
/// 1. What a source gave first is pinned in the [ModuleLock]; later it must give the same, unless
///    the user asks for an upgrade.
/// 2. What is installed and still asked for by the same source is left alone.
/// 3. A module is put in its place when it is complete: unpacked beside it, then renamed.
public final class ModuleInstaller {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Path folder;
  private final ProgramRunner programs;
  private final boolean upgrade;
  private final Consumer<String> notes;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final SortedMap<String, InstalledModules.Entry> entries = new TreeMap<>();
  private final Set<String> failed = new HashSet<>();

  /// @param directory the directory of the root module
  /// @param folder where modules are put
  /// @param programs runs git
  /// @param upgrade whether everything is fetched anew and pinned to what it is now
  /// @param notes takes what is done, line by line
  public ModuleInstaller(
      Path directory,
      Path folder,
      ProgramRunner programs,
      boolean upgrade,
      Consumer<String> notes) {
    this.directory = directory;
    this.folder = folder;
    this.programs = programs;
    this.upgrade = upgrade;
    this.notes = notes;
  }

  /// Installs what is missing. What is wrong.
  ///
  /// @throws InterruptedException when the calling thread is interrupted
  public List<Diagnostic> install() throws InterruptedException {
    try {
      ModuleLock lock = ModuleLock.load(directory);
      if (!upgrade) {
        entries.putAll(InstalledModules.load(folder).entries());
      }
      List<ConfigLoader.RemoteCall> calls = round(lock);
      keepOnly(calls, lock);
      lock.save(directory);
    } catch (FetchException e) {
      diagnostics.add(
          Diagnostic.error("modules.lock", "Unreadable lock file", String.valueOf(e.getMessage())));
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
              "modules.unwritable",
              "Modules cannot be installed",
              "The folder "
                  + folder
                  + " cannot be written: "
                  + e
                  + ". Work in a directory that you can write to."));
    }
    return diagnostics;
  }

  /// Installs, looks at what the installed modules call in their turn, and so on. The calls in the
  /// end.
  private List<ConfigLoader.RemoteCall> round(ModuleLock lock)
      throws IOException, InterruptedException {
    Set<String> done = new HashSet<>();
    while (true) {
      List<ConfigLoader.RemoteCall> calls = ConfigLoader.load(directory, folder).remote();
      List<ConfigLoader.RemoteCall> missing =
          calls.stream().filter(call -> done.add(call.key()) && !isInstalled(call)).toList();
      if (missing.isEmpty()) {
        return calls;
      }
      notes.accept("Initializing modules...");
      for (ConfigLoader.RemoteCall call : missing) {
        install(call, lock);
      }
      writeList();
    }
  }

  private boolean isInstalled(ConfigLoader.RemoteCall call) {
    InstalledModules.Entry entry = entries.get(call.key());
    return entry != null
        && entry.source().equals(call.text())
        && Files.isDirectory(directory.resolve(entry.directory()));
  }

  private void install(ConfigLoader.RemoteCall call, ModuleLock lock)
      throws IOException, InterruptedException {
    notes.accept("- " + call.key() + " from " + Git.withoutPasswords(call.text()));
    Path target = folder.resolve(call.key());
    Path fresh = folder.resolve(call.key() + ".new");
    delete(fresh);
    Files.createDirectories(folder);
    try {
      ModuleLock.Pin pin = upgrade ? null : lock.find(call.text()).orElse(null);
      ModuleLock.Pin now = fetch(call.source(), pin, fresh);
      if (pin != null && !pin.digest().equals(now.digest())) {
        throw new FetchException(
            "The lock file "
                + ModuleLock.FILE
                + " pins the content "
                + pin.digest()
                + ", but the source gives "
                + now.digest()
                + " now. If you expect that, run \"groma init -upgrade\" and review the change of"
                + " the lock file; otherwise somebody changed what the source gives.");
      }
      String subdirectory = subdirectory(call.source());
      Path inside = fresh.resolve(subdirectory).normalize();
      if (!inside.startsWith(fresh) || !Files.isDirectory(inside)) {
        throw new FetchException(
            "There is no directory \"" + subdirectory + "\" in what the source gives.");
      }
      delete(target);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      lock.pin(call.text(), now);
      String place = directory.relativize(target).toString().replace('\\', '/');
      entries.put(
          call.key(),
          new InstalledModules.Entry(
              call.text(), subdirectory.isEmpty() ? place : place + "/" + subdirectory));
    } catch (FetchException e) {
      failed.add(call.key());
      entries.remove(call.key());
      delete(fresh);
      diagnostics.add(
          Diagnostic.error(
                  "modules.not-fetched",
                  "Failed to download module",
                  "Could not install the module \""
                      + call.key()
                      + "\" from "
                      + Git.withoutPasswords(call.text())
                      + ". "
                      + e.getMessage())
              .at(call.range()));
    }
  }

  private static String subdirectory(ModuleSource source) {
    return switch (source) {
      case ModuleSource.Git git -> git.subdirectory();
      case ModuleSource.Archive archive -> archive.subdirectory();
      case ModuleSource.Local _, ModuleSource.Unusable _ -> "";
    };
  }

  private ModuleLock.Pin fetch(ModuleSource source, ModuleLock.@Nullable Pin pin, Path fresh)
      throws IOException, FetchException, InterruptedException {
    return switch (source) {
      case ModuleSource.Git git -> {
        String commit =
            new Git(programs)
                .fetch(git, pin == null || pin.commit().isEmpty() ? null : pin.commit(), fresh);
        delete(fresh.resolve(".git"));
        yield new ModuleLock.Pin(commit, PackageDigest.of(fresh));
      }
      case ModuleSource.Archive archive -> {
        Path file = Files.createTempFile(folder, "archive", ".new");
        try {
          String digest = Download.fetch(archive.url(), file);
          if (archive.checksum() != null && !archive.checksum().equals(digest)) {
            throw new FetchException(
                "The source demands the checksum sha256:"
                    + archive.checksum()
                    + ", but the file has sha256:"
                    + digest
                    + ".");
          }
          Files.createDirectories(fresh);
          Unpacking.unpack(file, archive.kind(), fresh);
        } finally {
          Files.deleteIfExists(file);
        }
        yield new ModuleLock.Pin("", PackageDigest.of(fresh));
      }
      case ModuleSource.Local _, ModuleSource.Unusable _ ->
          throw new IllegalArgumentException("nothing to fetch: " + source);
    };
  }

  /// Forgets what is not called any more.
  private void keepOnly(List<ConfigLoader.RemoteCall> calls, ModuleLock lock) throws IOException {
    Set<String> keys = new HashSet<>();
    Set<String> sources = new HashSet<>();
    for (ConfigLoader.RemoteCall call : calls) {
      keys.add(call.key());
      sources.add(call.text());
    }
    if (!failed.isEmpty()) {
      // What a module that is missing would call is not known.
      return;
    }
    for (String key : List.copyOf(entries.keySet())) {
      if (!keys.contains(key)) {
        entries.remove(key);
        delete(folder.resolve(key));
      }
    }
    lock.keep(sources);
    if (!entries.isEmpty() || Files.exists(folder.resolve(InstalledModules.FILE))) {
      writeList();
    }
  }

  private void writeList() throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray("Modules");
    list.addObject().put("Key", "").put("Source", "").put("Dir", ".");
    for (Map.Entry<String, InstalledModules.Entry> entry : entries.entrySet()) {
      list.addObject()
          .put("Key", entry.getKey())
          .put("Source", entry.getValue().source())
          .put("Dir", entry.getValue().directory());
    }
    Files.createDirectories(folder);
    Path fresh = folder.resolve(InstalledModules.FILE + ".new");
    Files.writeString(fresh, root.toString());
    Files.move(fresh, folder.resolve(InstalledModules.FILE), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
