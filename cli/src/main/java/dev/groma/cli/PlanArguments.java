package dev.groma.cli;

import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.plan.Selection;
import dev.groma.engine.review.RuleNames;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import picocli.CommandLine.ParseResult;

/// The options of the command line that say what a plan is asked to be.
final class PlanArguments {
  static final String DISABLE = "-disable-rule";
  static final String TARGET = "-target";
  static final String EXCLUDE = "-exclude";
  static final String DEFERRAL = "-allow-deferral";
  static final String PREFLIGHT = "-preflight";

  private PlanArguments() {}

  /// What the command line asks for. Nothing after an error, which is reported.
  static Optional<PlanOptions> of(ParseResult arguments, View view) {
    boolean destroy = Options.isOn(arguments, "-destroy");
    boolean refreshOnly = Options.isOn(arguments, "-refresh-only");
    if (destroy && refreshOnly) {
      view.report(
          Diagnostic.error(
              "cli.modes",
              "Incompatible plan mode options",
              "The -destroy and -refresh-only options are mutually-exclusive. Give one of them."));
      return Optional.empty();
    }
    return of(
        arguments, view, destroy ? Mode.DESTROY : refreshOnly ? Mode.REFRESH_ONLY : Mode.NORMAL);
  }

  /// The same for a command that has a mode of its own.
  static Optional<PlanOptions> of(ParseResult arguments, View view, Mode mode) {
    List<Diagnostic> wrong = new ArrayList<>();
    boolean refresh = !Options.isOff(arguments, "-refresh");
    if (mode == Mode.REFRESH_ONLY && !refresh) {
      wrong.add(
          Diagnostic.error(
              "cli.modes",
              "Incompatible refresh options",
              "It doesn't make sense to use -refresh-only at the same time as -refresh=false,"
                  + " because there would be nothing to do. Give one of them."));
    }
    Set<InstanceAddress> replace = replaced(arguments, wrong::add);
    if (mode != Mode.NORMAL && !replace.isEmpty()) {
      wrong.add(
          Diagnostic.error(
              "cli.modes",
              "Unsupported plan mode",
              "Forcing resource instance replacement (with -replace=...) is allowed only in normal"
                  + " planning mode. Leave -replace out."));
    }
    Selection selection =
        new Selection(
            patterns(arguments, TARGET, wrong::add), patterns(arguments, EXCLUDE, wrong::add));
    RuleSet rules = rules(arguments, wrong::add);
    view.report(wrong);
    return wrong.isEmpty()
        ? Optional.of(
            new PlanOptions(
                mode,
                refresh,
                Options.isOn(arguments, PREFLIGHT),
                replace,
                selection,
                Options.isOn(arguments, DEFERRAL),
                rules))
        : Optional.empty();
  }

  private static RuleSet rules(ParseResult arguments, Consumer<Diagnostic> wrong) {
    List<String> off = Options.all(arguments, DISABLE);
    for (String name : off) {
      if (!RuleNames.isKnown(name)) {
        wrong.accept(
            Diagnostic.error(
                "cli.rule",
                "Unknown rule",
                "There is no rule \""
                    + name
                    + "\" to switch off with "
                    + DISABLE
                    + "."
                    + Suggestion.didYouMean(name, RuleNames.all())
                    + " The rules are listed in docs/rules.md; risk.* stands for all that begin"
                    + " so."));
      }
    }
    return new RuleSet(off);
  }

  private static Set<InstanceAddress> replaced(ParseResult arguments, Consumer<Diagnostic> wrong) {
    Set<InstanceAddress> all = new TreeSet<>();
    for (String text : Options.all(arguments, "-replace")) {
      AddressParser.instance(text)
          .ifPresentOrElse(
              all::add,
              () ->
                  wrong.accept(
                      Diagnostic.error(
                          "cli.address",
                          "Invalid force-replace address",
                          "\""
                              + text
                              + "\" in -replace is not the address of a resource instance. An"
                              + " address looks like terraform_data.web, terraform_data.web[0] or"
                              + " 'terraform_data.web[\"key\"]'.")));
    }
    return all;
  }

  private static List<AddressPattern> patterns(
      ParseResult arguments, String option, Consumer<Diagnostic> wrong) {
    List<AddressPattern> all = new ArrayList<>();
    for (String text : Options.all(arguments, option)) {
      AddressPattern.parse(text)
          .ifPresentOrElse(
              all::add,
              () ->
                  wrong.accept(
                      Diagnostic.error(
                          "cli.address",
                          option.equals(TARGET) ? "Invalid target" : "Invalid exclude",
                          "\""
                              + text
                              + "\" in "
                              + option
                              + " is not an address. An address looks like terraform_data.web,"
                              + " terraform_data.web[0], 'terraform_data.web[\"key\"]' or"
                              + " module.name; * stands for any characters of a name or key.")));
    }
    return all;
  }
}
