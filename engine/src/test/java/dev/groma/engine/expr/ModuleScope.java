package dev.groma.engine.expr;

import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The objects of a small root module while it is planned for the first time: variables with their
/// defaults, local values, and `terraform_data` resources that do not exist yet.
final class ModuleScope implements Scope {
  private static final List<String> ATTRIBUTES =
      List.of("id", "input", "output", "triggers_replace");

  private final Map<String, Node> locals = new TreeMap<>();
  private final Map<String, Node.ObjectNode> variables = new TreeMap<>();
  private final Map<String, Node.ObjectNode> resources = new TreeMap<>();
  private final Map<String, Node> providers = new TreeMap<>();
  private final Evaluator evaluator;
  private final String workingDirectory;

  ModuleScope(Node.@Nullable ObjectNode context, Evaluator evaluator, String workingDirectory) {
    this.evaluator = evaluator;
    this.workingDirectory = workingDirectory;
    if (context != null) {
      members(context, "locals").forEach(locals::put);
      members(context, "variable")
          .forEach((name, node) -> variables.put(name, (Node.ObjectNode) node));
      if (members(context, "terraform").get("required_providers") instanceof Node.ObjectNode all) {
        all.members().forEach(m -> providers.put(m.key(), m.value()));
      }
      Node types = members(context, "resource").get("terraform_data");
      if (types instanceof Node.ObjectNode all) {
        all.members().forEach(m -> resources.put(m.key(), (Node.ObjectNode) m.value()));
      }
    }
  }

  private static Map<String, Node> members(Node.ObjectNode object, String key) {
    Map<String, Node> found = new LinkedHashMap<>();
    object.members().stream()
        .filter(member -> member.key().equals(key))
        .map(Node.Member::value)
        .filter(Node.ObjectNode.class::isInstance)
        .flatMap(node -> ((Node.ObjectNode) node).members().stream())
        .forEach(member -> found.put(member.key(), member.value()));
    return found;
  }

  private static @Nullable Node member(Node.ObjectNode object, String key) {
    return object.members().stream()
        .filter(member -> member.key().equals(key))
        .map(Node.Member::value)
        .findFirst()
        .orElse(null);
  }

  /// What is wrong with `call` before anything is evaluated.
  List<Diagnostic> check(Expression.Call call) {
    return call.name().startsWith("provider::terraform::") && !providers.containsKey("terraform")
        ? List.of(undeclared("Unknown provider function", "The provider is not declared."))
        : List.of();
  }

  /// What is wrong with `reference` before anything is evaluated.
  List<Diagnostic> check(Reference reference) {
    List<Diagnostic> found = new ArrayList<>();
    switch (reference.subject()) {
      case Subject.LocalValue(String name) -> {
        if (!locals.containsKey(name)) {
          found.add(
              undeclared(
                  "Reference to undeclared local value",
                  "A local value with the name \""
                      + name
                      + "\" has not been declared."
                      + Suggestion.didYouMean(name, locals.keySet())));
        }
      }
      case Subject.InputVariable(String name) -> {
        if (!variables.containsKey(name)) {
          found.add(
              undeclared(
                  "Reference to undeclared input variable",
                  "An input variable with the name \""
                      + name
                      + "\" has not been declared. This variable can be declared with a variable \""
                      + name
                      + "\" {} block."));
        }
      }
      case Subject.ModuleCall(String name) ->
          found.add(
              undeclared(
                  "Reference to undeclared module",
                  "No module call named \"" + name + "\" is declared in the root module."));
      case Subject.EphemeralResource(String type, String name) ->
          found.add(undeclaredResource("An ephemeral", type, name));
      case Subject.Resource(ResourceMode mode, String type, String name) ->
          checkResource(mode, type, name, reference.remaining(), found);
      case Subject.EachAttr attr ->
          found.add(undeclared(attr + " cannot be used in this context", "There is no for_each."));
      case Subject.CountIndex _ ->
          found.add(undeclared("Reference to \"count\" in non-counted context", "No count."));
      case Subject.Self _ -> found.add(undeclared("Invalid \"self\" reference", "No self."));
      case Subject.PathAttr _, Subject.TerraformAttr _ -> {}
    }
    return found;
  }

  private void checkResource(
      ResourceMode mode, String type, String name, List<Step> steps, List<Diagnostic> found) {
    Node.ObjectNode block = resources.get(name);
    if (mode == ResourceMode.DATA || !type.equals("terraform_data") || block == null) {
      String article = mode == ResourceMode.DATA ? "A data" : "A managed";
      found.add(undeclaredResource(article, type, name));
      return;
    }
    boolean repeated = member(block, "count") != null || member(block, "for_each") != null;
    if (repeated && !steps.isEmpty() && steps.getFirst() instanceof Step.Attribute) {
      found.add(
          undeclared(
              "Missing resource instance key", "An index must follow terraform_data." + name));
    }
    if (!repeated
        && !steps.isEmpty()
        && steps.getFirst() instanceof Step.Attribute(String attribute, _)
        && !ATTRIBUTES.contains(attribute)) {
      found.add(
          undeclared(
              "Unsupported attribute",
              "This object has no argument, nested block, or exported attribute named \""
                  + attribute
                  + "\"."));
    }
  }

  private static Diagnostic undeclaredResource(String article, String type, String name) {
    return undeclared(
        "Reference to undeclared resource",
        article
            + " resource \""
            + type
            + "\" \""
            + name
            + "\" has not been declared in the root module.");
  }

  private static Diagnostic undeclared(String summary, String detail) {
    return Diagnostic.error("test.reference", summary, detail);
  }

  @Override
  public Value resolve(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return switch (subject) {
      case Subject.LocalValue local -> evaluate(locals.get(local.name()), this, diagnostics);
      case Subject.InputVariable variable -> variable(variable.name());
      case Subject.Resource r -> resource(r.name(), key, range, diagnostics);
      case Subject.PathAttr path ->
          switch (path.name()) {
            case "module", "root" -> Value.of(".");
            case "cwd" -> Value.of(workingDirectory);
            default -> unsupported("path", path.name(), range, diagnostics);
          };
      case Subject.TerraformAttr terraform ->
          terraform.name().equals("workspace")
              ? Value.of("default")
              : unsupported("terraform", terraform.name(), range, diagnostics);
      case Subject.ModuleCall _,
          Subject.EphemeralResource _,
          Subject.EachAttr _,
          Subject.CountIndex _,
          Subject.Self _ ->
          throw new IllegalStateException("checked before: " + subject);
    };
  }

  private static Value unsupported(
      String object, String name, SourceRange range, Consumer<Diagnostic> diagnostics) {
    diagnostics.accept(
        Diagnostic.error(
                "test.reference",
                "Invalid \"" + object + "\" attribute",
                "There is no attribute \"" + name + "\".")
            .at(range));
    return Value.unknown(Type.DYNAMIC);
  }

  private Value evaluate(@Nullable Node node, Scope scope, Consumer<Diagnostic> diagnostics) {
    if (node == null) {
      return Value.nullValue();
    }
    Parsed<Expression> parsed = ExpressionParser.template(node);
    parsed.diagnostics().forEach(diagnostics);
    Expression expression = parsed.value();
    if (expression == null) {
      return Value.unknown(Type.DYNAMIC);
    }
    Evaluation evaluation = evaluator.evaluate(expression, scope);
    evaluation.diagnostics().forEach(diagnostics);
    return evaluation.value();
  }

  private Value variable(String name) {
    Node.ObjectNode block = variables.get(name);
    Value value = Literals.value(block == null ? null : member(block, "default"));
    boolean sensitive =
        block != null && member(block, "sensitive") instanceof Node.BoolNode(boolean yes, _) && yes;
    // The only types among these cases are that of the default itself and a list.
    Value converted =
        block != null
                && member(block, "type") instanceof StringNode type
                && type.text().contains("list(string)")
            ? Literals.withList(value, "b")
            : value;
    return sensitive ? converted.mark(Mark.SENSITIVE) : converted;
  }

  private Value resource(
      String name, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    Value whole = whole(name, diagnostics);
    return key == null ? whole : Lookup.index(whole, key, range, diagnostics);
  }

  private Value whole(String name, Consumer<Diagnostic> diagnostics) {
    Node.ObjectNode block = resources.get(name);
    if (block == null) {
      throw new IllegalStateException("checked before: " + name);
    }
    if (member(block, "count") instanceof Node.NumberNode count) {
      List<Value> instances = new ArrayList<>();
      for (int i = 0; i < count.value().intValue(); i++) {
        Value index = Num.of(i);
        instances.add(instance(block, (_, _, _, _) -> index, diagnostics));
      }
      return new Value.Tuple(instances);
    }
    if (member(block, "for_each") instanceof Node.ObjectNode each) {
      Map<String, Value> instances = new TreeMap<>();
      for (Node.Member entry : each.members()) {
        Value element = Literals.value(entry.value());
        instances.put(entry.key(), instance(block, (_, _, _, _) -> element, diagnostics));
      }
      return Value.object(instances);
    }
    return instance(block, this, diagnostics);
  }

  private Value instance(Node.ObjectNode block, Scope scope, Consumer<Diagnostic> diagnostics) {
    Value input = evaluate(member(block, "input"), scope, diagnostics);
    return Value.object(
        Map.of(
            "id",
            new Value.Unknown(Type.STRING, Refinement.NOT_NULL),
            "input",
            input,
            "output",
            Value.unknown(input.type()),
            "triggers_replace",
            evaluate(member(block, "triggers_replace"), scope, diagnostics)));
  }
}
