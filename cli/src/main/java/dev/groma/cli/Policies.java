package dev.groma.cli;

import dev.groma.engine.plan.Evaluators;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.policy.Policy;
import dev.groma.engine.policy.PolicyFiles;
import dev.groma.engine.policy.PolicyReview;
import dev.groma.engine.render.review.Review;
import dev.groma.providers.spi.ProviderContext;
import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;

/// The policies that `-policy` names.
///
/// @param files what was read, without errors
record Policies(PolicyFiles.Loaded files) {
  static final String OPTION = "-policy";

  /// Reads them; nothing after an error, which is reported.
  static Optional<Policies> of(ParseResult arguments, Console console, View view) {
    PolicyFiles.Loaded files =
        PolicyFiles.load(console.directory(), Options.all(arguments, OPTION));
    view.sources(files.sources());
    view.report(files.diagnostics());
    return files.hasErrors() ? Optional.empty() : Optional.of(new Policies(files));
  }

  /// `rules` without those that the files switch off.
  RuleSet rules(RuleSet rules) {
    return rules.without(files.off());
  }

  /// Asks them about `plan`, and tells what they say. False when one denies it.
  boolean allow(Plan plan, RuleSet rules, Session session, View view) {
    PolicyReview.Outcome outcome = ask(plan, rules, session);
    view.report(outcome.told());
    return !outcome.isDenied();
  }

  /// Asks them about `plan`.
  PolicyReview.Outcome ask(Plan plan, RuleSet rules, Session session) {
    return files.policies().isEmpty()
        ? new PolicyReview.Outcome(List.of(), List.of())
        : session.judge(plan, files.policies(), rules(rules));
  }

  /// The review of a saved plan, judged by them as well. Nothing when one of them is wrong, which
  /// is reported.
  ///
  /// @param document the plan as `show -json` has it, without sensitive values
  /// @param rules which rules are on
  /// @param context what functions may use of the world
  Optional<Review> judge(
      Review review, String document, RuleSet rules, ProviderContext context, View view) {
    PolicyReview.Outcome outcome =
        PolicyReview.of(
            document,
            review.places(),
            files.policies(),
            rules(rules),
            Evaluators.afterwards(review.timestamp(), context));
    view.report(outcome.diagnostics());
    Set<String> asked = files.policies().stream().map(Policy::word).collect(Collectors.toSet());
    return Diagnostic.hasErrors(outcome.diagnostics())
        ? Optional.empty()
        : Optional.of(review.judged(rules(rules), asked, outcome.findings()));
  }

  /// True when there is nothing to ask.
  boolean isEmpty() {
    return files.policies().isEmpty();
  }
}
