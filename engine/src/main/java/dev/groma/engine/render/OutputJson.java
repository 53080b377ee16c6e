package dev.groma.engine.render;

import dev.groma.state.OutputValue;
import java.util.SortedMap;

/// Output values as the JSON of `output -json`.
public final class OutputJson {
  private OutputJson() {}

  /// All `outputs`: `{name: {sensitive, type, value}}` over several lines.
  ///
  /// @param revealSensitive sensitive values are written in clear; otherwise null stands in their place
  public static String all(SortedMap<String, OutputValue> outputs, boolean revealSensitive) {
    JsonValues values = new JsonValues(revealSensitive);
    Json.Obj all = new Json.Obj();
    outputs.forEach((name, output) ->
        all.put(
            name,
            new Json.Obj()
                .put("sensitive", output.sensitive())
                .put("type", JsonValues.type(output.value()))
                .put("value", values.known(output.marked()))));
    return all.pretty();
  }

  /// The value of one output in clear, on one line: whoever names it wants to have it.
  public static String one(OutputValue output) {
    return new JsonValues(true).known(output.value()).line();
  }
}
