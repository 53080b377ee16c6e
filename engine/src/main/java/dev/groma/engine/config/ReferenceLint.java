package dev.groma.engine.config;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Warns of constant texts that were meant to be references: `"var.size"` where `"${var.size}"` was
/// meant.
///
/// To be worth a warning, the text as a whole must be a reference, and what it refers to must be
/// declared, in a place where a template could stand.
final class ReferenceLint {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(data\\.)?([A-Za-z_][\\w-]*)\\.([A-Za-z_][\\w-]*)((\\.[\\w*-]+|\\[[^\\]]*\\])*)");

  /// Arguments that take the text itself: a reference there is written without `${}`, or is none.
  private static final Set<String> NOT_TEMPLATES =
      Set.of(
          "depends_on",
          "provider",
          "ignore_changes",
          "replace_triggered_by",
          "description",
          "type",
          "default",
          "//");

  private final ModuleConfig module;
  private final List<Diagnostic> diagnostics;

  private ReferenceLint(ModuleConfig module, List<Diagnostic> diagnostics) {
    this.module = module;
    this.diagnostics = diagnostics;
  }

  /// Adds a warning for each such text of the file with this root.
  static void check(Node root, ModuleConfig module, List<Diagnostic> diagnostics) {
    ReferenceLint lint = new ReferenceLint(module, diagnostics);
    List<Node> bodies = root instanceof Node.ListNode list ? list.elements() : List.of(root);
    for (Node body : bodies) {
      if (body instanceof Node.ObjectNode object) {
        for (Member member : object.members()) {
          if (Set.of("locals", "output", "resource", "data", "provider").contains(member.key())) {
            lint.visit(member.value());
          }
        }
      }
    }
  }

  private void visit(Node node) {
    switch (node) {
      case StringNode text -> check(text);
      case Node.ListNode list -> list.elements().forEach(this::visit);
      case Node.ObjectNode object -> {
        for (Member member : object.members()) {
          if (!NOT_TEMPLATES.contains(member.key())) {
            visit(member.value());
          }
        }
      }
      case Node.NumberNode _, Node.BoolNode _, Node.NullNode _ -> {}
    }
  }

  private void check(StringNode text) {
    Matcher matcher = REFERENCE.matcher(text.text());
    if (matcher.matches() && isDeclared(matcher)) {
      diagnostics.add(
          Diagnostic.warning(
                  "config.constant-reference",
                  "Constant text looks like a reference",
                  "This is the constant text \""
                      + text.text()
                      + "\", not the value of what it names. Did you mean \"${"
                      + text.text()
                      + "}\"?")
              .at(text.range()));
    }
  }

  private boolean isDeclared(Matcher reference) {
    String first = reference.group(2);
    String second = reference.group(3);
    if (reference.group(1) != null) {
      return module.resources().containsKey("data." + first + "." + second);
    }
    return switch (first) {
      case "var" -> module.variables().containsKey(second);
      case "local" -> module.locals().containsKey(second);
      case "each" -> second.equals("key") || second.equals("value");
      case "count" -> second.equals("index");
      default ->
          !reference.group(4).isEmpty() && module.resources().containsKey(first + "." + second);
    };
  }
}
