package dev.groma.cli;

import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Exceptions;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.ExcuseReader;
import dev.groma.engine.drift.StackDrift;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.Selection;
import dev.groma.engine.render.DriftBaseline;
import dev.groma.engine.render.DriftHtml;
import dev.groma.engine.render.DriftJUnit;
import dev.groma.engine.render.DriftJson;
import dev.groma.engine.render.DriftMarkdown;
import dev.groma.engine.render.DriftMetrics;
import dev.groma.engine.render.DriftText;
import dev.groma.schemas.diag.Diagnostic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma drift`: says what was changed behind the back of the state, in one stack or many. Made
/// for schedules: reads only.
final class DriftCommand implements Command {
  private static final String CATALOGUE = "-catalogue";
  private static final String BASELINE = "-baseline";
  private static final String WRITE_BASELINE = "-write-baseline";
  private static final String IGNORE = "-ignore";
  private static final String DETAILED = "-detailed-exitcode";
  private static final String STACKS = "-stacks-at-once";
  private static final String WEBHOOK = "-webhook";
  private static final int STACKS_AT_ONCE = 4;
  private static final int PARALLELISM = 10;
  private static final Duration ACCEPTED_FOR = Duration.ofDays(30);

  @Override
  public String name() {
    return "drift";
  }

  @Override
  public String description() {
    return "Say what was changed outside of Groma, in one directory or many; changes nothing.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(
        Options.parameters("DIR", "The directories of the stacks; this one by default."));
    spec.addOption(Options.value(CATALOGUE, "FILE", "A file that names the stacks."));
    spec.addOption(
        Options.number(STACKS, "N", "How many stacks are looked at at once; 4 by default."));
    spec.addOption(
        Options.values(
            IGNORE, "ADDRESS[:PATH]", "Do not count this object, or this attribute of it."));
    spec.addOption(Options.value(BASELINE, "FILE", "A file of drift that is accepted."));
    spec.addOption(
        Options.value(
            WRITE_BASELINE,
            "FILE",
            "Write a baseline that accepts what is found; needs -owner and -reason."));
    spec.addOption(Options.value("-owner", "NAME", "Who answers for what is accepted."));
    spec.addOption(Options.value("-reason", "TEXT", "Why it is accepted."));
    spec.addOption(
        Options.value("-expires", "DATE", "The last day of that; 30 days from now by default."));
    spec.addOption(
        Options.flag(
            DETAILED,
            "Exit with 2 for anything an apply would do or record, 0 for nothing, as plan does."));
    spec.addOption(Options.value("-markdown", "FILE", "Write the report as Markdown, too."));
    spec.addOption(Options.value("-html", "FILE", "Write the report as a page, too."));
    spec.addOption(Options.value("-junit-xml", "FILE", "Write the report for CI systems, too."));
    spec.addOption(
        Options.value("-prometheus", "FILE", "Write metrics for a text file collector, too."));
    spec.addOption(
        Options.value(
            WEBHOOK, "URL", "Send the report there, signed with the key in " + Webhook.KEY + "."));
    spec.addOption(Options.values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(Options.values("-var-file", "FILE", "A file with values of input variables."));
    spec.addOption(Options.value(Options.STATE, "FILE", "The state file of the one directory."));
    Options.declareSelection(spec);
    spec.addOption(
        Options.number(
            "-parallelism", "N", "How many calls each stack may have under way at once; 10."));
    spec.addOption(
        Options.flag(
            Options.EMULATOR, "Use the emulated clouds of each directory instead of real ones."));
    spec.addOption(
        Options.flag(Traffic.STATS, "Print how often which operation of the clouds was called."));
    spec.addOption(
        Options.value(
            Traffic.TRACE, "FILE", "Write the requests to the clouds to this file (HAR)."));
    spec.addOption(Options.flag(Options.JSON, "Print the report as one JSON object."));
    spec.addOption(
        Options.value(Options.JSON_INTO, "FILE", "Write what -json would print to this file."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(Options.flag(Options.COMPACT_WARNINGS, "Print only the headlines of warnings."));
  }

  /// What the options ask for.
  private record Asked(
      Catalogue catalogue, Exceptions exceptions, Selection selection, Optional<Webhook> webhook) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    Console messages = Options.isOn(arguments, Options.JSON) ? console.beside() : console;
    View view = TextView.of(arguments, messages);
    try (Clouds clouds = Clouds.of(console, null)) {
      Clock clock = clouds.context().clock();
      Optional<Asked> asked = asked(arguments, console, clock, view);
      Optional<Traffic> traffic = asked.flatMap(_ -> Traffic.open(arguments, console, view));
      if (asked.isEmpty() || traffic.isEmpty()) {
        return 1;
      }
      try (Traffic open = traffic.get()) {
        return run(asked.get(), clouds, open, arguments, console, messages, view);
      }
    }
  }

  private static int run(
      Asked asked,
      Clouds clouds,
      Traffic traffic,
      ParseResult arguments,
      Console console,
      Console messages,
      View view) {
    Clock clock = clouds.context().clock();
    Instant began = clock.instant();
    Catalogue catalogue = asked.catalogue;
    DriftRun run =
        new DriftRun(
            clouds,
            Options.isOn(arguments, Options.EMULATOR),
            number(arguments, "-parallelism", catalogue.parallelism(), PARALLELISM),
            asked.selection,
            asked.exceptions,
            traffic);
    int atOnce = number(arguments, STACKS, catalogue.stacksAtOnce(), STACKS_AT_ONCE);
    List<DriftRun.Outcome> outcomes = look(catalogue.stacks(), run, atOnce, console);
    List<StackDrift> stacks = outcomes.stream().map(DriftRun.Outcome::drift).toList();
    DriftReport report =
        new DriftReport(
            began,
            Duration.between(began, clock.instant()),
            stacks,
            asked.exceptions.expired(),
            asked.exceptions.unused(stacks));
    int code = code(report, Options.isOn(arguments, DETAILED));
    String json = DriftJson.render(report, VersionCommand.VERSION, code);
    if (Options.isOn(arguments, Options.JSON)) {
      console.out().println(json);
    } else {
      console.out().print(DriftText.render(report, TextView.style(arguments, console)));
    }
    console.out().flush();
    for (DriftRun.Outcome outcome : outcomes) {
      tell(outcome, arguments, messages);
    }
    boolean written = write(report, json, code, arguments, console, view);
    boolean sent = asked.webhook.isEmpty() || asked.webhook.get().send(json, view);
    if (!written || !sent) {
      return 1;
    }
    boolean accepted = Options.find(arguments, WRITE_BASELINE) != null && !report.failed();
    if (accepted && !accept(report, asked.exceptions, arguments, console, clock, view)) {
      return 1;
    }
    return accepted ? 0 : code;
  }

  /// 1 when a stack could not be looked at as a whole; 2 for configuration that is not applied, 3
  /// for drift, 4 for both; 0 when all is as it should be.
  private static int code(DriftReport report, boolean detailed) {
    if (report.failed()) {
      return 1;
    }
    if (detailed) {
      return report.drifts() || report.isUnapplied() ? 2 : 0;
    }
    return report.drifts() ? (report.isUnapplied() ? 4 : 3) : report.isUnapplied() ? 2 : 0;
  }

  private static List<DriftRun.Outcome> look(
      List<Stack> stacks, DriftRun run, int atOnce, Console console) {
    List<DriftRun.Outcome> outcomes = new ArrayList<>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Math.clamp(stacks.size(), 1, atOnce))) {
      List<Future<DriftRun.Outcome>> running =
          stacks.stream().map(stack -> workers.submit(() -> run.look(stack, console))).toList();
      for (Future<DriftRun.Outcome> one : running) {
        outcomes.add(one.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a stack tells of its faults itself", e);
    }
    return outcomes;
  }

  /// Tells what was wrong in a stack, with the places in its files.
  private static void tell(DriftRun.Outcome outcome, ParseResult arguments, Console messages) {
    List<Diagnostic> all = outcome.told().diagnostics();
    if (!all.isEmpty()) {
      View view = TextView.of(arguments, messages);
      view.note("\nIn " + outcome.drift().name() + ":");
      view.sources(outcome.told().sources());
      view.report(all);
    }
  }

  private static boolean write(
      DriftReport report,
      String json,
      int code,
      ParseResult arguments,
      Console console,
      View view) {
    record Output(String option, Supplier<String> text) {}

    boolean good = true;
    for (Output one :
        List.of(
            new Output(Options.JSON_INTO, () -> json + "\n"),
            new Output("-markdown", () -> DriftMarkdown.render(report)),
            new Output("-html", () -> DriftHtml.render(report)),
            new Output("-junit-xml", () -> DriftJUnit.render(report)),
            new Output("-prometheus", () -> DriftMetrics.render(report, code)))) {
      String file = Options.find(arguments, one.option);
      if (file != null) {
        Path path = console.directory().resolve(file);
        good &= ReportFile.write(path, one.text.get(), one.option, view);
      }
    }
    return good;
  }

  // What is asked

  private static Optional<Asked> asked(
      ParseResult arguments, Console console, Clock clock, View view) {
    List<Diagnostic> wrong = new ArrayList<>();
    Optional<Catalogue> catalogue = catalogue(arguments, console, view, wrong);
    List<Excuse.Ignored> ignored = new ArrayList<>();
    for (String text : Options.all(arguments, IGNORE)) {
      ExcuseReader.ignored(text)
          .ifPresentOrElse(ignored::add, () -> wrong.add(ExcuseReader.wrong(text)));
    }
    boolean owned =
        Options.find(arguments, "-owner") != null && Options.find(arguments, "-reason") != null;
    if (Options.find(arguments, WRITE_BASELINE) != null && !owned) {
      wrong.add(
          Diagnostic.error(
              "cli.baseline-owner",
              "Nobody answers for the baseline",
              "-write-baseline needs -owner and -reason: who answers for the drift that is"
                  + " accepted, and why it is as it is."));
    }
    String expires = Options.find(arguments, "-expires");
    if (expires != null && ExcuseReader.day(expires) == null) {
      wrong.add(
          Diagnostic.error("cli.date", "Wrong date", "-expires needs a date such as 2027-01-31."));
    }
    Optional<Selection> selection =
        PlanArguments.of(arguments, view, Mode.NORMAL).map(PlanOptions::selection);
    String url = Options.find(arguments, WEBHOOK);
    Optional<Webhook> webhook =
        url == null ? Optional.empty() : Webhook.of(url, console, clock, view);
    view.report(wrong);
    if (!wrong.isEmpty()
        || catalogue.isEmpty()
        || selection.isEmpty()
        || (url != null && webhook.isEmpty())) {
      return Optional.empty();
    }
    ignored.addAll(catalogue.get().ignored());
    return accepted(arguments, console, catalogue.get(), view)
        .map(accepted ->
            new Asked(
                catalogue.get(),
                new Exceptions(ignored, accepted, today(clock)),
                selection.get(),
                webhook));
  }

  private static Optional<Catalogue> catalogue(
      ParseResult arguments, Console console, View view, List<Diagnostic> wrong) {
    List<String> words = Options.parameters(arguments);
    String file = Options.find(arguments, CATALOGUE);
    String state = Options.find(arguments, Options.STATE);
    boolean single = file == null && words.size() <= 1;
    if (!single && (state != null || !Options.variables(arguments).isEmpty())) {
      wrong.add(
          Diagnostic.error(
              "cli.one-stack",
              "An option is about one stack",
              "-state, -var and -var-file belong to one stack. For several, say them in a"
                  + " catalogue, or give variables by TF_VAR_NAME."));
    }
    if (file != null && !words.isEmpty()) {
      wrong.add(
          Diagnostic.error(
              "cli.stacks",
              "The stacks are named twice",
              "Name the directories, or a catalogue; not both."));
    }
    return file == null
        ? Optional.of(Catalogue.of(words, console.directory(), Options.variables(arguments), state))
        : Catalogue.read(console.directory().resolve(file).normalize(), view);
  }

  private static Optional<List<Excuse.Accepted>> accepted(
      ParseResult arguments, Console console, Catalogue catalogue, View view) {
    String option = Options.find(arguments, BASELINE);
    Path file =
        option == null ? catalogue.baseline() : console.directory().resolve(option).normalize();
    // A baseline that is about to be written for the first time need not be there.
    boolean first =
        file != null && Options.find(arguments, WRITE_BASELINE) != null && !Files.exists(file);
    if (file == null || first) {
      return Optional.of(List.of());
    }
    List<Diagnostic> wrong = new ArrayList<>();
    Optional<List<Excuse.Accepted>> accepted =
        LocatedFile.read(file, "The baseline", view)
            .map(root -> new ExcuseReader(wrong::add).baseline(root));
    view.report(wrong);
    return wrong.isEmpty() ? accepted : Optional.empty();
  }

  private static boolean accept(
      DriftReport report,
      Exceptions exceptions,
      ParseResult arguments,
      Console console,
      Clock clock,
      View view) {
    @Nullable String expires = Options.find(arguments, "-expires");
    LocalDate day = expires == null ? null : ExcuseReader.day(expires);
    String text =
        DriftBaseline.render(
            exceptions.used(),
            report,
            String.valueOf(Options.find(arguments, "-owner")),
            String.valueOf(Options.find(arguments, "-reason")),
            day == null ? today(clock).plusDays(ACCEPTED_FOR.toDays()) : day);
    Path file =
        console.directory().resolve(String.valueOf(Options.find(arguments, WRITE_BASELINE)));
    boolean written = ReportFile.write(file, text, WRITE_BASELINE, view);
    if (written) {
      view.note("What was found is accepted in " + Console.shown(file) + ".");
    }
    return written;
  }

  private static LocalDate today(Clock clock) {
    return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static int number(ParseResult arguments, String option, int catalogue, int otherwise) {
    int known = catalogue == 0 ? otherwise : catalogue;
    return Math.clamp(arguments.matchedOptionValue(option, known), 1, Catalogue.MOST);
  }
}
