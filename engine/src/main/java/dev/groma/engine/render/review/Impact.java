package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.render.Effects;
import dev.groma.schemas.schema.Effect;
import java.util.Locale;

/// What traffic feels of a change, the worst first.
public enum Impact {
  /// What the object carries goes down and stays down.
  DOWN,
  /// What the object carries is down from its deletion until the new one is ready.
  DOWN_UNTIL_REPLACED,
  /// Traffic is interrupted while the change is made.
  INTERRUPTS,
  /// A new object takes over from the old one.
  TAKES_OVER,
  /// Tunnels take the new value when they renegotiate, at the end of the lifetime of their security
  /// association.
  RENEGOTIATES,
  /// Nothing.
  NONE;

  /// What the change of the whole object does, whatever its attributes do.
  static Impact ofObject(Change change) {
    return Effects.isFelt(change) ? of(change.action()) : NONE;
  }

  /// What `action` does to an object that carries traffic.
  static Impact of(Action action) {
    return switch (action) {
      case DELETE -> DOWN;
      case DELETE_THEN_CREATE -> DOWN_UNTIL_REPLACED;
      case CREATE_THEN_DELETE -> TAKES_OVER;
      case NO_OP, CREATE, READ, UPDATE, FORGET, CREATE_THEN_FORGET -> NONE;
    };
  }

  /// What the change of an attribute in place does.
  static Impact of(Effect effect) {
    return switch (effect) {
      case NONE, REPLACES -> NONE;
      case RENEGOTIATES -> RENEGOTIATES;
      case INTERRUPTS -> INTERRUPTS;
    };
  }

  /// The worse of the two.
  Impact or(Impact other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /// The word that documents use.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
