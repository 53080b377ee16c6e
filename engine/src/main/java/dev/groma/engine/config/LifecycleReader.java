package dev.groma.engine.config;

import dev.groma.engine.config.Lifecycle.IgnoreChanges;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Parsed;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.engine.expr.Traversal;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `lifecycle` blocks.
final class LifecycleReader {
  private LifecycleReader() {}

  static Lifecycle read(ResourceMode mode, List<Body.Block> blocks, List<Diagnostic> diagnostics) {
    if (blocks.isEmpty()) {
      return Lifecycle.DEFAULT;
    }
    for (Body.Block again : blocks.subList(1, blocks.size())) {
      diagnostics.add(
          Diagnostic.error(
                  "config.duplicate-lifecycle",
                  "Duplicate lifecycle block",
                  "This resource already has a lifecycle block at "
                      + Places.inWords(blocks.getFirst().declaration())
                      + ".")
              .at(again.declaration()));
    }
    Body body = Body.of(blocks.getFirst(), diagnostics);
    if (mode != ResourceMode.MANAGED) {
      refuseArguments(mode, body, diagnostics);
    }
    Lifecycle lifecycle =
        new Lifecycle(
            body.flag("create_before_destroy"),
            literalOrTemplate(body, "prevent_destroy"),
            body.flag("destroy", true),
            body.expression("enabled"),
            ignoreChanges(body.argument("ignore_changes"), diagnostics),
            replaceTriggeredBy(body.argument("replace_triggered_by"), diagnostics),
            rules("precondition", body),
            rules("postcondition", body));
    body.close();
    return lifecycle;
  }

  /// An argument that is a literal as the language was first made, `"true"` included, and may be a
  /// template as well. Null when it is absent.
  private static @Nullable Expression literalOrTemplate(Body body, String name) {
    Member member = body.argument(name);
    boolean template =
        member != null && member.value() instanceof StringNode text && text.text().contains("${");
    if (member == null || template) {
      return body.expression(name);
    }
    Boolean flag = body.flag(name);
    return flag == null
        ? null
        : new Expression.Literal(Value.of(flag.booleanValue()), member.value().range());
  }

  private static void refuseArguments(ResourceMode mode, Body body, List<Diagnostic> diagnostics) {
    for (String name :
        List.of(
            "create_before_destroy",
            "prevent_destroy",
            "destroy",
            "ignore_changes",
            "replace_triggered_by")) {
      Member member = body.argument(name);
      if (member != null) {
        diagnostics.add(
            Diagnostic.error(
                    "config.invalid-lifecycle",
                    "Invalid " + mode.word() + " resource lifecycle argument",
                    "The lifecycle argument \""
                        + name
                        + "\" is defined only for managed resources (\"resource\" blocks), and is"
                        + " not valid for "
                        + mode.word()
                        + " resources.")
                .at(member.keyNode().range()));
      }
    }
  }

  private static List<CheckRule> rules(String kind, Body body) {
    return body.blocks(kind).stream()
        .map(block -> CheckRules.read(block, kind, body.diagnostics()))
        .toList();
  }

  private static IgnoreChanges ignoreChanges(
      @Nullable Member member, List<Diagnostic> diagnostics) {
    if (member != null && member.value() instanceof StringNode s && s.text().equals("all")) {
      return new IgnoreChanges.All();
    }
    List<Traversal> paths = new ArrayList<>();
    for (Node node : ResourceReader.elements(member, diagnostics)) {
      if (!(node instanceof StringNode text)) {
        diagnostics.add(ResourceReader.notAReference(node));
        continue;
      }
      Parsed<Traversal> parsed = ExpressionParser.traversal(text);
      diagnostics.addAll(parsed.diagnostics());
      if (parsed.value() != null) {
        paths.add(parsed.value());
      }
    }
    return new IgnoreChanges.Attributes(paths);
  }

  private static List<Expression> replaceTriggeredBy(
      @Nullable Member member, List<Diagnostic> diagnostics) {
    List<Expression> expressions = new ArrayList<>();
    for (Node node : ResourceReader.elements(member, diagnostics)) {
      if (!(node instanceof StringNode text)) {
        diagnostics.add(ResourceReader.notAReference(node));
        continue;
      }
      Parsed<Expression> parsed = ExpressionParser.expression(text);
      diagnostics.addAll(parsed.diagnostics());
      if (parsed.value() != null && isTrigger(parsed.value(), diagnostics)) {
        expressions.add(parsed.value());
      }
    }
    return expressions;
  }

  private static boolean isTrigger(Expression expression, List<Diagnostic> diagnostics) {
    int before = diagnostics.size();
    int resources = 0;
    for (Reference reference : References.of(expression)) {
      switch (reference.subject()) {
        case Subject.Resource _ -> resources++;
        case Subject.CountIndex _ -> {}
        case Subject.EachAttr each when each.part() == Subject.EachAttr.Part.KEY -> {}
        case Subject _ ->
            diagnostics.add(
                Diagnostic.error(
                        "config.invalid-trigger",
                        "Invalid reference in replace_triggered_by expression",
                        "Only resources, count.index, and each.key may be used in"
                            + " replace_triggered_by.")
                    .at(reference.range()));
      }
    }
    if (resources != 1) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-trigger",
                  "Invalid replace_triggered_by expression",
                  resources == 0
                      ? "Missing resource reference in replace_triggered_by expression."
                      : "Multiple resource references in one replace_triggered_by expression. Write"
                          + " one entry for each.")
              .at(expression.range()));
    }
    return diagnostics.size() == before;
  }
}
