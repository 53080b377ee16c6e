package dev.groma.engine.discover;

import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// An object that exists, or was recorded and is not found.
///
/// @param type its type
/// @param region the region that it was found in; empty when it is gone
/// @param id its import id
/// @param name what people call it; empty when it has no name
/// @param status whether somebody manages it
/// @param places where it is managed or recorded, as `ORIGIN ADDRESS`
/// @param value the object as the list shows it; a null value when it is gone
public record Discovered(
    String type,
    String region,
    String id,
    String name,
    Status status,
    List<String> places,
    Value value) {
  /// Whether somebody manages an object.
  public enum Status {
    /// A state records it.
    MANAGED,
    /// It exists, and no state that was given records it.
    UNMANAGED,
    /// The same, and a rule says to leave it alone.
    IGNORED,
    /// A state records it, and it is not found in the regions that were looked at.
    GONE;

    /// The word that documents use.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Copies the list.
  public Discovered {
    places = List.copyOf(places);
  }

  /// How much of one type is managed.
  ///
  /// @param type the type
  /// @param listed false when its API has no list, so that nothing is known
  /// @param failed true when listing it failed
  public record Coverage(
      String type,
      boolean listed,
      boolean failed,
      int managed,
      int unmanaged,
      int ignored,
      int gone) {
    /// The share of what exists that is managed, in per cent; 100 when nothing exists. What is
    /// ignored is not counted.
    public int percent() {
      int all = managed + unmanaged;
      return all == 0 ? 100 : Math.floorDiv(100 * managed, all);
    }

    /// The coverage by `objects`, all of this type.
    static Coverage of(String type, boolean listed, boolean failed, List<Discovered> objects) {
      return new Coverage(
          type,
          listed,
          failed,
          count(objects.stream(), Status.MANAGED),
          count(objects.stream(), Status.UNMANAGED),
          count(objects.stream(), Status.IGNORED),
          count(objects.stream(), Status.GONE));
    }

    private static int count(Stream<Discovered> objects, Status status) {
      return Math.toIntExact(objects.filter(o -> o.status == status).count());
    }
  }
}
