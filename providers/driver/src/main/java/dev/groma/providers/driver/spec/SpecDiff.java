package dev.groma.providers.driver.spec;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.Mutability;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds what a new version of a spec does to configurations and states that were written for the
/// old one.
///
/// An error means that some of them stop working; a warning that they work and behave differently.
/// What is merely added is no finding. Each rule has a code, listed in docs/resource-spec.md.
public final class SpecDiff {
  private final List<Diagnostic> found = new ArrayList<>();

  private SpecDiff() {}

  /// What is different for the users of `before` when `after` takes its place.
  public static List<Diagnostic> compare(ResourceSpec before, ResourceSpec after) {
    SpecDiff diff = new SpecDiff();
    if (!before.type().equals(after.type()) || before.managed() != after.managed()) {
      diff.breaks("type", "The type was " + before.type() + ".", after.range());
    }
    if (!before.identity().equals(after.identity())) {
      diff.breaks(
          "identity",
          "Import ids had the form " + String.join("/", before.identity()) + ".",
          after.range());
    }
    SortedMap<String, AttributeSpec> old = attributes(before);
    SortedMap<String, AttributeSpec> now = attributes(after);
    old.forEach((name, attribute) -> {
      AttributeSpec other = now.get(name);
      if (other == null) {
        diff.breaks("removed", "There was an attribute " + name + ".", after.range());
      } else {
        diff.attribute("The attribute " + name, attribute, other);
      }
    });
    now.forEach((name, attribute) -> {
      if (!old.containsKey(name) && attribute.schema().mode() == Mode.REQUIRED) {
        diff.breaks(
            "required", "The attribute " + name + " is new and required.", attribute.range());
      }
    });
    diff.rules(before, after);
    return diff.found;
  }

  private static SortedMap<String, AttributeSpec> attributes(ResourceSpec spec) {
    SortedMap<String, AttributeSpec> all = new TreeMap<>();
    spec.block().visit(all::put);
    return all;
  }

  private void attribute(String what, AttributeSpec before, AttributeSpec after) {
    Mode was = before.schema().mode();
    Mode is = after.schema().mode();
    if (!before.schema().type().equals(after.schema().type())) {
      breaks("type", what + " had another type.", after.range());
    }
    if (was != Mode.REQUIRED && is == Mode.REQUIRED) {
      breaks("required", what + " was not required.", after.range());
    }
    if (was.isConfigurable() && !is.isConfigurable()) {
      breaks("computed", what + " could be configured.", after.range());
    }
    if (was.isComputed() && !is.isComputed()) {
      changes("not-computed", what + " had a value of the cloud's when it was not set.", after);
    }
    if (before.schema().mutability() == Mutability.IN_PLACE
        && after.schema().mutability() == Mutability.REPLACE) {
      changes("replaces", what + " was changed in place, and now replaces.", after);
    }
    if (!String.valueOf(before.schema().defaultValue())
        .equals(String.valueOf(after.schema().defaultValue()))) {
      changes("default", what + " had another default.", after);
    }
    if (before.schema().sensitive() && !after.schema().sensitive()) {
      breaks("sensitive", what + " was sensitive and would now be printed.", after.range());
    }
    if (before.schema().writeOnly() && !after.schema().writeOnly()) {
      breaks("stored", what + " was never stored and now would be.", after.range());
    }
    if (!after.checks().stream()
        .filter(SpecDiff::isStrict)
        .allMatch(check -> before.checks().contains(check))) {
      breaks("stricter", what + " refuses values that it took.", after.range());
    }
  }

  private static boolean isStrict(AttributeSpec.Check check) {
    return switch (check) {
      case AttributeSpec.Check.OneOf c -> c.strict();
      case AttributeSpec.Check.Range c -> c.strict();
      case AttributeSpec.Check.Length c -> c.strict();
      case AttributeSpec.Check.Matches c -> c.strict();
      case AttributeSpec.Check.Whole _,
          AttributeSpec.Check.Cidr _,
          AttributeSpec.Check.Address _,
          AttributeSpec.Check.Regex _ ->
          true;
    };
  }

  private void rules(ResourceSpec before, ResourceSpec after) {
    List<String> known =
        before.rules().stream().map(rule -> rule.name() + rule.severity()).toList();
    for (Rule rule : after.rules()) {
      if (rule.isError() && !known.contains(rule.name() + rule.severity())) {
        found.add(
            finding(
                "rule", "The rule " + rule.name() + " is new and refuses.", after.range(), false));
      }
    }
  }

  private void breaks(String code, String detail, SourceRange range) {
    found.add(finding(code, detail, range, true));
  }

  private void changes(String code, String detail, AttributeSpec attribute) {
    found.add(finding(code, detail, attribute.range(), false));
  }

  private static Diagnostic finding(
      String code, String detail, SourceRange range, boolean breaking) {
    String full = "spec.diff." + code;
    return (breaking
            ? Diagnostic.error(full, "An incompatible change of a spec", detail)
            : Diagnostic.warning(full, "A change of a spec that users will notice", detail))
        .at(range);
  }
}
