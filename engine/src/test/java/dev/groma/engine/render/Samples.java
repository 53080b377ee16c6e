package dev.groma.engine.render;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.ExecutionGraph;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Reason;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.schema.Mode;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import dev.groma.state.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Schemas, values and plans that tests of renderers share.
final class Samples {
  static final Schema DATA =
      new Schema(
          0,
          Block.of(
              Map.of(
                  "id", attribute(Type.STRING, Mode.COMPUTED),
                  "input", attribute(Type.DYNAMIC, Mode.OPTIONAL),
                  "output", attribute(Type.DYNAMIC, Mode.COMPUTED),
                  "triggers_replace", attribute(Type.DYNAMIC, Mode.OPTIONAL).replacing()),
              Map.of()));

  private static final Block RULE =
      Block.of(
          Map.of(
              "port", attribute(Type.NUMBER, Mode.REQUIRED),
              "cidr", attribute(Type.STRING, Mode.OPTIONAL)),
          Map.of());

  static final Schema TUNNEL =
      new Schema(
          1,
          Block.of(
              Map.of(
                  "id", attribute(Type.STRING, Mode.COMPUTED),
                  "name", attribute(Type.STRING, Mode.REQUIRED),
                  "psk", attribute(Type.STRING, Mode.OPTIONAL).asSensitive(),
                  "lifetime", effect(Type.NUMBER, Effect.RENEGOTIATES),
                  "peer", effect(Type.STRING, Effect.INTERRUPTS),
                  "gateway", attribute(Type.STRING, Mode.REQUIRED).replacing(),
                  "cidrs", attribute(Type.list(Type.STRING), Mode.OPTIONAL),
                  "zones", attribute(Type.set(Type.STRING), Mode.OPTIONAL),
                  "tags", attribute(Type.map(Type.STRING), Mode.OPTIONAL)),
              Map.of(
                  "rule", new NestedBlock(NestedBlock.Nesting.LIST, RULE, 0, 0),
                  "health", new NestedBlock(NestedBlock.Nesting.SINGLE, RULE, 0, 1),
                  "route", new NestedBlock(NestedBlock.Nesting.SET, RULE, 0, 0),
                  "site", new NestedBlock(NestedBlock.Nesting.MAP, RULE, 0, 0))));

  static final ProviderConfigAddress BUILTIN = ProviderConfigAddress.root(ProviderAddress.BUILTIN);
  static final ProviderConfigAddress CLOUD =
      ProviderConfigAddress.root(new ProviderAddress("registry.terraform.io", "baidubce", "cloud"));

  static final Schemas SCHEMAS =
      (_, _, type) ->
          switch (type) {
            case "terraform_data" -> DATA;
            case "cloud_tunnel" -> TUNNEL;
            default -> null;
          };

  private Samples() {}

  private static Attribute attribute(Type type, Mode mode) {
    return Attribute.of(type, mode, Doc.NONE);
  }

  private static Attribute effect(Type type, Effect effect) {
    Attribute a = attribute(type, Mode.OPTIONAL);
    return new Attribute(
        a.type(),
        a.mode(),
        a.mutability(),
        false,
        false,
        null,
        a.equivalence(),
        effect,
        a.doc(),
        null);
  }

  /// A value from JSON; `?` is unknown.
  static Value json(String text) {
    if (text.equals("?")) {
      return Value.unknown(Type.DYNAMIC);
    }
    Value list = Quoting.json("[" + text + "]");
    return ((Value.Tuple) java.util.Objects.requireNonNull(list)).elements().getFirst();
  }

  /// An object of `schema`: what `values` does not set is null.
  static Value object(Schema schema, Map<String, Value> values) {
    Map<String, Value> all = new LinkedHashMap<>();
    schema
        .block()
        .impliedType()
        .attributes()
        .forEach((name, type) -> all.put(name, Value.nullOf(type)));
    all.putAll(values);
    return schema.block().markSensitive(Value.object(all));
  }

  static Change change(
      String name, Action action, @Nullable Reason reason, Value before, Value after) {
    InstanceAddress address = InstanceAddress.managed("terraform_data", name);
    return new Change(
        address, address, "", BUILTIN, DATA, action, reason, before, after, List.of(), "", false,
        List.of(), List.of(), false, null, null);
  }

  static Change data(
      String name, Action action, Map<String, Value> before, Map<String, Value> after) {
    return change(name, action, null, object(DATA, before), object(DATA, after));
  }

  static Change tunnel(Action action, Value before, Value after, String... replacing) {
    InstanceAddress address = InstanceAddress.managed("cloud_tunnel", "t");
    return new Change(
        address,
        address,
        "",
        CLOUD,
        TUNNEL,
        action,
        replacing.length == 0 ? null : Reason.REPLACE_BECAUSE_CANNOT_UPDATE,
        before,
        after,
        List.of(replacing).stream().map(Path::of).toList(),
        "",
        false,
        List.of(
            new Change.Cause(Path.of("lifetime"), place(12), List.of("var.lifetime")),
            new Change.Cause(Path.of("gateway"), place(14), List.of("cloud_gateway.g"))),
        List.of(),
        false,
        null,
        null);
  }

  static SourceRange place(int line) {
    return new SourceRange("main.tf.yaml", new Position(line, 5, 100), new Position(line, 9, 104));
  }

  static Value strings(String... texts) {
    return new Value.ListOf(
        Type.STRING, List.of(texts).stream().map(Value::of).map(Value.class::cast).toList());
  }

  static Value rule(int port, @Nullable String cidr) {
    return Value.object(
        Map.of(
            "port",
            Value.of(port),
            "cidr",
            cidr == null ? Value.nullOf(Type.STRING) : Value.of(cidr)));
  }

  static Plan plan(
      dev.groma.engine.plan.Mode mode,
      State prior,
      List<Change> drift,
      List<Change> changes,
      List<OutputChange> outputs) {
    ModuleConfig root =
        new ModuleConfig(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of(),
            null,
            null);
    return new Plan(
        mode,
        new Configuration(ModuleTree.root(root), java.nio.file.Path.of("."), new TreeMap<>()),
        new CompiledModule(
            ModuleTree.root(root), new TreeMap<>(), new TreeMap<>(), new TreeMap<>()),
        new TreeMap<>(),
        State.EMPTY,
        prior,
        drift,
        changes,
        outputs,
        ExecutionGraph.EMPTY,
        Instant.parse("2026-01-02T03:04:05.678Z"),
        new TreeMap<>(),
        prior.checks(),
        true,
        List.of(),
        false);
  }
}
