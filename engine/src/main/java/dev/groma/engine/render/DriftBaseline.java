package dev.groma.engine.render;

import dev.groma.engine.drift.DriftClass;
import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.DriftReport;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.StackDrift;
import dev.groma.schemas.address.AddressPattern;
import dev.groma.schemas.value.Value;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Baseline files: what drift is accepted, as YAML whose texts are quoted as in JSON.
public final class DriftBaseline {
  private final StringBuilder out = new StringBuilder("version: 1\naccepted:");
  private boolean empty = true;

  private DriftBaseline() {}

  /// A file that accepts what was accepted before and found again, and all that counts in `report`.
  ///
  /// @param kept what was accepted before
  /// @param owner who answers for what is new
  /// @param reason why it is as it is
  /// @param expires the last day on which it is accepted
  public static String render(
      List<Excuse.Accepted> kept,
      DriftReport report,
      String owner,
      String reason,
      LocalDate expires) {
    DriftBaseline file = new DriftBaseline();
    kept.forEach(entry ->
        file.entry(
            entry.stack() == null ? null : entry.stack().toString(),
            entry.address().toString(),
            entry.path() == null ? null : entry.path().toString(),
            entry.driftClass(),
            entry.observed(),
            entry));
    for (StackDrift stack : report.stacks()) {
      for (Drifted one : stack.counting()) {
        for (DriftItem item : one.items()) {
          if (item.excuse() == null) {
            file.item(stack, one, item, owner, reason, expires);
          }
        }
      }
    }
    return file.out.append(file.empty ? " []\n" : "").toString();
  }

  private void item(
      StackDrift stack,
      Drifted one,
      DriftItem item,
      String owner,
      String reason,
      LocalDate expires) {
    boolean whole = item.difference().path().steps().isEmpty();
    AddressPattern.parse(one.address().toString())
        .ifPresent(address ->
            entry(
                stack.name(),
                one.address().toString(),
                whole ? null : item.difference().path().toString(),
                item.driftClass(),
                item.observed(),
                new Excuse.Accepted(null, address, null, null, null, owner, reason, expires)));
  }

  private void entry(
      @Nullable String stack,
      String address,
      @Nullable String path,
      @Nullable DriftClass driftClass,
      @Nullable Value observed,
      Excuse.Accepted who) {
    out.append(empty ? "\n" : "");
    empty = false;
    String indent = "  - ";
    if (stack != null) {
      out.append(indent).append("stack: ").append(quoted(stack)).append('\n');
      indent = "    ";
    }
    out.append(indent).append("address: ").append(quoted(address)).append('\n');
    member("path", path == null ? null : quoted(path));
    member("class", driftClass == null ? null : driftClass.word());
    member("observed", observed == null ? null : DriftWords.json(observed).line());
    member("owner", quoted(who.owner()));
    member("reason", quoted(who.reason()));
    member("expires", quoted(who.expires().toString()));
  }

  private void member(String name, @Nullable String value) {
    if (value != null) {
      out.append("    ").append(name).append(": ").append(value).append('\n');
    }
  }

  private static String quoted(String text) {
    return new Json.Text(text).line();
  }
}
