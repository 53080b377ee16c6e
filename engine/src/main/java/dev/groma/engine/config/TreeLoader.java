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
import java.util.SortedMap;
import java.util.TreeMap;

/// Follows the calls of modules. Each directory is read once, however often it is called.
final class TreeLoader {
  private final Path root;
  private final List<Diagnostic> diagnostics;
  private final SortedMap<String, SourceText> sources = new TreeMap<>();
  private final Map<Path, ModuleConfig> read = new HashMap<>();

  TreeLoader(Path root, List<Diagnostic> diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /// Every file that was read, by the name that messages use.
  SortedMap<String, SourceText> sources() {
    return sources;
  }

  ModuleTree load() {
    return load(ModuleAddress.ROOT, Path.of(""), List.of());
  }

  /// @param folder its directory, relative to that of the root module
  /// @param callers the directories of the modules that lead here
  private ModuleTree load(ModuleAddress address, Path folder, List<Path> callers) {
    String directory = folder.toString().replace('\\', '/');
    String prefix = directory.isEmpty() ? "" : directory + "/";
    ModuleConfig module = read.get(folder);
    if (module == null) {
      module = ConfigLoader.module(root.resolve(folder), prefix, sources, diagnostics);
      read.put(folder, module);
    }
    List<Path> chain = new ArrayList<>(callers);
    chain.add(folder);
    SortedMap<String, ModuleTree> children = new TreeMap<>();
    for (ModuleCall call : module.calls().values()) {
      if (!call.isLocal()) {
        diagnostics.add(remote(call));
        continue;
      }
      Path target = folder.resolve(call.source()).normalize();
      if (!Files.isDirectory(root.resolve(target))) {
        diagnostics.add(
            Diagnostic.error(
                    "config.unreadable-module",
                    "Unreadable module directory",
                    "The directory "
                        + target
                        + " could not be read for module \""
                        + call.name()
                        + "\": there is no such directory.")
                .at(call.sourceRange()));
      } else if (chain.contains(target)) {
        diagnostics.add(
            Diagnostic.error(
                    "config.module-cycle",
                    "Module calls itself",
                    "The module in "
                        + (target.toString().isEmpty() ? "." : target)
                        + " is called from within itself, so there would be no end to it.")
                .at(call.sourceRange()));
      } else {
        ModuleAddress inner = address.child(call.name(), InstanceKey.none());
        children.put(call.name(), load(inner, target, chain));
      }
    }
    return new ModuleTree(address, directory.isEmpty() ? "." : directory, module, children);
  }

  private static Diagnostic remote(ModuleCall call) {
    if (call.source().isEmpty()) {
      return Diagnostic.error(
              "config.module-source",
              "Invalid module source address",
              "The source of a module is a path that begins with \"./\" or \"../\".")
          .at(call.sourceRange());
    }
    return Diagnostic.error(
            "config.module-source",
            "Invalid module source address",
            "The module source \""
                + call.source()
                + "\" is not a path on this machine. Groma reads modules from directories only: copy"
                + " the module into the project and write a path that begins with \"./\" or"
                + " \"../\".")
        .at(call.sourceRange());
  }
}
