package dev.groma.engine.config;

import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Follows the calls of modules. Each directory is read once, however often it is called.
final class TreeLoader {
  private final Path root;
  private final InstalledModules installed;
  private final List<SourceText> more;
  private final List<Diagnostic> diagnostics;
  private final SortedMap<String, SourceText> sources = new TreeMap<>();
  private final List<ConfigLoader.RemoteCall> remote = new ArrayList<>();
  private final Map<Path, ModuleConfig> read = new HashMap<>();

  /// @param more files that belong to the root module and are elsewhere
  TreeLoader(
      Path root, InstalledModules installed, List<SourceText> more, List<Diagnostic> diagnostics) {
    this.root = root;
    this.installed = installed;
    this.more = more;
    this.diagnostics = diagnostics;
  }

  /// Every file that was read, by the name that messages use.
  SortedMap<String, SourceText> sources() {
    return sources;
  }

  /// The calls of modules that come from elsewhere.
  List<ConfigLoader.RemoteCall> remote() {
    return remote;
  }

  ModuleTree load(Path folder) {
    return load(ModuleAddress.ROOT, new Place(folder, null), List.of());
  }

  /// Where a module is.
  ///
  /// @param folder its directory, relative to that of the root module
  /// @param pack the directory of the installed package that it is in, or null
  private record Place(Path folder, @Nullable Path pack) {}

  /// @param callers the directories of the modules that lead here
  private ModuleTree load(ModuleAddress address, Place place, List<Path> callers) {
    Path folder = place.folder;
    String directory = folder.toString().replace('\\', '/');
    String prefix = directory.isEmpty() ? "" : directory + "/";
    ModuleConfig module = read.get(folder);
    if (module == null) {
      List<SourceText> added = address.isRoot() ? more : List.of();
      module = ConfigLoader.module(root.resolve(folder), prefix, added, sources, diagnostics);
      read.put(folder, module);
    }
    List<Path> chain = new ArrayList<>(callers);
    chain.add(folder);
    SortedMap<String, ModuleTree> children = new TreeMap<>();
    for (ModuleCall call : module.calls().values()) {
      ModuleAddress inner = address.child(call.name(), InstanceKey.none());
      find(call, inner, place)
          .filter(target -> exists(call, target, chain))
          .ifPresent(target -> children.put(call.name(), load(inner, target, chain)));
    }
    return new ModuleTree(address, directory.isEmpty() ? "." : directory, module, children);
  }

  /// Where the module of `call` is; nothing after an error.
  private Optional<Place> find(ModuleCall call, ModuleAddress address, Place caller) {
    return switch (ModuleSource.parse(call.source())) {
      case ModuleSource.Local(String path) -> local(call, path, caller);
      case ModuleSource.Unusable(String reason) -> {
        diagnostics.add(unusable(call, reason));
        yield Optional.empty();
      }
      case ModuleSource source -> {
        String key =
            address.steps().stream().map(ModuleAddress.Step::name).collect(Collectors.joining("."));
        remote.add(new ConfigLoader.RemoteCall(key, call.source(), source, call.sourceRange()));
        yield installed(call, key, source);
      }
    };
  }

  private Optional<Place> local(ModuleCall call, String path, Place caller) {
    Path target = caller.folder.resolve(path).normalize();
    if (caller.pack != null && !target.startsWith(caller.pack)) {
      diagnostics.add(
          Diagnostic.error(
                  "config.module-source",
                  "Local module path escapes module package",
                  "The path "
                      + path
                      + " leads out of the package that the calling module was installed with, so"
                      + " it means something else on every machine. Use a path inside the package.")
              .at(call.sourceRange()));
      return Optional.empty();
    }
    return Optional.of(new Place(target, caller.pack));
  }

  private Optional<Place> installed(ModuleCall call, String key, ModuleSource source) {
    InstalledModules.Entry entry = installed.find(key).orElse(null);
    if (entry == null || !entry.source().equals(call.source())) {
      diagnostics.add(
          Diagnostic.error(
                  ConfigLoader.NOT_INSTALLED,
                  entry == null ? "Module not installed" : "Module source has changed",
                  (entry == null
                          ? "This module is not yet installed."
                          : "The source address was changed since this module was installed.")
                      + " Run \"groma init\" to install all modules required by this"
                      + " configuration.")
              .at(call.sourceRange()));
      return Optional.empty();
    }
    Path folder = Path.of(entry.directory()).normalize();
    Path pack = folder;
    for (int i = depth(source); i > 0 && pack.getParent() != null; i--) {
      pack = pack.getParent();
    }
    return Optional.of(new Place(folder, pack));
  }

  /// How many directories below the root of its package the module is.
  private static int depth(ModuleSource source) {
    String subdirectory =
        switch (source) {
          case ModuleSource.Git git -> git.subdirectory();
          case ModuleSource.Archive archive -> archive.subdirectory();
          case ModuleSource.Local _, ModuleSource.Unusable _ -> "";
        };
    return subdirectory.isEmpty() ? 0 : Path.of(subdirectory).normalize().getNameCount();
  }

  private boolean exists(ModuleCall call, Place target, List<Path> chain) {
    Path folder = target.folder;
    if (!Files.isDirectory(root.resolve(folder))) {
      diagnostics.add(
          Diagnostic.error(
                  target.pack == null ? "config.unreadable-module" : ConfigLoader.NOT_INSTALLED,
                  "Unreadable module directory",
                  "The directory "
                      + folder
                      + " could not be read for module \""
                      + call.name()
                      + "\": there is no such directory."
                      + (target.pack == null ? "" : " Run \"groma init\" to install it again."))
              .at(call.sourceRange()));
      return false;
    }
    if (chain.contains(folder)) {
      diagnostics.add(
          Diagnostic.error(
                  "config.module-cycle",
                  "Module calls itself",
                  "The module in "
                      + (folder.toString().isEmpty() ? "." : folder)
                      + " is called from within itself, so there would be no end to it.")
              .at(call.sourceRange()));
      return false;
    }
    return true;
  }

  private static Diagnostic unusable(ModuleCall call, String reason) {
    return Diagnostic.error(
            "config.module-source",
            "Invalid module source address",
            "The module source \"" + call.source() + "\" cannot be used. " + reason)
        .at(call.sourceRange());
  }
}
