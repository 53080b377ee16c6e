package dev.groma.schemas.offender;

import java.util.List;

/// Prints by a method reference, so that the rule is known to see those as well.
public final class Loudmouth {
  public List<String> shout(List<String> names) {
    return names.stream().map(System::getenv).toList();
  }
}
