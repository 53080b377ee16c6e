package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.expr.Lookup;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the expressions of the root module can refer to, and what one of them did refer to. One
/// scope serves one evaluation, or several of one instance; it is not shared between threads.
public final class ModuleScope implements Scope {
  /// What is not declared or means nothing here; the reference was refused before anything is
  /// evaluated.
  private static final Value UNDECIDED = Value.unknown(Type.DYNAMIC);

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
      case Subject.InputVariable(String name) -> results.variable(name).orElse(UNDECIDED);
      case Subject.LocalValue(String name) -> {
        seen.add(new Dependency.OnValue("local." + name));
        yield results.local(name).orElse(UNDECIDED);
      }
      case Subject.Resource resource -> resource(resource, key, range, diagnostics);
      case Subject.EachAttr(Subject.EachAttr.Part part) -> each(part);
      case Subject.CountIndex _ ->
          repetition.key() instanceof InstanceKey.Index(int position)
              ? Num.of(position)
              : UNDECIDED;
      case Subject.PathAttr(String name) ->
          Value.of(
              name.equals("cwd")
                  ? surroundings.workingDirectory().toString().replace('\\', '/')
                  : surroundings.directory());
      case Subject.TerraformAttr _ -> Value.of(surroundings.workspace());
      case Subject.Self _ -> self != null ? self : UNDECIDED;
      case Subject.ModuleCall _, Subject.EphemeralResource _ -> UNDECIDED;
    };
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
      return UNDECIDED;
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

  private Value each(Subject.EachAttr.Part part) {
    if (repetition.key() instanceof InstanceKey.Name(String name) && repetition.value() != null) {
      return part == Subject.EachAttr.Part.KEY ? Value.of(name) : repetition.value();
    }
    return UNDECIDED;
  }
}
