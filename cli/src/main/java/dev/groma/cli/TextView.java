package dev.groma.cli;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Proof;
import dev.groma.engine.render.CallCounts;
import dev.groma.engine.render.PlanText;
import dev.groma.engine.render.PreflightText;
import dev.groma.engine.render.Profile;
import dev.groma.engine.render.ProgressText;
import dev.groma.engine.render.Style;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Tells people what a run does, in the form that they know.
final class TextView implements View {
  private static final int WIDTH = 78;

  private final Console console;
  private final Style style;
  private final Report report;
  private final boolean inAutomation;

  private TextView(Console console, Style style, boolean compactWarnings) {
    this.console = console;
    this.style = style;
    this.report = new Report(console, style, compactWarnings);
    this.inAutomation = console.variable("TF_IN_AUTOMATION") != null;
  }

  /// The view that the options ask for.
  static TextView of(ParseResult arguments, Console console) {
    return new TextView(
        console, style(arguments, console), Options.isOn(arguments, Options.COMPACT_WARNINGS));
  }

  /// A sentence that stands out among other output.
  static String emphasised(String sentence, Console console, boolean plain) {
    boolean colour = !plain && console.terminal() && console.variable("NO_COLOR") == null;
    return colour ? "\u001b[1m\u001b[36m» " + sentence + "\u001b[0m" : "» " + sentence;
  }

  /// Colours on a terminal, unless they are not wanted.
  static Style style(ParseResult arguments, Console console) {
    boolean colour =
        console.terminal()
            && console.variable("NO_COLOR") == null
            && !Options.isOn(arguments, Options.NO_COLOR);
    return new Style(colour, WIDTH);
  }

  @Override
  public boolean isForPrograms() {
    return false;
  }

  @Override
  public void sources(SortedMap<String, SourceText> texts) {
    report.sources(texts);
  }

  @Override
  public void report(Collection<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      report.print(diagnostics);
    }
  }

  @Override
  public Event.Listener listener() {
    return event ->
        ProgressText.line(event, style)
            .ifPresent(line -> {
              console.out().println(line);
              console.out().flush();
            });
  }

  @Override
  public void note(String text) {
    console.out().println(text);
    console.out().flush();
  }

  @Override
  public void plan(Plan plan) {
    console.out().print(PlanText.render(plan, style));
    console.out().flush();
  }

  @Override
  public void preflight(List<Proof> proofs) {
    console.out().print(PreflightText.of(proofs, style));
    console.out().flush();
  }

  @Override
  public void calls(CallCounts counts) {
    console.out().print(counts.text());
    console.out().flush();
  }

  @Override
  public void profile(Profile profile) {
    console.out().print(profile.text());
    console.out().flush();
  }

  @Override
  public void howToApply(Plan plan, @Nullable String file) {
    if (plan.errored() || (file == null && !plan.hasChanges()) || inAutomation) {
      return;
    }
    console.out().print(PlanText.epilogue(file, style));
  }

  @Override
  public void applied(Plan plan, ApplyResult result, boolean complete) {
    Plan.Counts done = result.done();
    boolean destroy = plan.mode() == Mode.DESTROY;
    if (complete) {
      console.out().print(ProgressText.applied(done, destroy, style));
      console.out().print(ProgressText.outputs(result.state().outputs(), style));
    } else {
      String counts =
          destroy
              ? done.destroy() + " destroyed."
              : "%d added, %d changed, %d destroyed."
                  .formatted(done.add(), done.change(), done.destroy());
      String left = result.skipped() == 0 ? "" : " Not begun: " + result.skipped() + " changes.";
      console
          .out()
          .println(
              "\n"
                  + (destroy ? "Destroy" : "Apply")
                  + " incomplete. Resources: "
                  + counts
                  + left
                  + " What was done is recorded; the same command goes on from there.");
    }
    console.out().flush();
  }
}
