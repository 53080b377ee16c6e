package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;

/// Reads `output` blocks.
final class OutputReader {
  private OutputReader() {}

  static Output read(Body.Block block, List<Diagnostic> diagnostics) {
    Names.check(block.name(), "output", diagnostics);
    Body body = Body.of(block, diagnostics);
    Expression value = body.requiredExpression("value");
    String description = body.text("description");
    boolean sensitive = body.flag("sensitive", false);
    boolean ephemeral = body.flag("ephemeral", false);
    String deprecation = body.text("deprecated");
    List<Reference> dependsOn = ResourceReader.dependsOn(body.argument("depends_on"), diagnostics);
    List<CheckRule> preconditions =
        body.blocks("precondition").stream()
            .map(rule -> CheckRules.read(rule, "precondition", diagnostics))
            .toList();
    body.close();
    return new Output(
        block.name().text(),
        value,
        description,
        sensitive,
        ephemeral,
        deprecation,
        dependsOn,
        preconditions,
        block.declaration());
  }
}
