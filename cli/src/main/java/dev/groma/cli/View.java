package dev.groma.cli;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Proof;
import dev.groma.engine.render.CallCounts;
import dev.groma.engine.render.Profile;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/// Tells what a run does: [TextView] to people, [JsonView] to programs, [BothViews] to both,
/// [GatheredView] to whoever asks afterwards.
sealed interface View permits TextView, JsonView, BothViews, GatheredView {
  /// The view that the options ask for.
  static View of(ParseResult arguments, Console console) {
    View shown =
        Options.isOn(arguments, Options.JSON)
            ? new JsonView(console)
            : TextView.of(arguments, console);
    String file = Options.find(arguments, Options.JSON_INTO);
    return file == null
        ? shown
        : new BothViews(
            shown, new JsonView(new LineFile(console.directory().resolve(file), shown)));
  }

  /// True when this shows JSON, so that nobody can be asked.
  boolean isForPrograms();

  /// Adds texts that diagnostics point into.
  void sources(SortedMap<String, SourceText> texts);

  /// Tells diagnostics; the order is theirs.
  void report(Collection<Diagnostic> diagnostics);

  /// Tells one diagnostic.
  default void report(Diagnostic diagnostic) {
    report(List.of(diagnostic));
  }

  /// Watches a run.
  Event.Listener listener();

  /// Tells something that programs need not know.
  void note(String text);

  /// Shows a plan.
  void plan(Plan plan);

  /// Shows what the clouds said when they were asked about the changes of a plan.
  void preflight(List<Proof> proofs);

  /// Shows how often the clouds were called.
  void calls(CallCounts counts);

  /// Shows where the time of the run went.
  void profile(Profile profile);

  /// Says how to apply the plan that was shown.
  ///
  /// @param file where it was saved, or null
  void howToApply(Plan plan, @Nullable String file);

  /// Tells the outcome of an apply.
  ///
  /// @param complete everything that was planned was done and is recorded
  void applied(Plan plan, ApplyResult result, boolean complete);
}
