package dev.groma.providers.driver;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.AttributeSpec.Check;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Cidr;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.Rule;
import dev.groma.providers.driver.spec.Template;
import dev.groma.providers.driver.spec.Timeouts;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks configurations against what a spec says about single attributes, and objects against its
/// rules.
final class Checks {
  private Checks() {}

  /// What `configuration` does wrong. Unknown values are not judged, and a sensitive value is not
  /// named.
  static List<Diagnostic> configuration(ResourceSpec spec, Facts facts) {
    List<Diagnostic> found = new ArrayList<>(attributes(spec.block(), facts));
    found.addAll(Timeouts.check(facts.now()));
    spec.rules().stream()
        .filter(Checks::isAboutConfiguration)
        .filter(rule -> rule.when().holds(facts))
        .map(rule -> told(spec, rule, facts))
        .forEach(found::add);
    return found;
  }

  /// What is wrong with single attributes of `block`.
  static List<Diagnostic> attributes(BlockSpec block, Facts facts) {
    List<Diagnostic> found = new ArrayList<>();
    block(block, "", facts, found);
    return found;
  }

  /// True for what is said of a configuration whatever exists.
  private static boolean isAboutConfiguration(Rule rule) {
    return rule.on().contains(Rule.On.VALIDATE)
        || (rule.severity() == Severity.ERROR
            && rule.on().containsAll(Set.of(Rule.On.CREATE, Rule.On.UPDATE))
            && rule.when().changed().isEmpty()
            && rule.when().increases().isEmpty()
            && rule.when().decreases().isEmpty());
  }

  private static void block(BlockSpec block, String prefix, Facts facts, List<Diagnostic> found) {
    block
        .attributes()
        .forEach((name, attribute) -> {
          Value value = facts.value(prefix + name);
          for (Check check : attribute.checks()) {
            Diagnostic wrong = check(attribute, prefix + name, value, check);
            if (wrong != null) {
              found.add(wrong.at(Facts.path(prefix + name)));
            }
          }
        });
    block
        .blocks()
        .forEach((name, nested) -> {
          if (facts.value(prefix + name) instanceof Value.Obj) {
            block(nested.block(), prefix + name + ".", facts, found);
          }
        });
  }

  private static @Nullable Diagnostic check(
      AttributeSpec attribute, String name, Value value, Check check) {
    if (!value.isKnown() || value.isNull()) {
      return null;
    }
    return switch (check) {
      case Check.OneOf o ->
          o.values().contains(value)
              ? null
              : wrong(
                  name,
                  o.strict(),
                  "must be one of "
                      + o.values().stream().map(Template::text).collect(Collectors.joining(", "))
                      + given(attribute, value)
                      + suggestion(attribute, value, o));
      case Check.Range r ->
          value instanceof Num n && outside(n, r.min(), r.max())
              ? wrong(
                  name,
                  r.strict(),
                  "must be " + span(r.min(), r.max()) + given(attribute, value) + ".")
              : null;
      case Check.Length l ->
          outside(Num.of(length(value)), l.min(), l.max())
              ? wrong(
                  name,
                  l.strict(),
                  "must be "
                      + span(l.min(), l.max())
                      + (value instanceof Value.Str ? " characters" : " elements")
                      + " long; it has "
                      + length(value)
                      + ".")
              : null;
      case Check.Matches m ->
          value instanceof Value.Str s && !Pattern.matches(m.pattern(), s.text())
              ? wrong(
                  name,
                  m.strict(),
                  "does not have the documented form: "
                      + attribute.schema().doc().english()
                      + given(attribute, value)
                      + ".")
              : null;
      case Check.Whole _ ->
          value instanceof Num n && !n.isInteger()
              ? wrong(name, true, "must be an integer" + given(attribute, value) + ".")
              : null;
      case Check.Cidr _ ->
          value instanceof Value.Str s && Cidr.parse(s.text()).isEmpty()
              ? wrong(
                  name,
                  true,
                  "must be a CIDR block such as 10.0.0.0/16" + given(attribute, value) + ".")
              : null;
      case Check.Address _ ->
          value instanceof Value.Str s && !Cidr.isAddress(s.text())
              ? wrong(
                  name,
                  true,
                  "must be an IP address such as 198.51.100.7" + given(attribute, value) + ".")
              : null;
      case Check.Regex _ ->
          value instanceof Value.Str s && !isRegex(s.text())
              ? wrong(
                  name,
                  true,
                  "must be a regular expression (RE2 syntax)" + given(attribute, value) + ".")
              : null;
    };
  }

  private static boolean isRegex(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private static Diagnostic wrong(String name, boolean strict, String what) {
    String detail = "\"" + name + "\" " + what;
    return strict
        ? Diagnostic.error("config.invalid-value", "Invalid value", detail)
        : Diagnostic.warning(
            "config.undocumented-value",
            "Value outside the documented ones",
            detail + " That is what the vendor documents; the cloud has the last word.");
  }

  private static String given(AttributeSpec attribute, Value value) {
    return attribute.schema().sensitive() ? "" : "; this is " + Template.text(value);
  }

  private static String suggestion(AttributeSpec attribute, Value value, Check.OneOf check) {
    return attribute.schema().sensitive()
        ? "."
        : "."
            + Suggestion.didYouMean(
                Template.text(value), check.values().stream().map(Template::text).toList());
  }

  private static boolean outside(Num n, @Nullable Long min, @Nullable Long max) {
    return (min != null && n.compareTo(Num.of(min)) < 0)
        || (max != null && n.compareTo(Num.of(max)) > 0);
  }

  private static String span(@Nullable Long min, @Nullable Long max) {
    return min == null ? "at most " + max : max == null ? "at least " + min : min + " to " + max;
  }

  private static long length(Value value) {
    return switch (value) {
      case Value.Str s -> s.text().codePointCount(0, s.text().length());
      case Value.ListOf l -> l.elements().size();
      case Value.SetOf s -> s.elements().size();
      case Value.MapOf m -> m.entries().size();
      default -> 0;
    };
  }

  /// What the rules for the occasion `on` have to say.
  static List<Diagnostic> rules(ResourceSpec spec, Rule.On on, Facts facts) {
    List<Diagnostic> found = new ArrayList<>();
    for (Rule rule : spec.rules()) {
      if (rule.on().contains(on) && rule.when().holds(facts)) {
        found.add(told(spec, rule, facts));
      }
    }
    return found;
  }

  private static Diagnostic told(ResourceSpec spec, Rule rule, Facts facts) {
    String code = spec.type() + "." + rule.name();
    String message = Template.parse(rule.message().english()).text(facts, text -> text);
    Diagnostic diagnostic =
        rule.severity() == Severity.ERROR
            ? Diagnostic.error(code, "The configuration cannot be carried out", message)
            : Diagnostic.warning(code, "Look out", message);
    return rule.at() == null ? diagnostic : diagnostic.at(Facts.path(rule.at()));
  }
}
