package dev.groma.providers.huaweicloud.gm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a look at certificates found.
///
/// @param faults what makes them unusable
/// @param end when the first of them expires, as far as they can be read
/// @param notes what to know of them although they can be used, as sentences
public record Findings(List<Fault> faults, Optional<Instant> end, List<String> notes) {
  /// Copies the lists.
  public Findings {
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }

  /// What is wrong with the certificates of a CA in the argument `field`.
  ///
  /// @param now the time, or null when validity is not judged
  public static Findings ofAuthorities(String field, String text, @Nullable Instant now) {
    Authorities found = Authorities.read(field, text, now);
    return new Findings(found.faults(), found.end(), List.of());
  }
}
