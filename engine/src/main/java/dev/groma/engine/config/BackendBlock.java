package dev.groma.engine.config;

import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Node.ObjectNode;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where the state is kept.
///
/// @param type the kind of storage, such as `local`
/// @param typeRange the place of its name
/// @param body its arguments, literal values
/// @param declaration the beginning of its block
public record BackendBlock(
    String type, SourceRange typeRange, ObjectNode body, SourceRange declaration) {
  /// The arguments as `schema` describes them: an object with all its attributes, null where the
  /// block does not set them. `schema` has no nested blocks.
  ///
  /// @param diagnostics takes every mistake; with an error the result must not be used
  public Value.Obj decode(Block schema, List<Diagnostic> diagnostics) {
    Body arguments = Body.of(body, declaration, diagnostics);
    SortedMap<String, Value> values = new TreeMap<>();
    schema
        .attributes()
        .forEach((name, attribute) -> {
          Member member = arguments.argument(name);
          if (member != null) {
            diagnostics.addAll(templates(member.value()));
          }
          Value value =
              member == null
                  ? null
                  : Literals.value(member.value(), attribute.type(), diagnostics::add);
          values.put(name, value == null ? Value.nullOf(attribute.type()) : value);
        });
    arguments.close();
    return Value.object(values);
  }

  /// The place of the argument `name`; that of the block when it does not set it.
  public SourceRange place(String name) {
    return body.members().stream()
        .filter(member -> member.key().equals(name))
        .findFirst()
        .map(member -> member.value().range())
        .orElse(declaration);
  }

  private static List<Diagnostic> templates(Node node) {
    return switch (node) {
      case StringNode text when text.text().contains("${") || text.text().contains("%{") ->
          List.of(
              Diagnostic.error(
                      "config.backend-template",
                      "Variables not allowed",
                      "Where the state is must be known before anything is evaluated, so the"
                          + " arguments of a backend are literal values. Write the value itself, or"
                          + " leave the argument out and give it to \"groma init\" with"
                          + " -backend-config.")
                  .at(text.range()));
      case Node.ListNode list ->
          list.elements().stream().flatMap(part -> templates(part).stream()).toList();
      case ObjectNode object ->
          object.members().stream().flatMap(part -> templates(part.value()).stream()).toList();
      case StringNode _, Node.NumberNode _, Node.BoolNode _, Node.NullNode _ -> List.of();
    };
  }
}
