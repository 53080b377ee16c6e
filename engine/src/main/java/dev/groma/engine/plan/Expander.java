package dev.groma.engine.plan;

import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Conversion;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Finds the instances that `count` and `for_each` ask for.
public final class Expander {
  /// The code of the errors that say that the instances are not known yet.
  static final String UNKNOWN = "plan.unknown-instances";

  private static final String WAY_OUT =
      "\n\n"
          + "Alternatively, you could use the -target planning option to first apply only the"
          + " resources that the for_each value depends on, and then apply a second time to fully"
          + " converge. With -allow-deferral, Groma finds out by itself what it can plan now.";

  private Expander() {}

  /// The instances of a block.
  ///
  /// @param repetition how they are told apart
  /// @param instances their keys and elements
  public record Expansion(
      ResourceResults.Repetition repetition,
      SortedMap<InstanceKey, ModuleScope.Repetition> instances) {
    private static Expansion of(
        ResourceResults.Repetition repetition, List<ModuleScope.Repetition> instances) {
      SortedMap<InstanceKey, ModuleScope.Repetition> sorted = new TreeMap<>();
      instances.forEach(instance -> sorted.put(instance.key(), instance));
      return new Expansion(repetition, sorted);
    }

    /// The instance with `key`.
    public Optional<ModuleScope.Repetition> find(InstanceKey key) {
      return Optional.ofNullable(instances.get(key));
    }
  }

  /// The instances of `block`; nothing when there are errors.
  public static Optional<Expansion> expand(
      ResourceBlock block,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Expression enabled = block.lifecycle().enabled();
    return enabled == null
        ? expand(block.count(), block.forEach(), scope, evaluator, diagnostics)
        : enabled(enabled, scope, evaluator, diagnostics);
  }

  /// One instance, or none.
  private static Optional<Expansion> enabled(
      Expression expression,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Consumer<String> refuse =
        detail ->
            diagnostics.accept(
                Diagnostic.error("config.invalid-enabled", "Invalid enabled argument", detail)
                    .at(expression.range()));
    Optional<Value> value =
        evaluate(
            expression,
            "enabled",
            "value is derived from an ephemeral value, which means that Groma cannot persist it"
                + " between plan/apply rounds. Use only non-ephemeral values.",
            scope,
            evaluator,
            refuse,
            diagnostics);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (Conversion.convert(value.get(), Type.BOOL)
        instanceof Conversion.Converted(Value.Bool result)) {
      return Optional.of(
          Expansion.of(
              ResourceResults.Repetition.SINGLE,
              result.isTrue() ? List.of(ModuleScope.Repetition.NONE) : List.of()));
    }
    if (value.get() instanceof Value.Unknown) {
      diagnostics.accept(
          Diagnostic.error(
                  UNKNOWN,
                  "Invalid enabled argument",
                  "The \"enabled\" value depends on resource attributes that cannot be determined"
                      + " until apply, so Groma cannot predict whether there will be an object."
                      + WAY_OUT)
              .at(expression.range()));
    } else {
      refuse.accept("The \"enabled\" argument must be true or false, and not null.");
    }
    return Optional.empty();
  }

  /// The instances that a `for_each` that is not part of a resource makes; nothing when there are
  /// errors.
  static Optional<Expansion> expandOver(
      Expression forEach,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    return forEach(forEach, scope, evaluator, diagnostics);
  }

  /// The same where the value may be a list, too, whose elements are told apart by their position.
  static Optional<Expansion> expandOverAny(
      Expression forEach,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Value value = evaluator.evaluate(forEach, scope).value();
    List<Value> elements =
        switch (value) {
          case Value.ListOf list -> list.elements();
          case Value.Tuple tuple -> tuple.elements();
          default -> null;
        };
    if (elements == null) {
      return forEach(forEach, scope, evaluator, diagnostics);
    }
    List<ModuleScope.Repetition> instances = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      instances.add(new ModuleScope.Repetition(new InstanceKey.Index(i), elements.get(i)));
    }
    return Optional.of(Expansion.of(ResourceResults.Repetition.COUNT, instances));
  }

  /// The instances of the module that `call` leads to; nothing when there are errors.
  public static Optional<Expansion> expand(
      ModuleCall call, ModuleScope scope, Evaluator evaluator, Consumer<Diagnostic> diagnostics) {
    return expand(call.count(), call.forEach(), scope, evaluator, diagnostics);
  }

  private static Optional<Expansion> expand(
      @Nullable Expression count,
      @Nullable Expression forEach,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    if (count != null) {
      return count(count, scope, evaluator, diagnostics);
    }
    if (forEach != null) {
      return forEach(forEach, scope, evaluator, diagnostics);
    }
    return Optional.of(
        Expansion.of(ResourceResults.Repetition.SINGLE, List.of(ModuleScope.Repetition.NONE)));
  }

  /// The value of `expression`, which has no marks of its own; nothing after an error. Keys of
  /// instances are shown and stored, so they must not be made from anything that may not be.
  ///
  /// @param argument `count` or `for_each`
  /// @param persist what Groma cannot do with an ephemeral one, and what to use instead
  private static Optional<Value> evaluate(
      Expression expression,
      String argument,
      String persist,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<String> refuse,
      Consumer<Diagnostic> diagnostics) {
    Evaluation evaluation = evaluator.evaluate(expression, scope);
    evaluation.diagnostics().forEach(diagnostics);
    if (evaluation.failed()) {
      return Optional.empty();
    }
    Value value = evaluation.value();
    if (value.has(Mark.SENSITIVE)) {
      refuse.accept(
          "Sensitive values, or values derived from sensitive values, cannot be used as "
              + argument
              + " arguments. If used, the sensitive value could be exposed as a resource instance"
              + " key.");
      return Optional.empty();
    }
    if (value.has(Mark.EPHEMERAL)) {
      refuse.accept("The given \"" + argument + "\" " + persist);
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private static Optional<Expansion> count(
      Expression expression,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Consumer<String> refuse =
        detail ->
            diagnostics.accept(
                Diagnostic.error("config.invalid-count", "Invalid count argument", detail)
                    .at(expression.range()));
    Optional<Value> value =
        evaluate(
            expression,
            "count",
            "is derived from an ephemeral value, which means that Groma cannot persist it between"
                + " plan/apply rounds. Use only non-ephemeral values to specify a number of"
                + " resource instances.",
            scope,
            evaluator,
            refuse,
            diagnostics);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    switch (Conversion.convert(value.get(), Type.NUMBER)) {
      case Conversion.Failed failed ->
          diagnostics.accept(
              Diagnostic.error(
                      "config.incorrect-type",
                      "Incorrect value type",
                      "Invalid expression value: " + failed.message() + ".")
                  .at(expression.range()));
      case Conversion.Converted(Value.Null _) ->
          refuse.accept("The given \"count\" argument value is null. An integer is required.");
      case Conversion.Converted(Value.Unknown _) ->
          diagnostics.accept(
              Diagnostic.error(
                      UNKNOWN,
                      "Invalid count argument",
                      "The \"count\" value depends on resource attributes that cannot be determined"
                          + " until apply, so Groma cannot predict how many instances will be"
                          + " created. To work around this, use the -target argument to first apply"
                          + " only the resources that the count depends on, or -allow-deferral to"
                          + " apply everything that can be planned now.")
                  .at(expression.range()));
      case Conversion.Converted(Num n) when !n.isInteger() ->
          refuse.accept(
              "The given \"count\" argument value is unsuitable: must be a whole number, between"
                  + " -9223372036854775808 and 9223372036854775807.");
      case Conversion.Converted(Num n) when n.signum() < 0 ->
          refuse.accept(
              "The given \"count\" argument value is unsuitable: must be greater than or equal to"
                  + " zero.");
      case Conversion.Converted(Num n) when n.isInt() && n.toInt() <= 1_000_000 -> {
        List<ModuleScope.Repetition> instances = new ArrayList<>(n.toInt());
        for (int i = 0; i < n.toInt(); i++) {
          instances.add(new ModuleScope.Repetition(new InstanceKey.Index(i), null));
        }
        return Optional.of(Expansion.of(ResourceResults.Repetition.COUNT, instances));
      }
      case Conversion.Converted _ ->
          refuse.accept(
              "The given \"count\" argument value is unsuitable: more than 1000000 instances of one"
                  + " block are not supported.");
    }
    return Optional.empty();
  }

  private static Consumer<String> refusal(
      String code, Expression expression, Consumer<Diagnostic> diagnostics) {
    return detail ->
        diagnostics.accept(
            Diagnostic.error(code, "Invalid for_each argument", detail).at(expression.range()));
  }

  private static Optional<Expansion> forEach(
      Expression expression,
      ModuleScope scope,
      Evaluator evaluator,
      Consumer<Diagnostic> diagnostics) {
    Consumer<String> refuse = refusal("config.invalid-for-each", expression, diagnostics);
    Consumer<String> unknown = refusal(UNKNOWN, expression, diagnostics);
    Optional<Value> evaluated =
        evaluate(
            expression,
            "for_each",
            "value is derived from an ephemeral value, which means that Groma cannot persist it"
                + " between plan/apply rounds. Use only non-ephemeral values to specify a"
                + " resource's instance keys.",
            scope,
            evaluator,
            refuse,
            diagnostics);
    if (evaluated.isEmpty()) {
      return Optional.empty();
    }
    Value value = evaluated.get();
    switch (value) {
      case Value.MapOf m -> {
        return Optional.of(
            byName(
                m.entries().entrySet().stream()
                    .map(e ->
                        new ModuleScope.Repetition(new InstanceKey.Name(e.getKey()), e.getValue()))
                    .toList()));
      }
      case Value.Obj o -> {
        return Optional.of(
            byName(
                o.attributes().entrySet().stream()
                    .map(e ->
                        new ModuleScope.Repetition(new InstanceKey.Name(e.getKey()), e.getValue()))
                    .toList()));
      }
      case Value.SetOf s -> {
        return fromSet(
            s,
            unknown,
            detail ->
                diagnostics.accept(
                    Diagnostic.error(
                            "config.invalid-for-each", "Invalid for_each set argument", detail)
                        .at(expression.range())));
      }
      case Value.Null _ ->
          refuse.accept(
              "The given \"for_each\" argument value is unsuitable: the given \"for_each\" argument"
                  + " value is null. A map, or set of strings is allowed.");
      case Value.Unknown u when !mayHoldKeys(u) -> refuse.accept(unsuitable(u.type()));
      case Value.Unknown u -> unknown.accept(unknown(u));
      default -> refuse.accept(unsuitable(value.type()));
    }
    return Optional.empty();
  }

  private static Expansion byName(List<ModuleScope.Repetition> instances) {
    return Expansion.of(ResourceResults.Repetition.FOR_EACH, instances);
  }

  private static Optional<Expansion> fromSet(
      Value.SetOf set, Consumer<String> refuse, Consumer<String> refuseSet) {
    if (!set.isWhollyKnown()) {
      refuse.accept(unknown(new Value.Unknown(set.type())));
      return Optional.empty();
    }
    List<ModuleScope.Repetition> instances = new ArrayList<>();
    for (Value element : set.elements()) {
      switch (element) {
        case Value.Str(String name) ->
            instances.add(new ModuleScope.Repetition(new InstanceKey.Name(name), element));
        case Value.Null _ -> {
          refuseSet.accept(
              "The given \"for_each\" argument value is unsuitable: \"for_each\" sets must not"
                  + " contain null values.");
          return Optional.empty();
        }
        default -> {
          refuseSet.accept(
              "The given \"for_each\" argument value is unsuitable: \"for_each\" supports maps and"
                  + " sets of strings, but you have provided a set containing type "
                  + element.type().friendlyName()
                  + ".");
          return Optional.empty();
        }
      }
    }
    return Optional.of(byName(instances));
  }

  private static String unsuitable(Type type) {
    return "The given \"for_each\" argument value is unsuitable: the \"for_each\" argument must be"
        + " a map, or set of strings, and you have provided a value of type "
        + type.friendlyName()
        + "."
        + (type instanceof Type.TupleType || type instanceof Type.ListType
            ? " Write \"${toset([...])}\" to make a set of a list of strings."
            : "");
  }

  /// True when what is not known yet may be a map or a set.
  private static boolean mayHoldKeys(Value.Unknown value) {
    return switch (value.type()) {
      case Type.MapType _, Type.ObjectType _, Type.SetType _, Type.Dynamic _ -> true;
      default -> false;
    };
  }

  private static String unknown(Value.Unknown value) {
    boolean map = value.type() instanceof Type.MapType || value.type() instanceof Type.ObjectType;
    String what =
        map
            ? "The \"for_each\" map includes keys derived from resource attributes that cannot be"
                + " determined until apply, and so"
            : "The \"for_each\" set includes values derived from resource attributes that cannot be"
                + " determined until apply, and so";
    return what
        + " Groma cannot determine the full set of keys that will identify the instances of this"
        + " resource.\n\n"
        + "When working with unknown values in for_each, it's better to "
        + (map
            ? "define the map keys statically in your configuration and place apply-time results"
                + " only in the map values."
            : "use a map value where the keys are defined statically in your configuration and"
                + " where only the values contain apply-time results.")
        + WAY_OUT;
  }
}
