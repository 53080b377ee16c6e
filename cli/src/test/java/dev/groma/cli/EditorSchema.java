package dev.groma.cli;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of configurations for editors, made from the schemas of all providers.
///
/// It is made to complete and to explain: types of providers that are not built in are let through,
/// and any value may be an expression.
final class EditorSchema {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final List<String> FREE =
      List.of("variable", "output", "module", "moved", "import", "removed", "check", "ephemeral");

  private static final String TERRAFORM =
      """
      {"type": "object", "properties": {
        "encryption": {"anyOf": [{"$ref": "#/$defs/encryption"},
          {"type": "array", "items": {"$ref": "#/$defs/encryption"}}]}}}
      """;

  /// What engine.config and cli.encryption take.
  private static final String ENCRYPTION =
      """
      {"encryption": {"type": "object", "additionalProperties": false,
        "description": "How states and plans are encrypted.\\n状态和计划如何加密。",
        "properties": {
          "//": {},
          "key_provider": {"type": "object", "additionalProperties": false, "properties": {
            "argon2id": {"type": "object", "additionalProperties": {"type": "object",
              "description": "A passphrase.\\n口令。", "additionalProperties": false,
              "properties": {"//": {}, "passphrase": {"type": "string"}, "chain": {"$ref": "#/$defs/key_provider"},
                "memory": {"type": ["number", "string"]}, "iterations": {"type": ["number", "string"]},
                "parallelism": {"type": ["number", "string"]}}}},
            "key_file": {"type": "object", "additionalProperties": {"type": "object",
              "description": "A key in a file.\\n文件中的密钥。", "additionalProperties": false, "required": ["path"],
              "properties": {"//": {}, "path": {"type": "string"}, "encoding": {"type": "string"}}}},
            "environment": {"type": "object", "additionalProperties": {"type": "object",
              "description": "A key in an environment variable.\\n环境变量中的密钥。", "additionalProperties": false,
              "required": ["variable"],
              "properties": {"//": {}, "variable": {"type": "string"}, "encoding": {"type": "string"}}}},
            "external": {"type": "object", "additionalProperties": {"type": "object",
              "description": "A program that gives keys.\\n给出密钥的程序。", "additionalProperties": false,
              "required": ["command"],
              "properties": {"//": {}, "command": {"type": ["array", "string"]}}}}}},
          "method": {"type": "object", "additionalProperties": false, "properties": {
            "aes_gcm": {"$ref": "#/$defs/encryption_method"},
            "sm4_gcm": {"$ref": "#/$defs/encryption_method"},
            "unencrypted": {"type": "object"}}},
          "state": {"$ref": "#/$defs/encryption_target"},
          "plan": {"$ref": "#/$defs/encryption_target"},
          "remote_state_data_sources": {"type": "object", "additionalProperties": false, "properties": {
            "//": {},
            "default": {"$ref": "#/$defs/encryption_target"},
            "remote_state_data_source": {"type": "object",
              "additionalProperties": {"$ref": "#/$defs/encryption_target"}}}}}},
      "encryption_method": {"type": "object", "additionalProperties": {"type": "object",
        "additionalProperties": false, "required": ["keys"],
        "properties": {"//": {}, "keys": {"$ref": "#/$defs/key_provider"}}}},
      "encryption_target": {"type": "object", "additionalProperties": false, "properties": {
        "//": {},
        "method": {"type": "string", "pattern": "method\\\\.[\\\\w-]+\\\\.[\\\\w-]+"},
        "fallback": {"$ref": "#/$defs/encryption_target"},
        "enforced": {"type": "boolean"},
        "granularity": {"type": "string", "pattern": "^(whole|sensitive)$"}}},
      "key_provider": {"type": "string", "pattern": "key_provider\\\\.[\\\\w-]+\\\\.[\\\\w-]+"}}
      """;

  private final ObjectNode definitions = JSON.createObjectNode();

  private EditorSchema() {}

  static String of(ProviderRegistry registry) {
    return new EditorSchema().document(registry) + "\n";
  }

  private String document(ProviderRegistry registry) {
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Groma configuration (*.tf.yaml, *.tf.yml, *.tf.json)");
    root.put("type", "object");
    ObjectNode properties = root.putObject("properties");
    properties.putObject("//").put("description", "A remark.");
    properties.set("terraform", oneOrMore(reference("terraform")));
    properties.set("locals", reference("body"));
    FREE.forEach(name -> properties.set(name, reference("body")));
    ObjectNode resources = types(properties, "resource");
    ObjectNode data = types(properties, "data");
    ObjectNode providers = types(properties, "provider");
    root.put("additionalProperties", false);
    basics();
    for (ProviderAddress address :
        registry.addresses().stream()
            .sorted(Comparator.comparing(ProviderAddress::toString))
            .toList()) {
      ProviderSchema schema = registry.schema(address);
      define("provider." + address.type(), schema.provider(), true);
      providers.set(address.type(), oneOrMore(reference("provider." + address.type())));
      add(resources, "resource.", schema.resources());
      add(data, "data.", schema.dataSources());
    }
    root.set("$defs", definitions);
    return JSON.writeValueAsString(root);
  }

  /// The values that occur everywhere.
  private void basics() {
    definitions
        .putObject("expression")
        .put("type", "string")
        .put("pattern", "[$%]\\{")
        .put("description", "A template: ${...} or %{...}.");
    ArrayNode body = definitions.putObject("body").putArray("type");
    body.add("object").add("array");
    definitions.set("terraform", JSON.readTree(TERRAFORM));
    JSON.readTree(ENCRYPTION).properties().forEach(e -> definitions.set(e.getKey(), e.getValue()));
  }

  private static ObjectNode types(ObjectNode properties, String name) {
    ObjectNode types = properties.putObject(name);
    ArrayNode kinds = types.putArray("type");
    kinds.add("object").add("array");
    return types.putObject("properties");
  }

  private void add(ObjectNode into, String prefix, Map<String, Schema> schemas) {
    schemas.forEach((type, schema) -> {
      define(prefix + type, schema, false);
      ObjectNode named = into.putObject(type);
      named.put("type", "object");
      describe(named, schema.block().doc());
      named.set("additionalProperties", oneOrMore(reference(prefix + type)));
    });
  }

  private static ObjectNode reference(String name) {
    return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
  }

  private static ObjectNode oneOrMore(ObjectNode one) {
    ObjectNode either = JSON.createObjectNode();
    ArrayNode choices = either.putArray("anyOf");
    choices.add(one);
    choices.addObject().put("type", "array").set("items", one.deepCopy());
    return either;
  }

  private void define(String name, Schema schema, boolean provider) {
    ObjectNode body = block(schema.block());
    ObjectNode properties = (ObjectNode) body.path("properties");
    properties.putObject("//");
    if (provider) {
      properties.putObject("alias").put("type", "string");
      properties.putObject("version").put("type", "string");
    } else {
      for (String meta :
          List.of(
              "count",
              "for_each",
              "depends_on",
              "provider",
              "lifecycle",
              "provisioner",
              "connection")) {
        properties.set(meta, JSON.createObjectNode());
      }
    }
    definitions.set(name, body);
  }

  private static ObjectNode block(Block block) {
    ObjectNode node = JSON.createObjectNode();
    node.put("type", "object");
    describe(node, block.doc());
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = JSON.createArrayNode();
    new TreeMap<>(block.attributes())
        .forEach((name, attribute) -> {
          if (attribute.mode().isConfigurable()) {
            properties.set(name, attribute(attribute));
          }
          if (attribute.mode() == Mode.REQUIRED) {
            required.add(name);
          }
        });
    block.blocks().forEach((name, nested) -> properties.set(name, nested(nested)));
    if (!block.blocks().isEmpty()) {
      // A block may be written as a dynamic one, so none is required.
      properties.putObject("dynamic").put("type", "object");
    }
    if (!required.isEmpty()) {
      node.set("required", required);
    }
    node.put("additionalProperties", false);
    return node;
  }

  private static ObjectNode nested(NestedBlock nested) {
    ObjectNode inner = block(nested.block());
    if (nested.nesting() == NestedBlock.Nesting.MAP) {
      ObjectNode labelled = JSON.createObjectNode();
      labelled.put("type", "object").set("additionalProperties", inner);
      return labelled;
    }
    return oneOrMore(inner);
  }

  private static ObjectNode attribute(Attribute attribute) {
    ObjectNode type = type(attribute.type());
    ObjectNode node = type;
    if (!type.isEmpty()) {
      node = JSON.createObjectNode();
      ArrayNode choices = node.putArray("anyOf");
      choices.add(type);
      choices.addObject().put("$ref", "#/$defs/expression");
      choices.addObject().put("type", "null");
    }
    describe(node, attribute.doc());
    if (attribute.deprecation() != null) {
      node.put("deprecated", true);
    }
    return node;
  }

  private static void describe(ObjectNode node, Doc doc) {
    String text = (doc.english() + "\n" + doc.chinese()).strip();
    if (!text.isEmpty()) {
      node.put("description", text);
    }
  }

  private static ObjectNode type(Type type) {
    ObjectNode node = JSON.createObjectNode();
    switch (type) {
      case Type.ListType l -> node.put("type", "array").set("items", element(l.element()));
      case Type.SetType s -> node.put("type", "array").set("items", element(s.element()));
      case Type.MapType m ->
          node.put("type", "object").set("additionalProperties", element(m.element()));
      default -> {
        if (type.equals(Type.STRING)) {
          node.putArray("type").add("string").add("number").add("boolean");
        } else if (type.equals(Type.NUMBER)) {
          node.put("type", "number");
        } else if (type.equals(Type.BOOL)) {
          node.put("type", "boolean");
        }
      }
    }
    return node;
  }

  /// Elements may be expressions too, so only what is certain is said of them.
  private static ObjectNode element(Type type) {
    return type.equals(Type.STRING) ? type(type) : JSON.createObjectNode();
  }
}
