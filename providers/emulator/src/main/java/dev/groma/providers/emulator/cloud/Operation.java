package dev.groma.providers.emulator.cloud;

import dev.groma.providers.emulator.http.Response;

/// What one operation of a cloud does. Calls of one emulator run one after the other, so that an
/// operation sees and changes its world alone.
@FunctionalInterface
public interface Operation {
  /// Performs the call.
  ///
  /// @throws Refused if a rule forbids it; the world must then be unchanged
  Response perform(Call call);
}
