package dev.groma.schemas.source;

import java.io.StringReader;
import java.util.Iterator;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/// The events of a YAML text, with the escape `\/` that YAML 1.2 took over from JSON.
final class YamlEvents {
  // The library knows the escapes of YAML 1.1 only. Before it reads, the backslash of each `\/` is
  // replaced by a character that the text does not hold, so that every place stays what it is;
  // afterwards that character is dropped from what is in double quotes, and is a backslash again
  // everywhere else.
  private static final char FIRST_PRIVATE = '\uE000';

  private YamlEvents() {}

  /// The events of `text`; going on may fail in the ways of the library.
  static Iterator<Event> of(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Limits.CHARACTERS);
    Yaml yaml = new Yaml(options);
    if (!text.contains("\\/")) {
      return yaml.parse(new StringReader(text)).iterator();
    }
    char mark = FIRST_PRIVATE;
    while (text.indexOf(mark) >= 0) {
      mark++;
    }
    Iterator<Event> events = yaml.parse(new StringReader(marked(text, mark))).iterator();
    String found = String.valueOf(mark);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public Event next() {
        Event event = events.next();
        return event instanceof ScalarEvent scalar && scalar.getValue().contains(found)
            ? unmarked(scalar, found)
            : event;
      }
    };
  }

  /// A backslash that is itself escaped escapes nothing.
  private static String marked(String text, char mark) {
    StringBuilder all = new StringBuilder(text);
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' && run % 2 == 1) {
        all.setCharAt(i - 1, mark);
      }
      run = c == '\\' ? run + 1 : 0;
    }
    return all.toString();
  }

  private static ScalarEvent unmarked(ScalarEvent scalar, String mark) {
    boolean quoted = scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    return new ScalarEvent(
        scalar.getAnchor(),
        scalar.getTag(),
        scalar.getImplicit(),
        scalar.getValue().replace(mark, quoted ? "" : "\\"),
        scalar.getStartMark(),
        scalar.getEndMark(),
        scalar.getScalarStyle());
  }
}
