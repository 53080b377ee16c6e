package dev.groma.providers.emulator.ksyun;

import java.util.ArrayList;
import java.util.List;

/// The projects whose things a `Describe` operation shows.
final class Projects {
  private Projects() {}

  /// Those that `ProjectId` or `ProjectId.N` name; without any, the default one only.
  static List<String> asked(Parameters parameters) {
    var asked = new ArrayList<>(parameters.numbered("ProjectId"));
    parameters.find("ProjectId").ifPresent(asked::add);
    return asked.isEmpty() ? List.of(KsyunCall.DEFAULT_PROJECT) : List.copyOf(asked);
  }
}
