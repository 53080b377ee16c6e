package dev.groma.engine.render;

import dev.groma.engine.config.Variable;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.DriftKind;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.RelevantAttributes;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Effect;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.OutputValue;
import dev.groma.state.State;
import dev.groma.state.StateBuilder;
import dev.groma.state.StateObject;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Plans as the document of `show -json`, format 1.2. Changes have two members besides those of the
/// real program, `causes` and `effects`; drift has `drift`, its kind; and `deferred` names what the
/// plan leaves for a later run.
public final class PlanJson {
  /// What is in modules comes after what is around them.
  private static final Comparator<Change> BY_DEPTH =
      Comparator.comparingInt(change -> change.address().resource().module().steps().size());

  private final Plan plan;
  private final Schemas schemas;
  private final JsonValues values;

  private PlanJson(Plan plan, Schemas schemas, boolean revealSensitive) {
    this.plan = plan;
    this.schemas = schemas;
    this.values = new JsonValues(revealSensitive);
  }

  /// `plan` on one line.
  ///
  /// @param revealSensitive sensitive values are written in clear; otherwise null stands in their
  ///   place
  public static String render(Plan plan, Schemas schemas, boolean revealSensitive) {
    return new PlanJson(plan, schemas, revealSensitive).document().line();
  }

  /// What `plan` changes, without what it was made from.
  static Json.Obj changes(Plan plan, Schemas schemas) {
    PlanJson json = new PlanJson(plan, schemas, false);
    return new Json.Obj()
        .put("plan_format_version", "1.2")
        .putUnlessEmpty("output_changes", json.outputChanges())
        .putUnlessEmpty("resource_changes", json.changes(plan.changes()))
        .putUnlessEmpty("resource_drift", json.drift())
        .putUnlessEmpty("relevant_attributes", json.relevant());
  }

  private Json.Obj document() {
    Json.Obj document =
        new Json.Obj()
            .put("format_version", "1.2")
            .put("terraform_version", Documents.TERRAFORM_VERSION)
            .putUnlessEmpty("variables", variables())
            .put("planned_values", plannedValues())
            .putUnlessEmpty("resource_drift", drift())
            .putUnlessEmpty("resource_changes", changes(plan.changes()))
            .putUnlessEmpty("output_changes", outputChanges());
    State prior = prior();
    if (!prior.isEmpty()) {
      document.put("prior_state", StateJson.document(prior, schemas, values.revealSensitive()));
    }
    return document
        .put("configuration", configuration())
        .putUnlessEmpty("relevant_attributes", relevant())
        .putUnlessEmpty("checks", Documents.checks(plan.checks()))
        .put(
            "timestamp",
            DateTimeFormatter.ISO_INSTANT.format(plan.timestamp().truncatedTo(ChronoUnit.SECONDS)))
        .put("applyable", plan.applyable())
        .put("complete", plan.complete() && !plan.errored())
        .put("errored", plan.errored())
        .putUnlessEmpty("deferred", Json.texts(plan.deferred()));
  }

  private Json.Arr relevant() {
    Json.Arr all = new Json.Arr();
    for (RelevantAttributes.Attribute one : RelevantAttributes.of(plan)) {
      all.add(
          new Json.Obj()
              .put("resource", one.resource())
              .put("attribute", Documents.path(one.attribute())));
    }
    return all;
  }

  private Json configuration() {
    return new ConfigurationJson(plan.configuration(), schemas, values.revealSensitive())
        .document();
  }

  /// The variables; what an ephemeral one was given is not stored, so its default stands there.
  private Json.Obj variables() {
    Json.Obj all = new Json.Obj();
    plan.variables()
        .forEach((name, value) -> {
          Value shown = value.has(Mark.EPHEMERAL) ? withoutGiven(name) : value;
          if (shown != null) {
            all.put(name, new Json.Obj().put("value", values.known(shown)));
          }
        });
    return all;
  }

  private @Nullable Value withoutGiven(String name) {
    Variable declared = plan.configuration().root().variables().get(name);
    Value value = declared == null ? null : declared.defaultValue();
    return value != null && declared != null && declared.sensitive()
        ? value.mark(Mark.SENSITIVE)
        : value;
  }

  /// The prior state, without checks. It holds what was read of data also while everything is
  /// destroyed, and its output values are as far as possible those that the plan leads to, as in
  /// the real program.
  private State prior() {
    StateBuilder state = plan.prior().edit().checks(List.of());
    if (plan.mode() == Mode.DESTROY) {
      plan.previous()
          .instances()
          .forEach((address, instance) -> {
            if (address.resource().mode() == ResourceMode.DATA) {
              state.put(address, instance);
            }
          });
    }
    for (Change change : plan.changes()) {
      state
          .find(change.address())
          .filter(_ -> change.deposed().isEmpty())
          .ifPresent(instance -> state.put(change.address(), depending(instance, change)));
    }
    for (OutputChange output : plan.outputs()) {
      Value after = output.after().unmarkDeep();
      if (output.action() != Action.DELETE && after.isWhollyKnown()) {
        state.output(
            output.name(),
            after.isNull() ? null : new OutputValue(output.after(), output.sensitive()));
      }
    }
    return state.build();
  }

  /// What an object depends on by the configuration is known before it is recorded.
  private static Instance depending(Instance instance, Change change) {
    StateObject object = instance.current();
    if (object == null) {
      return instance;
    }
    SortedSet<ResourceAddress> on = new TreeSet<>(object.dependencies());
    on.addAll(change.dependencies());
    return instance.withCurrent(object.withDependencies(List.copyOf(on)));
  }

  private Json plannedValues() {
    Json.Obj outputs = new Json.Obj();
    for (OutputChange output : plan.outputs()) {
      if (output.action() != Action.DELETE) {
        outputs.put(output.name(), plannedOutput(output));
      }
    }
    Documents.ModuleTree tree = new Documents.ModuleTree();
    for (Change change : plan.changes()) {
      if (change.deposed().isEmpty()
          && (!change.after().isNull() || change.action() == Action.FORGET)) {
        tree.add(change.address().resource().module(), plannedObject(change));
      }
    }
    return new Json.Obj().putUnlessEmpty("outputs", outputs).put("root_module", tree.json());
  }

  /// An output value that is null has no type.
  private static Value typed(Value value) {
    return value.isNull() ? Value.nullValue() : value;
  }

  private Json plannedOutput(OutputChange output) {
    Json.Obj json = new Json.Obj().put("sensitive", output.hidden());
    return output.after().isWhollyKnown()
        ? json.put("type", JsonValues.type(typed(output.after().unmarkDeep())))
            .put("value", values.known(marked(output.after(), output)))
        : json;
  }

  /// What is forgotten is there, too, without values.
  private Json plannedObject(Change change) {
    Json.Obj json = new Json.Obj().put("address", change.address().toString());
    Documents.putNames(json, change.address())
        .put("provider_name", change.provider().provider().toString())
        .put("schema_version", change.schema().version());
    if (change.action() != Action.FORGET) {
      json.put("values", values.known(change.after().unmark()));
    }
    return json.put("sensitive_values", JsonValues.sensitive(change.after().unmark()));
  }

  // Changes

  private Json.Arr changes(List<Change> changes) {
    Json.Arr all = new Json.Arr();
    for (Change change : changes.stream().sorted(BY_DEPTH).toList()) {
      boolean forgottenData =
          change.action() == Action.DELETE
              && change.address().resource().mode() == ResourceMode.DATA;
      if (!forgottenData) {
        all.add(resourceChange(change));
      }
    }
    return all;
  }

  private Json.Arr drift() {
    Json.Arr all = new Json.Arr();
    for (Change change : plan.drift().stream().sorted(BY_DEPTH).toList()) {
      all.add(resourceChange(change).put("drift", DriftKind.of(change).word()));
    }
    return all;
  }

  private Json.Obj resourceChange(Change change) {
    Json.Obj json = new Json.Obj().put("address", change.address().toString());
    if (change.isMoved()) {
      json.put("previous_address", change.previousAddress().toString());
    }
    var module = change.address().resource().module();
    if (!module.isRoot()) {
      json.put("module_address", module.toString());
    }
    Documents.putNames(json, change.address())
        .put("provider_name", change.provider().provider().toString());
    if (!change.deposed().isEmpty()) {
      json.put("deposed", change.deposed());
    }
    json.put("change", difference(change));
    if (change.reason() != null) {
      json.put("action_reason", change.reason().word());
    }
    return json.putUnlessEmpty("causes", causes(change)).putUnlessEmpty("effects", effects(change));
  }

  private Json difference(Change change) {
    Value before = change.before().unmark();
    Value after = change.after().unmark();
    Json.Arr replacePaths = new Json.Arr();
    change.replacePaths().forEach(path -> replacePaths.add(Documents.path(path)));
    return new Json.Obj()
        .put("actions", Json.texts(change.action().words()))
        .put("before", values.known(before))
        .put("after", values.known(after))
        .put("after_unknown", after.isWhollyKnown() ? new Json.Obj() : JsonValues.unknown(after))
        .put("before_sensitive", JsonValues.sensitive(before))
        .put("after_sensitive", JsonValues.sensitive(after))
        .putUnlessEmpty("replace_paths", replacePaths)
        .putUnlessEmpty("importing", importing(change));
  }

  static Json.Obj importing(Change change) {
    Json.Obj json = new Json.Obj();
    return change.importId() == null ? json : json.put("id", change.importId());
  }

  static Json.Arr causes(Change change) {
    Json.Arr all = new Json.Arr();
    change.causes().forEach(cause -> all.add(cause(cause)));
    return all;
  }

  static Json.Arr causes(OutputChange change) {
    Json.Arr all = new Json.Arr();
    return change.cause() == null ? all : all.add(cause(change.cause()));
  }

  private static Json cause(Change.Cause cause) {
    Json.Obj json = new Json.Obj().put("path", Documents.path(cause.path()));
    if (cause.kind() != Change.Cause.Kind.VALUE) {
      json.put("kind", cause.kind().name().toLowerCase(Locale.ROOT));
    }
    return json.put("range", DiagnosticJson.range(cause.place()))
        .putUnlessEmpty("upstream", Json.texts(cause.upstream()));
  }

  /// What the change does to traffic: of the object as a whole, and of each changed attribute.
  private static Json.Arr effects(Change change) {
    Json.Arr all = new Json.Arr();
    String whole = Effects.ofObject(change);
    if (!whole.isEmpty()) {
      all.add(effect(Path.ROOT, Effect.REPLACES, whole));
    }
    Effects.ofParts(change)
        .forEach((path, effect) -> all.add(effect(path, effect, Effects.ofUpdate(effect))));
    return all;
  }

  private static Json effect(Path path, Effect effect, String words) {
    return new Json.Obj()
        .put("path", Documents.path(path))
        .put("effect", effect.name().toLowerCase(Locale.ROOT))
        .put("description", words);
  }

  // Outputs

  private Json.Obj outputChanges() {
    Json.Obj all = new Json.Obj();
    for (OutputChange output : plan.outputs()) {
      Value before = marked(output.before(), output);
      Value after = marked(output.after(), output);
      Json.Obj change =
          new Json.Obj()
              .put("actions", Json.texts(output.action().words()))
              .put("before", values.known(before));
      if (after.isKnown()) {
        change.put("after", values.known(after));
      }
      change
          .put(
              "after_unknown",
              after.isWhollyKnown() ? Json.Raw.FALSE : JsonValues.unknown(after.unmarkDeep()))
          .put("before_sensitive", output.hidden())
          .put("after_sensitive", output.hidden())
          .putUnlessEmpty("causes", causes(output));
      all.put(output.name(), change);
    }
    return all;
  }

  private static Value marked(Value value, OutputChange output) {
    return output.hidden() && !value.isNull() ? value.mark(Mark.SENSITIVE) : value;
  }
}
