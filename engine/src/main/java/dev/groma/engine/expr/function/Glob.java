package dev.groma.engine.expr.function;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds files by pattern: `*`, `?`, `[a-z]`, `[!a]` and `\` in one name, `{a,b}` anywhere, and
/// `**` for folders at any depth.
final class Glob {
  private static final int MOST_ALTERNATIVES = 1000;

  private final Path folder;
  private final String name;
  private final SortedSet<String> found = new TreeSet<>();

  private Glob(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /// The regular files below `folder` that match, as paths relative to it with `/` between names.
  static SortedSet<String> files(ModuleFiles.Named folder, String pattern) {
    Glob glob = new Glob(folder.path(), folder.name() + "/" + pattern);
    for (String alternative : glob.alternatives(pattern)) {
      glob.find(alternative);
    }
    return glob.found;
  }

  private FunctionFailure malformed() {
    String shown = name.startsWith("./") ? name.substring(2) : name;
    return new FunctionFailure(
        "failed to glob pattern " + Values.quote(shown) + ": syntax error in pattern");
  }

  /// `pattern` once for each choice of its braces.
  private List<String> alternatives(String pattern) {
    List<String> open = new ArrayList<>(List.of(pattern));
    List<String> done = new ArrayList<>();
    while (!open.isEmpty()) {
      String next = open.removeLast();
      int start = indexOf(next, '{', 0);
      if (start < 0) {
        done.add(next);
        continue;
      }
      int end = closing(next, start);
      for (String choice : choices(next.substring(start + 1, end))) {
        open.add(next.substring(0, start) + choice + next.substring(end + 1));
      }
      if (open.size() + done.size() > MOST_ALTERNATIVES) {
        throw malformed();
      }
    }
    return done;
  }

  private static int indexOf(String pattern, char wanted, int from) {
    for (int i = from; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == wanted) {
        return i;
      }
      if (c == '\\') {
        i++;
      }
    }
    return -1;
  }

  private int closing(String pattern, int start) {
    int depth = 0;
    for (int i = start; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    throw malformed();
  }

  private static List<String> choices(String inner) {
    List<String> choices = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        choices.add(inner.substring(start, i));
        start = i + 1;
      }
    }
    choices.add(inner.substring(start));
    return choices;
  }

  private void find(String pattern) {
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (!parts.isEmpty()) {
      walk(folder, parts);
    }
  }

  private void walk(Path at, List<String> parts) {
    String part = parts.getFirst();
    List<String> rest = parts.subList(1, parts.size());
    if (part.equals("**")) {
      if (!rest.isEmpty()) {
        walk(at, rest);
      }
      for (Path child : children(at)) {
        if (Files.isDirectory(child)) {
          if (!Files.isSymbolicLink(child)) {
            walk(child, parts);
          }
        } else if (rest.isEmpty()) {
          add(child);
        }
      }
      return;
    }
    if (part.equals("..")) {
      step(at.resolve(".."), rest);
      return;
    }
    Pattern name = compile(part);
    for (Path child : children(at)) {
      if (name.matcher(child.getFileName().toString()).matches()) {
        step(child, rest);
      }
    }
  }

  private void step(Path child, List<String> rest) {
    if (rest.isEmpty()) {
      add(child);
    } else if (Files.isDirectory(child)) {
      walk(child, rest);
    }
  }

  private void add(Path file) {
    if (Files.isRegularFile(file)) {
      found.add(folder.relativize(file.normalize()).toString().replace('\\', '/'));
    }
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (IOException | DirectoryIteratorException _) {
      return List.of();
    }
    children.sort(null);
    return children;
  }

  /// The pattern of one name as a regular expression.
  private Pattern compile(String part) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      switch (c) {
        case '*' -> out.append(".*");
        case '?' -> out.append('.');
        case '[' -> i = characters(part, i, out);
        case '\\' -> {
          i++;
          if (i >= part.length()) {
            throw malformed();
          }
          out.append(Pattern.quote(part.substring(i, i + 1)));
        }
        default -> out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(out.toString(), Pattern.DOTALL);
  }

  private int characters(String part, int start, StringBuilder out) {
    int i = start + 1;
    out.append('[');
    if (i < part.length() && (part.charAt(i) == '!' || part.charAt(i) == '^')) {
      out.append('^');
      i++;
    }
    int first = i;
    for (; i < part.length() && (part.charAt(i) != ']' || i == first); i++) {
      char c = part.charAt(i);
      if (c == '\\') {
        i++;
        if (i >= part.length()) {
          throw malformed();
        }
        c = part.charAt(i);
      }
      boolean range = c == '-' && i > first && i + 1 < part.length() && part.charAt(i + 1) != ']';
      out.append(range ? "-" : "\\x{" + Integer.toHexString(c) + "}");
    }
    if (i >= part.length()) {
      throw malformed();
    }
    out.append(']');
    return i;
  }
}
