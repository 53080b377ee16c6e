package dev.groma.schemas.source;

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

/// Builds a [YamlTree] from the events of the library.
final class YamlTreeReader {
  private static final YamlTree.Place START = new YamlTree.Place(1, 1);

  private final String text;
  private final Map<String, Anchored> anchors = new HashMap<>();
  private long nodes;
  private int depth;

  YamlTreeReader(String text) {
    this.text = text;
  }

  /// What an anchor names: nothing while its node is still being read.
  private record Anchored(@Nullable YamlTree node, long size) {}

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient YamlTree.Malformed result;

    private Stop(YamlTree.@Nullable Place place, String message) {
      super(null, null, false, false);
      result = new YamlTree.Malformed(place, message);
    }
  }

  YamlTree.Result read() {
    try {
      return document(YamlEvents.of(text));
    } catch (Stop stop) {
      return stop.result;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      return new YamlTree.Malformed(
          mark == null ? null : place(mark),
          String.valueOf(e.getProblem()).replaceAll("\\s+", " ").strip());
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException _) {
      // The library reports invalid characters and some malformed escapes this way.
      return new YamlTree.Malformed(null, "not valid YAML");
    }
  }

  private YamlTree.Result document(Iterator<Event> events) {
    YamlTree root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent) {
        if (root != null) {
          throw new Stop(START, "unexpected extra content after value");
        }
        root = node(events.next(), events);
      }
    }
    return root == null
        ? new YamlTree.Malformed(START, "missing start of document")
        : new YamlTree.Parsed(root);
  }

  private static YamlTree.Place place(Mark mark) {
    return new YamlTree.Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private YamlTree node(Event event, Iterator<Event> events) {
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    YamlTree.Place place = place(event.getStartMark());
    count(1, place);
    String anchor = event instanceof NodeEvent n ? n.getAnchor() : null;
    long before = nodes;
    if (anchor != null) {
      anchors.put(anchor, new Anchored(null, 0));
    }
    YamlTree node =
        switch (event) {
          case ScalarEvent s -> new YamlTree.Scalar(s.getValue(), s.isPlain(), s.getTag(), place);
          case SequenceStartEvent s -> sequence(s, place, events);
          case MappingStartEvent m -> mapping(m, place, events);
          default -> throw new IllegalStateException("event " + event.getEventId());
        };
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, nodes - before + 1));
    }
    return node;
  }

  private void count(long more, YamlTree.Place place) {
    nodes += more;
    if (nodes > Limits.NODES) {
      throw new Stop(place, "more than " + Limits.NODES + " values");
    }
  }

  private YamlTree alias(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAnchor());
    if (anchored == null) {
      throw new Stop(null, "reference to undefined anchor \"" + alias.getAnchor() + "\"");
    }
    if (anchored.node() == null) {
      throw new Stop(
          null,
          "cannot refer to anchor \"" + alias.getAnchor() + "\" from inside its own definition");
    }
    count(anchored.size(), place(alias.getStartMark()));
    return anchored.node();
  }

  private void deeper(YamlTree.Place place) {
    if (++depth > Limits.DEPTH) {
      throw new Stop(place, "nested more than " + Limits.DEPTH + " levels deep");
    }
  }

  private YamlTree sequence(
      CollectionStartEvent start, YamlTree.Place place, Iterator<Event> events) {
    deeper(place);
    List<YamlTree> elements = new ArrayList<>();
    for (Event e = events.next(); !e.is(Event.ID.SequenceEnd); e = events.next()) {
      elements.add(node(e, events));
    }
    depth--;
    return new YamlTree.Sequence(elements, start.getTag(), place);
  }

  private YamlTree mapping(
      CollectionStartEvent start, YamlTree.Place place, Iterator<Event> events) {
    deeper(place);
    List<YamlTree.Entry> entries = new ArrayList<>();
    for (Event e = events.next(); !e.is(Event.ID.MappingEnd); e = events.next()) {
      YamlTree key = node(e, events);
      entries.add(new YamlTree.Entry(key, node(events.next(), events)));
    }
    depth--;
    return new YamlTree.Mapping(entries, start.getTag(), place);
  }
}
