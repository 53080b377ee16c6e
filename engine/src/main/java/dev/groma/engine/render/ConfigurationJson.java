package dev.groma.engine.render;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.ProviderBlock;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.config.Variable;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The `configuration` of a plan document: what is declared, each expression as its constant value or the references in
/// it.
///
/// @param revealSensitive constants of sensitive variables and attributes are written; otherwise they are left out
record ConfigurationJson(Configuration configuration, Schemas schemas, boolean revealSensitive) {
  Json.Obj document() {
    ModuleConfig root = configuration.root();
    return new Json.Obj()
        .putUnlessEmpty("provider_config", providers(root))
        .put("root_module", module(root));
  }

  private Json.Obj providers(ModuleConfig module) {
    Json.Obj all = new Json.Obj();
    SortedSet<String> used = new TreeSet<>(module.providers().keySet());
    module.resources().values().forEach(resource -> used.add(resource.provider().key()));
    for (String key : used) {
      int dot = key.indexOf('.');
      String name = dot < 0 ? key : key.substring(0, dot);
      Json.Obj json = new Json.Obj().put("name", name);
      json.put("full_name", module.providerAddress(name).toString());
      if (dot >= 0) {
        json.put("alias", key.substring(dot + 1));
      }
      ProviderBlock block = module.providers().get(key);
      if (block != null) {
        json.putUnlessEmpty("expressions", providerArguments(block));
      }
      all.put(key, json);
    }
    return all;
  }

  /// Credentials are written in provider blocks, so constants are kept back.
  private Json.Obj providerArguments(ProviderBlock block) {
    Json.Obj all = new Json.Obj();
    block.body().members().forEach(m -> all.put(m.key(), expression(m.value(), revealSensitive)));
    return all;
  }

  private Json.Obj module(ModuleConfig module) {
    Json.Obj outputs = new Json.Obj();
    module.outputs().forEach((name, output) -> outputs.put(name, output(output)));
    Json.Arr resources = new Json.Arr();
    module.resources().values().forEach(resource -> resources.add(resource(resource, module)));
    Json.Obj variables = new Json.Obj();
    module.variables().forEach((name, variable) -> variables.put(name, variable(variable)));
    return new Json.Obj()
        .putUnlessEmpty("outputs", outputs)
        .putUnlessEmpty("resources", resources)
        .putUnlessEmpty("variables", variables);
  }

  private Json output(Output output) {
    Json.Obj json = new Json.Obj();
    if (output.sensitive()) {
      json.put("sensitive", true);
    }
    if (output.ephemeral()) {
      json.put("ephemeral", true);
    }
    json.put("expression", expression(output.value(), revealSensitive || !output.sensitive()))
        .putUnlessEmpty("depends_on", dependencies(output.dependsOn()));
    return description(json, output.description());
  }

  private Json variable(Variable variable) {
    Json.Obj json = new Json.Obj();
    Value value = variable.defaultValue();
    if (value != null && (revealSensitive || !variable.sensitive())) {
      json.put("default", new JsonValues(revealSensitive).known(value));
    }
    description(json, variable.description());
    return variable.sensitive() ? json.put("sensitive", true) : json;
  }

  private static Json.Obj description(Json.Obj json, @Nullable String description) {
    return description == null || description.isEmpty()
        ? json
        : json.put("description", description);
  }

  private Json resource(ResourceBlock resource, ModuleConfig module) {
    ProviderAddress provider = module.providerAddress(resource.provider().localName());
    Schema schema = schemas.find(provider, resource.mode(), resource.type());
    Json.Obj json =
        new Json.Obj()
            .put("address", resource.localAddress())
            .put("mode", resource.mode().word())
            .put("type", resource.type())
            .put("name", resource.name())
            .put("provider_config_key", resource.provider().key());
    json.putUnlessEmpty(
        "expressions", body(resource.body(), schema == null ? Block.EMPTY : schema.block()));
    json.put("schema_version", schema == null ? 0 : schema.version());
    if (resource.count() != null) {
      json.put("count_expression", expression(resource.count(), true));
    }
    if (resource.forEach() != null) {
      json.put("for_each_expression", expression(resource.forEach(), true));
    }
    return json.putUnlessEmpty("depends_on", dependencies(resource.dependsOn()));
  }

  private Json.Obj body(Node.ObjectNode body, Block schema) {
    Json.Obj all = new Json.Obj();
    for (Node.Member member : body.members()) {
      NestedBlock nested = schema.blocks().get(member.key());
      Attribute attribute = schema.attributes().get(member.key());
      if (nested != null) {
        all.put(member.key(), nested(member.value(), nested));
      } else {
        boolean shown = revealSensitive || attribute == null || !attribute.sensitive();
        all.put(member.key(), expression(member.value(), shown));
      }
    }
    return all;
  }

  private Json nested(Node value, NestedBlock nested) {
    return switch (value) {
      case Node.ListNode list -> {
        Json.Arr all = new Json.Arr();
        list.elements().forEach(element -> all.add(nested(element, nested)));
        yield all;
      }
      case Node.ObjectNode object when nested.nesting() == NestedBlock.Nesting.MAP -> {
        Json.Obj all = new Json.Obj();
        for (Node.Member member : object.members()) {
          all.put(
              member.key(),
              member.value() instanceof Node.ObjectNode inner
                  ? body(inner, nested.block())
                  : new Json.Obj());
        }
        yield all;
      }
      case Node.ObjectNode object -> body(object, nested.block());
      default -> new Json.Obj();
    };
  }

  // Expressions

  private static Json expression(Node node, boolean constants) {
    Expression parsed = ExpressionParser.template(node).value();
    return parsed == null ? new Json.Obj() : expression(parsed, constants);
  }

  private static Json expression(Expression expression, boolean constants) {
    Json.Obj json = new Json.Obj();
    Set<String> names = new LinkedHashSet<>();
    References.of(expression).forEach(reference -> names.addAll(prefixes(reference)));
    if (!names.isEmpty()) {
      return json.put("references", Json.texts(names));
    }
    Json constant = constants ? constant(expression) : null;
    return constant == null ? json : json.put("constant_value", constant);
  }

  /// The reference and everything that it leads through, longest first.
  private static List<String> prefixes(Reference reference) {
    List<String> found = new ArrayList<>();
    StringBuilder text = new StringBuilder(reference.subject().toString());
    found.add(text.toString());
    for (Step step : reference.remaining()) {
      switch (step) {
        case Step.Attribute a -> text.append('.').append(a.name());
        case Step.Index(Expression.Literal(Value.Str(String key), _), _) ->
            text.append(new InstanceKey.Name(key));
        case Step.Index(Expression.Literal(Num n, _), _) -> text.append('[').append(n).append(']');
        case Step.Index _, Step.Splat _ -> {
          Collections.reverse(found);
          return found;
        }
      }
      found.add(text.toString());
    }
    Collections.reverse(found);
    return found;
  }

  /// The value of an expression that calculates nothing, or null.
  private static @Nullable Json constant(Expression expression) {
    return switch (expression) {
      case Expression.Literal l -> new JsonValues(true).known(l.value());
      case Expression.TupleOf t -> {
        Json.Arr all = new Json.Arr();
        for (Expression element : t.elements()) {
          Json json = constant(element);
          if (json == null) {
            yield null;
          }
          all.add(json);
        }
        yield all;
      }
      case Expression.ObjectOf o -> {
        Json.Obj all = new Json.Obj();
        for (Expression.Item item : o.items()) {
          Json json = constant(item.value());
          if (json == null
              || !(item.key() instanceof Expression.Literal(Value.Str(String key), _))) {
            yield null;
          }
          all.put(key, json);
        }
        yield all;
      }
      default -> null;
    };
  }

  private static Json.Arr dependencies(List<Reference> references) {
    Json.Arr all = new Json.Arr();
    references.forEach(reference -> all.add(new Json.Text(prefixes(reference).getFirst())));
    return all;
  }
}
