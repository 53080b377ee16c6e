package dev.groma.engine.review;

import java.util.List;

/// Lists of names in messages.
final class Names {
  private static final int MOST = 5;

  private Names() {}

  /// The first few of `all`, and how many there are besides.
  static String listed(List<String> all) {
    return all.size() <= MOST + 1
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, MOST)) + " (+" + (all.size() - MOST) + ")";
  }
}
