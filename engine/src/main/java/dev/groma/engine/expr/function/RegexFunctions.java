package dev.groma.engine.expr.function;

import static dev.groma.engine.expr.function.Values.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Regular expressions of the RE2 dialect, which match in linear time.
final class RegexFunctions {
  private RegexFunctions() {}

  static List<Function> all() {
    return List.of(
        Function.of("regex", Type.DYNAMIC)
            .doc(
                "Finds the first match of a regular expression: the text that matched, or a list or"
                    + " object of its groups.")
            .with("pattern", Type.STRING, "A regular expression of the RE2 dialect.")
            .with("string", Type.STRING, "The text to search.")
            .typed(RegexFunctions::resultType)
            .does((a, _) -> first(compile(text(a.get(0)), 0), text(a.get(1)))),
        Function.of("regexall", Type.list(Type.DYNAMIC))
            .doc("Finds all matches of a regular expression.")
            .with("pattern", Type.STRING, "A regular expression of the RE2 dialect.")
            .with("string", Type.STRING, "The text to search.")
            .typed(a -> Type.list(resultType(a)))
            .does((a, _) -> every(compile(text(a.get(0)), 0), text(a.get(1)), resultType(a))));
  }

  private static Pattern compile(String pattern, int argument) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new FunctionFailure(
          argument, "invalid regexp pattern: " + e.getDescription() + " in " + e.getPattern());
    }
  }

  private static Type resultType(List<Value> arguments) {
    if (!arguments.getFirst().isKnown()) {
      return Type.DYNAMIC;
    }
    Pattern pattern = compile(text(arguments.getFirst()), 0);
    Map<String, Integer> names = pattern.namedGroups();
    if (pattern.groupCount() == 0) {
      return Type.STRING;
    }
    if (names.isEmpty()) {
      List<Type> groups = new ArrayList<>();
      for (int i = 0; i < pattern.groupCount(); i++) {
        groups.add(Type.STRING);
      }
      return Type.tuple(groups);
    }
    if (names.size() != pattern.groupCount()) {
      throw new FunctionFailure(
          0, "invalid regexp pattern: cannot mix both named and unnamed capture groups");
    }
    SortedMap<String, Type> groups = Values.sortedTypes();
    names.keySet().forEach(name -> groups.put(name, Type.STRING));
    return Type.object(groups);
  }

  private static Value first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new FunctionFailure("pattern did not match any part of the given string");
    }
    return captured(pattern, matcher);
  }

  private static Value every(Pattern pattern, String text, Type type) {
    List<Value> matches = new ArrayList<>();
    forEachMatch(pattern, text, matcher -> matches.add(captured(pattern, matcher)));
    return new Value.ListOf(type, matches);
  }

  /// Calls `action` at each match; an empty one right after another match is none.
  private static void forEachMatch(Pattern pattern, String text, Consumer<Matcher> action) {
    Matcher matcher = pattern.matcher(text);
    int end = -1;
    int at = 0;
    while (at <= text.length() && matcher.find(at)) {
      boolean isEmpty = matcher.start() == matcher.end();
      if (!isEmpty || matcher.start() != end) {
        action.accept(matcher);
      }
      end = matcher.end();
      at = end > at ? end : at + width(text, at);
    }
  }

  private static int width(String text, int at) {
    return at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
  }

  private static Value captured(Pattern pattern, Matcher matcher) {
    if (pattern.groupCount() == 0) {
      return Value.of(matcher.group());
    }
    if (pattern.namedGroups().isEmpty()) {
      List<Value> groups = new ArrayList<>();
      for (int i = 1; i <= pattern.groupCount(); i++) {
        groups.add(group(matcher, i));
      }
      return new Value.Tuple(groups);
    }
    SortedMap<String, Value> groups = Values.sorted();
    pattern.namedGroups().forEach((name, i) -> groups.put(name, group(matcher, i)));
    return new Value.Obj(groups);
  }

  private static Value group(Matcher matcher, int index) {
    String text = matcher.group(index);
    return text == null ? Value.nullOf(Type.STRING) : Value.of(text);
  }

  /// `text` with every match of `pattern` replaced; `$1`, `$name`, `${name}` and `$$` in
  /// `replacement` are expanded.
  static String replaceAll(String pattern, String text, String replacement) {
    Pattern compiled = compile(pattern, 1);
    StringBuilder out = new StringBuilder();
    int[] copied = {0};
    forEachMatch(
        compiled,
        text,
        matcher -> {
          out.append(text, copied[0], matcher.start());
          expand(compiled, matcher, replacement, out);
          copied[0] = matcher.end();
        });
    return out.append(text, copied[0], text.length()).toString();
  }

  private static void expand(
      Pattern pattern, Matcher matcher, String replacement, StringBuilder out) {
    int at = 0;
    while (at < replacement.length()) {
      int dollar = replacement.indexOf('$', at);
      if (dollar < 0) {
        break;
      }
      out.append(replacement, at, dollar);
      if (replacement.startsWith("$$", dollar)) {
        out.append('$');
        at = dollar + 2;
        continue;
      }
      boolean braced = replacement.startsWith("${", dollar);
      int start = dollar + (braced ? 2 : 1);
      int end = start;
      while (end < replacement.length() && isNamePart(replacement.charAt(end))) {
        end++;
      }
      boolean closed = !braced || replacement.startsWith("}", end);
      if (end == start || !closed) {
        out.append('$');
        at = dollar + 1;
        continue;
      }
      out.append(named(pattern, matcher, replacement.substring(start, end)));
      at = end + (braced ? 1 : 0);
    }
    out.append(replacement, Math.min(at, replacement.length()), replacement.length());
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String named(Pattern pattern, Matcher matcher, String name) {
    Integer index =
        name.matches("[0-9]{1,4}") ? Integer.valueOf(name) : pattern.namedGroups().get(name);
    if (index == null || index > pattern.groupCount()) {
      return "";
    }
    String group = matcher.group(index.intValue());
    return group == null ? "" : group;
  }
}
