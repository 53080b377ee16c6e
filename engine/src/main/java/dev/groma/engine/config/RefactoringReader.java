package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
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
                      + " to the same address, which is the same as not declaring this move at"
                      + " all.")
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
    List<Provisioner> provisioners = ProvisionerReader.read(body);
    for (Provisioner provisioner : provisioners) {
      if (provisioner.when() == Provisioner.When.CREATE) {
        diagnostics.add(
            Diagnostic.error(
                    "config.invalid-provisioner",
                    "Invalid provisioner block",
                    "Only destroy-time provisioners can be used in \"removed\" blocks. Write"
                        + " \"when\": \"destroy\".")
                .at(provisioner.declaration()));
      }
    }
    body.close();
    boolean whole = destroy;
    return from.map(f -> new Refactoring.Removed(f, whole, provisioners, block.declaration()));
  }

  static Optional<Refactoring> imported(Body.Block block, List<Diagnostic> diagnostics) {
    Body body = Body.of(block, diagnostics);
    Member to = body.required("to");
    Expression id = body.requiredExpression("id");
    Member provider = body.argument("provider");
    ProviderRef named =
        provider == null ? null : ResourceReader.providerRef(provider.value(), diagnostics);
    Expression forEach = body.expression("for_each");
    body.close();
    return Optional.ofNullable(to)
        .flatMap(member -> ImportTarget.read(member.value(), diagnostics))
        .map(target ->
            new Refactoring.Import(
                target,
                id,
                forEach,
                named != null ? named : ResourceReader.implied(target.type(), block.declaration()),
                block.declaration()));
  }

  private static Optional<Endpoint> endpoint(
      @Nullable Member member, List<Diagnostic> diagnostics) {
    return member == null ? Optional.empty() : Endpoint.read(member.value(), diagnostics);
  }
}
