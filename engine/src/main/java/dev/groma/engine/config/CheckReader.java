package dev.groma.engine.config;

import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads `check` blocks.
final class CheckReader {
  private CheckReader() {}

  /// @param resources takes the data source of the block
  static CheckBlock read(
      Body.Block block, List<Diagnostic> diagnostics, Consumer<ResourceBlock> resources) {
    Names.check(block.name(), "check block", diagnostics);
    Body body = Body.of(block, diagnostics);
    String data = null;
    for (Body.Block scoped : body.blocks("data", "type", "name")) {
      if (data != null) {
        diagnostics.add(
            Diagnostic.error(
                    "config.duplicate-check-data",
                    "Multiple data resource blocks",
                    "This check block already has a data resource. A check can read one only.")
                .at(scoped.declaration()));
        continue;
      }
      ResourceBlock resource =
          ResourceReader.read(ResourceMode.DATA, scoped, diagnostics).inCheck(block.name().text());
      refuseRepetition(resource, diagnostics);
      resources.accept(resource);
      data = resource.localAddress();
    }
    List<CheckRule> asserts = new ArrayList<>();
    for (Body.Block rule : body.blocks("assert")) {
      asserts.add(CheckRules.read(rule, "assert", diagnostics));
    }
    body.close();
    if (asserts.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
                  "config.no-assert",
                  "Zero assert blocks",
                  "Check blocks must have at least one assert block.")
              .at(block.declaration()));
    }
    return new CheckBlock(block.name().text(), data, asserts, block.declaration());
  }

  private static void refuseRepetition(ResourceBlock resource, List<Diagnostic> diagnostics) {
    boolean plain =
        resource.count() == null
            && resource.forEach() == null
            && resource.lifecycle().equals(Lifecycle.DEFAULT);
    if (!plain) {
      diagnostics.add(
          Diagnostic.error(
                  "config.check-data",
                  "Invalid data resource in check block",
                  "The data source of a check is read once: \"count\", \"for_each\" and"
                      + " \"lifecycle\" cannot be used in it. Move it out of the check block.")
              .at(resource.declaration()));
    }
  }
}
