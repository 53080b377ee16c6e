package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.expr.Lookup;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the expressions of the root module can refer to, and what one of them did refer to. One
/// scope serves one evaluation, or several of one instance; it is not shared between threads.
public final class ModuleScope implements Scope {
  private final Surroundings surroundings;
  private final Results results;
  private final Repetition repetition;
  private final @Nullable Value self;
  private final Set<Dependency> seen = new LinkedHashSet<>();

  /// What is the same for all expressions of a module.
  ///
  /// @param module the module
  /// @param directory its directory as `path.module` gives it
  /// @param workingDirectory `path.cwd`
  /// @param workspace `terraform.workspace`
  public record Surroundings(
      ModuleConfig module, String directory, Path workingDirectory, String workspace) {}

  /// What `count.index`, `each.key` and `each.value` stand for.
  ///
  /// @param key the key of the instance
  /// @param value its element of `for_each`, or null
  public record Repetition(InstanceKey key, @Nullable Value value) {
    /// Neither `count` nor `each` means anything.
    public static final Repetition NONE = new Repetition(InstanceKey.none(), null);
  }

  /// A scope.
  public ModuleScope(
      Surroundings surroundings, Results results, Repetition repetition, @Nullable Value self) {
    this.surroundings = surroundings;
    this.results = results;
    this.repetition = repetition;
    this.self = self;
  }

  /// What was referred to so far.
  public Set<Dependency> seen() {
    return seen;
  }

  /// This scope with `self` standing for `object`.
  public ModuleScope withSelf(Value object) {
    return new ModuleScope(surroundings, results, repetition, object);
  }

  @Override
  public Value resolve(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return switch (subject) {
      case Subject.InputVariable(String name) ->
          results.variable(name).orElseGet(() -> undeclaredVariable(name, range, diagnostics));
      case Subject.LocalValue(String name) -> {
        seen.add(new Dependency.OnValue("local." + name));
        yield results
            .local(name)
            .orElseGet(() ->
                surroundings.module().locals().containsKey(name)
                    ? Value.unknown(Type.DYNAMIC)
                    : refuse(undeclaredLocal(surroundings.module(), name), range, diagnostics));
      }
      case Subject.Resource resource -> resource(resource, key, range, diagnostics);
      case Subject.ModuleCall(String name) -> refuse(undeclaredModule(name), range, diagnostics);
      case Subject.EphemeralResource ephemeral ->
          refuse(
              Diagnostic.error(
                  "config.undeclared-resource",
                  "Reference to undeclared resource",
                  "An ephemeral resource \""
                      + ephemeral.type()
                      + "\" \""
                      + ephemeral.name()
                      + "\" has not been declared in the root module."),
              range,
              diagnostics);
      case Subject.EachAttr(Subject.EachAttr.Part part) -> each(part, range, diagnostics);
      case Subject.CountIndex _ ->
          repetition.key() instanceof InstanceKey.Index(int position)
              ? Num.of(position)
              : refuse(
                  Diagnostic.error(
                      "config.no-count",
                      "Reference to \"count\" in non-counted context",
                      "The \"count\" object can only be used in \"module\", \"resource\", and \"data\" blocks, and only"
                          + " when the \"count\" argument is set."),
                  range,
                  diagnostics);
      case Subject.PathAttr(String name) -> path(name, range, diagnostics);
      case Subject.TerraformAttr(String name) -> terraform(name, range, diagnostics);
      case Subject.Self _ ->
          self != null
              ? self
              : refuse(
                  Diagnostic.error(
                      "config.no-self",
                      "Invalid \"self\" reference",
                      "The \"self\" object is not available in this context. This object can be used only in resource"
                          + " provisioner, connection, and postcondition blocks."),
                  range,
                  diagnostics);
    };
  }

  private static Value refuse(
      Diagnostic diagnostic, SourceRange range, Consumer<Diagnostic> diagnostics) {
    diagnostics.accept(diagnostic.at(range));
    return Value.unknown(Type.DYNAMIC);
  }

  private Value undeclaredVariable(
      String name, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return surroundings.module().variables().containsKey(name)
        ? Value.unknown(Type.DYNAMIC)
        : refuse(undeclaredVariable(surroundings.module(), name), range, diagnostics);
  }

  private Value resource(
      Subject.Resource subject,
      @Nullable Value key,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    ResourceAddress address =
        new ResourceAddress(ModuleAddress.ROOT, subject.mode(), subject.type(), subject.name());
    Optional<ResourceResults> found = results.resource(address.local());
    if (found.isEmpty()) {
      return surroundings.module().resources().containsKey(address.local())
          ? Value.unknown(Type.DYNAMIC)
          : refuse(undeclaredResource(surroundings.module(), subject), range, diagnostics);
    }
    ResourceResults objects = found.get();
    InstanceKey instance = key == null ? InstanceKey.none() : keyOf(key);
    if (instance != null) {
      Optional<Value> one = objects.find(instance);
      if (one.isPresent()) {
        seen.add(new Dependency.OnInstance(address.instance(instance)));
        return one.get();
      }
    }
    if (objects.repetition() != ResourceResults.Repetition.SINGLE) {
      seen.add(new Dependency.OnResource(address));
    }
    Value whole = objects.whole();
    return key == null ? whole : Lookup.index(whole, key, range, diagnostics);
  }

  private static @Nullable InstanceKey keyOf(Value key) {
    return switch (key) {
      case Num n when n.isInt() && n.signum() >= 0 -> new InstanceKey.Index(n.toInt());
      case Value.Str(String name) -> new InstanceKey.Name(name);
      default -> null;
    };
  }

  private Value each(
      Subject.EachAttr.Part part, SourceRange range, Consumer<Diagnostic> diagnostics) {
    if (repetition.key() instanceof InstanceKey.Name(String name) && repetition.value() != null) {
      return part == Subject.EachAttr.Part.KEY ? Value.of(name) : repetition.value();
    }
    return refuse(
        Diagnostic.error(
            "config.no-each",
            "Reference to \"each\" in context without for_each",
            "The \"each\" object can be used only in \"module\" or \"resource\" blocks, and only when the \"for_each\""
                + " argument is set."),
        range,
        diagnostics);
  }

  private Value path(String name, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return switch (name) {
      case "module", "root" -> Value.of(surroundings.directory());
      case "cwd" -> Value.of(surroundings.workingDirectory().toString().replace('\\', '/'));
      default ->
          refuse(
              Diagnostic.error(
                  "config.invalid-path-attribute",
                  "Invalid \"path\" attribute",
                  "The \"path\" object does not have an attribute named \""
                      + name
                      + "\"."
                      + Suggestion.didYouMean(name, List.of("module", "root", "cwd"))),
              range,
              diagnostics);
    };
  }

  private Value terraform(String name, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return name.equals("workspace")
        ? Value.of(surroundings.workspace())
        : refuse(
            Diagnostic.error(
                "config.invalid-terraform-attribute",
                "Invalid \"terraform\" attribute",
                "The \"terraform\" object does not have an attribute named \""
                    + name
                    + "\". The only supported attribute is terraform.workspace, the name of the"
                    + " currently-selected workspace."),
            range,
            diagnostics);
  }

  /// What is said of a variable that is not declared in `module`.
  static Diagnostic undeclaredVariable(ModuleConfig module, String name) {
    Collection<String> known = module.variables().keySet();
    Optional<String> meant = Suggestion.nearest(name, known);
    return Diagnostic.error(
        "config.undeclared-variable",
        "Reference to undeclared input variable",
        "An input variable with the name \""
            + name
            + "\" has not been declared. "
            + meant
                .map(other -> "Did you mean \"" + other + "\"?")
                .orElse(
                    "This variable can be declared with a variable \"" + name + "\" {} block."));
  }

  /// What is said of a local value that is not declared in `module`.
  static Diagnostic undeclaredLocal(ModuleConfig module, String name) {
    return Diagnostic.error(
        "config.undeclared-local",
        "Reference to undeclared local value",
        "A local value with the name \""
            + name
            + "\" has not been declared."
            + Suggestion.didYouMean(name, module.locals().keySet()));
  }

  /// What is said of a resource that is not declared in `module`.
  static Diagnostic undeclaredResource(ModuleConfig module, Subject.Resource subject) {
    boolean managed = subject.mode() == ResourceMode.MANAGED;
    String wanted = subject.toString();
    return Diagnostic.error(
        "config.undeclared-resource",
        "Reference to undeclared resource",
        "A "
            + (managed ? "managed" : "data")
            + " resource \""
            + subject.type()
            + "\" \""
            + subject.name()
            + "\" has not been declared in the root module."
            + Suggestion.didYouMean(wanted, module.resources().keySet()));
  }

  /// What is said of a module call that is not declared.
  static Diagnostic undeclaredModule(String name) {
    return Diagnostic.error(
        "config.undeclared-module",
        "Reference to undeclared module",
        "No module call named \"" + name + "\" is declared in the root module.");
  }
}
