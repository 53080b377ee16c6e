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
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Keeps the diagnostics of a run, to be told later and elsewhere, and shows nothing.
final class GatheredView implements View {
  private final SortedMap<String, SourceText> sources = new ConcurrentSkipListMap<>();
  private final Queue<Diagnostic> diagnostics = new ConcurrentLinkedQueue<>();

  /// What was told, each once, in its order.
  List<Diagnostic> diagnostics() {
    return diagnostics.stream().distinct().toList();
  }

  /// The texts that the diagnostics point into.
  SortedMap<String, SourceText> sources() {
    return sources;
  }

  @Override
  public boolean isForPrograms() {
    return true;
  }

  @Override
  public void sources(SortedMap<String, SourceText> texts) {
    sources.putAll(texts);
  }

  @Override
  public void report(Collection<Diagnostic> found) {
    diagnostics.addAll(found);
  }

  @Override
  public Event.Listener listener() {
    return _ -> {};
  }

  @Override
  public void note(String text) {}

  @Override
  public void plan(Plan plan) {}

  @Override
  public void preflight(List<Proof> proofs) {}

  @Override
  public void calls(CallCounts counts) {}

  @Override
  public void profile(Profile profile) {}

  @Override
  public void howToApply(Plan plan, @Nullable String file) {}

  @Override
  public void applied(Plan plan, ApplyResult result, boolean complete) {}
}
