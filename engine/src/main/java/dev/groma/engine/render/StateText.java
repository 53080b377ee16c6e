package dev.groma.engine.render;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// States for people: `show` and `state show`.
public final class StateText {
  private static final DiffText VALUES = new DiffText(Style.PLAIN, List.of(), DiffText.Marks.NONE);

  private StateText() {}

  /// All objects and outputs of `state`.
  public static String render(State state, Schemas schemas) {
    if (state.isEmpty()) {
      return "The state file is empty. No resources are represented.\n";
    }
    StringBuilder out = new StringBuilder();
    ModuleAddress module = ModuleAddress.ROOT;
    for (Map.Entry<InstanceAddress, Instance> entry : state.instances().entrySet()) {
      ModuleAddress here = entry.getKey().resource().module();
      out.append(out.isEmpty() ? "" : here.equals(module) ? "\n" : "\n\n")
          .append(render(entry.getKey(), entry.getValue(), schemas));
      module = here;
    }
    if (!state.outputs().isEmpty()) {
      out.append("\n\nOutputs:\n\n");
      state
          .outputs()
          .forEach((name, output) ->
              out.append(name).append(" = ").append(VALUES.whole(output.marked(), 0)).append('\n'));
    }
    return out.toString();
  }

  /// The current object of `address` and the deposed ones.
  public static String render(InstanceAddress address, Instance instance, Schemas schemas) {
    StringBuilder out = new StringBuilder();
    StateObject current = instance.current();
    if (current != null) {
      out.append(
          object(address, instance, current, current.isTainted() ? " (tainted)" : "", schemas));
    }
    instance
        .deposed()
        .forEach((key, object) ->
            out.append(out.isEmpty() ? "" : "\n")
                .append(
                    object(address, instance, object, " (deposed object " + key + ")", schemas)));
    return out.toString();
  }

  private static String object(
      InstanceAddress address,
      Instance instance,
      StateObject object,
      String remark,
      Schemas schemas) {
    var resource = address.resource();
    return "# %s:%s\n%s \"%s\" \"%s\" %s\n"
        .formatted(
            address,
            remark,
            resource.mode() == ResourceMode.DATA ? "data" : "resource",
            resource.type(),
            resource.name(),
            body(schemas.find(instance, address), schemas.marked(address, instance, object)));
  }

  private static String body(@Nullable Schema schema, Value value) {
    return schema == null || value.has(Mark.SENSITIVE)
        ? VALUES.whole(value, 0)
        : new BlockText(VALUES, List.of(), false)
            .body(schema.block(), value, value, Path.ROOT, 0, true);
  }
}
