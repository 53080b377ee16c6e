package dev.groma.engine.render;

import dev.groma.engine.plan.Change;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Effect;

/// What changes do to traffic, in words.
public final class Effects {
  private Effects() {}

  /// What the change of an attribute in place does; empty for nothing.
  static String ofUpdate(Effect effect) {
    return switch (effect) {
      case NONE, REPLACES -> "";
      case RENEGOTIATES -> "tunnel renegotiates at the next SA lifetime";
      case INTERRUPTS -> "traffic is interrupted while this is changed";
    };
  }

  /// True when `change` takes away an object that carries traffic.
  public static boolean isFelt(Change change) {
    return change.action().deletes()
        && !change.provider().provider().equals(ProviderAddress.BUILTIN)
        && BlockText.carriesTraffic(change.schema().block());
  }

  /// What the deletion or replacement of an object does; empty for nothing.
  static String ofObject(Change change) {
    if (!isFelt(change)) {
      return "";
    }
    return switch (change.action()) {
      case DELETE_THEN_CREATE ->
          "what it carries is down from its deletion until the new one is ready";
      case CREATE_THEN_DELETE -> "what it carries is interrupted when the new one takes over";
      case DELETE -> "what it carries goes down";
      case NO_OP, CREATE, READ, UPDATE, FORGET, CREATE_THEN_FORGET -> "";
    };
  }
}
