package dev.groma.engine.plan;

import dev.groma.engine.expr.Lookup;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.Subject;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the expressions of a module instance can refer to, and what one of them did refer to. One
/// scope serves one evaluation, or several of one instance; it is not shared between threads.
public final class ModuleScope implements Scope {
  /// What is not declared or means nothing here; the reference was refused before anything is
  /// evaluated.
  private static final Value UNDECIDED = Value.unknown(Type.DYNAMIC);

  private final Surroundings surroundings;
  private final ModuleInstance module;
  private final Repetition repetition;
  private final @Nullable Value self;
  private final Set<Dependency> seen = new LinkedHashSet<>();

  /// What is the same for all expressions of a run.
  ///
  /// @param workingDirectory `path.cwd`
  /// @param workspace `terraform.workspace`
  /// @param applying `terraform.applying`
  public record Surroundings(Path workingDirectory, String workspace, boolean applying) {
    /// What is the same for all expressions while planning.
    public Surroundings(Path workingDirectory, String workspace) {
      this(workingDirectory, workspace, false);
    }
  }

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
      Surroundings surroundings,
      ModuleInstance module,
      Repetition repetition,
      @Nullable Value self) {
    this.surroundings = surroundings;
    this.module = module;
    this.repetition = repetition;
    this.self = self;
  }

  /// The module instance that the expressions are in.
  public ModuleInstance module() {
    return module;
  }

  /// What was referred to so far.
  public Set<Dependency> seen() {
    return seen;
  }

  /// This scope with `self` standing for `object`.
  public ModuleScope withSelf(Value object) {
    return new ModuleScope(surroundings, module, repetition, object);
  }

  /// A scope of another module instance.
  public ModuleScope in(ModuleInstance other, Repetition of) {
    return new ModuleScope(surroundings, other, of, null);
  }

  /// What `count.index`, `each.key` and `each.value` stand for.
  public Repetition repetition() {
    return repetition;
  }

  @Override
  public Value resolve(
      Subject subject, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    return switch (subject) {
      case Subject.InputVariable(String name) -> {
        if (module.caller() != null) {
          seen.add(new Dependency.OnValue(module.name("var." + name)));
        }
        yield module.results().variable(name).orElse(UNDECIDED);
      }
      case Subject.LocalValue(String name) -> {
        seen.add(new Dependency.OnValue(module.name("local." + name)));
        yield module.results().local(name).orElse(UNDECIDED);
      }
      case Subject.Resource resource -> resource(resource, key, range, diagnostics);
      case Subject.EachAttr(Subject.EachAttr.Part part) -> each(part);
      case Subject.CountIndex _ ->
          repetition.key() instanceof InstanceKey.Index(int position)
              ? Num.of(position)
              : UNDECIDED;
      case Subject.PathAttr(String name) ->
          Value.of(
              switch (name) {
                case "cwd" -> surroundings.workingDirectory().toString().replace('\\', '/');
                case "module" -> module.module().tree().directory();
                default -> ".";
              });
      case Subject.TerraformAttr(String name) ->
          name.equals("applying")
              ? Value.of(surroundings.applying()).mark(Mark.EPHEMERAL)
              : Value.of(surroundings.workspace());
      case Subject.Self _ -> self != null ? self : UNDECIDED;
      case Subject.ModuleCall(String name) -> called(name, key, null, range, diagnostics);
      case Subject.EphemeralResource _ -> {
        String name = subject.toString();
        seen.add(new Dependency.OnValue(module.name(name)));
        Optional<ResourceResults> found = module.results().resource(name);
        Value whole = found.map(ResourceResults::whole).orElse(UNDECIDED);
        yield key == null ? whole : Lookup.index(whole, key, range, diagnostics);
      }
    };
  }

  @Override
  public Value resolveOutput(
      Subject.ModuleCall call,
      @Nullable Value key,
      String output,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    return called(call.name(), key, output, range, diagnostics);
  }

  private Value called(
      String name,
      @Nullable Value key,
      @Nullable String output,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    Optional<Results.Call> found = module.results().call(name);
    if (found.isEmpty()) {
      seen.add(new Dependency.OnValue(module.expansionName(name)));
      boolean repeated =
          Optional.ofNullable(module.module().module().calls().get(name))
              .map(call -> call.count() != null || call.forEach() != null)
              .orElse(false);
      // A repeated call without results has no instances.
      return repeated ? empty(name, key, range, diagnostics) : UNDECIDED;
    }
    Results.Call instances = found.get();
    InstanceKey wanted = key == null ? InstanceKey.none() : keyOf(key);
    if (wanted != null && instances.instances().containsKey(wanted)) {
      return outputs(name, wanted, instances.instances().get(wanted), output);
    }
    seen.add(new Dependency.OnValue(module.expansionName(name)));
    ResourceResults all = new ResourceResults(instances.repetition());
    instances.instances().forEach((k, inside) -> all.put(k, outputs(name, k, inside, output)));
    Value whole = all.whole();
    return key == null ? whole : Lookup.index(whole, key, range, diagnostics);
  }

  private Value empty(
      String name, @Nullable Value key, SourceRange range, Consumer<Diagnostic> diagnostics) {
    boolean counted =
        Optional.ofNullable(module.module().module().calls().get(name))
            .map(call -> call.count() != null)
            .orElse(false);
    Value whole = counted ? new Value.Tuple(List.of()) : Value.Obj.EMPTY;
    return key == null ? whole : Lookup.index(whole, key, range, diagnostics);
  }

  /// The outputs of one instance of a called module as an object. Where only one of them is looked
  /// at, the others are left unknown.
  private Value outputs(String name, InstanceKey key, Results inside, @Nullable String only) {
    CompiledModule called = module.module().children().get(name);
    SortedMap<String, Value> values = new TreeMap<>(CodePointOrder.INSTANCE);
    if (called != null) {
      String prefix = module.address().child(name, key).prefix();
      for (String output : called.module().outputs().keySet()) {
        boolean looked = only == null || only.equals(output);
        if (looked) {
          seen.add(new Dependency.OnValue(prefix + "output." + output));
        }
        values.put(output, looked ? inside.output(output).orElse(UNDECIDED) : UNDECIDED);
      }
    }
    return new Value.Obj(values);
  }

  private Value resource(
      Subject.Resource subject,
      @Nullable Value key,
      SourceRange range,
      Consumer<Diagnostic> diagnostics) {
    ResourceAddress address = module.resource(subject);
    Optional<ResourceResults> found = module.results().resource(address.local());
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
    if (part == Subject.EachAttr.Part.VALUE) {
      return repetition.value() == null ? UNDECIDED : repetition.value();
    }
    return switch (repetition.key()) {
      case InstanceKey.Name(String name) -> Value.of(name);
      // The elements of a list, which only import blocks may repeat over.
      case InstanceKey.Index(int position) when repetition.value() != null -> Num.of(position);
      case InstanceKey.Index _, InstanceKey.None _ -> UNDECIDED;
    };
  }
}
