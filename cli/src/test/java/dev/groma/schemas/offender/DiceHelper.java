package dev.groma.schemas.offender;

import java.util.Random;

/// Makes its own chance and bears a name that says nothing.
public final class DiceHelper {
  public int roll() {
    return new Random().nextInt(6);
  }
}
