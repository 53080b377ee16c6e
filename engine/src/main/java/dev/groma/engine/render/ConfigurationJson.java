package dev.groma.engine.render;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleCall;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.config.Output;
import dev.groma.engine.config.ProviderBlock;
import dev.groma.engine.config.ProviderRef;
import dev.groma.engine.config.Provisioner;
import dev.groma.engine.config.RequiredProvider;
import dev.groma.engine.config.ResourceBlock;
import dev.groma.engine.config.Variable;
import dev.groma.engine.config.VersionConstraint;
import dev.groma.engine.expr.Expression;
import dev.groma.engine.expr.ExpressionParser;
import dev.groma.engine.expr.Reference;
import dev.groma.engine.expr.References;
import dev.groma.engine.expr.Step;
import dev.groma.engine.expr.Subject;
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
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The `configuration` of a plan document: what is declared, each expression as it is written with
/// the references in it. A text that is a template is written as it stands, as the real program
/// does for configurations in JSON.
///
/// @param revealSensitive constants of sensitive variables and attributes are written; otherwise
///   they are left out
record ConfigurationJson(Configuration configuration, Schemas schemas, boolean revealSensitive) {
  /// A module and what leads to it.
  ///
  /// @param call the call of the caller that leads to it, or null for the root module
  private record Place(ModuleTree tree, @Nullable ModuleCall call, @Nullable Place caller) {
    ModuleConfig module() {
      return tree.module();
    }

    /// What documents call the provider configuration `key` of this module: where it is declared,
    /// or else in the outermost module that it is handed down from.
    String providerKey(String key) {
      if (caller == null || module().providers().containsKey(key)) {
        return qualified(key);
      }
      ProviderRef passed = call == null ? null : call.providers().get(key);
      if (passed != null) {
        return caller.providerKey(passed.key());
      }
      return caller.has(key) ? caller.providerKey(key) : qualified(key);
    }

    private boolean has(String key) {
      return providers().contains(key) || (call != null && call.providers().containsKey(key));
    }

    /// The provider configurations that the module itself speaks of.
    SortedSet<String> providers() {
      SortedSet<String> all = new TreeSet<>(module().providers().keySet());
      all.addAll(module().requiredProviders().keySet());
      module().resources().values().forEach(one -> all.add(one.provider().localName()));
      return all;
    }

    String qualified(String key) {
      return caller == null ? key : tree.address() + ":" + key;
    }
  }

  Json.Obj document() {
    Place root = new Place(configuration.tree(), null, null);
    Json.Obj providers = new Json.Obj();
    providers(root, providers);
    return new Json.Obj()
        .putUnlessEmpty("provider_config", providers)
        .put("root_module", module(root));
  }

  /// The provider configurations of a module and of all that it calls.
  private void providers(Place place, Json.Obj all) {
    ModuleConfig module = place.module();
    for (String key : place.providers()) {
      if (!place.providerKey(key).equals(place.qualified(key))) {
        continue;
      }
      int dot = key.indexOf('.');
      String name = dot < 0 ? key : key.substring(0, dot);
      Json.Obj json = new Json.Obj().put("name", name);
      json.put("full_name", module.providerAddress(name).toString());
      if (dot >= 0) {
        json.put("alias", key.substring(dot + 1));
      }
      RequiredProvider required = module.requiredProviders().get(name);
      if (required != null && required.version() != null) {
        json.put(
            "version_constraint",
            VersionConstraint.parse(required.version())
                .map(VersionConstraint::canonical)
                .orElse(required.version()));
      }
      if (place.caller != null) {
        json.put("module_address", place.tree.address().toString());
      }
      ProviderBlock block = module.providers().get(key);
      if (block != null) {
        if (block.forEach() != null) {
          json.put("for_each_expression", expression(block.forEach(), true));
        }
        json.putUnlessEmpty("expressions", providerArguments(block));
      }
      all.put(place.qualified(key), json);
    }
    callsOf(place).values().forEach(inner -> providers(inner, all));
  }

  private static SortedMap<String, Place> callsOf(Place place) {
    SortedMap<String, Place> all = new TreeMap<>();
    place
        .tree
        .children()
        .forEach((name, child) ->
            all.put(name, new Place(child, place.module().calls().get(name), place)));
    return all;
  }

  /// Credentials are written in provider blocks, so constants are kept back.
  private Json.Obj providerArguments(ProviderBlock block) {
    Json.Obj all = new Json.Obj();
    block.body().members().forEach(m -> all.put(m.key(), expression(m.value(), revealSensitive)));
    return all;
  }

  private Json.Obj module(Place place) {
    ModuleConfig module = place.module();
    Json.Obj outputs = new Json.Obj();
    module.outputs().forEach((name, output) -> outputs.put(name, output(output)));
    Json.Arr resources = new Json.Arr();
    module.resources().values().stream()
        .sorted(Comparator.comparing(ResourceBlock::mode))
        .forEach(resource -> resources.add(resource(resource, place)));
    Json.Obj calls = new Json.Obj();
    callsOf(place).forEach((name, inner) -> calls.put(name, call(inner)));
    Json.Obj variables = new Json.Obj();
    module.variables().forEach((name, variable) -> variables.put(name, variable(variable)));
    return new Json.Obj()
        .putUnlessEmpty("outputs", outputs)
        .putUnlessEmpty("resources", resources)
        .putUnlessEmpty("module_calls", calls)
        .putUnlessEmpty("variables", variables);
  }

  private Json call(Place inner) {
    Json.Obj json = new Json.Obj();
    ModuleCall call = inner.call;
    if (call != null) {
      Json.Obj arguments = new Json.Obj();
      call.arguments()
          .forEach((name, argument) -> {
            Variable variable = inner.module().variables().get(name);
            boolean shown = revealSensitive || variable == null || !variable.sensitive();
            arguments.put(name, expression(argument.value(), shown));
          });
      json.put("source", call.source()).putUnlessEmpty("expressions", arguments);
      if (call.count() != null) {
        json.put("count_expression", expression(call.count(), true));
      }
      if (call.forEach() != null) {
        json.put("for_each_expression", expression(call.forEach(), true));
      }
    }
    json.put("module", module(inner));
    return call == null ? json : json.putUnlessEmpty("depends_on", dependencies(call.dependsOn()));
  }

  private Json output(Output output) {
    Json.Obj json = new Json.Obj();
    if (output.sensitive()) {
      json.put("sensitive", true);
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

  private Json resource(ResourceBlock resource, Place place) {
    ProviderAddress provider = place.module().providerAddress(resource.provider().localName());
    Schema schema = schemas.find(provider, resource.mode(), resource.type());
    Json.Obj json =
        new Json.Obj()
            .put("address", resource.localAddress())
            .put("mode", resource.mode().word())
            .put("type", resource.type())
            .put("name", resource.name())
            .put("provider_config_key", place.providerKey(resource.provider().key()));
    Json.Arr provisioners = new Json.Arr();
    resource.provisioners().forEach(provisioner -> provisioners.add(provisioner(provisioner)));
    json.putUnlessEmpty("provisioners", provisioners);
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

  private static Json provisioner(Provisioner provisioner) {
    Json.Obj arguments = new Json.Obj();
    provisioner
        .body()
        .expressions()
        .forEach((name, value) -> arguments.put(name, expression(value, true)));
    return new Json.Obj().put("type", provisioner.type()).putUnlessEmpty("expressions", arguments);
  }

  private Json.Obj body(Node.ObjectNode body, Block schema) {
    Json.Obj all = new Json.Obj();
    for (Node.Member member : body.members()) {
      if (member.key().equals("dynamic") && !schema.attributes().containsKey("dynamic")) {
        dynamic(member.value(), schema, all);
        continue;
      }
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

  /// The blocks that `dynamic` blocks make are shown once, with what their content refers to and
  /// with `for_each` among the arguments.
  private void dynamic(Node blocks, Block schema, Json.Obj all) {
    switch (blocks) {
      case Node.ListNode list -> list.elements().forEach(part -> dynamic(part, schema, all));
      case Node.ObjectNode types -> {
        for (Node.Member type : types.members()) {
          NestedBlock nested = schema.blocks().get(type.key());
          List<Node> bodies =
              type.value() instanceof Node.ListNode list ? list.elements() : List.of(type.value());
          Json.Arr shown = new Json.Arr();
          for (Node one : bodies) {
            if (nested != null && one instanceof Node.ObjectNode object) {
              shown.add(dynamic(object, nested));
            }
          }
          all.put(type.key(), shown);
        }
      }
      default -> {}
    }
  }

  private Json dynamic(Node.ObjectNode block, NestedBlock nested) {
    Json.Obj json = new Json.Obj();
    for (Node.Member member : block.members()) {
      if (member.key().equals("for_each")) {
        json.put("for_each", expression(member.value(), true));
      } else if (member.key().equals("content") && member.value() instanceof Node.ObjectNode o) {
        body(o, nested.block()).members().forEach(json::put);
      }
    }
    return json;
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
    Json written = constants ? written(expression) : null;
    if (written != null) {
      json.put("constant_value", written);
    }
    List<String> names = new ArrayList<>();
    References.of(expression).forEach(reference -> names.addAll(prefixes(reference)));
    return json.putUnlessEmpty("references", Json.texts(names));
  }

  /// The reference and everything that it leads through, longest first. Of an output of an instance
  /// of a module, the module as a whole is no part.
  private static List<String> prefixes(Reference reference) {
    List<String> found = new ArrayList<>();
    StringBuilder text = new StringBuilder(reference.subject().toString());
    found.add(text.toString());
    for (Step step : reference.remaining()) {
      String next =
          switch (step) {
            case Step.Attribute a -> "." + a.name();
            case Step.Index(Expression.Literal(Value.Str(String key), _), _) ->
                new InstanceKey.Name(key).toString();
            case Step.Index(Expression.Literal(Num n, _), _) -> "[" + n + "]";
            case Step.Index _, Step.Splat _ -> "";
          };
      if (next.isEmpty()) {
        break;
      }
      found.add(text.append(next).toString());
    }
    boolean ofInstance =
        reference.subject() instanceof Subject.ModuleCall
            && found.size() > 2
            && reference.remaining().getFirst() instanceof Step.Index;
    return ofInstance ? found.subList(1, found.size()).reversed() : found.reversed();
  }

  /// The expression as it is written, or null.
  private static @Nullable Json written(Expression expression) {
    return switch (expression) {
      case Expression.Written w -> new Json.Text(w.text());
      case Expression.Literal l -> new JsonValues(true).known(l.value());
      case Expression.TupleOf t -> {
        Json.Arr all = new Json.Arr();
        for (Expression element : t.elements()) {
          Json json = written(element);
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
          Json json = written(item.value());
          String key = key(item.key());
          if (json == null || key == null) {
            yield null;
          }
          all.put(key, json);
        }
        yield all;
      }
      default -> null;
    };
  }

  private static @Nullable String key(Expression key) {
    return switch (key) {
      case Expression.Written w -> w.text();
      case Expression.Literal(Value.Str(String text), _) -> text;
      default -> null;
    };
  }

  private static Json.Arr dependencies(List<Reference> references) {
    Json.Arr all = new Json.Arr();
    references.forEach(reference -> all.add(new Json.Text(prefixes(reference).getFirst())));
    return all;
  }
}
