package dev.groma.state.format;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.value.CodePointOrder;
import dev.groma.schemas.value.Path;
import dev.groma.state.CheckResult;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.json.JsonLayout;
import dev.groma.state.json.JsonStrings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Writes states in the format version 4, byte for byte as Terraform 1.11.4 lays them out.
///
/// Pending operations are not part of it.
public final class StateWriter {
  /// The version that files name as their writer: the newest that is known to read them.
  public static final String TERRAFORM_VERSION = "1.11.4";

  private static final Comparator<Group> ORDER =
      Comparator.comparing(Group::module, CodePointOrder.INSTANCE)
          .thenComparing(group -> group.resource.mode().word())
          .thenComparing(group -> group.resource.type(), CodePointOrder.INSTANCE)
          .thenComparing(group -> group.resource.name(), CodePointOrder.INSTANCE)
          .thenComparing(group -> group.provider);

  private final StringBuilder out = new StringBuilder();

  private StateWriter() {}

  /// The instances that one entry of `resources` holds.
  private record Group(
      String module,
      ResourceAddress resource,
      ProviderConfigAddress provider,
      List<Map.Entry<InstanceAddress, Instance>> instances) {}

  /// `state` as a file.
  public static byte[] write(State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(state, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Writes `state` to `target`, piece by piece; does not close it.
  ///
  /// @throws IOException when `target` does
  public static void write(State state, OutputStream target) throws IOException {
    write(state, "", target);
  }

  /// The same with the header under which the sensitive values are sealed, unless that is empty.
  static void write(State state, String header, OutputStream target) throws IOException {
    StateWriter writer = new StateWriter();
    writer.head(state);
    if (!header.isEmpty()) {
      member(StateCodec.FIELDS, header, writer.out.append("  "), ": ");
      writer.out.append(",\n");
    }
    writer.outputs(state.outputs());
    String separator = "";
    writer.out.append("  \"resources\": [");
    for (Group group : groups(state)) {
      writer.out.append(separator).append("\n    ");
      writer.resource(group);
      separator = ",";
      writer.flush(target);
    }
    writer.out.append(separator.isEmpty() ? "],\n" : "\n  ],\n");
    writer.out.append("  \"check_results\": ");
    JsonLayout.indent(checks(state.checks()), 1, writer.out);
    writer.out.append("\n}\n");
    writer.flush(target);
  }

  private void flush(OutputStream target) throws IOException {
    target.write(out.toString().getBytes(StandardCharsets.UTF_8));
    out.setLength(0);
  }

  private void head(State state) {
    out.append("{\n  \"version\": 4,\n  \"terraform_version\": \"" + TERRAFORM_VERSION + "\",\n");
    out.append("  \"serial\": ").append(state.serial()).append(",\n  \"lineage\": ");
    JsonStrings.quote(state.lineage(), out);
    out.append(",\n");
  }

  private void outputs(SortedMap<String, OutputValue> outputs) {
    StringBuilder json = new StringBuilder();
    JournalFormat.outputs(outputs, json);
    out.append("  \"outputs\": ");
    JsonLayout.indent(json.toString(), 1, out);
    out.append(",\n");
  }

  /// The instances of each resource together, in the order of the file: modules by their text.
  private static List<Group> groups(State state) {
    List<Group> groups = new ArrayList<>();
    Group last = null;
    for (Map.Entry<InstanceAddress, Instance> entry : state.instances().entrySet()) {
      ResourceAddress resource = entry.getKey().resource();
      ProviderConfigAddress provider = entry.getValue().provider();
      if (last == null || !last.resource.equals(resource) || !last.provider.equals(provider)) {
        last = new Group(resource.module().toString(), resource, provider, new ArrayList<>());
        groups.add(last);
      }
      last.instances.add(entry);
    }
    groups.sort(ORDER);
    return groups;
  }

  private void resource(Group group) {
    StringBuilder json = new StringBuilder("{");
    if (!group.module.isEmpty()) {
      member("module", group.module, json);
      json.append(',');
    }
    member("mode", group.resource.mode().word(), json);
    member("type", group.resource.type(), json.append(','));
    member("name", group.resource.name(), json.append(','));
    member("provider", group.provider.toString(), json.append(','));
    json.append(",\"instances\":[");
    String separator = "";
    for (Map.Entry<InstanceAddress, Instance> entry : group.instances) {
      InstanceKey key = entry.getKey().key();
      StateObject current = entry.getValue().current();
      if (current != null) {
        object(key, "", current, json.append(separator));
        separator = ",";
      }
      for (Map.Entry<String, StateObject> deposed : entry.getValue().deposed().entrySet()) {
        object(key, deposed.getKey(), deposed.getValue(), json.append(separator));
        separator = ",";
      }
    }
    JsonLayout.indent(json.append("]}").toString(), 2, out);
  }

  /// Appends one element of `instances` as compact JSON, which a journal holds too.
  static void object(InstanceKey key, String deposed, StateObject object, StringBuilder json) {
    json.append('{');
    switch (key) {
      case InstanceKey.None _ -> {}
      case InstanceKey.Index i -> json.append("\"index_key\":").append(i.position()).append(',');
      case InstanceKey.Name n -> {
        member("index_key", n.name(), json);
        json.append(',');
      }
    }
    if (object.isTainted()) {
      json.append("\"status\":\"tainted\",");
    }
    if (!deposed.isEmpty()) {
      member("deposed", deposed, json);
      json.append(',');
    }
    json.append("\"schema_version\":").append(object.schemaVersion());
    json.append(",\"attributes\":").append(object.attributes().text());
    json.append(",\"sensitive_attributes\":[");
    String separator = "";
    for (Path path : object.sensitivePaths()) {
      path(path, json.append(separator));
      separator = ",";
    }
    json.append(']');
    if (!object.priv().isEmpty()) {
      member("private", object.priv(), json.append(','));
    }
    if (!object.dependencies().isEmpty()) {
      json.append(",\"dependencies\":");
      texts(
          object.dependencies().stream()
              .map(ResourceAddress::toString)
              .sorted(CodePointOrder.INSTANCE)
              .toList(),
          json);
    }
    json.append(object.createBeforeDestroy() ? ",\"create_before_destroy\":true" : "");
    json.append(object.skipDestroy() ? ",\"skip_destroy\":true}" : "}");
  }

  private static void path(Path path, StringBuilder json) {
    json.append('[');
    String separator = "";
    for (Path.Step step : path.steps()) {
      json.append(separator);
      switch (step) {
        case Path.Attribute a -> {
          member("value", a.name(), json.append("{\"type\":\"get_attr\","));
          json.append('}');
        }
        case Path.Index i ->
            json.append("{\"type\":\"index\",\"value\":{\"value\":")
                .append(i.position())
                .append(",\"type\":\"number\"}}");
        case Path.Key k -> {
          member("value", k.key(), json.append("{\"type\":\"index\",\"value\":{"));
          json.append(",\"type\":\"string\"}}");
        }
      }
      separator = ",";
    }
    json.append(']');
  }

  private static String checks(List<CheckResult> checks) {
    if (checks.isEmpty()) {
      return "null";
    }
    StringBuilder json = new StringBuilder("[");
    for (CheckResult check : checks) {
      json.append(json.length() == 1 ? "{" : ",{");
      member("object_kind", check.kind(), json);
      member("config_addr", check.address(), json.append(','));
      member("status", check.status().word(), json.append(','));
      json.append(",\"objects\":");
      json.append(check.objects().isEmpty() ? "null" : "[");
      String separator = "";
      for (CheckResult.OfInstance object : check.objects()) {
        member("object_addr", object.address(), json.append(separator).append('{'));
        member("status", object.status().word(), json.append(','));
        if (!object.failures().isEmpty()) {
          texts(object.failures(), json.append(",\"failure_messages\":"));
        }
        json.append('}');
        separator = ",";
      }
      json.append(check.objects().isEmpty() ? "}" : "]}");
    }
    return json.append(']').toString();
  }

  private static void texts(List<String> texts, StringBuilder json) {
    String separator = "[";
    for (String text : texts) {
      JsonStrings.quote(text, json.append(separator));
      separator = ",";
    }
    json.append(']');
  }

  private static void member(String name, String value, StringBuilder json) {
    member(name, value, json, ":");
  }

  static void member(String name, String value, StringBuilder json, String colon) {
    json.append('"').append(name).append('"').append(colon);
    JsonStrings.quote(value, json);
  }
}
