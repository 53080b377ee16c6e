package dev.groma.nowhere;

/// Lives in no room, in a package without null marks, is open to anybody and locks itself.
public class Stray {
  private int steps;

  public synchronized int walk() {
    return ++steps;
  }
}
