package dev.groma.schemas.value;

import java.text.Normalizer;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is already known of an unknown value.
///
/// A bound is a promise: whatever the value turns out to be lies within it. So every operation here
/// may forget something, and none may make something up.
///
/// @param notNull the value will not be null
/// @param prefix a text that the string will begin with; empty when nothing is known
/// @param min the least number it can be, or null
/// @param max the greatest number it can be, or null
/// @param minLength the least number of elements of a collection
/// @param maxLength the greatest number of elements of a collection, `Integer.MAX_VALUE` when
///   unbounded
public record Refinement(
    boolean notNull,
    String prefix,
    @Nullable Num min,
    @Nullable Num max,
    int minLength,
    int maxLength) {
  /// Nothing is known.
  public static final Refinement NONE = new Refinement(false, "", null, null, 0, Integer.MAX_VALUE);

  /// Only that it is not null.
  public static final Refinement NOT_NULL =
      new Refinement(true, "", null, null, 0, Integer.MAX_VALUE);

  /// Longer lists are not written out as lists of unknown elements.
  private static final int MAX_WRITTEN_OUT = 1024;

  /// Characters that whatever follows leaves as they are.
  private static final String SEPARATORS = "-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'";

  private static final Pattern CLUSTER = Pattern.compile("\\X");

  /// All that can be said of `value`, which has no marks of its own.
  public static Refinement of(Value value) {
    return switch (value) {
      case Value.Unknown u -> u.refinement();
      case Value.Null _ -> NONE;
      case Value.Str s -> new Refinement(true, s.text(), null, null, 0, Integer.MAX_VALUE);
      case Num n -> NOT_NULL.within(n, n);
      case Value.ListOf l -> NOT_NULL.withLength(l.elements().size(), l.elements().size());
      case Value.MapOf m -> NOT_NULL.withLength(m.entries().size(), m.entries().size());
      case Value.SetOf s -> {
        // Elements that are not known may turn out to be equal.
        int most = s.elements().size();
        int known = (int) s.elements().stream().filter(Value::isWhollyKnown).count();
        yield NOT_NULL.withLength(Math.max(known, Math.min(1, most)), most);
      }
      case Value.Bool _, Value.Tuple _, Value.Obj _, Value.Marked _ -> NOT_NULL;
    };
  }

  /// This and a text that the string begins with; also not null. The end of `known` that what
  /// follows may change, as an accent changes the letter before it, is left out.
  public Refinement withPrefix(String known) {
    return new Refinement(true, unchanging(known), min, max, minLength, maxLength);
  }

  private static String unchanging(String prefix) {
    String text = Normalizer.normalize(prefix, Normalizer.Form.NFC);
    if (text.isEmpty() || SEPARATORS.indexOf(text.charAt(text.length() - 1)) >= 0) {
      return text;
    }
    int last = 0;
    Matcher clusters = CLUSTER.matcher(text);
    while (clusters.find()) {
      last = clusters.start();
    }
    return text.substring(0, last);
  }

  /// This and the bounds of a number, null for none.
  public Refinement within(@Nullable Num least, @Nullable Num greatest) {
    return new Refinement(notNull, prefix, least, greatest, minLength, maxLength);
  }

  /// This and the bounds of a length.
  public Refinement withLength(int least, int greatest) {
    return new Refinement(notNull, prefix, min, max, least, greatest);
  }

  /// This and that it is not null.
  public Refinement butNotNull() {
    return new Refinement(true, prefix, min, max, minLength, maxLength);
  }

  /// What is known of a value that is one of two.
  public Refinement or(Refinement other) {
    return new Refinement(
        notNull && other.notNull,
        commonPrefix(prefix, other.prefix),
        min == null || other.min == null ? null : min.compareTo(other.min) < 0 ? min : other.min,
        max == null || other.max == null ? null : max.compareTo(other.max) > 0 ? max : other.max,
        Math.min(minLength, other.minLength),
        Math.max(maxLength, other.maxLength));
  }

  private static String commonPrefix(String a, String b) {
    int end = 0;
    while (end < Math.min(a.length(), b.length()) && a.charAt(end) == b.charAt(end)) {
      end++;
    }
    if (end > 0 && Character.isHighSurrogate(a.charAt(end - 1))) {
      end--;
    }
    return a.substring(0, end);
  }

  /// True when no value of which this is known, other than null, can be one of which `other` is
  /// known.
  public boolean excludes(Refinement other) {
    return (!prefix.startsWith(other.prefix) && !other.prefix.startsWith(prefix))
        || isBelow(max, other.min)
        || isBelow(other.max, min)
        || maxLength < other.minLength
        || other.maxLength < minLength;
  }

  private static boolean isBelow(@Nullable Num a, @Nullable Num b) {
    return a != null && b != null && a.compareTo(b) < 0;
  }

  /// True when a value of which this is known cannot turn out to be `known`, which has no marks of
  /// its own and is not unknown.
  public boolean excludes(Value known) {
    return switch (known) {
      case Value.Null _ -> notNull;
      case Value.Str s -> !s.text().startsWith(prefix);
      default -> excludes(of(known));
    };
  }

  /// A value of `type` of which this is known: where only one is possible, that one, and a list
  /// whose length is known as one of unknown elements.
  public Value value(Type type) {
    if (notNull && type.equals(Type.NUMBER) && min != null && min.equals(max)) {
      return min;
    }
    if (!notNull || minLength != maxLength) {
      return new Value.Unknown(type, this);
    }
    return switch (type) {
      case Type.ListType(Type element) when minLength <= MAX_WRITTEN_OUT ->
          new Value.ListOf(element, Collections.nCopies(minLength, Value.unknown(element)));
      case Type.SetType(Type element) when minLength == 0 -> new Value.SetOf(element, List.of());
      case Type.MapType(Type element) when minLength == 0 ->
          new Value.MapOf(element, Collections.emptySortedMap());
      default -> new Value.Unknown(type, this);
    };
  }
}
