package dev.groma.engine.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells whether a text ends inside brackets, an interpolation or a heredoc, or with a backslash,
/// so that more of it must follow.
final class OpenBrackets {
  private static final Pattern HEREDOC = Pattern.compile("<<-?(\\w+)\\R");

  private final String text;
  private final Deque<Character> open = new ArrayDeque<>();
  private int at;

  private OpenBrackets(String text) {
    this.text = text;
  }

  /// True when more must follow `text`.
  static boolean in(String text) {
    return text.endsWith("\\") || new OpenBrackets(text + "\n").isOpen();
  }

  /// Goes through the text once. What is open is a stack of closing brackets, and of quotes for the
  /// strings that interpolations stand in.
  private boolean isOpen() {
    while (at < text.length()) {
      if (!open.isEmpty() && open.peek() == '"') {
        if (text.charAt(at) == '\n') {
          // A string ends in its line: it is wrong, not unfinished.
          return false;
        }
        inString();
      } else if (!inCode()) {
        return true;
      }
    }
    return !open.isEmpty();
  }

  private void inString() {
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      at += 3;
    } else if (text.startsWith("${", at) || text.startsWith("%{", at)) {
      open.push('}');
      at += 2;
    } else if (text.charAt(at) == '"') {
      open.pop();
      at++;
    } else {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
  }

  /// False at a heredoc that has no end.
  private boolean inCode() {
    char c = text.charAt(at);
    switch (c) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case '"' -> open.push('"');
      case ')', ']', '}' -> open.poll();
      case '#' -> at = text.indexOf('\n', at) - 1;
      case '<' -> {
        return heredoc();
      }
      default -> {}
    }
    at++;
    return true;
  }

  private boolean heredoc() {
    Matcher start = HEREDOC.matcher(text).region(at, text.length());
    if (!start.lookingAt()) {
      at++;
      return true;
    }
    Matcher end = Pattern.compile("(?m)^[ \\t]*" + start.group(1) + "[ \\t]*$").matcher(text);
    boolean found = end.find(start.end());
    at = found ? end.end() : text.length();
    return found;
  }
}
