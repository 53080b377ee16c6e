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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells everything twice.
///
/// @param shown tells it to whoever runs the command
/// @param written tells it to a file
record BothViews(View shown, View written) implements View {
  private void each(Consumer<View> telling) {
    telling.accept(shown);
    telling.accept(written);
  }

  @Override
  public boolean isForPrograms() {
    return shown.isForPrograms();
  }

  @Override
  public void sources(SortedMap<String, SourceText> texts) {
    each(view -> view.sources(texts));
  }

  @Override
  public void report(Collection<Diagnostic> diagnostics) {
    each(view -> view.report(diagnostics));
  }

  @Override
  public Event.Listener listener() {
    Event.Listener first = shown.listener();
    Event.Listener second = written.listener();
    return new Event.Listener() {
      @Override
      public void accept(Event event) {
        first.accept(event);
        second.accept(event);
      }

      @Override
      public void diagnostic(Diagnostic diagnostic) {
        first.diagnostic(diagnostic);
        second.diagnostic(diagnostic);
      }
    };
  }

  @Override
  public void note(String text) {
    each(view -> view.note(text));
  }

  @Override
  public void plan(Plan plan) {
    each(view -> view.plan(plan));
  }

  @Override
  public void preflight(List<Proof> proofs) {
    each(view -> view.preflight(proofs));
  }

  @Override
  public void calls(CallCounts counts) {
    each(view -> view.calls(counts));
  }

  @Override
  public void profile(Profile profile) {
    each(view -> view.profile(profile));
  }

  @Override
  public void howToApply(Plan plan, @Nullable String file) {
    each(view -> view.howToApply(plan, file));
  }

  @Override
  public void applied(Plan plan, ApplyResult result, boolean complete) {
    each(view -> view.applied(plan, result, complete));
  }
}
