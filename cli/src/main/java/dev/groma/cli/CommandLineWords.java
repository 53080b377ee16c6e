package dev.groma.cli;

import java.util.ArrayList;
import java.util.List;

/// The words of a command line in one form.
///
/// 1. `TF_CLI_ARGS` and `TF_CLI_ARGS_name` come directly behind the command, so that what is
///    written out wins.
/// 2. `--name` means `-name`.
final class CommandLineWords {
  private CommandLineWords() {}

  /// The words `given`, with what the environment adds.
  ///
  /// @throws IllegalArgumentException when a variable has a quote without its end; the message is
  ///   for the user
  static List<String> of(Console console, List<String> given) {
    List<String> arguments = new ArrayList<>(given.size());
    for (String word : given) {
      arguments.add(isLong(word) ? word.substring(1) : word);
    }
    int at = 0;
    while (at < arguments.size() && arguments.get(at).startsWith("-")) {
      at++;
    }
    if (at == arguments.size()) {
      return arguments;
    }
    String name = arguments.get(at);
    int end = at + 1;
    if (name.equals("state") && end < arguments.size() && !arguments.get(end).startsWith("-")) {
      name = name + "_" + arguments.get(end);
      end++;
    }
    List<String> all = new ArrayList<>(arguments.subList(0, end));
    all.addAll(fromVariable(console, "TF_CLI_ARGS"));
    all.addAll(fromVariable(console, "TF_CLI_ARGS_" + name));
    all.addAll(arguments.subList(end, arguments.size()));
    return all;
  }

  private static boolean isLong(String word) {
    return word.length() > 2 && word.startsWith("--") && Character.isLetter(word.charAt(2));
  }

  private static List<String> fromVariable(Console console, String name) {
    String text = console.variable(name);
    if (text == null) {
      return List.of();
    }
    try {
      return split(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The environment variable " + name + " cannot be split into words: " + e.getMessage(), e);
    }
  }

  /// The words of `text` as a shell splits them: blanks separate, quotes hold together, a backslash
  /// takes the next character as it is.
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
        continue;
      }
      inWord = true;
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the quote " + quote + " has no end.");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
