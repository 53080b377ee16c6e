package dev.groma.cli;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Proof;
import dev.groma.engine.render.CallCounts;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Tells everything, and remembers the diagnostics.
///
/// @param shown tells it
/// @param told takes the diagnostics
record RecordingView(View shown, List<Diagnostic> told) implements View {
  @Override
  public boolean isForPrograms() {
    return shown.isForPrograms();
  }

  @Override
  public void sources(SortedMap<String, SourceText> texts) {
    shown.sources(texts);
  }

  @Override
  public void report(Collection<Diagnostic> diagnostics) {
    told.addAll(diagnostics);
    shown.report(diagnostics);
  }

  @Override
  public Event.Listener listener() {
    return shown.listener();
  }

  @Override
  public void note(String text) {
    shown.note(text);
  }

  @Override
  public void plan(Plan plan) {
    shown.plan(plan);
  }

  @Override
  public void preflight(List<Proof> proofs) {
    shown.preflight(proofs);
  }

  @Override
  public void calls(CallCounts counts) {
    shown.calls(counts);
  }

  @Override
  public void howToApply(Plan plan, @Nullable String file) {
    shown.howToApply(plan, file);
  }

  @Override
  public void applied(Plan plan, ApplyResult result, boolean complete) {
    shown.applied(plan, result, complete);
  }
}
