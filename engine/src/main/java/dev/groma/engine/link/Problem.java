package dev.groma.engine.link;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.value.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Something that is wrong between objects of networks. Holds no sensitive value.
///
/// @param rule the rule
/// @param fatal true when it cannot work; otherwise it may, or not well
/// @param detail what is wrong, why, and what to do
/// @param places where it is written, the subject first
public record Problem(LinkRule rule, boolean fatal, Doc detail, List<Place> places) {
  /// Copies the list.
  public Problem {
    places = List.copyOf(places);
  }

  /// An object, and the attribute that it is about; dotted, empty for the whole object.
  public record Place(Piece piece, String attribute) {
    /// Where that is written.
    public Stream<SourceRange> range() {
      return Stream.ofNullable(piece.place().apply(attribute));
    }

    @Override
    public String toString() {
      String name = attribute.isEmpty() ? piece.address().toString() : piece + "." + attribute;
      return range().map(range -> name + " at " + range).findFirst().orElse(name);
    }
  }

  /// What the user is told: an error when it is fatal, a warning otherwise, at the first place.
  public Diagnostic diagnostic() {
    String detail =
        this.detail.english()
            + places.stream()
                .map(place -> "\n  " + place)
                .collect(Collectors.joining("", "\n\nThe places:", ""));
    Diagnostic plain =
        fatal
            ? Diagnostic.error(rule.word(), rule.summary().english(), detail)
            : Diagnostic.warning(rule.word(), rule.summary().english(), detail);
    Place first = Objects.requireNonNull(places.getFirst());
    Diagnostic told =
        plain.about(first.piece().address().toString()).at(first.range().findFirst().orElse(null));
    if (first.attribute().isEmpty()) {
      return told;
    }
    Path path = Path.ROOT;
    for (String name : first.attribute().split("\\.")) {
      path = path.attribute(name);
    }
    return told.at(path);
  }
}
