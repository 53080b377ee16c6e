package dev.groma.cli.conformance;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The documents of `show -json` in the form in which those of the real program and of Groma must
/// be equal. What it takes away or adds is in docs/compatibility.md.
public final class Shown {
  /// The members that only Groma has, by the path of the objects they are in.
  private static final Map<String, List<String>> OURS =
      Map.of(
          "", List.of("deferred"),
          "/resource_changes/*", List.of("causes", "effects"),
          "/resource_drift/*", List.of("causes", "effects", "drift"),
          "/output_changes/*", List.of("causes"));

  private Shown() {}

  /// A document of Groma's.
  ///
  /// @param state the recorded state
  public static JsonNode ours(String text, String state) {
    JsonNode document = Cases.JSON.readTree(text);
    Map<String, Set<String>> dependencies = dependencies(state);
    shownDependencies(document, dependencies);
    fill(document, dependencies);
    OURS.forEach((path, names) -> objects(document, path).forEach(o -> o.remove(names)));
    return settled(document);
  }

  /// A plan of the real program; sensitive values are not shown.
  public static JsonNode plan(String text) {
    JsonNode document = state(text);
    hide(document);
    hideConfiguration(document);
    withoutKeyless(document);
    return document;
  }

  /// A state of the real program.
  public static JsonNode state(String text) {
    JsonNode document = Cases.JSON.readTree(text);
    repeatMarks(document);
    return settled(document);
  }

  private static List<ObjectNode> objects(JsonNode document, String path) {
    List<JsonNode> found = new ArrayList<>(List.of(document));
    for (String step : path.substring(Math.min(1, path.length())).split("/", -1)) {
      if (!step.isEmpty()) {
        List<JsonNode> next = new ArrayList<>();
        found.forEach(node -> {
          if (step.equals("*")) {
            node.forEach(next::add);
          } else {
            next.add(node.path(step));
          }
        });
        found = next;
      }
    }
    return found.stream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast).toList();
  }

  /// The time of a plan and the order of its relevant attributes and of modules are those of one
  /// run.
  private static JsonNode settled(JsonNode document) {
    if (document instanceof ObjectNode plan) {
      if (plan.path("timestamp")
          .asString("")
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")) {
        plan.put("timestamp", "<timestamp>");
      }
      sort(plan, "relevant_attributes");
      sortModules(plan);
    }
    return document;
  }

  private static void sort(ObjectNode object, String name) {
    if (object.get(name) instanceof ArrayNode array) {
      List<JsonNode> sorted = new ArrayList<>();
      array.forEach(sorted::add);
      sorted.sort(Comparator.comparing(JsonNode::toString));
      object.putArray(name).addAll(sorted);
    }
  }

  private static void sortModules(JsonNode node) {
    node.forEach(Shown::sortModules);
    if (node.get("child_modules") instanceof ArrayNode modules) {
      List<JsonNode> sorted = new ArrayList<>();
      modules.forEach(sorted::add);
      sorted.sort(Comparator.comparing(module -> module.path("address").asString("")));
      ((ObjectNode) node).putArray("child_modules").addAll(sorted);
    }
  }

  /// There is no module instance without a key where its block has `count` or `for_each`.
  private static void withoutKeyless(JsonNode document) {
    if (document.get("relevant_attributes") instanceof ArrayNode relevant) {
      for (int i = relevant.size() - 1; i >= 0; i--) {
        InstanceAddress address =
            AddressParser.instance(relevant.get(i).path("resource").asString()).orElseThrow();
        JsonNode module = document.path("configuration").path("root_module");
        boolean exists = true;
        for (ModuleAddress.Step step : address.resource().module().steps()) {
          JsonNode call = module.path("module_calls").path(step.name());
          boolean many = call.has("count_expression") || call.has("for_each_expression");
          exists &= many != step.key() instanceof InstanceKey.None;
          module = call.path("module");
        }
        if (!exists) {
          relevant.remove(i);
        }
      }
    }
  }

  /// What each resource of a recorded state depends on directly.
  private static Map<String, Set<String>> dependencies(String state) {
    Map<String, Set<String>> all = new TreeMap<>();
    if (!state.isEmpty()) {
      for (JsonNode resource : Cases.JSON.readTree(state).path("resources")) {
        String module = resource.path("module").asString("");
        String name =
            (module.isEmpty() ? "" : module + ".")
                + (resource.path("mode").asString().equals("data") ? "data." : "")
                + resource.path("type").asString()
                + "."
                + resource.path("name").asString();
        Set<String> on =
            all.computeIfAbsent(name.replaceAll("\\[[^]]*]", ""), _ -> new TreeSet<>());
        for (JsonNode instance : resource.path("instances")) {
          instance.path("dependencies").forEach(other -> on.add(other.asString()));
        }
      }
    }
    return all;
  }

  private static void shownDependencies(JsonNode node, Map<String, Set<String>> all) {
    node.forEach(child -> shownDependencies(child, all));
    if (node.has("schema_version") && node.has("values") && node.has("depends_on")) {
      String name = node.path("address").asString().replaceAll("\\[[^]]*]", "");
      Set<String> on = all.computeIfAbsent(name, _ -> new TreeSet<>());
      node.get("depends_on").forEach(other -> on.add(other.asString()));
    }
  }

  /// Groma records direct dependencies, the real program also theirs.
  private static void fill(JsonNode node, Map<String, Set<String>> dependencies) {
    node.forEach(child -> fill(child, dependencies));
    if (node instanceof ObjectNode object
        && object.has("schema_version")
        && object.has("values")
        && object.get("depends_on") instanceof ArrayNode direct) {
      Set<String> all = new TreeSet<>();
      direct.forEach(name -> closure(name.asString(), dependencies, all));
      object.set("depends_on", Cases.JSON.valueToTree(all));
    }
  }

  private static void closure(String name, Map<String, Set<String>> dependencies, Set<String> all) {
    if (all.add(name)) {
      dependencies.getOrDefault(name, Set.of()).forEach(on -> closure(on, dependencies, all));
    }
  }

  /// Has `output` of `terraform_data` be as sensitive as `input`, which it repeats, wherever a
  /// result of the real program tells of one.
  public static void repeatMarks(JsonNode node) {
    node.forEach(Shown::repeatMarks);
    if (node.path("type").asString("").equals("terraform_data")) {
      repeatMarks(node.path("sensitive_values"), node.path("values"));
      JsonNode change = node.has("change") ? node.get("change") : node;
      repeatMarks(change.path("before_sensitive"), change.path("before"));
      repeatMarks(change.path("after_sensitive"), change.path("after"));
    }
  }

  private static void repeatMarks(JsonNode sensitive, JsonNode values) {
    if (sensitive instanceof ObjectNode object && object.has("input")) {
      boolean whole = object.get("input").asBoolean(false);
      if (whole || values.has("output")) {
        object.set("output", object.get("input"));
      }
    }
  }

  private static void hide(JsonNode node) {
    node.forEach(Shown::hide);
    if (node instanceof ObjectNode object) {
      hide(object, "values", object.path("sensitive_values"));
      hide(object, "before", object.path("before_sensitive"));
      hide(object, "after", object.path("after_sensitive"));
      hide(object, "value", object.path("sensitive"));
    }
  }

  private static void hide(ObjectNode object, String name, JsonNode sensitive) {
    if (object.has(name)) {
      object.set(name, hidden(object.get(name), sensitive));
    }
  }

  private static JsonNode hidden(JsonNode value, JsonNode sensitive) {
    if (sensitive.asBoolean(false)) {
      return Cases.JSON.nullNode();
    }
    if (value instanceof ObjectNode object) {
      ObjectNode rest = Cases.JSON.createObjectNode();
      object
          .properties()
          .forEach(e -> rest.set(e.getKey(), hidden(e.getValue(), sensitive.path(e.getKey()))));
      return rest;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode rest = Cases.JSON.createArrayNode();
      for (int i = 0; i < array.size(); i++) {
        rest.add(hidden(array.get(i), sensitive.path(i)));
      }
      return rest;
    }
    return value;
  }

  /// Constants for what is declared as sensitive are not shown.
  private static void hideConfiguration(JsonNode document) {
    JsonNode root = document.path("configuration").path("root_module");
    root.path("variables")
        .properties()
        .forEach(e -> {
          if (e.getValue().path("sensitive").asBoolean(false)
              && document.path("variables").path(e.getKey()) instanceof ObjectNode given) {
            given.set("value", Cases.JSON.nullNode());
          }
        });
    hideModule(root);
  }

  private static void hideModule(JsonNode module) {
    module
        .path("variables")
        .forEach(variable -> {
          if (variable.path("sensitive").asBoolean(false)) {
            ((ObjectNode) variable).remove("default");
          }
        });
    module
        .path("outputs")
        .forEach(output -> {
          if (output.path("sensitive").asBoolean(false)) {
            ((ObjectNode) output.get("expression")).remove("constant_value");
          }
        });
    module
        .path("module_calls")
        .forEach(call -> {
          JsonNode inner = call.path("module");
          inner
              .path("variables")
              .properties()
              .forEach(e -> {
                if (e.getValue().path("sensitive").asBoolean(false)
                    && call.path("expressions").path(e.getKey()) instanceof ObjectNode argument) {
                  argument.remove("constant_value");
                }
              });
          hideModule(inner);
        });
  }
}
