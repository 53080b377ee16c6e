package dev.groma.schemas.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A YAML text as it is written: its scalars have no meaning yet, so that dialects other than that
/// of configurations can be read. Aliases stand for the very node that their anchor names.
public sealed interface YamlTree {
  /// The tag in its long form, such as `tag:yaml.org,2002:str`; null when none is written.
  @Nullable String tag();

  /// Where the node begins.
  Place place();

  /// A place in the text, line and column counted from one.
  record Place(int line, int column) {}

  /// A text.
  ///
  /// @param isPlain it is not written in quotes or as a block
  record Scalar(String text, boolean isPlain, @Nullable String tag, Place place)
      implements YamlTree {}

  /// A sequence of nodes.
  record Sequence(List<YamlTree> elements, @Nullable String tag, Place place) implements YamlTree {
    /// Copies the elements.
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /// A mapping, with its entries as they are written: keys can be repeated.
  record Mapping(List<Entry> entries, @Nullable String tag, Place place) implements YamlTree {
    /// Copies the entries.
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /// A key and its value.
  record Entry(YamlTree key, YamlTree value) {}

  /// What reading gave.
  sealed interface Result {}

  /// The text holds one document, which is `root`.
  record Parsed(YamlTree root) implements Result {}

  /// The text cannot be read.
  ///
  /// @param place where the mistake is; null when it concerns the whole text
  /// @param message what is wrong, without a full stop
  record Malformed(@Nullable Place place, String message) implements Result {}

  /// Reads a text that holds one document. At most a million nodes are read, those that aliases
  /// repeat counted each time.
  static Result read(String text) {
    return new YamlTreeReader(text).read();
  }
}
