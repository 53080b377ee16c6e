package dev.groma.schemas.source;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.source.Node.BoolNode;
import dev.groma.schemas.source.Node.ListNode;
import dev.groma.schemas.source.Node.Member;
import dev.groma.schemas.source.Node.NullNode;
import dev.groma.schemas.source.Node.NumberNode;
import dev.groma.schemas.source.Node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/// Reads YAML as docs/adr/0008-yaml-dialect.md restricts it.
///
/// The library splits the text into events; what they mean is decided here: scalars by the core
/// schema of YAML 1.2, an alias as the very node that its anchor names. Because nodes are shared, a
/// few aliases can stand for more values than fit into memory; `sizes` counts what each node stands
/// for.
final class YamlReader {
  private final SourceText source;
  private final CharIndex index;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long nodes;
  private int depth;

  YamlReader(SourceText source) {
    this.source = source;
    this.index = new CharIndex(source.text());
  }

  /// What an anchor names: nothing while its node is still being read.
  private record Anchored(@Nullable Node node, long size) {}

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
      Iterator<Event> events = YamlEvents.of(source.text());
      root = document(events);
    } catch (Stop _) {
      // What is wrong has been reported.
    } catch (MarkedYAMLException e) {
      diagnostics.add(YamlMistake.of(e, source, index));
    } catch (ReaderException e) {
      int at = index.of(e.getPosition());
      error(
          source.range(at, at + 1),
          "character",
          "Invalid character",
          String.format(
              "A YAML file must not hold the character U+%04X. Remove it, or write it as"
                  + " an escape sequence in a string in double quotes.",
              e.getCodePoint()));
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The library reports some malformed escapes and directives this way.
      error(
          SourceRange.of(source.fileName()),
          "syntax",
          "Invalid YAML",
          "The file is not valid YAML.");
    }
    return new Read(root, diagnostics);
  }

  private Node document(Iterator<Event> events) {
    Node root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent) {
        if (root != null) {
          error(
              range(event),
              "several-documents",
              "Several YAML documents",
              "A file holds one YAML document. Move what follows this line to a file of its own.");
          return root;
        }
        root = node(events.next(), events);
      }
    }
    return root == null ? new NullNode(source.range(0, 0)) : root;
  }

  private Node node(Event event, Iterator<Event> events) {
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    count(1, event);
    String anchor = event instanceof NodeEvent n ? n.getAnchor() : null;
    long before = nodes;
    if (anchor != null) {
      anchors.put(anchor, new Anchored(null, 0));
    }
    Node node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> nested(start, events);
          case MappingStartEvent start -> nested(start, events);
          default -> throw new IllegalStateException("event " + event.getEventId());
        };
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, nodes - before + 1));
    }
    return node;
  }

  private void count(long more, Event event) {
    nodes += more;
    if (nodes > Limits.NODES) {
      diagnostics.add(Limits.tooMany(range(event)));
      throw new Stop();
    }
  }

  private Node alias(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      error(
          range(alias),
          "unknown-anchor",
          "Undefined YAML anchor",
          "No anchor &"
              + alias.getAnchor()
              + " is defined before this alias."
              + Suggestion.didYouMean(alias.getAnchor(), anchors.keySet())
              + " Write text that begins with an asterisk in quotes.");
      return new NullNode(range(alias));
    }
    if (anchored.node() == null) {
      error(
          range(alias),
          "recursive-alias",
          "Recursive YAML alias",
          "This alias stands for a value that it is itself part of.");
      return new NullNode(range(alias));
    }
    count(anchored.size(), alias);
    return anchored.node();
  }

  private Node nested(CollectionStartEvent start, Iterator<Event> events) {
    if (++depth > Limits.DEPTH) {
      diagnostics.add(Limits.tooDeep(range(start)));
      throw new Stop();
    }
    boolean isList = start instanceof SequenceStartEvent;
    String tag = start.getTag();
    if (tag != null && !tag.equals("!") && !tag.equals(isList ? CoreSchema.SEQ : CoreSchema.MAP)) {
      unknownTag(tag, range(start));
    }
    Node node = isList ? list(start, events) : object(start, events);
    depth--;
    return node;
  }

  private Node list(CollectionStartEvent start, Iterator<Event> events) {
    List<Node> elements = new ArrayList<>();
    int end = index.of(start.getStartMark());
    Event event = events.next();
    while (!event.is(Event.ID.SequenceEnd)) {
      elements.add(node(event, events));
      end = lastEnd;
      event = events.next();
    }
    return new ListNode(elements, range(start, event, end));
  }

  private Node object(CollectionStartEvent start, Iterator<Event> events) {
    List<Member> members = new ArrayList<>();
    Map<String, StringNode> seen = new HashMap<>();
    int end = index.of(start.getStartMark());
    Event event = events.next();
    while (!event.is(Event.ID.MappingEnd)) {
      StringNode key = key(event, events);
      Node value = node(events.next(), events);
      end = lastEnd;
      event = events.next();
      if (key == null) {
        continue;
      }
      StringNode first = seen.putIfAbsent(key.text(), key);
      if (first == null) {
        members.add(new Member(key, value));
      } else {
        error(
            key.range(),
            "duplicate-key",
            "Duplicate key",
            "The key \""
                + key.text()
                + "\" was already used in this mapping, at "
                + first.range()
                + ". Remove one of the two or give it another name.");
      }
    }
    return new ObjectNode(members, range(start, event, end));
  }

  /// Where the part read last ends; a block list or object ends there too, not at the next token.
  private int lastEnd;

  private @Nullable StringNode key(Event event, Iterator<Event> events) {
    if (event instanceof ScalarEvent scalar && scalar.isPlain() && scalar.getValue().equals("<<")) {
      count(1, event);
      error(
          range(scalar),
          "merge-key",
          "Merge keys are not supported",
          "YAML 1.2 has no merge key \"<<\". Write the keys out, or put what is shared into a local"
              + " value and use \"${merge(local.shared, {...})}\".");
      return null;
    }
    Node key = node(event, events);
    switch (key) {
      case StringNode text -> {
        return text;
      }
      case NumberNode _, BoolNode _ when event instanceof ScalarEvent scalar -> {
        // As in JSON, a name is a text: the one that stands there.
        return text(scalar);
      }
      case NullNode _ ->
          error(
              key.range(),
              "null-key",
              "Missing key",
              "A key is missing here. Write \"\" for an empty one.");
      default ->
          error(
              key.range(),
              "key-type",
              "Unsuitable key",
              "A key must be text, not " + key.kind() + ". Write it in quotes.");
    }
    return null;
  }

  private Node scalar(ScalarEvent scalar) {
    SourceRange range = range(scalar);
    String tag = scalar.getTag();
    CoreSchema.Meaning meaning =
        (tag == null && !scalar.isPlain()) || "!".equals(tag)
            ? CoreSchema.Meaning.TEXT
            : CoreSchema.meaning(tag, scalar.getValue());
    return switch (meaning) {
      case TEXT -> text(scalar);
      case NULL -> new NullNode(range);
      case TRUE -> new BoolNode(true, range);
      case FALSE -> new BoolNode(false, range);
      case NUMBER -> {
        var number = CoreSchema.number(scalar.getValue());
        if (number == null) {
          diagnostics.add(Limits.numberTooLarge(range));
        }
        yield number == null ? new NullNode(range) : new NumberNode(number, range);
      }
      case NOT_FINITE -> {
        error(
            range,
            "not-finite",
            "Number is not finite",
            "There is no number "
                + scalar.getValue()
                + " in the configuration language. Write it in quotes if text is meant.");
        yield new NullNode(range);
      }
      case UNKNOWN_TAG -> {
        unknownTag(String.valueOf(tag), range);
        yield text(scalar);
      }
      case MISFIT -> {
        error(
            range,
            "tag-misfit",
            "Value does not fit its tag",
            "This text cannot be read as its tag " + shortTag(String.valueOf(tag)) + " asks.");
        yield text(scalar);
      }
    };
  }

  private void unknownTag(String tag, SourceRange range) {
    error(
        range,
        "unknown-tag",
        "Unsupported YAML tag",
        "The tag "
            + shortTag(tag)
            + " has no meaning here. Remove it; only !!str, !!int, !!float,"
            + " !!bool, !!null, !!seq and !!map are understood.");
  }

  private static String shortTag(String tag) {
    return tag.startsWith(CoreSchema.PREFIX)
        ? "!!" + tag.substring(CoreSchema.PREFIX.length())
        : tag;
  }

  private StringNode text(ScalarEvent scalar) {
    String text = source.text();
    SourceRange range = range(scalar);
    int to = index.of(scalar.getEndMark());
    int from = afterProperties(index.of(scalar.getStartMark()), to);
    String value = scalar.getValue();
    return switch (scalar.getScalarStyle()) {
      case PLAIN, JSON_SCALAR_STYLE -> flow(value, range, from, to, ' ');
      case SINGLE_QUOTED, DOUBLE_QUOTED -> flow(value, range, from + 1, to - 1, text.charAt(from));
      case LITERAL, FOLDED -> {
        int line = text.indexOf('\n', from) + 1;
        int first = line == 0 || line > to ? to : line;
        yield new StringNode(
            value, range, new Places(source, () -> Places.block(text, first, to, value)));
      }
    };
  }

  /// Where a scalar begins that its anchor and tag may stand before.
  private int afterProperties(int from, int to) {
    String text = source.text();
    int at = from;
    while (at < to
        && (text.charAt(at) == '&' || text.charAt(at) == '!' || text.charAt(at) == '#')) {
      boolean comment = text.charAt(at) == '#';
      while (at < to && (comment ? text.charAt(at) != '\n' : text.charAt(at) > ' ')) {
        at++;
      }
      while (at < to && text.charAt(at) <= ' ') {
        at++;
      }
    }
    return at;
  }

  private StringNode flow(String value, SourceRange range, int from, int to, char quote) {
    return source.text().startsWith(value, from) && from + value.length() == to
        ? new StringNode(value, range, i -> source.position(from + i))
        : new StringNode(
            value,
            range,
            new Places(source, () -> Places.flow(source.text(), from, to, quote, value)));
  }

  private SourceRange range(Event event) {
    int from = index.of(event.getStartMark());
    int to = index.of(event.getEndMark());
    while (to > from && Character.isWhitespace(source.text().charAt(to - 1))) {
      to--;
    }
    lastEnd = to;
    return source.range(from, to);
  }

  private SourceRange range(CollectionStartEvent start, Event end, int lastPart) {
    int from = index.of(start.getStartMark());
    lastEnd = start.isFlow() ? index.of(end.getEndMark()) : Math.max(from, lastPart);
    return source.range(from, lastEnd);
  }

  private void error(SourceRange range, String code, String summary, String detail) {
    diagnostics.add(Diagnostic.error("source.yaml." + code, summary, detail).at(range));
  }

  /// Turns the library's counts of Unicode characters into indexes of a text.
  static final class CharIndex {
    private final String text;
    private final int @Nullable [] starts;

    CharIndex(String text) {
      this.text = text;
      int count = text.codePointCount(0, text.length());
      starts = count == text.length() ? null : starts(text, count);
    }

    private static int[] starts(String text, int count) {
      int[] starts = new int[count];
      for (int i = 0, at = 0; i < count; i++) {
        starts[i] = at;
        at += Character.charCount(text.codePointAt(at));
      }
      return starts;
    }

    int of(Mark mark) {
      return of(mark.getIndex());
    }

    int of(int codePoint) {
      if (starts == null) {
        return Math.min(codePoint, text.length());
      }
      return codePoint < starts.length ? starts[codePoint] : text.length();
    }
  }
}
