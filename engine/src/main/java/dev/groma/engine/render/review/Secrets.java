package dev.groma.engine.render.review;

import dev.groma.engine.render.Quoting;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sensitive texts of a plan, to be hidden also where a provider repeats them in an attribute
/// that nobody said is sensitive.
final class Secrets {
  /// A shorter text says too little to be recognised inside another one.
  private static final int LEAST = 6;

  private final List<String> texts;

  private Secrets(Set<String> texts) {
    this.texts = List.copyOf(texts);
  }

  /// What is sensitive in `values`.
  static Secrets of(Collection<Value> values) {
    Set<String> found = new HashSet<>();
    values.forEach(value -> collect(value, false, found));
    List<String> quoted = new ArrayList<>();
    for (String text : found) {
      String inside = Quoting.quote(text);
      quoted.add(inside.substring(1, inside.length() - 1));
    }
    found.addAll(quoted);
    return new Secrets(found);
  }

  private static void collect(Value value, boolean inside, Set<String> into) {
    boolean hidden = inside || value.has(Mark.SENSITIVE) || value.has(Mark.EPHEMERAL);
    switch (value.unmark()) {
      case Value.Str(String text) -> {
        if (hidden && text.length() >= LEAST) {
          into.add(text);
        }
      }
      case Value.ListOf list -> list.elements().forEach(part -> collect(part, hidden, into));
      case Value.SetOf set -> set.elements().forEach(part -> collect(part, hidden, into));
      case Value.Tuple tuple -> tuple.elements().forEach(part -> collect(part, hidden, into));
      case Value.MapOf map -> map.entries().values().forEach(part -> collect(part, hidden, into));
      case Value.Obj object ->
          object.attributes().values().forEach(part -> collect(part, hidden, into));
      case Value.Null _, Value.Unknown _, Num _, Value.Bool _, Value.Marked _ -> {}
    }
  }

  List<Edit> hide(List<Edit> edits) {
    return texts.isEmpty()
        ? edits
        : edits.stream()
            .map(edit -> new Edit(edit.where(), hide(edit.before()), hide(edit.after())))
            .toList();
  }

  private @Nullable Shown hide(@Nullable Shown shown) {
    return shown != null && texts.stream().anyMatch(shown.text()::contains)
        ? Shown.SENSITIVE
        : shown;
  }

  /// `text` with what is sensitive in it left out.
  String hide(String text) {
    String clean = text;
    for (String secret : texts) {
      clean = clean.replace(secret, Shown.SENSITIVE.words());
    }
    return clean;
  }
}
