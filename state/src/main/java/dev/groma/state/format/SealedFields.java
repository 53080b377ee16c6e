package dev.groma.state.format;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import dev.groma.state.crypto.Encryption;
import dev.groma.state.crypto.Opened;
import dev.groma.state.crypto.Purpose;
import dev.groma.state.json.JsonText;
import dev.groma.state.json.MismatchException;
import dev.groma.state.json.TypeJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sensitive values of a state, each sealed by itself: a text in the place of the value, bound to
/// the place. What is not sensitive stays as it is.
///
/// The text is `groma-sealed:` and base64 of what [Encryption#seal] gives for the JSON of the
/// value. A null is left, since it holds nothing. The value of a sensitive output is sealed with
/// its type.
final class SealedFields {
  static final String PREFIX = "groma-sealed:";

  private final Encryption encryption;
  private final String header;
  private final Turn turn;

  /// What is done with the value at a place.
  private sealed interface Turn {
    record Seal() implements Turn {}

    record Open(Problems problems) implements Turn {}
  }

  /// Is told why a value could not be opened.
  @FunctionalInterface
  interface Problems {
    /// Takes one of them.
    ///
    /// @param place what the value is, for people
    void at(String place, Opened outcome);
  }

  private SealedFields(Encryption encryption, String header, Turn turn) {
    this.encryption = encryption;
    this.header = header;
    this.turn = turn;
  }

  /// `state` with its sensitive values sealed under [Encryption#header].
  static State seal(State state, Encryption encryption) {
    return new SealedFields(encryption, encryption.header(), new Turn.Seal()).turned(state);
  }

  /// `state` with the values opened that were sealed under `header`. One that cannot be opened is
  /// told to `problems` and stays sealed.
  static State open(State state, Encryption encryption, String header, Problems problems) {
    return new SealedFields(encryption, header, new Turn.Open(problems)).turned(state);
  }

  private State turned(State state) {
    StateBuilder edit = state.edit();
    for (Map.Entry<InstanceAddress, Instance> entry : state.instances().entrySet()) {
      Instance instance = entry.getValue();
      Instance turned = instance;
      if (instance.current() != null) {
        turned = turned.withCurrent(turned(instance.current(), entry.getKey().toString()));
      }
      for (Map.Entry<String, StateObject> deposed : instance.deposed().entrySet()) {
        String place = entry.getKey() + " (deposed " + deposed.getKey() + ")";
        turned = turned.withDeposed(deposed.getKey(), turned(deposed.getValue(), place));
      }
      if (!turned.equals(instance)) {
        edit.put(entry.getKey(), turned);
      }
    }
    SortedMap<String, OutputValue> outputs = new TreeMap<>(state.outputs());
    outputs.replaceAll((name, output) -> output.sensitive() ? turned(output, name) : output);
    return edit.outputs(outputs).build();
  }

  private StateObject turned(StateObject object, String place) {
    if (object.sensitivePaths().isEmpty()) {
      return object;
    }
    Value before = object.attributes().decodeUntyped();
    Value after = before;
    List<Path> paths = new ArrayList<>(object.sensitivePaths());
    paths.sort(Comparator.comparingInt(path -> path.steps().size()));
    for (Path path : paths) {
      after = turned(after, path.steps(), place + "." + path);
    }
    return after.equals(before)
        ? object
        : new StateObject(
            object.status(),
            object.schemaVersion(),
            JsonText.encode(after, after.type()),
            object.priv(),
            object.dependencies(),
            object.createBeforeDestroy(),
            object.sensitivePaths(),
            object.skipDestroy());
  }

  private Value turned(Value value, List<Path.Step> steps, String place) {
    if (steps.isEmpty()) {
      return turned(value, place);
    }
    List<Path.Step> rest = steps.subList(1, steps.size());
    return switch (value) {
      case Value.Obj o -> {
        String name =
            switch (steps.getFirst()) {
              case Path.Attribute a -> a.name();
              case Path.Key k -> k.key();
              case Path.Index _ -> "";
            };
        // A dynamic value has its type beside it.
        boolean typed =
            !o.attributes().containsKey(name)
                && o.attributes().keySet().equals(Set.of("type", "value"));
        Value part = o.attributes().get(typed ? "value" : name);
        yield part == null
            ? o
            : with(o, typed ? "value" : name, turned(part, typed ? steps : rest, place));
      }
      case Value.Tuple t
          when steps.getFirst() instanceof Path.Index(int at) && at < t.elements().size() -> {
        List<Value> copy = new ArrayList<>(t.elements());
        copy.set(at, turned(copy.get(at), rest, place));
        yield new Value.Tuple(copy);
      }
      default -> value;
    };
  }

  private static Value with(Value.Obj object, String name, Value part) {
    SortedMap<String, Value> copy = new TreeMap<>(object.attributes());
    copy.put(name, part);
    return new Value.Obj(copy);
  }

  private Value turned(Value value, String place) {
    if (value instanceof Value.Null) {
      return value;
    }
    return switch (turn) {
      case Turn.Seal _ -> sealed(JsonText.encode(value, value.type()).text(), place);
      case Turn.Open(Problems problems) -> {
        String json = opened(value, place, problems);
        yield json.isEmpty() ? value : new JsonText(json).decodeUntyped();
      }
    };
  }

  private OutputValue turned(OutputValue output, String name) {
    String place = "output." + name;
    return switch (turn) {
      case Turn.Seal _ -> {
        String json =
            "{\"value\":"
                + JsonText.encode(output.value(), output.type()).text()
                + ",\"type\":"
                + TypeJson.write(output.type()).text()
                + "}";
        yield new OutputValue(sealed(json, place), true);
      }
      case Turn.Open(Problems problems) -> {
        String json = opened(output.value(), place, problems);
        yield json.isEmpty() ? output : outputOf(json, place, problems);
      }
    };
  }

  private static OutputValue outputOf(String json, String place, Problems problems) {
    JsonText[] parts = {JsonText.NULL, JsonText.NULL};
    try {
      return Tokens.over(
          json,
          "",
          tokens -> {
            tokens.object(name -> parts[name.equals("type") ? 1 : 0] = tokens.copy());
            return new OutputValue(parts[0].decode(TypeJson.read(parts[1])), true);
          });
    } catch (MismatchException | Refusal _) {
      problems.at(place, new Opened.Unknown());
      return new OutputValue(new Value.Str(""), true);
    }
  }

  private Value.Str sealed(String json, String place) {
    byte[] bytes = encryption.seal(Purpose.FIELD, place, json.getBytes(StandardCharsets.UTF_8));
    return new Value.Str(PREFIX + Base64.getEncoder().encodeToString(bytes));
  }

  /// The JSON that `value` holds sealed; empty after a problem.
  private String opened(Value value, String place, Problems problems) {
    Opened outcome = new Opened.Unknown();
    if (value instanceof Value.Str(String text) && text.startsWith(PREFIX)) {
      try {
        byte[] sealed = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        outcome = encryption.open(header, Purpose.FIELD, place, sealed);
      } catch (IllegalArgumentException _) {
        outcome = new Opened.Damaged();
      }
    }
    if (outcome instanceof Opened.Plain plain) {
      return new String(plain.bytes(), StandardCharsets.UTF_8);
    }
    problems.at(place, outcome);
    return "";
  }
}
