package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.decode.Literals;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `variable` blocks.
final class VariableReader {
  private static final Set<String> RESERVED =
      Set.of(
          "source",
          "version",
          "providers",
          "count",
          "for_each",
          "lifecycle",
          "depends_on",
          "locals");

  private VariableReader() {}

  static Variable read(Body.Block block, List<Diagnostic> diagnostics) {
    StringNode name = block.name();
    if (Names.check(name, "variable", diagnostics) && RESERVED.contains(name.text())) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-name",
                  "Invalid variable name",
                  "The variable name \""
                      + name.text()
                      + "\" is reserved due to its special meaning inside module blocks.")
              .at(name.range()));
    }
    Body body = Body.of(block, diagnostics);
    Member typeMember = body.argument("type");
    TypeConstraint type = type(typeMember, diagnostics);
    boolean nullable = body.flag("nullable", true);
    Value defaultValue = defaultValue(body.argument("default"), type, nullable, diagnostics);
    String description = body.text("description");
    boolean sensitive = body.flag("sensitive", false);
    boolean ephemeral = body.flag("ephemeral", false);
    String deprecation = body.text("deprecated");
    List<CheckRule> validations = new ArrayList<>();
    for (Body.Block validation : body.blocks("validation")) {
      CheckRule rule = CheckRules.read(validation, "validation", diagnostics);
      validations.add(rule);
      checkMentions(rule, name.text(), diagnostics);
    }
    body.close();
    return new Variable(
        name.text(),
        type,
        typeMember == null || Type.isPrimitive(type.type()),
        defaultValue,
        description,
        sensitive,
        nullable,
        ephemeral,
        deprecation,
        validations,
        block.declaration());
  }

  private static TypeConstraint type(@Nullable Member member, List<Diagnostic> diagnostics) {
    if (member == null) {
      return TypeConstraint.ANY;
    }
    if (member.value() instanceof StringNode text) {
      return TypeParser.parse(text, diagnostics);
    }
    diagnostics.add(
        Diagnostic.error(
                "config.invalid-type",
                "Invalid type specification",
                "A type specification is either a primitive type keyword (bool, number, string) or"
                    + " a complex type constructor call, like list(string).")
            .at(member.value().range()));
    return TypeConstraint.ANY;
  }

  private static @Nullable Value defaultValue(
      @Nullable Member member,
      TypeConstraint type,
      boolean nullable,
      List<Diagnostic> diagnostics) {
    if (member == null) {
      return null;
    }
    Node node = member.value();
    Value given = Literals.value(node, diagnostics::add);
    if (!nullable && given instanceof Value.Null) {
      diagnostics.add(
          invalidDefault("A null default value is not valid when nullable=false.", node));
      return null;
    }
    return switch (type.convert(given)) {
      case Conversion.Converted c -> c.value();
      case Conversion.Failed f -> {
        diagnostics.add(
            invalidDefault(
                "This default value is not compatible with the variable's type constraint: "
                    + f.message()
                    + ".",
                Literals.at(node, f.path())));
        // A variable with a wrong default is not also one without a value.
        yield Value.unknown(type.type().withoutOptional());
      }
    };
  }

  private static Diagnostic invalidDefault(String detail, Node at) {
    return Diagnostic.error("config.invalid-default", "Invalid default value for variable", detail)
        .at(at.range());
  }

  private static void checkMentions(CheckRule rule, String name, List<Diagnostic> diagnostics) {
    boolean unreadable =
        rule.condition().plain() instanceof Expression.Literal(Value value, _)
            && value instanceof Value.Null;
    if (unreadable) {
      return;
    }
    Subject self = new Subject.InputVariable(name);
    if (References.of(rule.condition()).stream().noneMatch(r -> r.subject().equals(self))) {
      diagnostics.add(
          Diagnostic.error(
                  "config.invalid-validation",
                  "Invalid variable validation condition",
                  "The condition for variable \""
                      + name
                      + "\" must refer to var."
                      + name
                      + " in order to test incoming values.")
              .at(rule.condition().range()));
    }
  }
}
