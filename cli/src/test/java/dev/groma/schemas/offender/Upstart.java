package dev.groma.schemas.offender;

import dev.groma.cli.Main;
import dev.groma.schemas.offender.inner.Accomplice;

/// Looks from the ground floor into the command line, and is in a cycle of packages.
public final class Upstart {
  public void climb() {
    Main.main(new String[0]);
    new Accomplice().help(this);
  }
}
