package dev.groma.providers.huaweicloud;

import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.huaweicloud.gm.Fault;
import dev.groma.schemas.diag.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a hook has to say about one type.
final class Said {
  private static final Duration SOON = Duration.ofDays(30);

  private final String type;
  private final List<Diagnostic> all = new ArrayList<>();

  Said(String type) {
    this.type = type;
  }

  List<Diagnostic> all() {
    return all;
  }

  void error(String name, String at, String detail) {
    all.add(
        Diagnostic.error(type + "." + name, "The configuration cannot be carried out", detail)
            .at(Facts.path(at)));
  }

  void warning(String name, String at, String detail) {
    all.add(
        Diagnostic.warning(type + "." + name, "Worth a second look", detail).at(Facts.path(at)));
  }

  /// Says what is wrong with certificates in the block or attribute `prefix`.
  void faults(List<Fault> faults, String prefix) {
    for (Fault fault : faults) {
      all.add(
          Diagnostic.error(
                  type + ".gm-" + fault.code(),
                  "A certificate or key cannot be used",
                  fault.detail())
              .at(Facts.path(prefix.isEmpty() ? fault.field() : prefix + "." + fault.field())));
    }
  }

  /// Warns when something ends within a month.
  void expiry(Instant end, Instant now, String at) {
    if (now.isBefore(end) && now.plus(SOON).isAfter(end)) {
      warning(
          "expires-soon",
          at,
          "A certificate expires at %s, in %d days. Connections end then: have new ones issued in time."
              .formatted(end, Duration.between(now, end).toDays()));
    }
  }
}
