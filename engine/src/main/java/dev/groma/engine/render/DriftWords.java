package dev.groma.engine.render;

import dev.groma.engine.drift.Consequence;
import dev.groma.engine.drift.DriftClass;
import dev.groma.engine.drift.DriftItem;
import dev.groma.engine.drift.Drifted;
import dev.groma.engine.drift.Excuse;
import dev.groma.engine.drift.Unapplied;
import dev.groma.engine.plan.Difference;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What all renderings of drift say with the same words. No sensitive value is ever among them.
final class DriftWords {
  private static final JsonValues VALUES = new JsonValues(false);

  /// A longer value is cut: the report names what changed, and the cloud shows the rest.
  private static final int LONGEST = 200;

  private DriftWords() {}

  static String name(Drifted drifted) {
    return drifted.address()
        + (drifted.deposed().isEmpty() ? "" : " (deposed object " + drifted.deposed() + ")");
  }

  static String symbol(Drifted drifted) {
    return drifted.driftClass() == DriftClass.DELETED ? "-" : "~";
  }

  static String word(DriftClass driftClass) {
    return driftClass == DriftClass.DELETED ? "deleted outside" : driftClass.word();
  }

  /// What became of an attribute, as the end of a line that begins with its path.
  static String change(DriftItem item) {
    Difference difference = item.difference();
    if (difference.hidden()) {
      return "changed (sensitive value)";
    }
    Value before = difference.before();
    Value after = difference.after();
    if (before != null && after != null && elements(before) != null && elements(after) != null) {
      List<Value> was = List.copyOf(elements(before));
      List<Value> is = List.copyOf(elements(after));
      String gone = listed("removed ", without(was, is));
      String added = listed("added ", without(is, was));
      if (!gone.isEmpty() || !added.isEmpty()) {
        return gone + (gone.isEmpty() || added.isEmpty() ? "" : ", ") + added;
      }
    }
    return value(before) + " -> " + value(after);
  }

  private static @Nullable List<Value> elements(Value value) {
    return switch (value.unmark()) {
      case Value.ListOf l -> l.elements();
      case Value.SetOf s -> s.elements();
      case Value.Tuple t -> t.elements();
      default -> null;
    };
  }

  private static List<Value> without(List<Value> all, List<Value> others) {
    List<Value> left = new ArrayList<>(all);
    others.forEach(left::remove);
    return left;
  }

  private static String listed(String verb, List<Value> values) {
    return values.isEmpty()
        ? ""
        : cut(verb + values.stream().map(DriftWords::value).collect(Collectors.joining(", ")));
  }

  private static String value(@Nullable Value value) {
    return value == null ? "nothing" : cut(Quoting.harmless(VALUES.known(value).line()));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  static Json json(@Nullable Value value) {
    return value == null ? Json.Raw.NULL : VALUES.known(value);
  }

  /// Why a difference does not count.
  static String excuse(Excuse excuse) {
    return switch (excuse) {
      case Excuse.Configured _ -> "ignored by ignore_changes";
      case Excuse.Ignored rule -> "ignored by the rule " + rule;
      case Excuse.Accepted entry ->
          "accepted by %s until %s: %s".formatted(entry.owner(), entry.expires(), entry.reason());
    };
  }

  /// What is accepted, by its name.
  static String accepted(Excuse.Accepted entry) {
    return (entry.stack() == null ? "" : entry.stack() + ": ")
        + entry.address()
        + (entry.path() == null ? "" : " " + entry.path());
  }

  /// What the next apply would do because of a drifted object, as sentences.
  static List<String> consequences(Drifted drifted) {
    return drifted.consequences().stream()
        .map(one -> sentence(one, one.address().equals(drifted.address())))
        .toList();
  }

  /// What the next apply would do, as a sentence.
  static String consequence(Consequence one) {
    return sentence(one, false);
  }

  private static String sentence(Consequence one, boolean itself) {
    String object = itself ? "it" : one.address().toString();
    String what =
        switch (one.action()) {
          case NO_OP -> "move " + object;
          case CREATE -> "create " + object;
          case READ -> "read " + object;
          case UPDATE -> "update " + object + " in place";
          case DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "replace " + object;
          case DELETE -> "delete " + object;
          case FORGET -> "forget " + object;
        };
    return "The next apply would " + what + ".";
  }

  static String unapplied(Unapplied one) {
    String paths =
        one.paths().isEmpty()
            ? ""
            : " ("
                + one.paths().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ")";
    return String.join(", ", one.actions()) + " " + one.subject() + paths;
  }
}
