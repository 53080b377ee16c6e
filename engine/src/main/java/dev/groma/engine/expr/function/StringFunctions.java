package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions on text. Positions and lengths count grapheme clusters.
final class StringFunctions {
  private static final Pattern NEWLINES_AT_END = Pattern.compile("(?:\r\n?|\n)*\\z");

  private StringFunctions() {}

  static List<Function> all() {
    return List.of(
        onText(
            "chomp", "Removes newline characters at the end of a string.", StringFunctions::chomp),
        startsWith(),
        endsWith(),
        indent(),
        join(),
        onText("lower", "Converts all letters to lower case.", t -> map(t, Character::toLowerCase)),
        replace(),
        split(),
        strcontains(),
        onText("strrev", "Reverses the characters of a string.", StringFunctions::reverse),
        substr(),
        onText(
            "title",
            "Converts the first letter of each word to title case.",
            StringFunctions::title),
        onTwo("trim", "cutset", "Removes the given characters from both ends of a string.")
            .does((a, _) -> Value.of(trim(text(a.get(0)), text(a.get(1))))),
        onTwo("trimprefix", "prefix", "Removes a prefix from a string that begins with it.")
            .does((a, _) -> Value.of(trimPrefix(text(a.get(0)), text(a.get(1))))),
        onTwo("trimsuffix", "suffix", "Removes a suffix from a string that ends with it.")
            .does((a, _) -> Value.of(trimSuffix(text(a.get(0)), text(a.get(1))))),
        onText("trimspace", "Removes white space from both ends of a string.", t -> trim(t, null)),
        onText(
            "upper", "Converts all letters to upper case.", t -> map(t, Character::toUpperCase)));
  }

  private static Function onText(String name, String doc, UnaryOperator<String> change) {
    return Function.of(name, Type.STRING)
        .doc(doc)
        .with("str", Type.STRING, "")
        .does((a, _) -> Value.of(change.apply(text(a.getFirst()))));
  }

  private static Function onTwo(String name, String second, String doc) {
    return Function.of(name, Type.STRING)
        .doc(doc)
        .with("str", Type.STRING, "")
        .with(second, Type.STRING, "");
  }

  private static String chomp(String text) {
    return NEWLINES_AT_END.matcher(text).replaceFirst("");
  }

  private static String map(String text, IntUnaryOperator change) {
    return text.codePoints()
        .map(change)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Function startsWith() {
    return Function.of("startswith", Type.BOOL)
        .doc("True when a string begins with the given prefix.")
        .with(Parameter.of("str", Type.STRING, "The string to look at.").orUnknown())
        .with("prefix", Type.STRING, "What it may begin with.")
        .does((a, _) -> {
          String prefix = text(a.get(1));
          return a.get(0) instanceof Value.Unknown u
              ? beginsWith(u.refinement(), prefix)
                  .map(Value::of)
                  .orElseGet(() -> Value.unknown(Type.BOOL))
              : Value.of(text(a.get(0)).startsWith(prefix));
        });
  }

  private static Optional<Boolean> beginsWith(Refinement known, String prefix) {
    if (known.prefix().startsWith(prefix)) {
      return Optional.of(true);
    }
    return prefix.startsWith(known.prefix()) ? Optional.empty() : Optional.of(false);
  }

  private static Function endsWith() {
    return test("endswith", "suffix", String::endsWith)
        .doc("True when a string ends with the given suffix.");
  }

  private static Function strcontains() {
    return test("strcontains", "substr", String::contains)
        .doc("True when a string contains another.");
  }

  private static Function test(String name, String second, BiPredicate<String, String> test) {
    return Function.of(name, Type.BOOL)
        .with("str", Type.STRING, "")
        .with(second, Type.STRING, "")
        .does((a, _) -> Value.of(test.test(text(a.get(0)), text(a.get(1)))));
  }

  private static Function indent() {
    return Function.of("indent", Type.STRING)
        .doc("Adds spaces to the beginning of every line of a string but the first.")
        .with("spaces", Type.NUMBER, "How many spaces.")
        .with("str", Type.STRING, "")
        .does((a, _) -> {
          int spaces = Values.count(a.get(0), -1, "");
          if (spaces < 0) {
            throw new FunctionFailure(0, "the number of spaces must not be negative");
          }
          return Value.of(text(a.get(1)).replace("\n", "\n" + " ".repeat(spaces)));
        });
  }

  private static Function join() {
    return Function.of("join", Type.STRING)
        .doc(
            "Puts all elements of one or more lists of strings together, with a separator between.")
        .with("separator", Type.STRING, "What to put between the elements.")
        .then("lists", Type.list(Type.STRING), "The lists, in order.")
        .does((a, _) -> {
          if (a.size() < 2) {
            throw new FunctionFailure("at least one list is required");
          }
          return a.stream().allMatch(Value::isWhollyKnown)
              ? Value.of(join(text(a.getFirst()), a.subList(1, a.size())))
              : beginning(text(a.getFirst()), a.subList(1, a.size()));
        });
  }

  /// A joined text of which only the elements before the first unknown one are known.
  private static Value beginning(String separator, List<Value> lists) {
    StringBuilder known = new StringBuilder();
    for (Value list : lists) {
      for (Value element : Values.elements(list)) {
        if (!(element instanceof Value.Str s)) {
          return Refinement.NOT_NULL.withPrefix(known.toString()).value(Type.STRING);
        }
        known.append(s.text()).append(separator);
      }
    }
    return Value.unknown(Type.STRING);
  }

  private static String join(String separator, List<Value> lists) {
    List<String> parts = new ArrayList<>();
    for (int list = 0; list < lists.size(); list++) {
      List<Value> elements = Values.elements(lists.get(list));
      for (int i = 0; i < elements.size(); i++) {
        if (elements.get(i).isNull()) {
          String of = lists.size() == 1 ? "" : " of list " + (list + 1);
          throw new FunctionFailure(
              list + 1, "element " + i + of + " is null; cannot concatenate null values");
        }
        parts.add(text(elements.get(i)));
      }
    }
    return String.join(separator, parts);
  }

  private static Function split() {
    return Function.of("split", Type.list(Type.STRING))
        .doc("Divides a string at every occurrence of a separator.")
        .with("separator", Type.STRING, "Where to divide; an empty one divides into code points.")
        .with("str", Type.STRING, "")
        .knowing(_ -> Refinement.NOT_NULL.withLength(1, Integer.MAX_VALUE))
        .does((a, _) -> Values.listOfText(split(text(a.get(0)), text(a.get(1)))));
  }

  static List<String> split(String separator, String text) {
    if (separator.isEmpty()) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, start)) {
      parts.add(text.substring(start, at));
      start = at + separator.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static Function replace() {
    return Function.of("replace", Type.STRING)
        .doc(
            "Replaces every occurrence of a substring; one between slashes is a regular expression,"
                + " and the replacement may then refer to its groups as `$1` or `$name`.")
        .with("str", Type.STRING, "")
        .with("substr", Type.STRING, "What to look for.")
        .with("replace", Type.STRING, "What to put there.")
        .does((a, _) -> {
          String what = text(a.get(1));
          boolean isPattern = what.length() > 1 && what.startsWith("/") && what.endsWith("/");
          return Value.of(
              isPattern
                  ? RegexFunctions.replaceAll(
                      what.substring(1, what.length() - 1), text(a.get(0)), text(a.get(2)))
                  : replace(text(a.get(0)), what, text(a.get(2))));
        });
  }

  private static String replace(String text, String what, String replacement) {
    if (!what.isEmpty()) {
      return text.replace(what, replacement);
    }
    StringBuilder out = new StringBuilder(replacement);
    text.codePoints().forEach(c -> out.appendCodePoint(c).append(replacement));
    return out.toString();
  }

  private static String reverse(String text) {
    return String.join("", Graphemes.of(text).reversed());
  }

  private static Function substr() {
    return Function.of("substr", Type.STRING)
        .doc("Extracts part of a string, by position and length in characters.")
        .with("str", Type.STRING, "")
        .with("offset", Type.NUMBER, "Where it begins, from zero; negative counts from the end.")
        .with("length", Type.NUMBER, "How many characters; -1 for all that follow.")
        .does((a, _) ->
            Value.of(
                substr(
                    text(a.get(0)),
                    Values.count(a.get(1), -1, ""),
                    Values.count(a.get(2), -1, ""))));
  }

  private static String substr(String text, int offset, int length) {
    List<String> clusters = Graphemes.of(text);
    int size = clusters.size();
    if (offset >= 0 && length == 0) {
      return "";
    }
    int from = offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size);
    int to = length <= 0 ? size : (int) Math.min(size, (long) from + length);
    return String.join("", clusters.subList(from, to));
  }

  private static String title(String text) {
    StringBuilder out = new StringBuilder();
    int before = ' ';
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(separates(before) ? Character.toTitleCase(c) : c);
      before = c;
    }
    return out.toString();
  }

  private static boolean separates(int c) {
    if (c <= 0x7F) {
      return !(Character.isLetterOrDigit(c) || c == '_');
    }
    return !Character.isLetterOrDigit(c) && isSpace(c);
  }

  static boolean isSpace(int c) {
    return switch (c) {
      case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0, 0x2028, 0x2029 -> true;
      default -> Character.getType(c) == Character.SPACE_SEPARATOR;
    };
  }

  /// Trims the code points of `cutset`, or white space when that is null.
  private static String trim(String text, @Nullable String cutset) {
    int[] all = text.codePoints().toArray();
    int from = 0;
    int to = all.length;
    while (from < to && cuts(cutset, all[from])) {
      from++;
    }
    while (from < to && cuts(cutset, all[to - 1])) {
      to--;
    }
    return new String(all, from, to - from);
  }

  private static boolean cuts(@Nullable String cutset, int c) {
    return cutset == null ? isSpace(c) : cutset.indexOf(c) >= 0;
  }

  private static String trimPrefix(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static String trimSuffix(String text, String suffix) {
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }
}
