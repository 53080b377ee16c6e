package dev.groma.cli;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.policy.PolicyFiles;
import dev.groma.engine.policy.PolicyReview;
import java.util.Optional;
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
    if (files.policies().isEmpty()) {
      return true;
    }
    PolicyReview.Outcome outcome = session.judge(plan, files.policies(), rules(rules));
    view.report(outcome.told());
    return !outcome.isDenied();
  }
}
