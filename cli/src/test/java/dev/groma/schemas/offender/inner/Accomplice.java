package dev.groma.schemas.offender.inner;

import dev.groma.schemas.offender.Upstart;

/// The other half of a cycle of packages.
public final class Accomplice {
  public void help(Upstart upstart) {
    upstart.climb();
  }
}
