package dev.groma.providers.spi;

import dev.groma.schemas.diag.Diagnostic;
import java.util.List;

/// What a call has to tell, in the order in which it was found.
///
/// @param all the diagnostics
public record Diagnostics(List<Diagnostic> all) {
  /// Nothing to tell.
  public static final Diagnostics NONE = new Diagnostics(List.of());

  /// Copies the list.
  public Diagnostics {
    all = List.copyOf(all);
  }

  /// These diagnostics.
  public static Diagnostics of(Diagnostic... some) {
    return new Diagnostics(List.of(some));
  }

  /// True when one is an error.
  public boolean hasErrors() {
    return Diagnostic.hasErrors(all);
  }
}
