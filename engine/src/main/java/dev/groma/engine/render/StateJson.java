package dev.groma.engine.render;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.List;
import java.util.Map;

/// States as the document of `show -json`, format 1.0.
public final class StateJson {
  private StateJson() {}

  /// `state` on one line.
  ///
  /// @param revealSensitive sensitive values are written in clear; otherwise null stands in their
  ///   place
  public static String render(State state, Schemas schemas, boolean revealSensitive) {
    return document(state, schemas, revealSensitive).line();
  }

  static Json.Obj document(State state, Schemas schemas, boolean revealSensitive) {
    Json.Obj document = new Json.Obj().put("format_version", "1.0");
    if (state.isEmpty()) {
      return document;
    }
    JsonValues values = new JsonValues(revealSensitive);
    document
        .put("terraform_version", Documents.TERRAFORM_VERSION)
        .put(
            "values",
            new Json.Obj()
                .putUnlessEmpty("outputs", outputs(state.outputs(), values))
                .put("root_module", modules(state, schemas, values)));
    return document.putUnlessEmpty("checks", Documents.checks(state.checks()));
  }

  /// What `state` holds, sensitive values left out.
  static Json.Obj values(State state, Schemas schemas) {
    JsonValues values = new JsonValues(false);
    return new Json.Obj()
        .put("state_format_version", "1.0")
        .put("root_module", modules(state, schemas, values))
        .putUnlessEmpty("outputs", outputs(state.outputs(), values));
  }

  private static Json modules(State state, Schemas schemas, JsonValues values) {
    Documents.ModuleTree tree = new Documents.ModuleTree();
    state
        .instances()
        .forEach((address, instance) -> addAll(address, instance, schemas, values, tree));
    return tree.json();
  }

  private static void addAll(
      InstanceAddress address,
      Instance instance,
      Schemas schemas,
      JsonValues values,
      Documents.ModuleTree into) {
    StateObject current = instance.current();
    var module = address.resource().module();
    if (current != null) {
      into.add(module, object(address, instance, current, schemas, values));
    }
    instance
        .deposed()
        .forEach((key, object) ->
            into.add(
                module,
                object(address, instance, object, schemas, values).put("deposed_key", key)));
  }

  private static Json.Obj object(
      InstanceAddress address,
      Instance instance,
      StateObject object,
      Schemas schemas,
      JsonValues values) {
    Value value = schemas.marked(address, instance, object);
    Schema schema = schemas.find(instance, address);
    Json.Obj json = new Json.Obj().put("address", address.toString());
    Documents.putNames(json, address)
        .put("provider_name", instance.provider().provider().toString())
        .put("schema_version", schema == null ? object.schemaVersion() : schema.version())
        .put("values", values.known(value))
        .put("sensitive_values", JsonValues.sensitive(value));
    Json.Arr after = new Json.Arr();
    boolean data = address.resource().mode() == ResourceMode.DATA;
    (data ? List.<ResourceAddress>of() : object.dependencies())
        .forEach(dependency -> after.add(new Json.Text(dependency.toString())));
    json.putUnlessEmpty("depends_on", after);
    return object.isTainted() ? json.put("tainted", true) : json;
  }

  static Json.Obj outputs(Map<String, OutputValue> outputs, JsonValues values) {
    Json.Obj all = new Json.Obj();
    outputs.forEach((name, output) ->
        all.put(
            name,
            new Json.Obj()
                .put("sensitive", output.sensitive())
                .put("value", values.known(output.marked()))
                .put("type", JsonValues.type(output.value()))));
    return all;
  }
}
