package dev.groma.providers.driver.spec;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Checks a spec for what would go wrong when it is interpreted. Each check has a code of its own,
/// listed in docs/resource-spec.md.
public final class SpecLint {
  private final ResourceSpec spec;
  private final List<Diagnostic> found = new ArrayList<>();

  private SpecLint(ResourceSpec spec) {
    this.spec = spec;
  }

  /// What is wrong with `spec`.
  public static List<Diagnostic> check(ResourceSpec spec) {
    SpecLint lint = new SpecLint(spec);
    spec.block().visit(lint::attribute);
    if (spec.managed()) {
      lint.identity();
      lint.updates();
    }
    lint.role();
    lint.operations();
    if (!spec.managed()) {
      lint.items();
    }
    for (Rule rule : spec.rules()) {
      lint.names(rule.when().names(), "The rule " + rule.name(), spec.range());
      Optional.ofNullable(rule.at())
          .ifPresent(at -> lint.names(List.of(at), "The rule " + rule.name(), spec.range()));
      List<String> named = Template.parse(rule.message().english()).names();
      lint.names(named, "The message of the rule " + rule.name(), spec.range());
      for (String name : named) {
        if (spec.block()
            .attribute(Facts.plain(name))
            .filter(a -> a.schema().sensitive())
            .isPresent()) {
          lint.add(
              "spec.lint.sensitive-message",
              "The message of the rule " + rule.name() + " would print the sensitive " + name + ".",
              spec.range());
        }
      }
      if (rule.message().english().isEmpty() || rule.message().chinese().isEmpty()) {
        lint.add(
            "spec.lint.no-message",
            "The rule " + rule.name() + " needs a message in English and Chinese.",
            spec.range());
      }
    }
    return lint.found;
  }

  private void attribute(String name, AttributeSpec attribute) {
    String what = "The attribute " + name;
    if (attribute.schema().doc().english().isEmpty()
        || attribute.schema().doc().chinese().isEmpty()) {
      add("spec.lint.no-doc", what + " needs a description in English and Chinese.", attribute);
    }
    boolean computed = attribute.schema().mode() == Mode.COMPUTED;
    if (attribute.schema().defaultValue() != null
        && !(attribute.schema().mode() == Mode.OPTIONAL
            || attribute.schema().mode() == Mode.OPTIONAL_COMPUTED)) {
      add("spec.lint.default", what + " has a default, so its mode must be optional.", attribute);
    }
    if (computed && attribute.schema().mutability() == Mutability.REPLACE) {
      add("spec.lint.computed-replace", what + " is computed and cannot replace.", attribute);
    }
    if (attribute.schema().writeOnly() && (computed || !attribute.follows().isEmpty())) {
      add("spec.lint.write-only", what + " is write-only and cannot be computed.", attribute);
    }
    names(attribute.follows(), what, attribute.range());
    for (AttributeSpec.Check check : attribute.checks()) {
      if (check instanceof AttributeSpec.Check.Matches m) {
        try {
          Pattern.compile(m.pattern());
        } catch (PatternSyntaxException e) {
          add("spec.lint.pattern", what + " has a wrong pattern: " + e.getMessage(), attribute);
        }
      }
    }
  }

  private void identity() {
    if (spec.identity().isEmpty()) {
      add("spec.lint.no-identity", "A resource needs an identity.", spec.range());
    }
    names(spec.identity(), "The identity", spec.range());
    if (spec.identity().stream().allMatch(this::isComputed)) {
      Step.Target first =
          spec.operation(ResourceSpec.Kind.CREATE).steps().stream()
              .findFirst()
              .map(Step::target)
              .orElse(null);
      if (first == null) {
        add(
            "spec.lint.identity-not-answered",
            "The first step of create must be a request, whose answer has the identity.",
            spec.range());
      }
    }
    for (ResourceSpec.Kind kind :
        List.of(ResourceSpec.Kind.CREATE, ResourceSpec.Kind.READ, ResourceSpec.Kind.DELETE)) {
      if (!spec.operations().containsKey(kind)) {
        add("spec.lint.no-operation", "A resource needs the operation " + kind + ".", spec.range());
      }
    }
  }

  private boolean isComputed(String name) {
    return spec.block().attribute(name).filter(a -> a.schema().mode() == Mode.COMPUTED).isPresent();
  }

  /// An attribute that no step of update sends must replace; one that a step sends must not. A
  /// write-only one has no stored value to differ from, so it can do without either.
  private void updates() {
    Set<String> updated = new HashSet<>();
    for (Step step : spec.operation(ResourceSpec.Kind.UPDATE).steps()) {
      step.when().changed().stream().map(Facts::plain).forEach(updated::add);
      updated.addAll(step.when().increases());
    }
    spec.block()
        .visit((name, attribute) -> {
          if (!attribute.schema().mode().isConfigurable()
              || attribute.schema().writeOnly()
              || Timeouts.isOne(name)) {
            return;
          }
          boolean inStep =
              updated.stream().anyMatch(u -> name.equals(u) || name.startsWith(u + "."));
          boolean replaces = attribute.schema().mutability() == Mutability.REPLACE;
          if (!inStep && !replaces) {
            add(
                "spec.lint.not-updated",
                "No step of update has the attribute "
                    + name
                    + " in \"when: {changed: ...}\", so it must say \"change: replace\".",
                attribute);
          } else if (inStep && replaces) {
            add(
                "spec.lint.updated-and-replaced",
                "The attribute " + name + " says \"change: replace\", yet a step of update has it.",
                attribute);
          }
        });
  }

  private void operations() {
    spec.operations()
        .forEach((kind, operation) -> {
          Set<String> stepNames = new HashSet<>();
          for (Step step : operation.steps()) {
            if (!stepNames.add(step.title())) {
              add(
                  "spec.lint.step-name",
                  "Two steps of " + kind + " are called \"" + step.title() + "\".",
                  step.range());
            }
            step(step);
          }
        });
  }

  /// Every value that an attribute can have by its document must mean something, in a word that all
  /// clouds share.
  private void role() {
    if (spec.role() == null) {
      return;
    }
    spec.role()
        .facts()
        .forEach((fact, meaning) -> {
          String what = "The fact " + fact.word() + " of the role";
          names(meaning.names(), what, spec.range());
          List<String> words = fact.words();
          if (words.isEmpty()) {
            return;
          }
          for (String word : meaning.possible()) {
            if (!words.contains(word)) {
              role(what + " has the value " + word + ", which is none of " + words + ".");
            }
          }
          for (String name : meaning.names()) {
            documented(name).stream()
                .filter(value -> !meaning.values().containsKey(value))
                .forEach(value ->
                    role(what + " does not say what the value " + value + " of " + name + " is."));
          }
        });
  }

  private void role(String detail) {
    add("spec.lint.role", detail, spec.range());
  }

  /// The values that the attribute `name` can have by its document.
  private List<String> documented(String name) {
    List<String> values = new ArrayList<>();
    spec.block()
        .attribute(name)
        .ifPresent(attribute -> {
          for (AttributeSpec.Check check : attribute.checks()) {
            if (check instanceof AttributeSpec.Check.OneOf one) {
              one.values().forEach(value -> values.add(Template.text(value)));
            }
          }
        });
    return values;
  }

  private void items() {
    boolean reads = spec.operations().containsKey(ResourceSpec.Kind.READ);
    long collections =
        spec.block().attributes().values().stream().filter(AttributeSpec::isItems).count();
    int lists = spec.operation(ResourceSpec.Kind.LIST).steps().size();
    if (reads ? lists != 0 : collections != 1 || lists != 1) {
      add(
          "spec.lint.no-items",
          "A data source needs the operation read, or one computed list and the operation list with"
              + " one step.",
          spec.range());
    }
  }

  private void step(Step step) {
    String what = "The step \"" + step.title() + "\"";
    List<String> names = new ArrayList<>(step.when().names());
    if (step.target() instanceof Step.Target.Path path) {
      names.addAll(path.path().names());
    }
    step.query().values().forEach(body -> body.names(names::add));
    step.body().values().forEach(body -> body.names(names::add));
    step.keep().values().forEach(template -> names.addAll(template.names()));
    names.addAll(step.each().keySet());
    names.addAll(step.send());
    names(names, what, step.range());
    String waiter = step.waiter();
    if (waiter != null && !spec.waiters().containsKey(waiter)) {
      add(
          "spec.lint.no-waiter",
          what
              + " waits for \""
              + waiter
              + "\", which is not among the waiters."
              + Suggestion.didYouMean(waiter, spec.waiters().keySet()),
          step.range());
    }
  }

  private void names(Collection<String> names, String what, SourceRange range) {
    for (String name : names) {
      if (!Facts.isContext(name) && !spec.block().has(Facts.plain(name))) {
        Set<String> known = new TreeSet<>(spec.block().blocks().keySet());
        spec.block().visit((known1, _) -> known.add(known1));
        add(
            "spec.lint.unknown-name",
            what
                + " speaks of \""
                + name
                + "\", which is no attribute."
                + Suggestion.didYouMean(name, known),
            range);
      }
    }
  }

  private void add(String code, String detail, AttributeSpec attribute) {
    add(code, detail, attribute.range());
  }

  private void add(String code, String detail, SourceRange range) {
    found.add(Diagnostic.error(code, "Wrong resource spec", detail).at(range));
  }
}
