package dev.groma.state;

import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.json.JsonText;
import dev.groma.state.json.MismatchException;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// An object that exists at a provider, as it was last seen.
///
/// @param status whether it is complete
/// @param schemaVersion the version of the schema that its attributes were written for
/// @param attributes its attributes
/// @param priv what the provider asked to remember beside it, as base64; empty for nothing
/// @param dependencies the resources that it was made after, sorted, as far as they are recorded; a
///   module among their steps may stand without its key, for all its instances
/// @param createBeforeDestroy whether its successor is made before it is deleted
/// @param sensitivePaths the parts of its attributes that are never printed, besides what the
///   schema says
/// @param skipDestroy whether it is forgotten instead of deleted when it has to go, also when
///   nothing is configured for it any more
public record StateObject(
    Status status,
    int schemaVersion,
    JsonText attributes,
    String priv,
    List<ResourceAddress> dependencies,
    boolean createBeforeDestroy,
    SortedSet<Path> sensitivePaths,
    boolean skipDestroy) {
  /// Whether an object is complete.
  public enum Status {
    /// It is as it should be.
    READY,
    /// Making it did not succeed, or the user asked to replace it.
    TAINTED
  }

  /// Copies and sorts.
  public StateObject {
    dependencies = sorted(dependencies);
    sensitivePaths =
        sensitivePaths.isEmpty()
            ? Collections.emptySortedSet()
            : Collections.unmodifiableSortedSet(new TreeSet<>(sensitivePaths));
  }

  /// An object that is deleted when it has to go.
  public StateObject(
      Status status,
      int schemaVersion,
      JsonText attributes,
      String priv,
      List<ResourceAddress> dependencies,
      boolean createBeforeDestroy,
      SortedSet<Path> sensitivePaths) {
    this(
        status,
        schemaVersion,
        attributes,
        priv,
        dependencies,
        createBeforeDestroy,
        sensitivePaths,
        false);
  }

  /// The complete object `value`, whose sensitive parts become [#sensitivePaths].
  ///
  /// @param value an object of `impliedType`, wholly known; its marks may only be sensitive
  /// @param impliedType the type that the schema implies
  /// @param schemaVersion the version of that schema
  /// @throws IllegalArgumentException when a part is unknown or ephemeral
  public static StateObject of(Value value, Type impliedType, int schemaVersion) {
    return new StateObject(
        Status.READY,
        schemaVersion,
        JsonText.encode(value.unmarkDeep(), impliedType),
        "",
        List.of(),
        false,
        SensitivePaths.of(value));
  }

  /// The object, a value of the type `impliedType` with the parts at [#sensitivePaths] marked. Each
  /// call parses the attributes.
  ///
  /// @throws MismatchException when the attributes are not of that type
  public Value value(Type impliedType) {
    return SensitivePaths.mark(attributes.decode(impliedType), sensitivePaths);
  }

  /// The object as far as it can be read without its schema, for upgrades from older ones. Unlike
  /// [#value], a dynamic attribute is an object with `value` and `type`.
  public Value untyped() {
    return attributes.decodeUntyped();
  }

  /// This object with the attributes of `value`, of the schema that it has; see [#of]. The rest
  /// stays.
  public StateObject withValue(Value value, Type impliedType) {
    return withValue(value, impliedType, schemaVersion);
  }

  /// This object with the attributes of `value`, of another version of its schema; see [#of]. The
  /// rest stays.
  public StateObject withValue(Value value, Type impliedType, int newSchemaVersion) {
    return new StateObject(
        status,
        newSchemaVersion,
        JsonText.encode(value.unmarkDeep(), impliedType),
        priv,
        dependencies,
        createBeforeDestroy,
        SensitivePaths.of(value),
        skipDestroy);
  }

  /// This object with another status.
  public StateObject with(Status other) {
    return new StateObject(
        other,
        schemaVersion,
        attributes,
        priv,
        dependencies,
        createBeforeDestroy,
        sensitivePaths,
        skipDestroy);
  }

  /// This object with other private data, base64.
  public StateObject withPriv(String other) {
    return new StateObject(
        status,
        schemaVersion,
        attributes,
        other,
        dependencies,
        createBeforeDestroy,
        sensitivePaths,
        skipDestroy);
  }

  /// This object made after `others`.
  public StateObject withDependencies(List<ResourceAddress> others) {
    return new StateObject(
        status,
        schemaVersion,
        attributes,
        priv,
        others,
        createBeforeDestroy,
        sensitivePaths,
        skipDestroy);
  }

  /// This object, replaced in the order that `first` says.
  public StateObject withCreateBeforeDestroy(boolean first) {
    return new StateObject(
        status, schemaVersion, attributes, priv, dependencies, first, sensitivePaths, skipDestroy);
  }

  /// This object, forgotten instead of deleted when `skip`.
  public StateObject withSkipDestroy(boolean skip) {
    return new StateObject(
        status,
        schemaVersion,
        attributes,
        priv,
        dependencies,
        createBeforeDestroy,
        sensitivePaths,
        skip);
  }

  /// True when it has to be replaced.
  public boolean isTainted() {
    return status == Status.TAINTED;
  }

  private static List<ResourceAddress> sorted(List<ResourceAddress> addresses) {
    return addresses.size() < 2 ? List.copyOf(addresses) : List.copyOf(new TreeSet<>(addresses));
  }

  @Override
  public String toString() {
    return status + " object of schema " + schemaVersion;
  }
}
