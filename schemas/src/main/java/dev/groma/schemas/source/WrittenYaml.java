package dev.groma.schemas.source;

import dev.groma.schemas.source.Written.Alias;
import dev.groma.schemas.source.Written.Group;
import dev.groma.schemas.source.Written.Kind;
import dev.groma.schemas.source.Written.Part;
import dev.groma.schemas.source.Written.Scalar;
import dev.groma.schemas.source.Written.Style;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Makes a [Manuscript] of a YAML text that [YamlReader] has found to be right.
///
/// The library tells where values are. What stands between them are blanks, indicators and
/// comments; so a comment is what begins with a `#` there, and no comment can be missed. The
/// library's own comment events are not used: they leave out comments in several places.
///
/// A comment on the line of a value or key is beside it. Others are before what follows, unless
/// they stand deeper than what follows: then they are the end of the deeper list or object.
final class WrittenYaml {
  private final String text;
  private final YamlReader.CharIndex index;
  private final Iterator<Event> events;
  private final Map<String, Written> anchors = new HashMap<>();

  /// The lines that have been passed and do not belong to anything yet.
  private final List<Line> pending = new ArrayList<>();

  /// A comment on the line that a list or object begins on, before its first part.
  private String opening = "";

  private int at;

  /// A comment or, with an empty text, a blank line.
  private record Line(String text, int column) {}

  WrittenYaml(SourceText source) {
    text = source.text();
    index = new YamlReader.CharIndex(text);
    events = YamlEvents.of(text);
  }

  Manuscript read() {
    boolean marked = false;
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent start) {
        marked = start.getExplicit();
        return new Manuscript(Syntax.YAML, marked, root());
      }
    }
    gap(text.length());
    Scalar nothing = new Scalar(Kind.NULL, "", "", Style.PLAIN, "");
    return new Manuscript(Syntax.YAML, false, new Part(null, taken(), nothing, ""));
  }

  private Part root() {
    Event event = events.next();
    String first = gap(start(event));
    List<String> before = event instanceof CollectionStartEvent ? List.of() : taken();
    Written value = value(event, -1);
    String last = gap(text.length());
    String beside = first(first, opening, last);
    List<String> end = taken();
    if (value instanceof Group group) {
      List<String> lines = new ArrayList<>(group.end());
      lines.addAll(end);
      return new Part(null, before, group.with(group.parts(), lines), beside);
    }
    List<String> lines = new ArrayList<>(before);
    lines.addAll(end);
    return new Part(null, lines, value, beside);
  }

  private static String first(String... comments) {
    for (String comment : comments) {
      if (!comment.isEmpty()) {
        return comment;
      }
    }
    return "";
  }

  private int start(Event event) {
    return index.of(event.getStartMark());
  }

  private int end(Event event) {
    return index.of(event.getEndMark());
  }

  /// @param column that of the list or object which the value is part of
  private Written value(Event event, int column) {
    opening = "";
    if (event instanceof AliasEvent alias) {
      at = end(event);
      Written target = anchors.get(alias.getAnchor());
      if (target == null) {
        throw new IllegalStateException("an alias without anchor");
      }
      return new Alias(alias.getAnchor(), target);
    }
    Written value =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : group((CollectionStartEvent) event, column);
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      anchors.put(node.getAnchor(), value);
    }
    return value;
  }

  private Scalar scalar(ScalarEvent event) {
    int from = start(event);
    int to = end(event);
    at = Math.max(at, from);
    Properties properties = properties(from, to);
    String raw;
    Style style;
    switch (event.getScalarStyle()) {
      case LITERAL, FOLDED -> {
        style = Style.BLOCK;
        raw = block(properties.end(), to, event.getValue());
      }
      case PLAIN, JSON_SCALAR_STYLE, SINGLE_QUOTED, DOUBLE_QUOTED -> {
        style = event.isPlain() ? Style.PLAIN : Style.QUOTED;
        raw = text.substring(properties.end(), to).stripTrailing();
        at = Math.max(at, properties.end() + raw.length());
      }
      default -> throw new IllegalStateException("style " + event.getScalarStyle());
    }
    return new Scalar(kind(event), event.getValue(), raw, style, properties.text());
  }

  private static Kind kind(ScalarEvent event) {
    String tag = event.getTag();
    CoreSchema.Meaning meaning =
        (tag == null && !event.isPlain()) || "!".equals(tag)
            ? CoreSchema.Meaning.TEXT
            : CoreSchema.meaning(tag, event.getValue());
    return switch (meaning) {
      case NULL -> Kind.NULL;
      case TRUE -> Kind.TRUE;
      case FALSE -> Kind.FALSE;
      case NUMBER -> Kind.NUMBER;
      case TEXT, NOT_FINITE, UNKNOWN_TAG, MISFIT -> Kind.TEXT;
    };
  }

  /// Anchor and tag.
  ///
  /// @param end where what they are about begins
  private record Properties(String text, int end) {}

  private Properties properties(int from, int to) {
    StringBuilder found = new StringBuilder();
    int i = from;
    while (i < to && (text.charAt(i) == '&' || text.charAt(i) == '!')) {
      int word = i;
      while (i < to && text.charAt(i) > ' ') {
        i++;
      }
      found.append(found.isEmpty() ? "" : " ").append(text, word, i);
      at = Math.max(at, i);
      i = afterBlanks(i, to);
    }
    if (!found.isEmpty()) {
      opening = gap(i);
    }
    return new Properties(found.toString(), i);
  }

  private int afterBlanks(int from, int to) {
    int i = from;
    while (i < to && (text.charAt(i) <= ' ' || text.charAt(i) == '#')) {
      if (text.charAt(i) == '#') {
        while (i < to && text.charAt(i) != '\n') {
          i++;
        }
      } else {
        i++;
      }
    }
    return i;
  }

  /// A block from its header at `from` on, without its indentation.
  private String block(int from, int to, String value) {
    int lineEnd = text.indexOf('\n', from);
    int headerEnd = lineEnd < 0 || lineEnd > to ? to : lineEnd;
    String header = text.substring(from, headerEnd);
    int comment = header.indexOf('#');
    if (comment >= 0) {
      opening = header.substring(comment).strip();
      header = header.substring(0, comment);
    }
    header = header.strip();
    boolean keeps = header.indexOf('+') >= 0;
    String body = headerEnd == to ? "" : text.substring(headerEnd + 1, to);
    String kept = keeps ? body : body.stripTrailing();
    at = headerEnd == to ? to : headerEnd + 1 + kept.length();
    List<String> lines = kept.replace("\r\n", "\n").lines().toList();
    int width = indentation(lines, value);
    StringBuilder raw = new StringBuilder(header.replaceAll("[1-9]", "2"));
    for (String line : lines) {
      raw.append('\n');
      raw.append(line.length() >= width ? line.substring(width) : line.stripLeading());
    }
    return raw.toString();
  }

  /// How deep the lines of a block stand: as deep as the first one that is not blank, less the
  /// blanks which that one has in the value.
  private static int indentation(List<String> lines, String value) {
    int inside =
        value.lines().filter(line -> !line.isBlank()).findFirst().map(WrittenYaml::depth).orElse(0);
    return lines.stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> depth(line) - inside)
        .orElse(0);
  }

  private static int depth(String line) {
    return line.length() - line.stripLeading().length();
  }

  private Group group(CollectionStartEvent event, int outer) {
    at = Math.max(at, start(event));
    int limit = event.isFlow() ? end(event) : text.length();
    Properties properties =
        event.getAnchor() == null && event.getTag() == null
            ? new Properties("", start(event))
            : properties(start(event), limit);
    if (event.isFlow()) {
      at = Math.max(at, end(event));
    }
    int column = event.isFlow() ? outer : column(properties.end());
    List<Part> parts = new ArrayList<>();
    String ahead = opening;
    boolean isList = event.is(Event.ID.SequenceStart);
    Event next = events.next();
    while (!next.is(isList ? Event.ID.SequenceEnd : Event.ID.MappingEnd)) {
      String beside = gap(start(next));
      if (parts.isEmpty()) {
        ahead = first(ahead, beside);
      } else {
        remark(parts, beside);
      }
      parts.add(isList ? element(next, column) : member(next, column));
      next = events.next();
    }
    String beside = gap(start(next));
    if (parts.isEmpty()) {
      ahead = first(ahead, beside);
    } else {
      remark(parts, beside);
    }
    List<String> last = event.isFlow() ? taken() : deeperThan(outer);
    if (event.isFlow()) {
      at = Math.max(at, end(next));
    }
    boolean oneLine = event.isFlow() && text.substring(start(event), end(next)).indexOf('\n') < 0;
    opening = ahead;
    return new Group(isList, oneLine, parts, last, properties.text());
  }

  private int column(int position) {
    return position - (text.lastIndexOf('\n', position - 1) + 1);
  }

  /// Puts a comment beside the last of `parts`, or before it when there is one already.
  private static void remark(List<Part> parts, String comment) {
    if (!comment.isEmpty()) {
      Part part = parts.removeLast();
      parts.add(commented(part, comment));
    }
  }

  private static Part commented(Part part, String comment) {
    if (comment.isEmpty()) {
      return part;
    }
    List<String> before = new ArrayList<>(part.before());
    if (!part.beside().isEmpty()) {
      before.add(part.beside());
    }
    return new Part(part.key(), before, part.value(), comment);
  }

  private Part element(Event event, int column) {
    List<String> before = taken();
    Written value = value(event, column);
    Part part = new Part(null, before, value, "");
    return commented(part, opening);
  }

  private Part member(Event event, int column) {
    List<String> before = new ArrayList<>(taken());
    Written key = value(event, column);
    String beside = first(opening, "");
    Event next = events.next();
    beside = first(beside, gap(start(next)));
    boolean isBlock = next instanceof CollectionStartEvent start && !start.isFlow();
    if (!isBlock) {
      before.addAll(taken().stream().filter(line -> !line.isEmpty()).toList());
    }
    Written value = value(next, column);
    return commented(new Part(key, before, value, beside), opening);
  }

  /// The lines that are pending, which are not so any more.
  private List<String> taken() {
    List<String> lines = pending.stream().map(Line::text).toList();
    pending.clear();
    return lines;
  }

  /// The pending lines up to the last comment that stands deeper than `column`.
  private List<String> deeperThan(int column) {
    int count = 0;
    for (int i = 0; i < pending.size(); i++) {
      Line line = pending.get(i);
      if (!line.text().isEmpty()) {
        if (line.column() <= column) {
          break;
        }
        count = i + 1;
      }
    }
    List<Line> deeper = pending.subList(0, count);
    List<String> lines = deeper.stream().map(Line::text).toList();
    deeper.clear();
    return lines;
  }

  /// True when something stands before `at` on its line. Lines can be very long.
  private boolean isBegun() {
    int i = at - 1;
    while (i >= 0 && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i--;
    }
    return i >= 0 && text.charAt(i) > ' ';
  }

  /// Passes what stands before `to`. Returns the comment on the line that begins it, or ""; other
  /// lines are pending then.
  private String gap(int to) {
    int line = -1;
    boolean begun = isBegun();
    boolean blank = !begun;
    String beside = "";
    int i = at;
    while (i < to) {
      char c = text.charAt(i);
      if (c == '\n') {
        if (blank) {
          pending.add(new Line("", 0));
        }
        begun = false;
        blank = true;
        line = i + 1;
        i++;
      } else if (c == '#' && (i == 0 || text.charAt(i - 1) <= ' ')) {
        int lineEnd = text.indexOf('\n', i);
        int end = lineEnd < 0 ? text.length() : lineEnd;
        String comment = text.substring(i, end).stripTrailing();
        if (begun && beside.isEmpty()) {
          beside = comment;
        } else {
          pending.add(new Line(comment, blank ? (line < 0 ? column(i) : i - line) : 0));
        }
        blank = false;
        i = end;
      } else {
        blank &= c <= ' ' || c == '\uFEFF';
        i++;
      }
    }
    at = Math.max(at, to);
    return beside;
  }
}
