package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.schemas.diag.SourceRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens, or has happened, to one object.
///
/// @param address the instance
/// @param previous where it was before it was moved; empty when it was not
/// @param deposed the key of a deposed object; empty for the current one
/// @param module the module instance; empty for the root module
/// @param block the resource that the instance belongs to, without its own key
/// @param key the key of the instance as it stands in the address, `["a"]`; empty when it has none
/// @param type the resource type
/// @param data it is a data source
/// @param action what is done to it
/// @param reason why, where the difference does not say it, in the words of plan documents; empty
///   for none
/// @param importId the id by which it is taken over; empty when it is known already
/// @param drift how much it matters that somebody else changed it, in the words of plan documents;
///   empty for what the plan does
/// @param impact what traffic feels of it
/// @param differences the attributes that differ, by name
/// @param place where its block is, if it has one
public record Item(
    String address,
    String previous,
    String deposed,
    String module,
    String block,
    String key,
    String type,
    boolean data,
    Action action,
    String reason,
    String importId,
    String drift,
    Impact impact,
    List<Difference> differences,
    @Nullable SourceRange place) {
  /// Copies the list.
  public Item {
    differences = List.copyOf(differences);
  }

  /// True when the object will no longer be there.
  public boolean isLost() {
    return action.deletes() || action.isReplace();
  }

  /// The address, with the key of a deposed object.
  public String name() {
    return deposed.isEmpty() ? address : address + " (deposed " + deposed + ")";
  }
}
