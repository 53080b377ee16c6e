package dev.groma.engine.plan;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens to one object.
///
/// @param address the instance it belongs to
/// @param previousAddress where it was before it was moved; equal to `address` when it was not
/// @param deposed the key of a deposed object; empty for the current one
/// @param provider the provider configuration that does it
/// @param schema the schema of its type
/// @param action what is done
/// @param reason why, where the difference does not say it, or null
/// @param before the object as it is, marked; a null value when there is none
/// @param after the object as it will be, marked, unknown where that is known only after apply; a
///   null value when there will be none
/// @param replacePaths the attributes that make a replacement necessary
/// @param priv what the provider's plan asked to give to its apply, as base64
/// @param tainted the object before is tainted
/// @param causes what made the object or its attributes change, where it is known
/// @param dependencies the resources that it depends on directly, sorted
/// @param createFirst replacements of it are created before the old object is deleted
/// @param declaration where its block is, or null when it has none
/// @param importId the id by which the object is taken over, or null when it is known already
public record Change(
    InstanceAddress address,
    InstanceAddress previousAddress,
    String deposed,
    ProviderConfigAddress provider,
    Schema schema,
    Action action,
    @Nullable Reason reason,
    Value before,
    Value after,
    List<Path> replacePaths,
    String priv,
    boolean tainted,
    List<Cause> causes,
    List<ResourceAddress> dependencies,
    boolean createFirst,
    @Nullable SourceRange declaration,
    @Nullable String importId)
    implements Comparable<Change> {
  private static final Comparator<Change> ORDER =
      Comparator.comparing(Change::address).thenComparing(Change::deposed);

  /// Why an object, an attribute of one or an output value changes.
  ///
  /// @param path the attribute; [Path#ROOT] for the whole
  /// @param kind what at `place` decides it
  /// @param place where that is written
  /// @param upstream the variables, local values and changed objects that it refers to, as text
  public record Cause(Path path, Kind kind, SourceRange place, List<String> upstream) {
    /// What decides a change.
    public enum Kind {
      /// A value.
      VALUE(""),
      /// The block, which is there now.
      BLOCK("block"),
      /// The number of instances.
      COUNT("count"),
      /// The keys of the instances.
      FOR_EACH("for_each"),
      /// Whether there shall be an object.
      ENABLED("enabled"),
      /// The block is there, and the object was deleted outside of Groma.
      GONE("deleted outside of Groma"),
      /// A `removed` block.
      REMOVED("removed"),
      /// Something that replaces it when it changes.
      TRIGGER("replace_triggered_by");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      /// The word of messages; empty for a value.
      public String word() {
        return word;
      }
    }

    /// Copies the list.
    public Cause {
      upstream = List.copyOf(upstream);
    }

    /// Why an attribute changes.
    public Cause(Path path, SourceRange place, List<String> upstream) {
      this(path, Kind.VALUE, place, upstream);
    }

    /// Why the whole changes.
    public Cause(Kind kind, SourceRange place, List<String> upstream) {
      this(Path.ROOT, kind, place, upstream);
    }
  }

  /// Copies the lists.
  public Change {
    replacePaths = List.copyOf(replacePaths);
    causes = List.copyOf(causes);
    dependencies = List.copyOf(dependencies);
  }

  /// This change, the unknown parts of the object after it named after its attributes, where other
  /// objects of the network may refer to them.
  Change withOrigins() {
    return schema.role() == null ? this : with(after.originatingIn(address.toString()), causes);
  }

  /// The same with more causes, before the others.
  Change because(List<Cause> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Cause> all = new ArrayList<>(more);
    all.addAll(causes);
    return with(after, all);
  }

  private Change with(Value after, List<Cause> causes) {
    return new Change(
        address,
        previousAddress,
        deposed,
        provider,
        schema,
        action,
        reason,
        before,
        after,
        replacePaths,
        priv,
        tainted,
        causes,
        dependencies,
        createFirst,
        declaration,
        importId);
  }

  /// True when the object had another address.
  public boolean isMoved() {
    return !address.equals(previousAddress);
  }

  @Override
  public int compareTo(Change other) {
    return ORDER.compare(this, other);
  }
}
