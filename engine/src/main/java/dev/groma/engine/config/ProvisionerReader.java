package dev.groma.engine.config;

import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `provisioner` blocks, and refuses `connection` blocks.
final class ProvisionerReader {
  private static final String CODE = "config.invalid-provisioner";

  private ProvisionerReader() {}

  /// The provisioners of `body`.
  static List<Provisioner> read(Body body) {
    List<Diagnostic> diagnostics = body.diagnostics();
    refuseConnections(body, diagnostics);
    List<Provisioner> all = new ArrayList<>();
    for (Body.Block block : body.blocks("provisioner", "type")) {
      read(block, diagnostics).ifPresent(all::add);
    }
    return all;
  }

  private static void refuseConnections(Body body, List<Diagnostic> diagnostics) {
    for (Body.Block connection : body.blocks("connection")) {
      diagnostics.add(
          Diagnostic.error(
                  "config.connection",
                  "Connections are not supported",
                  "A \"connection\" block says how to log in to a machine, which Groma never does:"
                      + " provisioners run on this machine only. Remove the block; to reach a"
                      + " machine, let a local-exec provisioner call ssh.")
              .at(connection.declaration()));
    }
  }

  private static Optional<Provisioner> read(Body.Block block, List<Diagnostic> diagnostics) {
    String type = block.name().text();
    if (!type.equals(LocalExec.TYPE)) {
      diagnostics.add(unknown(type).at(block.name().range()));
      return Optional.empty();
    }
    Body body = Body.of(block, diagnostics);
    int before = diagnostics.size();
    String when = keyword(body.argument("when"), "when", "create", "destroy", diagnostics);
    String failure =
        keyword(body.argument("on_failure"), "on_failure", "continue", "fail", diagnostics);
    refuseConnections(body, diagnostics);
    CompiledBody compiled =
        CompiledBody.compile(body.rest(), block.declaration(), LocalExec.SCHEMA, diagnostics);
    Provisioner.When phase =
        "destroy".equals(when) ? Provisioner.When.DESTROY : Provisioner.When.CREATE;
    if (phase == Provisioner.When.DESTROY) {
      checkReferences(compiled.references(), diagnostics);
    }
    return diagnostics.size() > before
        ? Optional.empty()
        : Optional.of(
            new Provisioner(
                type, phase, "continue".equals(failure), compiled, block.declaration()));
  }

  private static Diagnostic unknown(String type) {
    return switch (type) {
      case "file", "remote-exec" ->
          Diagnostic.error(
              CODE,
              "Provisioner not supported",
              "Provisioners of the type \""
                  + type
                  + "\" log in to a machine, which Groma never does. Use \"local-exec\" with a"
                  + " program that does it, such as ssh or scp, or configure the machine when it"
                  + " starts.");
      default ->
          Diagnostic.error(
              CODE,
              "Missing required provisioner plugin",
              "This configuration requires provisioner plugin \""
                  + type
                  + "\", which isn't available. Groma has the provisioner \"local-exec\" only, and"
                  + " no plugins.");
    };
  }

  private static @Nullable String keyword(
      @Nullable Member member,
      String name,
      String first,
      String second,
      List<Diagnostic> diagnostics) {
    if (member == null) {
      return null;
    }
    String word = member.value() instanceof StringNode text ? text.text() : "";
    if (word.equals(first) || word.equals(second)) {
      return word;
    }
    SourceRange place = member.value().range();
    diagnostics.add(
        Diagnostic.error(
                CODE,
                "Invalid \"" + name + "\" keyword",
                "The \""
                    + name
                    + "\" argument requires one of the following keywords: "
                    + first
                    + " or "
                    + second
                    + ".")
            .at(place));
    return null;
  }

  /// While an object is deleted, other objects may be gone already.
  private static void checkReferences(List<Reference> references, List<Diagnostic> diagnostics) {
    for (Reference reference : references) {
      boolean allowed =
          switch (reference.subject()) {
            case Subject.Self _, Subject.CountIndex _ -> true;
            case Subject.EachAttr each -> each.part() == Subject.EachAttr.Part.KEY;
            case Subject.PathAttr _, Subject.TerraformAttr _ -> true;
            default -> false;
          };
      if (!allowed) {
        diagnostics.add(
            Diagnostic.error(
                    CODE,
                    "Invalid reference from destroy provisioner",
                    "Destroy-time provisioners and their connection configurations may only"
                        + " reference attributes of the related resource, via 'self',"
                        + " 'count.index', or 'each.key'.\n\nReferences to other resources during"
                        + " the destroy phase can cause dependency cycles and interact poorly with"
                        + " create_before_destroy.")
                .at(reference.range()));
      }
    }
  }
}
