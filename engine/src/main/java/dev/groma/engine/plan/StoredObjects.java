package dev.groma.engine.plan;

import dev.groma.providers.spi.ResourceHandler;
import dev.groma.providers.spi.StateUpgradable;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.StateObject;
import dev.groma.state.json.MismatchException;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads recorded objects as values of today's schemas.
public final class StoredObjects {
  private StoredObjects() {}

  /// The object `stored`, marked; upgraded when it was written for an older schema. Nothing when
  /// there are errors.
  static Optional<Value> load(
      StateObject stored,
      Schema schema,
      ResourceHandler handler,
      String address,
      Consumer<Diagnostic> diagnostics) {
    if (stored.schemaVersion() > schema.version()) {
      diagnostics.accept(
          Diagnostic.error(
                  "state.newer-object",
                  "Resource instance managed by newer provider version",
                  "The state holds "
                      + address
                      + " as written by a newer version of the provider (schema version "
                      + stored.schemaVersion()
                      + ", this one knows up to "
                      + schema.version()
                      + "). Use the version of Groma that wrote it, or a newer one.")
              .about(address));
      return Optional.empty();
    }
    Type type = schema.block().impliedType();
    try {
      if (stored.schemaVersion() < schema.version()
          && handler instanceof StateUpgradable upgradable) {
        ResourceHandler.ReadResult upgraded =
            upgradable.upgrade(stored.schemaVersion(), stored.untyped());
        upgraded.diagnostics().all().forEach(d -> diagnostics.accept(d.about(address)));
        return Optional.ofNullable(upgraded.value()).map(schema.block()::markSensitive);
      }
      return Optional.of(schema.block().markSensitive(stored.value(type)));
    } catch (MismatchException e) {
      diagnostics.accept(
          Diagnostic.error(
                  "state.object-mismatch",
                  "Recorded object does not fit its schema",
                  "What the state records of "
                      + address
                      + " cannot be read: "
                      + e.getMessage()
                      + ". If the file was edited by hand, undo that; otherwise restore terraform.tfstate.backup, or remove"
                      + " the object with \"groma state rm\" and import it again.")
              .in(Category.USER)
              .about(address));
      return Optional.empty();
    }
  }

  /// The id of an object as messages show it; empty when it has none or must not be shown.
  public static String id(Value object) {
    return object.unmark() instanceof Value.Obj o
            && o.attributes().get("id") instanceof Value.Str(String id)
        ? id
        : "";
  }
}
