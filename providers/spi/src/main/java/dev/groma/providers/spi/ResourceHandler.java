package dev.groma.providers.spi;

import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One managed resource type of a configured provider.
///
/// Objects are values of the type that the schema implies, or null for an object that does not
/// exist. They carry no marks. A capability such as [Importable] is an interface that a handler
/// implements besides this one.
public interface ResourceHandler {
  /// Checks a configuration; parts may be unknown. Must not do I/O.
  Diagnostics validate(Value configuration);

  /// Reads what an object is now.
  ReadResult read(ReadRequest request, CallContext context);

  /// Says what a change would lead to. Must not change anything, and may be called several times
  /// for one change: with unknown values while planning, and wholly known before it is carried out.
  PlanResult plan(PlanRequest request);

  /// Carries out a change. Returns what exists afterwards, even when it fails half-way.
  ApplyResult apply(ApplyRequest request, CallContext context);

  /// What [#read] is given.
  ///
  /// @param prior the object as it was last seen
  /// @param priv what the handler asked to remember beside it, as base64; empty for nothing
  record ReadRequest(Value prior, String priv) {}

  /// What [#read] answers.
  ///
  /// @param value the object as it is now; a null value when it is gone; Java null when it could
  ///   not be read
  /// @param priv what to remember beside it
  /// @param diagnostics what the user should know
  record ReadResult(@Nullable Value value, String priv, Diagnostics diagnostics) {}

  /// What [#plan] is given. One of the objects may be a null value: no prior object means create,
  /// no proposed one means delete.
  ///
  /// @param prior the object as it is
  /// @param proposed the prior object merged with the configuration: what is configured as it is
  ///   there, what is computed as it was before or unknown
  /// @param configuration the configuration alone: null where nothing is set
  /// @param priv what the handler asked to remember
  /// @param address the instance that it is about; empty when there is none
  record PlanRequest(
      Value prior, Value proposed, Value configuration, String priv, String address) {
    /// A request about no instance in particular.
    public PlanRequest(Value prior, Value proposed, Value configuration, String priv) {
      this(prior, proposed, configuration, priv, "");
    }
  }

  /// What [#plan] answers.
  ///
  /// @param planned the object as it will be, unknown where that is known only afterwards; Java
  ///   null when there are errors
  /// @param requiresReplace the attributes whose change needs a new object
  /// @param priv what to give to [#apply]
  /// @param diagnostics what the user should know
  record PlanResult(
      @Nullable Value planned, List<Path> requiresReplace, String priv, Diagnostics diagnostics) {
    /// Copies the list.
    public PlanResult {
      requiresReplace = List.copyOf(requiresReplace);
    }
  }

  /// What [#apply] is given. One of the objects may be a null value, as for [PlanRequest].
  ///
  /// @param prior the object as it is
  /// @param planned the object as it shall be, unknown where the handler decides
  /// @param configuration the configuration alone, wholly known
  /// @param priv what [#plan] gave
  /// @param record takes the object as far as it is known, to be kept on disk at once: a handler
  ///   that creates calls it with the new id before any further call or wait
  record ApplyRequest(
      Value prior, Value planned, Value configuration, String priv, Consumer<Value> record) {}

  /// What [#apply] answers.
  ///
  /// @param value the object as it is now; a null value when there is none; Java null when the
  ///   handler cannot tell, so that the prior object is kept
  /// @param priv what to remember beside it
  /// @param diagnostics what the user should know; an error means that the change is not complete
  record ApplyResult(@Nullable Value value, String priv, Diagnostics diagnostics) {}
}
