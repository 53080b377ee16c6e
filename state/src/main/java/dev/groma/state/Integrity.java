package dev.groma.state;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What must hold in every state.
///
/// 1. A lineage is there as soon as the serial is above zero; the serial is not negative.
/// 2. An instance has an object.
/// 3. Deposed keys are eight lower-case hexadecimal digits; data resources have no deposed objects.
/// 4. Attributes are a JSON object.
/// 5. Pending operations have distinct ids.
final class Integrity {
  private Integrity() {}

  static List<Diagnostic> problems(State state) {
    List<Diagnostic> found = new ArrayList<>();
    if (state.serial() < 0 || (state.serial() > 0 && state.lineage().isEmpty())) {
      found.add(problem("The state has the serial " + state.serial() + " and no valid lineage."));
    }
    state.instances().forEach((address, instance) -> check(address, instance, found));
    Set<String> ids = new HashSet<>();
    for (PendingOperation operation : state.pending()) {
      if (!ids.add(operation.id())) {
        found.add(
            problem("The operation " + operation.id() + " is pending twice.")
                .about(operation.address().toString()));
      }
    }
    return found;
  }

  private static void check(InstanceAddress address, Instance instance, List<Diagnostic> found) {
    String name = address.toString();
    if (instance.isEmpty()) {
      found.add(problem("The instance has neither a current nor a deposed object.").about(name));
    }
    if (address.resource().mode() == ResourceMode.DATA && !instance.deposed().isEmpty()) {
      found.add(problem("A data resource cannot have deposed objects.").about(name));
    }
    instance
        .deposed()
        .forEach((key, object) -> {
          if (!isDeposedKey(key)) {
            found.add(
                problem("A deposed object has the key \"" + key + "\", not eight hex digits.")
                    .about(name));
          }
          checkObject(name, object, found);
        });
    StateObject current = instance.current();
    if (current != null) {
      checkObject(name, current, found);
    }
  }

  private static void checkObject(String name, StateObject object, List<Diagnostic> found) {
    if (!object.attributes().text().startsWith("{")) {
      found.add(problem("The attributes of an object are not a JSON object.").about(name));
    }
    if (object.schemaVersion() < 0) {
      found.add(problem("An object has a negative schema version.").about(name));
    }
  }

  static boolean isDeposedKey(String key) {
    return key.length() == 8
        && key.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  private static Diagnostic problem(String detail) {
    return Diagnostic.error(
            "state.invalid",
            "Invalid state",
            detail
                + " The state would not be usable, so it was not written. This is a bug in Groma.")
        .in(Category.INTERNAL);
  }
}
