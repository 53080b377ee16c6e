package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node.Member;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `moved`, `removed` and `import` blocks.
final class RefactoringReader {
  private RefactoringReader() {}

  static Optional<Refactoring> moved(Body.Block block, List<Diagnostic> diagnostics) {
    Body body = Body.of(block, diagnostics);
    Optional<Endpoint> from = endpoint(body.required("from"), diagnostics);
    Optional<Endpoint> to = endpoint(body.required("to"), diagnostics);
    body.close();
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    boolean sameKind =
        from.get() instanceof Endpoint.OfModule == to.get() instanceof Endpoint.OfModule;
    if (!sameKind) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-move",
                  "Invalid \"moved\" addresses",
                  "The \"from\" and \"to\" addresses must either both refer to resources or both"
                      + " refer to modules.")
              .at(block.declaration()));
      return Optional.empty();
    }
    if (from.get().equals(to.get())) {
      diagnostics.add(
          Diagnostic.error(
                  "config.redundant-move",
                  "Redundant move statement",
                  "This statement declares a move from "
                      + from.get()
                      + " to the same address, which is the same as not declaring this move at all.")
              .at(block.declaration()));
      return Optional.empty();
    }
    return Optional.of(new Refactoring.Moved(from.get(), to.get(), block.declaration()));
  }

  static Optional<Refactoring> removed(Body.Block block, List<Diagnostic> diagnostics) {
    Body body = Body.of(block, diagnostics);
    Optional<Endpoint> from = endpoint(body.required("from"), diagnostics);
    boolean destroy = true;
    for (Body.Block lifecycle : body.blocks("lifecycle")) {
      Body inner = Body.of(lifecycle, diagnostics);
      destroy = inner.flag("destroy", true);
      inner.close();
    }
    Member provisioner = body.argument("provisioner");
    if (provisioner != null) {
      diagnostics.add(Unsupported.block(provisioner.keyNode()));
    }
    body.close();
    boolean whole = destroy;
    return from.map(f -> new Refactoring.Removed(f, whole, block.declaration()));
  }

  static Optional<Refactoring> imported(Body.Block block, List<Diagnostic> diagnostics) {
    Body body = Body.of(block, diagnostics);
    Optional<Endpoint> to = endpoint(body.required("to"), diagnostics);
    Expression id = body.requiredExpression("id");
    body.argument("provider");
    Member forEach = body.argument("for_each");
    if (forEach != null) {
      diagnostics.add(
          Unsupported.feature("\"for_each\" in import blocks", forEach.keyNode().range()));
    }
    body.close();
    if (to.isEmpty()) {
      return Optional.empty();
    }
    if (to.get() instanceof Endpoint.OfResource(var instance)
        && instance.resource().mode() == ResourceMode.MANAGED) {
      return Optional.of(new Refactoring.Import(instance, id, block.declaration()));
    }
    diagnostics.add(
        Diagnostic.error(
                "config.invalid-import",
                "Invalid import address",
                "Only managed resources can be imported.")
            .at(block.declaration()));
    return Optional.empty();
  }

  private static Optional<Endpoint> endpoint(
      @Nullable Member member, List<Diagnostic> diagnostics) {
    return member == null ? Optional.empty() : Endpoint.read(member.value(), diagnostics);
  }
}
