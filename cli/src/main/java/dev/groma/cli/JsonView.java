package dev.groma.cli;

import dev.groma.engine.apply.ApplyResult;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Plan;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import java.util.Collection;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Tells programs what a run does: one JSON object per line.
final class JsonView implements View {
  private final Console console;

  JsonView(Console console) {
    this.console = console;
  }

  @Override
  public void sources(SortedMap<String, SourceText> texts) {}

  @Override
  public void report(Collection<Diagnostic> diagnostics) {}

  @Override
  public Event.Listener listener() {
    return Event.Listener.none();
  }

  @Override
  public void note(String text) {}

  @Override
  public void plan(Plan plan) {}

  @Override
  public void howToApply(Plan plan, @Nullable String file) {}

  @Override
  public void applied(Plan plan, ApplyResult result, boolean complete) {
    console.flush();
  }
}
