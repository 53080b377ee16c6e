package dev.groma.schemas.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value as it is written: what it means, and the comments, blank lines, anchors and styles round
/// it that mean nothing but are worth keeping.
///
/// It holds what a text of either notation can say, so that [YamlPrinter] and [JsonPrinter] print
/// what [Manuscript#read] read, in the canonical layout or in the other notation.
public sealed interface Written {
  /// `text` as both notations write it best.
  static Scalar text(String text) {
    return YamlScalars.text(text);
  }

  /// A number by its decimal digits.
  static Scalar number(String digits) {
    return new Scalar(Kind.NUMBER, digits, digits, Style.PLAIN, "");
  }

  /// True or false.
  static Scalar truth(boolean value) {
    String word = value ? "true" : "false";
    return new Scalar(value ? Kind.TRUE : Kind.FALSE, word, word, Style.PLAIN, "");
  }

  /// The value null.
  static Scalar nothing() {
    return new Scalar(Kind.NULL, "null", "null", Style.PLAIN, "");
  }

  /// A list; on one line when it holds words only, as those are read best.
  static Group list(List<? extends Written> elements) {
    boolean isShort =
        elements.stream().allMatch(e -> e instanceof Scalar s && s.style() != Style.BLOCK);
    return new Group(true, isShort, elements.stream().map(Part::of).toList(), List.of(), "");
  }

  /// An object with `members`, each on lines of its own.
  static Group object(List<Part> members) {
    return new Group(false, false, members, List.of(), "");
  }

  /// A text, number, truth value or null.
  ///
  /// @param kind what it is
  /// @param text what it says, escapes decoded
  /// @param raw how it is written, with its quotes; a block begins with its header, and its lines
  ///   follow without their indentation
  /// @param style how it is set off
  /// @param properties the anchor and tag in front of it; "" for none
  record Scalar(Kind kind, String text, String raw, Style style, String properties)
      implements Written {}

  /// What a scalar is.
  enum Kind {
    /// A text.
    TEXT,
    /// A number.
    NUMBER,
    /// The value true.
    TRUE,
    /// The value false.
    FALSE,
    /// The value null.
    NULL
  }

  /// How a scalar is set off.
  enum Style {
    /// By nothing.
    PLAIN,
    /// By quotes.
    QUOTED,
    /// By its indentation.
    BLOCK
  }

  /// A value that stands elsewhere, under an anchor.
  record Alias(String name, Written target) implements Written {}

  /// A list or an object.
  ///
  /// @param isList its parts have no keys
  /// @param isFlow it is in brackets on one line
  /// @param parts what it holds, in order
  /// @param end the lines between its last part and its end
  /// @param properties the anchor and tag in front of it; "" for none
  record Group(
      boolean isList, boolean isFlow, List<Part> parts, List<String> end, String properties)
      implements Written {
    /// Copies the lists.
    public Group {
      parts = List.copyOf(parts);
      end = List.copyOf(end);
    }

    /// The same list or object with other parts and lines after them.
    Group with(List<Part> others, List<String> lines) {
      return new Group(isList, isFlow, others, lines, properties);
    }
  }

  /// A part of a list or object.
  ///
  /// @param key its name; null in a list
  /// @param before the lines before it: comments, with their `#`, and blank ones
  /// @param value what it is
  /// @param beside the comment behind it on its line, with its `#`; "" for none
  record Part(@Nullable Written key, List<String> before, Written value, String beside) {
    /// Copies the list.
    public Part {
      before = List.copyOf(before);
    }

    /// A part of an object that is not commented on.
    public static Part of(String key, Written value) {
      return new Part(YamlScalars.text(key), List.of(), value, "");
    }

    /// An element of a list that is not commented on.
    public static Part of(Written value) {
      return new Part(null, List.of(), value, "");
    }

    /// The same part after the comments or blank lines `lines`; comments begin with `#`.
    public Part after(List<String> lines) {
      return new Part(key, lines, value, beside);
    }

    /// What it is called; "" in a list.
    String name() {
      return switch (key) {
        case null -> "";
        case Scalar scalar -> scalar.text();
        case Alias(_, Scalar scalar) -> scalar.text();
        case Alias _, Group _ -> "";
      };
    }

    /// The same part with another value.
    Part with(Written other) {
      return new Part(key, before, other, beside);
    }
  }
}
