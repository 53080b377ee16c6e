package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.References;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.List;

/// Reads `validation`, `precondition` and `postcondition` blocks.
final class CheckRules {
  private CheckRules() {}

  /// @param kind the type of the block
  static CheckRule read(Body.Block block, String kind, List<Diagnostic> diagnostics) {
    Body body = Body.of(block, diagnostics);
    int before = diagnostics.size();
    Expression condition = body.requiredExpression("condition");
    boolean sound = diagnostics.size() == before;
    Member written = body.argument("condition");
    Expression message = body.requiredExpression("error_message");
    body.close();
    if (written != null && sound && References.of(condition).isEmpty()) {
      diagnostics.add(constant(written, kind).at(condition.range()));
    }
    return new CheckRule(condition, message, block.declaration());
  }

  private static Diagnostic constant(Member condition, String kind) {
    String meant =
        condition.value() instanceof StringNode text && !text.text().contains("${")
            ? " This one is a constant text. Did you mean \"${" + text.text() + "}\"?"
            : "";
    return Diagnostic.error(
        "config.constant-condition",
        "Invalid " + kind + " expression",
        "The condition expression must refer to at least one object from elsewhere in the"
            + " configuration, or else its result would not be checking anything."
            + meant);
  }
}
