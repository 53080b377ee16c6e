package dev.groma.cli;

import dev.groma.engine.config.VariableLoader;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// The options of the commands, one name and meaning everywhere.
///
/// A value follows an equals sign or is the next word. A switch is on when it is named, unless
/// `=false` follows.
final class Options {
  static final String JSON_INTO = "-json-into";
  static final String JSON = "-json";
  static final String NO_COLOR = "-no-color";
  static final String COMPACT_WARNINGS = "-compact-warnings";
  static final String EMULATOR = "-emulator";
  static final String STATE = "-state";
  static final String STATE_OUT = "-state-out";
  static final String BACKUP = "-backup";

  private Options() {}

  /// `-help`.
  static OptionSpec help() {
    return OptionSpec.builder("-help", "-h")
        .type(boolean.class)
        .usageHelp(true)
        .description("Print this help.")
        .build();
  }

  /// An option that is on or off; off unless it is named.
  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  /// An option that is on unless it is switched off.
  static OptionSpec flagOn(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .paramLabel("true|false")
        .description(description)
        .build();
  }

  /// An option with a value.
  static OptionSpec value(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// An option with a number.
  static OptionSpec number(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(int.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// An option with a value that may be given several times.
  static OptionSpec values(String name, String label, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// A parameter that may be missing.
  static PositionalParamSpec parameter(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0")
        .arity("0..1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// Any number of parameters.
  static PositionalParamSpec parameters(String label, String description) {
    return PositionalParamSpec.builder()
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /// `-json` of a command that has no other form; see [#isJsonMissing].
  static OptionSpec jsonOnly() {
    return flag(JSON, "Print JSON; there is no other form.");
  }

  /// True when `-json` is missing though there is no other form, which is reported.
  static boolean isJsonMissing(ParseResult arguments, Console console) {
    boolean missing = !isOn(arguments, JSON);
    if (missing) {
      TextView.of(arguments, console)
          .report(
              Diagnostic.error(
                  "cli.json-only",
                  "The -json option is needed",
                  "Add -json; there is no other form."));
    }
    return missing;
  }

  /// Adds how results are shown.
  static void declareView(CommandSpec spec) {
    spec.addOption(flag(JSON, "Print one JSON object per line, for programs."));
    spec.addOption(value(JSON_INTO, "FILE", "Write what -json would print to this file as well."));
    spec.addOption(flag(NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(flag(COMPACT_WARNINGS, "Print only the headlines of warnings."));
  }

  /// Adds where the state is and how it is locked.
  static void declareState(CommandSpec spec) {
    spec.addOption(value(STATE, "FILE", "The state file instead of terraform.tfstate."));
    spec.addOption(flagOn("-lock", "Lock the state while it is used; the default."));
    spec.addOption(
        value("-lock-timeout", "DURATION", "How long to wait for the lock, such as 30s or 5m."));
  }

  /// Adds where the state is written, for commands that change it.
  static void declareStateOut(CommandSpec spec) {
    spec.addOption(
        value(STATE_OUT, "FILE", "Write the state to this file, and leave the other as it is."));
    declareBackup(spec);
  }

  /// Adds what Terraform takes for a backend that is not there.
  static void declareRemoteVersion(CommandSpec spec) {
    spec.addOption(flag("-ignore-remote-version", "Without effect; there for old command lines."));
  }

  /// Adds where the version before goes.
  static void declareBackup(CommandSpec spec) {
    spec.addOption(
        value(
            BACKUP,
            "FILE",
            "The file for the state as it was before, instead of the one named like the state and"
                + " .backup; - for none."));
  }

  /// Adds what a plan is made from, and how it is shown.
  static void declarePlanning(CommandSpec spec) {
    declarePlan(spec);
    declareRun(spec);
  }

  /// Adds the values of variables, which the encryption of the state may need.
  static void declareVariables(CommandSpec spec) {
    spec.addOption(values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(values("-var-file", "FILE", "A file with values of input variables."));
  }

  /// Adds what a plan is made from.
  static void declarePlan(CommandSpec spec) {
    declareVariables(spec);
    spec.addOption(
        flagOn("-refresh", "Read what exists before planning; the default. =false skips it."));
    spec.addOption(flag("-refresh-only", "Only bring the state up to date with what exists."));
    spec.addOption(
        values("-replace", "ADDRESS", "Replace this object even where nothing asks for it."));
    declareSelection(spec);
    spec.addOption(
        flag(
            PlanArguments.DEFERRAL,
            "Leave what cannot be planned yet, because count or for_each is unknown, for a later"
                + " run."));
    spec.addOption(
        values(
            PlanArguments.DISABLE,
            "RULE",
            "Switch off a rule that judges plans, such as link.ike-lifetime or risk.*."));
    spec.addOption(
        values(
            Policies.OPTION,
            "DIR",
            "Judge the plan by the policies in the files of this folder. One that denies it is an"
                + " error."));
  }

  /// Adds which part of everything is meant.
  static void declareSelection(CommandSpec spec) {
    spec.addOption(
        values(
            PlanArguments.TARGET,
            "ADDRESS",
            "Only this object, or everything in this module, and what it depends on. * stands for"
                + " any characters of a name or key."));
    spec.addOption(
        values(PlanArguments.EXCLUDE, "ADDRESS", "Everything but this and what depends on it."));
  }

  /// Adds how a run uses the world, and how it is shown.
  static void declareRun(CommandSpec spec) {
    declareWorld(spec);
    spec.addOption(flag(Traffic.PROFILE, "Print where the time went in the end."));
    declareView(spec);
  }

  /// Adds how a run uses the world.
  static void declareWorld(CommandSpec spec) {
    spec.addOption(
        number("-parallelism", "N", "How many calls may be under way at once; 10 by default."));
    spec.addOption(
        flagOn("-input", "Ask for what is missing; the default. =false makes that an error."));
    spec.addOption(
        flag(
            EMULATOR,
            "Use clouds that live in this process instead of the real ones. They are kept in"
                + " .groma/emulator.json."));
    spec.addOption(
        flag(Traffic.STATS, "Print how often which operation of the clouds was called."));
    spec.addOption(
        value(
            Traffic.TRACE,
            "FILE",
            "Write the requests to the clouds to this file (HAR), without anything secret."));
    declareState(spec);
  }

  /// Whether `name` is on.
  static boolean isOn(ParseResult arguments, String name) {
    return arguments.commandSpec().findOption(name) != null
        && Boolean.TRUE.equals(arguments.matchedOptionValue(name, Boolean.FALSE));
  }

  /// Whether `name`, which is on unless switched off, is off.
  static boolean isOff(ParseResult arguments, String name) {
    return arguments.commandSpec().findOption(name) != null
        && Boolean.FALSE.equals(arguments.matchedOptionValue(name, Boolean.TRUE));
  }

  /// The value of `name`, or null.
  static @Nullable String find(ParseResult arguments, String name) {
    return arguments.commandSpec().findOption(name) == null
        ? null
        : arguments.matchedOptionValue(name, (String) null);
  }

  /// The values of `name` in their order.
  static List<String> all(ParseResult arguments, String name) {
    return arguments.commandSpec().findOption(name) == null
        ? List.of()
        : arguments.matchedOptionValue(name, List.<String>of());
  }

  /// The first parameter, or null.
  static @Nullable String parameter(ParseResult arguments) {
    return arguments.matchedPositionalValue(0, (String) null);
  }

  /// All parameters.
  static List<String> parameters(ParseResult arguments) {
    return arguments.matchedPositionals().stream()
        .filter(p -> p.isMultiValue())
        .findFirst()
        .map(p -> List.copyOf(p.<List<String>>getValue()))
        .orElse(List.of());
  }

  /// The `-var` and `-var-file` options in their order.
  static List<VariableLoader.Option> variables(ParseResult arguments) {
    List<VariableLoader.Option> options = new ArrayList<>();
    int vars = 0;
    int files = 0;
    for (ArgSpec option : arguments.matchedOptions()) {
      String name = ((OptionSpec) option).shortestName();
      if (name.equals("-var")) {
        options.add(new VariableLoader.Option.Assignment(all(arguments, "-var").get(vars++)));
      } else if (name.equals("-var-file")) {
        options.add(
            new VariableLoader.Option.VariablesFile(all(arguments, "-var-file").get(files++)));
      }
    }
    return options;
  }
}
