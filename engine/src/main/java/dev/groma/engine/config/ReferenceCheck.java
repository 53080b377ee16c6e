package dev.groma.engine.config;

import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Checks, before anything is evaluated, that every reference in a module names something that is
/// declared and may be referred to where it stands.
public final class ReferenceCheck {
  private static final List<String> PATHS = List.of("cwd", "module", "root");
  private static final List<String> TERRAFORM = List.of("applying", "workspace");
  private static final String CODE = "config.undeclared";

  private final ModuleTree tree;
  private final ModuleConfig module;
  private final String here;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private ReferenceCheck(ModuleTree tree) {
    this.tree = tree;
    this.module = tree.module();
    this.here = tree.address().isRoot() ? "the root module" : tree.address().toString();
  }

  /// Where a reference stands.
  ///
  /// @param resource the resource it belongs to, or null
  /// @param counted whether it belongs to one of the instances that `count` makes
  /// @param keyed whether it belongs to one of the instances that `for_each` makes
  /// @param check the check it belongs to, or null
  /// @param after whether it is looked at when the resource is there, so that `self` means
  ///   something
  /// @param ownReference the summary of the error for a reference to the resource itself
  private record Context(
      @Nullable ResourceBlock resource,
      boolean counted,
      boolean keyed,
      @Nullable String check,
      boolean after,
      String ownReference) {
    private static final Context MODULE = new Context(null, false, false, null, false, "");

    private static Context whole(ResourceBlock resource) {
      return new Context(resource, false, false, null, false, "Self-referential block");
    }

    private static Context instance(ResourceBlock resource, boolean after, String ownReference) {
      return new Context(
          resource,
          resource.count() != null,
          resource.forEach() != null,
          resource.check(),
          after,
          ownReference);
    }

    private static Context keyed(boolean counted, boolean keyed) {
      return new Context(null, counted, keyed, null, false, "");
    }
  }

  /// What is wrong with the references of the module of `tree`.
  ///
  /// @param bodies the references in the body of each resource; see [CompiledBody#references]
  /// @param providers the references in the provider configurations
  public static List<Diagnostic> check(
      ModuleTree tree,
      Function<ResourceBlock, List<Reference>> bodies,
      Collection<Reference> providers) {
    ModuleConfig module = tree.module();
    ReferenceCheck check = new ReferenceCheck(tree);
    module.variables().values().forEach(v -> check.rules(v.validations(), Context.MODULE));
    module.locals().values().forEach(check::local);
    providers.forEach(reference -> check.reference(reference, Context.MODULE));
    module.outputs().values().forEach(check::output);
    module.resources().values().forEach(resource -> check.resource(resource, bodies));
    module.calls().values().forEach(check::call);
    module.checks().values().forEach(check::check);
    module.refactorings().forEach(check::refactoring);
    return check.diagnostics.stream().sorted(Diagnostic.DISPLAY_ORDER).toList();
  }

  /// What is wrong with the references of an expression that belongs to no block of `module`.
  public static List<Diagnostic> check(ModuleTree module, Expression expression) {
    ReferenceCheck check = new ReferenceCheck(module);
    check.expression(expression, Context.MODULE);
    return check.diagnostics;
  }

  private void local(LocalValue local) {
    for (Reference reference : References.of(local.expression())) {
      if (reference.subject().equals(new Subject.LocalValue(local.name()))) {
        report(
            reference,
            "Self-referencing local value",
            "Local value local."
                + local.name()
                + " cannot use its own result as part of its expression.");
      } else {
        reference(reference, Context.MODULE);
      }
    }
  }

  private void output(Output output) {
    expression(output.value(), Context.MODULE);
    output.dependsOn().forEach(reference -> reference(reference, Context.MODULE));
    rules(output.preconditions(), Context.MODULE);
  }

  private void resource(ResourceBlock resource, Function<ResourceBlock, List<Reference>> bodies) {
    Context whole = Context.whole(resource);
    Context instance = Context.instance(resource, false, "Self-referential block");
    expression(resource.count(), whole);
    expression(resource.forEach(), whole);
    // A resource that says it depends on itself says nothing.
    resource.dependsOn().forEach(reference -> reference(reference, Context.MODULE));
    bodies.apply(resource).forEach(reference -> reference(reference, instance));
    Lifecycle lifecycle = resource.lifecycle();
    expression(resource.provider().instance(), instance);
    expression(lifecycle.enabled(), whole);
    expression(lifecycle.preventDestroy(), Context.MODULE);
    lifecycle.replaceTriggeredBy().forEach(trigger -> expression(trigger, instance));
    rules(
        lifecycle.preconditions(),
        Context.instance(resource, false, "Invalid reference in precondition"));
    // A postcondition may refer to its own resource, by name or as "self".
    Context after = Context.instance(resource, true, "");
    rules(lifecycle.postconditions(), after);
    resource
        .provisioners()
        .forEach(p -> p.body().references().forEach(reference -> reference(reference, after)));
  }

  private void check(CheckBlock check) {
    rules(check.asserts(), new Context(null, false, false, check.name(), false, ""));
  }

  private void refactoring(Refactoring refactoring) {
    if (refactoring instanceof Refactoring.Import block) {
      Context instance = Context.keyed(false, block.forEach() != null);
      expression(block.forEach(), Context.MODULE);
      expression(block.id(), instance);
      block.to().references().forEach(reference -> reference(reference, instance));
    }
  }

  private void call(ModuleCall call) {
    expression(call.count(), Context.MODULE);
    expression(call.forEach(), Context.MODULE);
    call.dependsOn().forEach(reference -> reference(reference, Context.MODULE));
    Context instance = Context.keyed(call.count() != null, call.forEach() != null);
    call.providers().values().forEach(ref -> expression(ref.instance(), instance));
    call.arguments().values().forEach(argument -> expression(argument.value(), instance));
  }

  private void rules(List<CheckRule> rules, Context context) {
    for (CheckRule rule : rules) {
      expression(rule.condition(), context);
      expression(rule.errorMessage(), context);
    }
  }

  private void expression(@Nullable Expression expression, Context context) {
    if (expression != null) {
      References.of(expression).forEach(reference -> reference(reference, context));
    }
  }

  private void reference(Reference reference, Context context) {
    switch (reference.subject()) {
      case Subject.InputVariable v -> variable(reference, v.name());
      case Subject.LocalValue l -> localValue(reference, l.name());
      case Subject.Resource r ->
          resource(
              reference,
              r.mode() == ResourceMode.DATA ? "A data" : "A managed",
              r.type(),
              r.name(),
              context);
      case Subject.ModuleCall m -> moduleCall(reference, m.name());
      case Subject.EphemeralResource e ->
          resource(reference, "An ephemeral", e.type(), e.name(), context);
      case Subject.CountIndex _ -> countIndex(reference, context);
      case Subject.EachAttr each -> each(reference, each.part(), context);
      case Subject.PathAttr p -> attribute(reference, "path", p.name(), PATHS);
      case Subject.TerraformAttr t -> attribute(reference, "terraform", t.name(), TERRAFORM);
      case Subject.Self _ -> self(reference, context);
    }
  }

  private void variable(Reference reference, String name) {
    if (!module.variables().containsKey(name)) {
      String meant = Suggestion.didYouMean(name, module.variables().keySet());
      report(
          reference,
          "Reference to undeclared input variable",
          "An input variable with the name \""
              + name
              + "\" has not been declared."
              + (meant.isEmpty()
                  ? " This variable can be declared with a variable \"" + name + "\" {} block."
                  : meant));
    }
  }

  private void moduleCall(Reference reference, String name) {
    if (!module.calls().containsKey(name)) {
      report(
          reference,
          "Reference to undeclared module",
          "No module call named \""
              + name
              + "\" is declared in "
              + here
              + "."
              + Suggestion.didYouMean(name, module.calls().keySet()));
      return;
    }
    ModuleTree called = tree.children().get(name);
    List<Step> steps = reference.remaining();
    int at = !steps.isEmpty() && steps.getFirst() instanceof Step.Index ? 1 : 0;
    if (called != null
        && at < steps.size()
        && steps.get(at) instanceof Step.Attribute(String attribute, _)) {
      Output output = called.module().outputs().get(attribute);
      if (output != null && output.deprecation() != null) {
        diagnostics.add(
            Diagnostic.warning(
                    "config.deprecated-output",
                    "Deprecated output value used",
                    "The output value \""
                        + attribute
                        + "\" of the module \""
                        + name
                        + "\" is deprecated: "
                        + output.deprecation())
                .at(reference.range()));
      }
    }
  }

  private void localValue(Reference reference, String name) {
    if (!module.locals().containsKey(name)) {
      report(
          reference,
          "Reference to undeclared local value",
          "A local value with the name \""
              + name
              + "\" has not been declared."
              + Suggestion.didYouMean(name, module.locals().keySet()));
    }
  }

  private void resource(
      Reference reference, String kind, String type, String name, Context context) {
    Subject subject = reference.subject();
    ResourceBlock declared = module.resources().get(subject.toString());
    if (declared == null) {
      report(
          reference,
          "Reference to undeclared resource",
          kind
              + " resource \""
              + type
              + "\" \""
              + name
              + "\" has not been declared in "
              + here
              + "."
              + Suggestion.didYouMean(subject.toString(), module.resources().keySet()));
    } else if (declared.check() != null && !declared.check().equals(context.check())) {
      report(
          reference,
          "Reference to scoped resource",
          "The referenced data resource \""
              + type
              + "\" \""
              + name
              + "\" is not available from this context: it belongs to the check \""
              + declared.check()
              + "\" and can be referred to there only. Move it out of the check block.");
    } else if (isSame(declared, context.resource()) && !context.ownReference().isEmpty()) {
      report(
          reference,
          context.ownReference(),
          "Configuration for " + subject + " may not refer to itself.");
    } else if (reference.remaining().stream().findFirst().orElse(null) instanceof Step.Attribute) {
      wholeOf(reference, declared);
    }
  }

  /// Refuses an attribute of a resource that has many instances.
  private void wholeOf(Reference reference, ResourceBlock declared) {
    String argument = declared.count() != null ? "count" : "for_each";
    String key = declared.count() != null ? "count.index" : "each.key";
    if (declared.count() != null || declared.forEach() != null) {
      report(
          reference,
          "Missing resource instance key",
          "Because "
              + declared.subject()
              + " has \""
              + argument
              + "\" set, its attributes must be accessed on specific instances.\n\nFor example, to"
              + " correlate with indices of a referring resource, use:\n    "
              + declared.subject()
              + "["
              + key
              + "]");
    }
  }

  private static boolean isSame(ResourceBlock declared, @Nullable ResourceBlock here) {
    return here != null && declared.localAddress().equals(here.localAddress());
  }

  private void countIndex(Reference reference, Context context) {
    if (!context.counted()) {
      report(
          reference,
          "Reference to \"count\" in non-counted context",
          "The \"count\" object can only be used in \"module\", \"resource\", and \"data\" blocks,"
              + " and only when the \"count\" argument is set.");
    }
  }

  private void each(Reference reference, Subject.EachAttr.Part part, Context context) {
    if (context.keyed()) {
      return;
    }
    if (part == Subject.EachAttr.Part.VALUE) {
      report(
          reference,
          "each.value cannot be used in this context",
          "A reference to \"each.value\" has been used in a context in which it is unavailable:"
              + " there is no \"for_each\" here that would give it a value.");
    } else {
      report(
          reference,
          "Reference to \"each\" in context without for_each",
          "The \"each\" object can be used only in \"module\" or \"resource\" blocks, and only when"
              + " the \"for_each\" argument is set.");
    }
  }

  private void attribute(
      Reference reference, String object, String name, Collection<String> known) {
    if (!known.contains(name)) {
      report(
          reference,
          "Invalid \"" + object + "\" attribute",
          "The \""
              + object
              + "\" object does not have an attribute named \""
              + name
              + "\"."
              + Suggestion.didYouMean(name, known));
    }
  }

  private void self(Reference reference, Context context) {
    if (!context.after()) {
      report(
          reference,
          "Invalid \"self\" reference",
          "The \"self\" object is not available in this context. This object can be used only in"
              + " resource provisioner, connection, and postcondition blocks.");
    }
  }

  private void report(Reference reference, String summary, String detail) {
    diagnostics.add(Diagnostic.error(CODE, summary, detail).at(reference.range()));
  }
}
