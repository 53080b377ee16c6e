package dev.groma.cli;

import dev.groma.cli.forge.Forge;
import dev.groma.cli.forge.ForgeException;
import dev.groma.cli.forge.Forges;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.policy.PolicyReview;
import dev.groma.engine.render.review.Budget;
import dev.groma.engine.render.review.Format;
import dev.groma.engine.render.review.Gate;
import dev.groma.engine.render.review.Markdown;
import dev.groma.engine.render.review.PlanDocument;
import dev.groma.engine.render.review.Review;
import dev.groma.engine.render.review.ReviewJson;
import dev.groma.engine.render.review.Words;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.crypto.Encryption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma review`: shows a plan to those who have to say yes or no to it.
///
/// Standard output holds the rendering that was asked for and nothing else; what happens meanwhile
/// is told on standard error.
final class ReviewCommand implements Command {
  /// The exit code of a plan that something named in `-fail-on` stops.
  private static final int STOPPED = 4;

  private static final String FORMAT = "-format";
  private static final String WRITE = "-write";
  private static final String POST = "-post";
  private static final String FAIL_ON = "-fail-on";
  private static final String BUDGET = "-budget";
  private static final String LINK = "-link";
  private static final String LANGUAGE = "-lang";
  private static final String STACK = "-stack";
  private static final String SUMMARY = "-step-summary";

  @Override
  public String name() {
    return "review";
  }

  @Override
  public String description() {
    return "Show a plan to its reviewers: as a comment, a page, or a report.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(
        Options.parameter(
            "PLAN",
            "A saved plan, a review, or a document of \"show -json\"; - for standard input. Without"
                + " it, a plan is made."));
    spec.addOption(
        Options.value(
            FORMAT,
            "FORMAT",
            "What to print: markdown, the default; html, json, junit, sarif, gitlab or none."));
    spec.addOption(Options.flag(Options.JSON, "The same as -format=json."));
    spec.addOption(
        Options.values(
            WRITE, "FORMAT=FILE", "Write this rendering to a file; may be given several times."));
    spec.addOption(
        Options.flag(
            SUMMARY, "Add the Markdown to the summary of the job: to $GITHUB_STEP_SUMMARY."));
    spec.addOption(
        Options.value(
            POST,
            "PLATFORM",
            "Write the Markdown as a comment on the pull or merge request, or change the one that"
                + " is there: github, gitlab or gitee."));
    spec.addOption(Options.value("-repo", "NAME", "The repository or project of -post."));
    spec.addOption(Options.value("-pr", "NUMBER", "The pull or merge request of -post."));
    spec.addOption(
        Options.value("-api-url", "URL", "The address of the API of -post, where it is another."));
    spec.addOption(
        Options.values(
            FAIL_ON, "WHAT", "Exit with 4 when the plan does this: " + Gate.NAMES + "."));
    spec.addOption(
        Options.value(
            BUDGET,
            "N",
            "How many characters the Markdown may have, 0 for any number; 65536 for GitHub, 1000000"
                + " for GitLab, otherwise 10000 by default."));
    spec.addOption(Options.value(LINK, "URL", "Where the full report is."));
    spec.addOption(Options.value(LANGUAGE, "en|zh", "The language; that of LANG by default."));
    spec.addOption(
        Options.value(
            STACK, "NAME", "What the plan is about; by default the directory in its repository."));
    spec.addOption(Options.flag("-destroy", "Plan to destroy everything."));
    Options.declarePlan(spec);
    Options.declareWorld(spec);
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(Options.flag(Options.COMPACT_WARNINGS, "Print only the headlines of warnings."));
  }

  /// What the command line asks for.
  ///
  /// @param printed the format on standard output, or null for none
  /// @param files the formats by file
  /// @param forge where to write a comment, or null
  /// @param budget how long the comment may be
  private record Asked(
      @Nullable Format printed,
      List<Target> files,
      @Nullable Forge forge,
      int budget,
      Words.Language language,
      List<Gate> gates) {
    Format.Options options(ParseResult arguments, Console console, int most) {
      return new Format.Options(
          language,
          most,
          Options.find(arguments, LINK),
          gates,
          VersionCommand.VERSION,
          Reviewed.inRepository(console));
    }
  }

  private record Target(Format format, String file) {}

  @Override
  public int run(ParseResult arguments, Console console) {
    Console quiet = console.beside();
    GatheredView told = new GatheredView();
    View view = new BothViews(TextView.of(arguments, quiet), told);
    Optional<Asked> asked = asked(arguments, console, view);
    Optional<PlanOptions> options = asked.flatMap(_ -> PlanArguments.of(arguments, view));
    if (asked.isEmpty() || options.isEmpty()) {
      return 1;
    }
    String given = Options.find(arguments, STACK);
    String stack = given == null ? Reviewed.stack(console) : given;
    String plan = Options.parameter(arguments);
    Optional<Policies> policies = Policies.of(arguments, quiet, view);
    Optional<Review> found =
        policies.flatMap(judges ->
            plan == null
                ? make(arguments, options.get(), judges, quiet, view, stack)
                : read(plan, given, stack, arguments, console, view)
                    .flatMap(
                        one -> one.judged(judges, options.get().rules(), plan, console, view)));
    if (plan != null && policies.isPresent() && found.isEmpty()) {
      return 1;
    }
    // A plan that could not be made has a review that says so, so that no comment about an earlier
    // plan stays behind.
    Review review =
        found.orElseGet(
            () -> Reviewed.failed(stack, Workspaces.of(quiet).current(), told.diagnostics()));
    boolean done = tell(review, asked.get(), arguments, console, view);
    if (!done || review.errored()) {
      return 1;
    }
    return stops(review, asked.get().gates(), quiet) ? STOPPED : 0;
  }

  private static boolean stops(Review review, List<Gate> gates, Console quiet) {
    List<String> stopping =
        gates.stream().filter(gate -> gate.stops().test(review)).map(Gate::name).toList();
    if (!stopping.isEmpty()) {
      quiet.out().println("Stopped by -fail-on: " + String.join(", ", stopping) + ".");
    }
    return !stopping.isEmpty();
  }

  // What is asked for

  private static Optional<Asked> asked(ParseResult arguments, Console console, View view) {
    List<Diagnostic> wrong = new ArrayList<>();
    Forges forges = new Forges(console.environment());
    @Nullable Forge forge = forge(arguments, forges, wrong);
    Asked asked =
        new Asked(
            printed(arguments, wrong),
            targets(arguments, wrong),
            forge,
            budget(arguments, forges, wrong),
            language(arguments, console, wrong),
            gates(arguments, wrong));
    if (Options.isOn(arguments, SUMMARY) && console.variable("GITHUB_STEP_SUMMARY") == null) {
      wrong.add(
          usage(
              "There is no job summary",
              "-step-summary adds to the file that GITHUB_STEP_SUMMARY names, which is not set. Use"
                  + " it in a job of GitHub Actions, or -write markdown=FILE."));
    }
    view.report(wrong);
    return wrong.isEmpty() ? Optional.of(asked) : Optional.empty();
  }

  private static Diagnostic usage(String summary, String detail) {
    return Diagnostic.error("cli.review", summary, detail);
  }

  private static @Nullable Format printed(ParseResult arguments, List<Diagnostic> wrong) {
    String name = Options.find(arguments, FORMAT);
    if (name == null) {
      return Options.isOn(arguments, Options.JSON) ? Format.JSON : Format.MARKDOWN;
    }
    Optional<Format> format = Format.of(name);
    if (format.isEmpty() && !name.equals("none")) {
      wrong.add(unknown(name));
    }
    return format.orElse(null);
  }

  private static Diagnostic unknown(String name) {
    return usage(
        "Unknown format",
        "There is no format \""
            + name
            + "\". The formats are markdown, html, json, junit, sarif and gitlab.");
  }

  private static List<Target> targets(ParseResult arguments, List<Diagnostic> wrong) {
    List<Target> all = new ArrayList<>();
    for (String text : Options.all(arguments, WRITE)) {
      int sign = text.indexOf('=');
      if (sign < 0 || sign == text.length() - 1) {
        wrong.add(
            usage(
                "No file for a format",
                "\"" + text + "\" in -write must be FORMAT=FILE, such as html=review.html."));
        continue;
      }
      String name = text.substring(0, sign);
      Format.of(name)
          .ifPresentOrElse(
              format -> all.add(new Target(format, text.substring(sign + 1))),
              () -> wrong.add(unknown(name)));
    }
    return all;
  }

  private static @Nullable Forge forge(
      ParseResult arguments, Forges forges, List<Diagnostic> wrong) {
    String name = Options.find(arguments, POST);
    if (name == null) {
      return null;
    }
    Optional<Forge.Kind> kind = Forge.Kind.of(name);
    if (kind.isEmpty()) {
      wrong.add(
          usage(
              "Unknown platform", "-post must be github, gitlab or gitee, not \"" + name + "\"."));
      return null;
    }
    try {
      return forges.find(
          kind.get(),
          new Forges.Given(
              Options.find(arguments, "-api-url"),
              Options.find(arguments, "-repo"),
              Options.find(arguments, "-pr")));
    } catch (ForgeException e) {
      wrong.add(usage("The request to comment on is not known", String.valueOf(e.getMessage())));
      return null;
    }
  }

  private static int budget(ParseResult arguments, Forges forges, List<Diagnostic> wrong) {
    String text = Options.find(arguments, BUDGET);
    if (text == null) {
      String name = Options.find(arguments, POST);
      Forge.Kind kind = (name == null ? forges.here() : Forge.Kind.of(name)).orElse(null);
      return switch (kind) {
        case GITHUB -> Budget.GITHUB;
        case GITLAB -> Budget.GITLAB;
        case GITEE -> Budget.OTHERS;
        case null -> Budget.OTHERS;
      };
    }
    if (text.matches("\\d{1,9}")) {
      int n = Integer.parseInt(text);
      return n == 0 ? Budget.NONE : n;
    }
    wrong.add(usage("Unknown budget", "-budget must be a number, not \"" + text + "\"."));
    return Budget.OTHERS;
  }

  private static Words.Language language(
      ParseResult arguments, Console console, List<Diagnostic> wrong) {
    String given = Options.find(arguments, LANGUAGE);
    if (given != null) {
      if (!given.equals("en") && !given.equals("zh")) {
        wrong.add(usage("Unknown language", "-lang must be en or zh, not \"" + given + "\"."));
      }
      return Words.Language.ofLocale(given);
    }
    for (String name : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
      String locale = console.variable(name);
      if (locale != null) {
        return Words.Language.ofLocale(locale);
      }
    }
    return Words.Language.EN;
  }

  private static List<Gate> gates(ParseResult arguments, List<Diagnostic> wrong) {
    List<Gate> gates = new ArrayList<>();
    for (String list : Options.all(arguments, FAIL_ON)) {
      for (String name : list.split(",", -1)) {
        Gate.of(name.strip())
            .ifPresentOrElse(
                gates::add,
                () ->
                    wrong.add(
                        usage(
                            "Unknown condition",
                            "\"" + name + "\" in -fail-on is none of: " + Gate.NAMES + ".")));
      }
    }
    return gates;
  }

  // Where the review comes from

  /// Plans. Nothing when that fails, or when a policy cannot be asked, which is reported.
  private static Optional<Review> make(
      ParseResult arguments,
      PlanOptions options,
      Policies policies,
      Console quiet,
      View view,
      String stack) {
    Optional<Session> opened =
        Inputs.load(arguments, quiet, view, options.mode())
            .flatMap(inputs -> Session.open(arguments, quiet, view, "Plan", inputs));
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Session session = opened.get()) {
      // Links whose ends do not fit are findings here, beside all that is planned.
      RuleSet rules = policies.rules(options.rules());
      PlanOptions asked = options.withRules(rules.without(List.of("link.*")));
      PlanResult planned = session.planAndAsk(asked, session.now()).orElse(null);
      Plan plan = planned == null ? null : planned.plan();
      if (planned == null || plan == null) {
        return Optional.empty();
      }
      PolicyReview.Outcome outcome = policies.ask(plan, rules, session);
      view.report(outcome.diagnostics());
      return Diagnostic.hasErrors(outcome.diagnostics())
          ? Optional.empty()
          : Optional.of(
              Reviewed.of(planned, rules, outcome.findings(), stack, session.workspace()));
    }
  }

  /// What was read.
  ///
  /// @param saved the plan that it is about; null when it is a document that holds more or less
  ///   than policies may see
  private record Read(Review review, @Nullable PlanFile saved) {
    /// The review as `policies` and `rules` judge it; nothing after an error, which is reported.
    Optional<Review> judged(
        Policies policies, RuleSet rules, String name, Console console, View view) {
      if (saved != null) {
        return policies.judge(review, saved.json(), rules, Clouds.context(console, null), view);
      }
      if (policies.isEmpty()) {
        return Optional.of(review.judged(policies.rules(rules), Set.of(), List.of()));
      }
      view.report(
          usage(
              "Policies cannot judge this document",
              Policies.OPTION
                  + " judges a plan that is made now, or one that \"groma plan -out\" has saved. "
                  + name
                  + " is neither: a review does not hold what policies ask about, and a document of"
                  + " \"show -json\" may hold sensitive values, which a message could tell. Name a"
                  + " saved plan, or leave the option out."));
      return Optional.empty();
    }
  }

  private static Optional<Read> read(
      String name,
      @Nullable String given,
      String stack,
      ParseResult arguments,
      Console console,
      View view) {
    try {
      Path file = console.directory().resolve(name);
      String workspace = Workspaces.of(console).current();
      if (name.equals("-")) {
        String text = console.in().lines().collect(Collectors.joining("\n"));
        return parsed(text, "standard input", given, stack, workspace, view)
            .map(review -> new Read(review, null));
      }
      if (PlanFile.isOne(file)) {
        return encryption(file, arguments, console, view)
            .flatMap(encryption -> PlanFile.read(file, name, encryption, view))
            .flatMap(saved -> {
              String text = saved.review().isEmpty() ? saved.json() : saved.review();
              return parsed(text, name, given, stack, saved.workspace(), view)
                  .map(review -> new Read(review, saved));
            });
      }
      return parsed(Files.readString(file), name, given, stack, workspace, view)
          .map(review -> new Read(review, null));
    } catch (IOException | UncheckedIOException e) {
      view.report(
          Diagnostic.error(
              "review.unreadable",
              "Nothing to review",
              name
                  + " cannot be read: "
                  + e.getMessage()
                  + ". Name a file that \"groma plan -out\" has saved, or leave it out to make a"
                  + " plan now."));
      return Optional.empty();
    }
  }

  /// How the saved plan in `file` is encrypted. Where it is not, no configuration is looked at.
  private static Optional<Encryption> encryption(
      Path file, ParseResult arguments, Console console, View view) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!PlanEnvelope.isOne(in.readNBytes(PlanEnvelope.magicLength()))) {
        return Optional.of(Encryption.NONE);
      }
    }
    return Sealing.of(arguments, console, view)
        .flatMap(settings -> Sealing.reporting(view, found -> settings.plan(found::add)))
        .map(Encryption::forGiven);
  }

  private static Optional<Review> parsed(
      String text, String name, @Nullable String given, String stack, String workspace, View view) {
    Optional<Review> review =
        ReviewJson.read(text)
            .map(found -> given == null ? found : found.about(given))
            .or(() -> PlanDocument.read(text, stack, workspace));
    if (review.isEmpty()) {
      view.report(
          Diagnostic.error(
              "review.foreign",
              "Nothing to review",
              "What "
                  + name
                  + " holds is neither a saved plan, nor a review, nor the document of \"show"
                  + " -json\" of a plan. Save a plan with \"groma plan -out=FILE\", or leave it out"
                  + " to make a plan now."));
    }
    return review;
  }

  // Where it goes

  private static boolean tell(
      Review review, Asked asked, ParseResult arguments, Console console, View view) {
    List<Diagnostic> wrong = new ArrayList<>();
    Format.Options usual = asked.options(arguments, console, asked.budget());
    for (Target target : asked.files()) {
      save(target, target.format().render(review, usual), console, wrong);
    }
    if (Options.isOn(arguments, SUMMARY)) {
      String text =
          Format.MARKDOWN.render(review, asked.options(arguments, console, Budget.STEP_SUMMARY));
      append(String.valueOf(console.variable("GITHUB_STEP_SUMMARY")), text, wrong);
    }
    if (asked.forge() != null) {
      post(review, usual, asked.forge(), console, view, wrong);
    }
    if (asked.printed() != null) {
      console.out().print(asked.printed().render(review, usual));
      console.out().flush();
    }
    view.report(wrong);
    return wrong.isEmpty();
  }

  private static void save(Target target, String text, Console console, List<Diagnostic> wrong) {
    Path file = console.directory().resolve(target.file());
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      wrong.add(unwritable(target.file(), e));
    }
  }

  private static void append(String file, String text, List<Diagnostic> wrong) {
    try {
      Files.writeString(Path.of(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      wrong.add(unwritable(file, e));
    }
  }

  private static Diagnostic unwritable(String file, IOException e) {
    return Diagnostic.error(
        "review.unwritable",
        "Failed to write the review",
        file + " could not be written: " + e + ". Name a place that you can write to.");
  }

  private static void post(
      Review review,
      Format.Options options,
      Forge forge,
      Console console,
      View view,
      List<Diagnostic> wrong) {
    try {
      String text = Format.MARKDOWN.render(review, options);
      String proxy = new Forges(console.environment()).proxy(forge);
      String place = forge.write(Markdown.marker(review), text, proxy);
      view.note(forge.name() + ": " + place);
    } catch (ForgeException e) {
      wrong.add(
          Diagnostic.error(
              "review.not-posted",
              "The comment could not be written",
              String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      wrong.add(
          Diagnostic.error(
              "review.not-posted", "The comment could not be written", "It was interrupted."));
    }
  }
}
