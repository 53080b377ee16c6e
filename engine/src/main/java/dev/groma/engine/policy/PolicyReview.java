package dev.groma.engine.policy;

import dev.groma.engine.expr.Evaluation;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.Scope;
import dev.groma.engine.expr.function.JsonText;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.policy.Policy.Each;
import dev.groma.engine.policy.Policy.Verdict;
import dev.groma.engine.render.PlanJson;
import dev.groma.engine.render.Schemas;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Asks policies about a plan.
///
/// Conditions see the plan document of `show -json`, in which null stands in the place of each
/// sensitive value, so that no message can tell one.
public final class PolicyReview {
  private static final Scope NOTHING_ELSE =
      (subject, _, range, diagnostics) -> {
        diagnostics.accept(
            Diagnostic.error(
                    "policy.reference",
                    "Reference to something unknown",
                    "A policy knows plan and, for each change, change. There is no \""
                        + subject
                        + "\" here.")
                .at(range));
        return Value.unknown(Type.DYNAMIC);
      };

  private final Evaluator evaluator;
  private final Value plan;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, SourceRange> places;

  private PolicyReview(String document, Map<String, SourceRange> places, Evaluator evaluator) {
    this.evaluator = evaluator;
    this.plan = JsonText.decode(document);
    this.places = places;
  }

  /// What policies say of a plan.
  ///
  /// @param findings what they found, those of one policy in the order of the plan
  /// @param diagnostics what is wrong with the policies themselves
  public record Outcome(List<Finding> findings, List<Diagnostic> diagnostics) {
    /// Copies the lists.
    public Outcome {
      findings = List.copyOf(findings);
      diagnostics = List.copyOf(diagnostics);
    }

    /// True when a policy denies the plan, or could not be asked.
    public boolean isDenied() {
      return Diagnostic.hasErrors(diagnostics)
          || findings.stream().anyMatch(f -> f.level() == Finding.Level.BLOCKING);
    }

    /// The findings as the user is told of them, and what is wrong with the policies.
    public List<Diagnostic> told() {
      List<Diagnostic> all = new ArrayList<>(diagnostics);
      findings.forEach(finding -> all.add(told(finding)));
      return all;
    }

    private static Diagnostic told(Finding finding) {
      boolean denied = finding.level() == Finding.Level.BLOCKING;
      String detail = finding.detail().english() + "\n\nThe policy: " + finding.rule();
      Diagnostic plain =
          denied
              ? Diagnostic.error(finding.rule(), "Denied by policy", detail)
              : Diagnostic.warning(finding.rule(), "Warning of a policy", detail);
      InstanceAddress subject = finding.subject();
      Diagnostic about = subject == null ? plain : plain.about(subject.toString());
      return about.at(finding.places().isEmpty() ? null : finding.places().getFirst());
    }
  }

  /// Asks `policies` about `plan`.
  ///
  /// @param rules which of them are on
  /// @param evaluator evaluates their expressions
  public static Outcome of(
      Plan plan, List<Policy> policies, RuleSet rules, Schemas schemas, Evaluator evaluator) {
    Map<String, SourceRange> places = new TreeMap<>();
    for (Change change : plan.changes()) {
      if (change.declaration() != null) {
        places.put(change.address().toString(), change.declaration());
      }
    }
    return of(PlanJson.render(plan, schemas, false), places, policies, rules, evaluator);
  }

  /// Asks `policies` about the plan that `document` shows.
  ///
  /// @param document the plan as `show -json` has it, without sensitive values
  /// @param places where the changed objects are declared, by address, as far as that is known
  /// @param rules which of them are on
  /// @param evaluator evaluates their expressions
  public static Outcome of(
      String document,
      Map<String, SourceRange> places,
      List<Policy> policies,
      RuleSet rules,
      Evaluator evaluator) {
    PolicyReview review = new PolicyReview(document, places, evaluator);
    policies.stream().filter(policy -> rules.isOn(policy.word())).forEach(review::ask);
    return new Outcome(review.findings, review.diagnostics);
  }

  private void ask(Policy policy) {
    if (policy.each() == Each.PLAN) {
      ask(policy, Map.of("plan", plan), null);
      return;
    }
    for (Value change : elements(plan, "resource_changes")) {
      Map<String, Value> names = new HashMap<>();
      names.put("plan", plan);
      names.put("change", change);
      if (!ask(policy, names, text(change, "address"))) {
        return;
      }
    }
  }

  /// Asks once. False when the policy itself is wrong, so that there is no use in asking again.
  private boolean ask(Policy policy, Map<String, Value> names, @Nullable String address) {
    if (policy.when() != null) {
      Optional<Boolean> applies = isTrue(policy, policy.when(), names);
      if (applies.isEmpty() || !applies.get()) {
        return applies.isPresent();
      }
    }
    Optional<Boolean> holds = isTrue(policy, policy.condition(), names);
    if (holds.isPresent() && holds.get()) {
      message(policy, names).ifPresent(message -> found(policy, message, address));
    }
    return holds.isPresent();
  }

  private Optional<Boolean> isTrue(Policy policy, Expression expression, Map<String, Value> names) {
    Evaluation evaluation = evaluator.evaluate(expression, NOTHING_ELSE, names);
    if (evaluation.failed()) {
      evaluation.diagnostics().forEach(d -> diagnostics.add(d.about(policy.word())));
      return Optional.empty();
    }
    return switch (evaluation.value().unmark()) {
      case Value.Bool b -> Optional.of(b.isTrue());
      case Value.Str s when s.text().equals("true") || s.text().equals("false") ->
          Optional.of(s.text().equals("true"));
      case Value _ -> {
        diagnostics.add(
            Diagnostic.error(
                    "policy.condition",
                    "A condition of a policy is neither true nor false",
                    "The condition must be true or false. Compare with ==, or write the text in"
                        + " ${} if it is a constant text by mistake.")
                .about(policy.word())
                .at(expression.range()));
        yield Optional.empty();
      }
    };
  }

  private Optional<String> message(Policy policy, Map<String, Value> names) {
    Expression template = policy.message();
    if (template == null) {
      return Optional.of(policy.description());
    }
    Evaluation evaluation = evaluator.evaluate(template, NOTHING_ELSE, names);
    evaluation.diagnostics().forEach(d -> diagnostics.add(d.about(policy.word())));
    return evaluation.failed()
        ? Optional.empty()
        : switch (evaluation.value().unmark()) {
          case Value.Str s -> Optional.of(s.text());
          case Value.Bool b -> Optional.of(String.valueOf(b.isTrue()));
          case Num n -> Optional.of(n.toString());
          case Value _ -> Optional.of(policy.description());
        };
  }

  private void found(Policy policy, String message, @Nullable String address) {
    List<InstanceAddress> subject =
        address == null
            ? List.of()
            : AddressParser.instance(address).map(List::of).orElse(List.of());
    List<SourceRange> where = new ArrayList<>();
    if (address != null && places.containsKey(address)) {
      where.add(places.get(address));
    }
    where.add(policy.range());
    findings.add(
        new Finding(
            policy.word(),
            Finding.Kind.POLICY,
            policy.verdict() == Verdict.DENY ? Finding.Level.BLOCKING : Finding.Level.MEDIUM,
            new Doc(
                policy.description().isEmpty() ? policy.name() : policy.description(),
                policy.description().isEmpty() ? policy.name() : policy.description()),
            new Doc(message, message),
            subject,
            where));
  }

  private static List<Value> elements(Value object, String name) {
    return object instanceof Value.Obj o && o.attributes().get(name) instanceof Value.Tuple t
        ? t.elements()
        : List.of();
  }

  private static String text(Value object, String name) {
    return object instanceof Value.Obj o && o.attributes().get(name) instanceof Value.Str s
        ? s.text()
        : "";
  }
}
