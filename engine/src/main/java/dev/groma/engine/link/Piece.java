package dev.groma.engine.link;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Role;
import dev.groma.schemas.schema.Role.Fact;
import dev.groma.schemas.schema.Role.Kind;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An object with a part in a network.
///
/// @param address the instance
/// @param role what its type is in a network
/// @param object the object, marked or not, with unknown parts
/// @param place where an attribute of it is written, by its dotted name, or its block; null when
///   that is not known
public record Piece(
    InstanceAddress address,
    Role role,
    Value object,
    Function<String, @Nullable SourceRange> place) {
  /// What it is.
  public Kind kind() {
    return role.kind();
  }

  /// Where it is declared, or null.
  public @Nullable SourceRange declaration() {
    return place.apply("");
  }

  /// Where `fact` is written, or where the object is declared.
  @Nullable SourceRange placeOf(Fact fact) {
    return role.find(fact)
        .flatMap(meaning -> meaning.names().stream().findFirst())
        .map(place)
        .orElseGet(this::declaration);
  }

  /// The attribute that says `fact`, for messages.
  String nameOf(Fact fact) {
    return role.find(fact)
        .flatMap(meaning -> meaning.names().stream().findFirst())
        .orElse(fact.word());
  }

  /// Everything that its attributes say of `fact`, without marks; unknown values too, nulls not.
  List<Value> values(Fact fact) {
    List<Value> found = new ArrayList<>();
    role.find(fact)
        .ifPresent(meaning ->
            meaning.names().forEach(name -> collect(object, List.of(name.split("\\.")), found)));
    return found;
  }

  private static void collect(Value value, List<String> names, List<Value> found) {
    switch (value.unmark()) {
      case Value.ListOf l -> l.elements().forEach(part -> collect(part, names, found));
      case Value.SetOf s -> s.elements().forEach(part -> collect(part, names, found));
      case Value.Tuple t -> t.elements().forEach(part -> collect(part, names, found));
      case Value.Null _ -> {}
      case Value.Unknown unknown -> found.add(unknown);
      case Value.Obj o when !names.isEmpty() -> {
        Value part = o.attributes().get(names.getFirst());
        if (part != null) {
          collect(part, names.subList(1, names.size()), found);
        }
      }
      case Value other -> {
        if (names.isEmpty()) {
          found.add(other);
        }
      }
    }
  }

  /// The text that `fact` comes to, in the words that all clouds share; nothing when that is not
  /// known yet, or not said at all.
  Optional<String> word(Fact fact) {
    Role.Meaning meaning = role.facts().get(fact);
    if (meaning == null) {
      return Optional.empty();
    }
    List<Value> values = values(fact);
    if (values.isEmpty() || values.stream().allMatch(this::isOwn)) {
      return Optional.ofNullable(meaning.unset());
    }
    return values.size() == 1
        ? text(values.getFirst()).map(text -> translated(meaning, text))
        : Optional.empty();
  }

  private static String translated(Role.Meaning meaning, String text) {
    String word = meaning.values().get(text);
    if (word != null) {
      return word;
    }
    for (Map.Entry<String, String> entry : meaning.values().entrySet()) {
      if (entry.getKey().equalsIgnoreCase(text)) {
        return entry.getValue();
      }
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /// True when `value` is one that the cloud will decide: unknown, and of no other attribute.
  boolean isOwn(Value value) {
    return value instanceof Value.Unknown u && u.origin().startsWith(address + ".");
  }

  /// What tells the values of `fact` apart: equal texts stand for values that will be equal. Of
  /// values that are unknown and of unknown origin there is nothing to say.
  List<String> symbols(Fact fact) {
    return values(fact).stream().flatMap(value -> symbol(value).stream()).toList();
  }

  /// What tells the first value of `fact` apart.
  Optional<String> symbol(Fact fact) {
    return values(fact).stream().findFirst().flatMap(Piece::symbol);
  }

  static Optional<String> symbol(Value value) {
    if (value instanceof Value.Unknown u) {
      return u.origin().isEmpty() ? Optional.empty() : Optional.of("?" + u.origin());
    }
    return text(value).filter(text -> !text.isEmpty()).map(text -> "=" + text);
  }

  /// The text of a known value; nothing for others.
  static Optional<String> text(Value value) {
    return switch (value) {
      case Value.Str s -> Optional.of(s.text());
      case Num n -> Optional.of(n.toString());
      case Value.Bool b -> Optional.of(String.valueOf(b.isTrue()));
      default -> Optional.empty();
    };
  }

  /// Its public addresses that are known.
  public List<String> addresses() {
    return values(Fact.ADDRESSES).stream()
        .flatMap(value -> text(value).stream())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /// True when everything that it says of `fact` is known.
  boolean isKnown(Fact fact) {
    return values(fact).stream().allMatch(Value::isKnown);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
