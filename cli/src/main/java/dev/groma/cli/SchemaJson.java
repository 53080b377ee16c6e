package dev.groma.cli;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.providers.spi.ProviderSchema;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.state.json.TypeJson;
import java.util.Locale;
import java.util.SortedMap;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// The schemas of providers as the document of `providers schema -json`, format 1.0.
final class SchemaJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaJson() {}

  /// The schemas of all providers of `registry`, on one line.
  static String render(ProviderRegistry registry) {
    ObjectNode document = JSON.createObjectNode();
    document.put("format_version", "1.0");
    ObjectNode all = document.putObject("provider_schemas");
    for (ProviderAddress address : registry.addresses()) {
      ProviderSchema schema = registry.schema(address);
      ObjectNode node = all.putObject(address.toString());
      node.set("provider", schema(schema.provider()));
      schemas(schema.resources(), node, "resource_schemas");
      schemas(schema.dataSources(), node, "data_source_schemas");
    }
    return document.toString();
  }

  private static void schemas(SortedMap<String, Schema> schemas, ObjectNode into, String name) {
    if (!schemas.isEmpty()) {
      ObjectNode node = into.putObject(name);
      schemas.forEach((type, schema) -> node.set(type, schema(schema)));
    }
  }

  private static ObjectNode schema(Schema schema) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", schema.version());
    node.set("block", block(schema.block()));
    return node;
  }

  private static ObjectNode block(Block block) {
    ObjectNode node = JSON.createObjectNode();
    if (!block.attributes().isEmpty()) {
      ObjectNode attributes = node.putObject("attributes");
      block.attributes().forEach((name, a) -> attributes.set(name, attribute(a)));
    }
    if (!block.blocks().isEmpty()) {
      ObjectNode blocks = node.putObject("block_types");
      block.blocks().forEach((name, b) -> blocks.set(name, nested(b)));
    }
    describe(block.doc().english(), node);
    if (block.deprecation() != null) {
      node.put("deprecated", true);
    }
    return node;
  }

  private static ObjectNode attribute(Attribute attribute) {
    ObjectNode node = JSON.createObjectNode();
    node.set("type", JSON.readTree(TypeJson.write(attribute.type().withoutOptional()).text()));
    describe(attribute.doc().english(), node);
    switch (attribute.mode()) {
      case REQUIRED -> node.put("required", true);
      case OPTIONAL -> node.put("optional", true);
      case OPTIONAL_COMPUTED -> node.put("optional", true).put("computed", true);
      case COMPUTED -> node.put("computed", true);
    }
    if (attribute.sensitive()) {
      node.put("sensitive", true);
    }
    if (attribute.writeOnly()) {
      node.put("write_only", true);
    }
    if (attribute.deprecation() != null) {
      node.put("deprecated", true);
    }
    return node;
  }

  private static ObjectNode nested(NestedBlock nested) {
    ObjectNode node = JSON.createObjectNode();
    node.put("nesting_mode", nested.nesting().name().toLowerCase(Locale.ROOT));
    node.set("block", block(nested.block()));
    if (nested.min() > 0) {
      node.put("min_items", nested.min());
    }
    if (nested.max() > 0 && nested.max() < Integer.MAX_VALUE) {
      node.put("max_items", nested.max());
    }
    return node;
  }

  private static void describe(String text, ObjectNode node) {
    if (!text.isEmpty()) {
      node.put("description", text);
    }
    node.put("description_kind", "plain");
  }
}
