package dev.groma.engine.render.review;

import java.util.Locale;

/// The kinds of changes by what a reviewer has to think about, the gravest first.
enum Group {
  DESTROY,
  REPLACE,
  CHANGE,
  ADD,
  FORGET,
  MOVE,
  READ;

  static Group of(Item item) {
    return switch (item.action()) {
      case DELETE -> DESTROY;
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> REPLACE;
      case UPDATE -> CHANGE;
      case CREATE -> ADD;
      case FORGET -> FORGET;
      case NO_OP -> MOVE;
      case READ -> READ;
    };
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
