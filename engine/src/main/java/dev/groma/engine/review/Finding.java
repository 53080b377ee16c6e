package dev.groma.engine.review;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something a reviewer of a plan should know, found by one rule. Holds no sensitive value.
///
/// @param rule the stable, dotted name of the rule: `risk.tunnel-down`, `link.psk`, `policy.NAME`
/// @param kind what sort of rule that is
/// @param level how much it matters
/// @param summary the headline, the same for all findings of the rule
/// @param detail what was found, why it matters and what can be done
/// @param addresses the instances concerned, the first of them the subject; may be empty
/// @param places where they are declared, those that are known
public record Finding(
    String rule,
    Kind kind,
    Level level,
    Doc summary,
    Doc detail,
    List<InstanceAddress> addresses,
    List<SourceRange> places) {
  /// What sort of rule made a finding.
  public enum Kind {
    /// What a change does to traffic.
    RISK,
    /// Two ends of one link that do not fit.
    LINK,
    /// A rule of the user's.
    POLICY,
    /// A condition, `check` or diagnostic of the configuration.
    CHECK
  }

  /// How much a finding matters, the worst first.
  public enum Level {
    /// Must not be applied: what results cannot work, or a policy denies it.
    BLOCKING,
    /// Traffic is lost, or data.
    HIGH,
    /// Traffic is interrupted for a bounded time, or may be.
    MEDIUM,
    /// Good to know.
    LOW
  }

  /// Copies the lists.
  public Finding {
    addresses = List.copyOf(addresses);
    places = List.copyOf(places);
  }

  /// The instance that the finding is about; null when it is about the plan as a whole.
  public @Nullable InstanceAddress subject() {
    return addresses.isEmpty() ? null : addresses.getFirst();
  }
}
