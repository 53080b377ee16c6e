package dev.groma.engine.render;

import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ModuleTree;

/// The document of `modules -json`: each called module with its key and source.
public final class ModulesJson {
  private ModulesJson() {}

  /// The document, on one line.
  public static String render(ModuleTree root) {
    Json.Arr modules = new Json.Arr();
    add(root, modules);
    return new Json.Obj().put("format_version", "1.0").put("modules", modules).line();
  }

  private static void add(ModuleTree tree, Json.Arr modules) {
    tree.children()
        .forEach((name, child) -> {
          ModuleCall call = tree.module().calls().get(name);
          modules.add(
              new Json.Obj()
                  .put("key", child.key())
                  .put("source", call == null ? "" : call.source())
                  .put("version", ""));
          add(child, modules);
        });
  }
}
