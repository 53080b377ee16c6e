package dev.groma.cli;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Proof;
import dev.groma.engine.render.CallCounts;
import dev.groma.engine.render.JsonLog;
import dev.groma.engine.render.Profile;
import dev.groma.engine.render.TestLog;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells programs what a run does: one JSON object per line, the first of them the version.
final class JsonView implements View {
  private final SortedMap<String, SourceText> sources = new ConcurrentSkipListMap<>();
  private final JsonLog log;

  JsonView(Console console) {
    this(line -> {
      console.out().println(line);
      console.out().flush();
    });
  }

  /// @param sink takes the lines, without their ends
  JsonView(Consumer<String> sink) {
    log = new JsonLog(Clock.systemUTC(), sources::get, sink);
    log.version(VersionCommand.VERSION);
  }

  /// The lines about tests.
  TestLog tests() {
    return new TestLog(log);
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
  public void report(Collection<Diagnostic> diagnostics) {
    diagnostics.forEach(log::diagnostic);
  }

  @Override
  public Event.Listener listener() {
    return log;
  }

  @Override
  public void note(String text) {}

  @Override
  public void plan(Plan plan) {
    log.plan(plan);
  }

  @Override
  public void preflight(List<Proof> proofs) {
    log.preflight(proofs);
  }

  @Override
  public void calls(CallCounts counts) {
    log.calls(counts);
  }

  @Override
  public void profile(Profile profile) {
    log.profile(profile);
  }

  @Override
  public void howToApply(Plan plan, @Nullable String file) {}

  @Override
  public void applied(Plan plan, ApplyResult result, boolean complete) {
    if (complete) {
      log.applied(result.done(), plan.mode(), result.state().outputs());
    }
  }
}
