package dev.groma.schemas.source;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node.BoolNode;
import dev.groma.schemas.source.Node.ListNode;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Node.NullNode;
import dev.groma.schemas.source.Node.NumberNode;
import dev.groma.schemas.source.Node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads JSON, as RFC 8259 defines it and no wider.
///
/// A recursive descent over the text. What people usually get wrong (trailing and missing commas,
/// comments, single quotes, raw line breaks in strings) is reported and read as it was meant, so
/// that one run shows every mistake; anything else ends the reading with [Stop].
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$.+-]+");
  private static final Map<String, String> FOREIGN_WORDS =
      Map.of(
          "True", "true", "False", "false", "TRUE", "true", "FALSE", "false", "None", "null",
          "NULL", "null", "Null", "null", "nil", "null");

  private final SourceText source;
  private final String text;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private int at;
  private int depth;
  private int nodes;

  JsonReader(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  /// Ends the reading after an error that leaves no telling what was meant.
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Stop() {
      super(null, null, false, false);
    }
  }

  Read read() {
    Node root = null;
    try {
      if (text.startsWith("\uFEFF")) {
        error(
            0,
            1,
            "byte-order-mark",
            "Byte order mark",
            "The file begins with a byte order mark, which JSON does not permit. Save it as UTF-8"
                + " without one (\"UTF-8\", not \"UTF-8 with BOM\").");
        at = 1;
      }
      skipBlanks();
      root = value();
      skipBlanks();
      if (at < text.length()) {
        error(
            at,
            at + 1,
            "extra-data",
            "Extraneous data after value",
            "Extra characters appear after the JSON value. A file holds one value; remove what"
                + " follows it.");
      }
    } catch (Stop _) {
      // What is wrong has been reported.
    }
    return new Read(root, diagnostics);
  }

  private Node value() {
    if (at >= text.length()) {
      throw fail(
          at,
          at,
          "missing-value",
          "Missing value",
          text.isBlank()
              ? "The file is empty. Write at least {} for a file that holds nothing."
              : "The JSON data ends prematurely.");
    }
    if (++nodes > Limits.NODES) {
      diagnostics.add(Limits.tooMany(source.range(at, at + 1)));
      throw new Stop();
    }
    return switch (text.charAt(at)) {
      case '{' -> nested(this::object);
      case '[' -> nested(this::list);
      case '"', '\'' -> string();
      case '-', '+', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      case ',', '}', ']' ->
          throw fail(
              at,
              at + 1,
              "missing-value",
              "Missing value",
              "A value is missing before this \"" + text.charAt(at) + "\".");
      default -> word();
    };
  }

  private Node nested(Supplier<Node> read) {
    if (++depth > Limits.DEPTH) {
      diagnostics.add(Limits.tooDeep(source.range(at, at + 1)));
      throw new Stop();
    }
    Node node = read.get();
    depth--;
    return node;
  }

  private Node object() {
    int start = at++;
    List<Member> members = new ArrayList<>();
    boolean more = !closes(start, '}', "object", members.isEmpty());
    while (more) {
      StringNode key = key();
      skipBlanks();
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
      } else if (at < text.length() && text.charAt(at) == '=') {
        error(
            at,
            at + 1,
            "missing-colon",
            "Missing property value colon",
            "JSON uses a colon as its name/value delimiter, not an equals sign.");
        at++;
      } else {
        throw fail(
            at,
            at + 1,
            "missing-colon",
            "Missing property value colon",
            "A colon must appear between an object property's name and its value.");
      }
      skipBlanks();
      members.add(new Member(key, value()));
      more = !closes(start, '}', "object", false);
    }
    return new ObjectNode(members, source.range(start, at));
  }

  private Node list() {
    int start = at++;
    List<Node> elements = new ArrayList<>();
    boolean more = !closes(start, ']', "array", true);
    while (more) {
      elements.add(value());
      more = !closes(start, ']', "array", false);
    }
    return new ListNode(elements, source.range(start, at));
  }

  /// Reads what stands between two parts of a list or object: true when that is its end.
  private boolean closes(int start, char bracket, String what, boolean atStart) {
    skipBlanks();
    int comma = -1;
    if (!atStart && at < text.length() && text.charAt(at) == ',') {
      comma = at++;
      skipBlanks();
    }
    if (at >= text.length()) {
      throw unclosed(start, what);
    }
    if (text.charAt(at) == bracket) {
      if (comma >= 0) {
        error(
            comma,
            comma + 1,
            "trailing-comma",
            "Trailing comma in " + what,
            "JSON does not permit a trailing comma after the final "
                + (what.equals("object") ? "property in an object." : "value in an array."));
      }
      at++;
      return true;
    }
    if (!atStart && comma < 0) {
      missingComma(what);
    }
    return false;
  }

  private Stop unclosed(int start, String what) {
    return fail(
        start,
        start + 1,
        "unclosed",
        "Unclosed " + what,
        what.equals("object")
            ? "No closing brace was found for this JSON object."
            : "No closing bracket was found for this JSON array.");
  }

  private void missingComma(String what) {
    String summary =
        what.equals("object")
            ? "Missing attribute separator comma"
            : "Missing array element separator comma";
    String detail =
        what.equals("object")
            ? "A comma must appear between each property definition in an object."
            : "A comma must appear between each value in an array.";
    char c = text.charAt(at);
    int before = at;
    while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
      before--;
    }
    if (c == '}' || c == ']' || c == ':' || (what.equals("object") && c != '"' && c != '\'')) {
      throw fail(
          at,
          at + 1,
          "mismatched",
          c == ':' ? summary : "Mismatched brackets",
          c == ':'
              ? detail
              : "This \"" + c + "\" does not close the " + what + " it is in. " + detail);
    }
    error(before, before + 1, "missing-comma", summary, detail);
  }

  private StringNode key() {
    char c = text.charAt(at);
    if (c == '"' || c == '\'') {
      return string();
    }
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (word.lookingAt()) {
      error(
          at,
          word.end(),
          "unquoted-name",
          "Invalid object property name",
          "A JSON object property name must be a string. Write it in double quotes.");
      int start = at;
      at = word.end();
      return StringNode.of(word.group(), source.range(start, at));
    }
    throw fail(
        at,
        at + 1,
        "property-name",
        "Invalid object property name",
        c == ','
            ? "There is one comma too many here."
            : "A JSON object property name must be a string, in double quotes.");
  }

  private Node number() {
    Matcher word = WORD.matcher(text).region(at, text.length());
    int end = word.lookingAt() ? word.end() : at + 1;
    String number = text.substring(at, end);
    SourceRange range = source.range(at, end);
    at = end;
    if (!NUMBER.matcher(number).matches()) {
      diagnostics.add(
          Diagnostic.error("source.json.number", "Invalid JSON number", numberMistake(number))
              .at(range));
      return new NumberNode(BigDecimal.ZERO, range);
    }
    BigDecimal value = Numbers.decimal(number);
    if (value == null) {
      diagnostics.add(Limits.numberTooLarge(range));
      return new NumberNode(BigDecimal.ZERO, range);
    }
    return new NumberNode(value, range);
  }

  private static String numberMistake(String number) {
    String why =
        switch (number) {
          case String n when n.startsWith("+") -> " Leave out the plus sign.";
          case String n when n.matches("-?0[0-9].*") -> " Leave out the leading zeros.";
          case String n when n.matches("-?0[xXoObB].*") -> " Write it as a decimal number.";
          case String n when n.matches("-?\\..*") -> " Write a zero before the decimal point.";
          case String n when n.endsWith(".") -> " Write a digit after the decimal point.";
          default -> " Write text in double quotes.";
        };
    return "There is a syntax error in the given JSON number." + why;
  }

  private Node word() {
    Matcher word = WORD.matcher(text).region(at, text.length());
    if (!word.lookingAt()) {
      throw fail(
          at,
          at + Character.charCount(text.codePointAt(at)),
          "start-of-value",
          "Invalid start of value",
          "A JSON value must start with a brace, a bracket, a number, a string, or a keyword.");
    }
    int start = at;
    at = word.end();
    SourceRange range = source.range(start, at);
    return switch (word.group()) {
      case "true" -> new BoolNode(true, range);
      case "false" -> new BoolNode(false, range);
      case "null" -> new NullNode(range);
      case String other -> {
        String meant = FOREIGN_WORDS.get(other);
        error(
            start,
            at,
            "keyword",
            "Invalid JSON keyword",
            meant != null
                ? "\"" + other + "\" is not a valid JSON keyword. Did you mean \"" + meant + "\"?"
                : "\"" + other + "\" is not a valid JSON keyword. Write text in double quotes.");
        yield new NullNode(range);
      }
    };
  }

  private StringNode string() {
    int start = at;
    char quote = text.charAt(at++);
    if (quote == '\'') {
      error(
          start,
          start + 1,
          "single-quotes",
          "Invalid JSON string",
          "JSON strings are written in double quotes, not in single quotes.");
    }
    StringBuilder decoded = new StringBuilder();
    boolean lineBreak = false;
    boolean control = false;
    while (true) {
      if (at >= text.length()) {
        throw unterminated(start);
      }
      char c = text.charAt(at);
      if (c == quote) {
        break;
      }
      if (c == '\\') {
        at = escape(decoded);
        continue;
      }
      if (c == '\n' && !lineBreak) {
        if (quote == '\'' || endsHere()) {
          throw unterminated(start);
        }
        lineBreak = true;
        error(
            at,
            at + 1,
            "raw-line-break",
            "Invalid JSON string",
            "A JSON string must not hold a line break. Write \\n instead.");
      } else if (c < ' ' && c != '\n' && c != '\r' && !control) {
        control = true;
        error(
            at,
            at + 1,
            "control-character",
            "Invalid JSON string",
            c == '\t'
                ? "A JSON string must not hold a tab character. Write \\t instead."
                : String.format(
                    "A JSON string must not hold a control character. Write \\u%04x" + " instead.",
                    (int) c));
      }
      decoded.append(c);
      at++;
    }
    at++;
    String raw = text.substring(start, at);
    SourceRange range = source.range(start, at);
    return raw.indexOf('\\') < 0
        ? new StringNode(decoded.toString(), range, i -> source.position(start + 1 + i))
        : new StringNode(
            decoded.toString(), range, new Places(source, () -> Places.json(text, start + 1)));
  }

  /// True when a string that reaches the end of its line was meant to end there: the quotes before
  /// the next line break are not paired up, as they would be if it went on.
  private boolean endsHere() {
    int next = text.indexOf('\n', at + 1);
    String line = text.substring(at + 1, next < 0 ? text.length() : next);
    return line.isBlank() || line.strip().matches("(?s)[]}\"\\[{].*");
  }

  private Stop unterminated(int start) {
    int lineEnd = text.indexOf('\n', start);
    int end = lineEnd < 0 ? text.length() : lineEnd;
    return fail(
        start,
        end,
        "unterminated-string",
        "Unterminated JSON string",
        "The closing quote of this string is missing.");
  }

  private int escape(StringBuilder decoded) {
    int next = at + 1;
    char c = next < text.length() ? text.charAt(next) : ' ';
    switch (c) {
      case '"', '\\', '/' -> decoded.append(c);
      case 'b' -> decoded.append('\b');
      case 'f' -> decoded.append('\f');
      case 'n' -> decoded.append('\n');
      case 'r' -> decoded.append('\r');
      case 't' -> decoded.append('\t');
      case 'u' -> {
        int code = hex(next + 1);
        if (code >= 0) {
          decoded.append((char) code);
          return next + 5;
        }
        error(
            at,
            next + 1,
            "escape",
            "Invalid JSON string",
            "After \\u exactly four hexadecimal digits are needed.");
        decoded.append(c);
      }
      default -> {
        error(
            at,
            next + 1,
            "escape",
            "Invalid JSON string",
            "There is no escape sequence \\" + c + " in JSON. Write \\\\ for a backslash.");
        return next;
      }
    }
    return next + 1;
  }

  private int hex(int from) {
    if (from + 4 > text.length()) {
      return -1;
    }
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else if (c == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        comment(end < 0 ? text.length() : end);
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        comment(end < 0 ? text.length() : end + 2);
      } else {
        return;
      }
    }
  }

  private void comment(int end) {
    error(
        at,
        end,
        "comment",
        "Comment in JSON",
        "JSON has no comments. Use a property named \"//\", or write the file in YAML"
            + " (.tf.yaml).");
    at = end;
  }

  private void error(int from, int to, String code, String summary, String detail) {
    diagnostics.add(
        Diagnostic.error("source.json." + code, summary, detail).at(source.range(from, to)));
  }

  private Stop fail(int from, int to, String code, String summary, String detail) {
    error(from, to, code, summary, detail);
    return new Stop();
  }
}
