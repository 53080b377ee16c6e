package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Plan;
import dev.groma.state.OutputValue;
import java.util.Optional;
import java.util.SortedMap;

/// What happens during a run, line by line, for people.
public final class ProgressText {
  private ProgressText() {}

  /// The line for `event`, without a line end; nothing for events that are not worth one.
  public static Optional<String> line(Event event, Style style) {
    if (event instanceof Event.ProvisionProgress said) {
      return Optional.of(
          style.bold(said.address() + " (" + said.type() + "):")
              + " "
              + Quoting.harmless(said.output()));
    }
    String text = text(event);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(style.bold(event.address() + ": " + text));
  }

  private static String text(Event event) {
    return switch (event) {
      case Event.ImportStart e ->
          (e.planning() ? "Preparing import..." : "Importing...") + Phrases.id(e.id());
      case Event.ImportComplete e -> "Import complete" + Phrases.id(e.id());
      case Event.RefreshStart e -> "Refreshing state..." + Phrases.id(e.id());
      case Event.RefreshComplete _ -> "";
      case Event.ApplyStart e ->
          Phrases.begun(e.action()) + "..." + (e.action() == Action.READ ? "" : Phrases.id(e.id()));
      case Event.ApplyProgress e ->
          "Still "
              + Phrases.begun(e.action()).toLowerCase(java.util.Locale.ROOT)
              + "... ["
              + Phrases.elapsed(e.elapsed())
              + " elapsed]"
              + (e.detail().isEmpty() ? "" : ", " + Quoting.harmless(e.detail()));
      case Event.ApplyComplete e ->
          Phrases.done(e.action())
              + " complete after "
              + Phrases.elapsed(e.elapsed())
              + (e.action() == Action.DELETE ? "" : Phrases.id(e.id()));
      case Event.ApplyErrored e ->
          Phrases.done(e.action()) + " failed after " + Phrases.elapsed(e.elapsed());
      case Event.EphemeralStart e -> Phrases.begun(e.operation()) + "...";
      case Event.EphemeralComplete e ->
          Phrases.done(e.operation()) + " complete after " + Phrases.elapsed(e.elapsed());
      case Event.EphemeralErrored e ->
          Phrases.done(e.operation()) + " failed after " + Phrases.elapsed(e.elapsed());
      case Event.ProvisionStart e -> "Provisioning with '" + e.type() + "'...";
      case Event.ProvisionProgress _, Event.ProvisionComplete _, Event.ProvisionErrored _ -> "";
    };
  }

  /// The last line of an apply.
  ///
  /// @param destroy whether its only purpose was to delete
  public static String applied(Plan.Counts counts, boolean destroy, Style style) {
    return "\n" + style.bold(style.green(Phrases.applied(counts, destroy))) + "\n";
  }

  /// The outputs after an apply; empty when there are none.
  public static String outputs(SortedMap<String, OutputValue> outputs, Style style) {
    return outputs.isEmpty()
        ? ""
        : "\n" + style.bold(style.green("Outputs:")) + "\n\n" + OutputText.all(outputs);
  }
}
