package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.Proof;
import dev.groma.engine.plan.Reason;
import dev.groma.providers.spi.Previewable.Outcome;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.source.SourceText;
import dev.groma.state.OutputValue;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What happens during a run as lines of JSON, in the shapes of the real program, version 1.2.
///
/// Each line goes to the sink at once and whole, without a line end, by the thread that reports it.
public final class JsonLog implements Event.Listener {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final Function<String, @Nullable SourceText> sources;
  private final Consumer<String> sink;

  /// A log with times from `clock` and excerpts from `sources`.
  public JsonLog(
      Clock clock, Function<String, @Nullable SourceText> sources, Consumer<String> sink) {
    this.clock = clock;
    this.sources = sources;
    this.sink = sink;
  }

  /// The first line: who writes this.
  ///
  /// @param version the version of Groma
  public void version(String version) {
    line(
        "info",
        "Groma " + version,
        "version",
        new Json.Obj()
            .put("terraform", Documents.TERRAFORM_VERSION)
            .put("groma", version)
            .put("ui", "1.2"));
  }

  @Override
  public void diagnostic(Diagnostic diagnostic) {
    diagnostic(diagnostic, new Json.Obj());
  }

  void diagnostic(Diagnostic diagnostic, Json.Obj about) {
    line(
        diagnostic.isError() ? "error" : "warn",
        (diagnostic.isError() ? "Error: " : "Warning: ") + diagnostic.summary(),
        about,
        "diagnostic",
        new Json.Obj().put("diagnostic", DiagnosticJson.of(diagnostic, sources)));
  }

  /// What a plan found and will do: drift, changes, the summary and outputs.
  public void plan(Plan plan) {
    for (Change change : plan.drift()) {
      if (change.action() != Action.NO_OP || change.isMoved()) {
        change(change, "Drift detected (" + word(change) + ")", "resource_drift");
      }
    }
    for (Change change : plan.changes()) {
      if (change.action() != Action.NO_OP || change.isMoved() || change.importId() != null) {
        change(change, "Plan to " + word(change), "planned_change");
      }
    }
    Plan.Counts counts = plan.counts();
    summary(Phrases.planned(counts), counts, "plan");
    if (!plan.outputs().isEmpty()) {
      Json.Obj outputs = new Json.Obj();
      for (OutputChange output : plan.outputs()) {
        outputs.put(
            output.name(),
            new Json.Obj()
                .put("sensitive", output.hidden())
                .put("action", word(output.action()))
                .putUnlessEmpty("causes", PlanJson.causes(output)));
      }
      outputs(outputs, plan.outputs().size());
    }
  }

  /// What an apply did.
  ///
  /// @param mode what the plan was for
  /// @param outputs the outputs afterwards
  public void applied(Plan.Counts counts, Mode mode, SortedMap<String, OutputValue> outputs) {
    boolean destroy = mode == Mode.DESTROY;
    summary(Phrases.applied(counts, destroy), counts, destroy ? "destroy" : "apply");
    Json.Obj all = new Json.Obj();
    outputs.forEach((name, output) -> {
      Json.Obj json = new Json.Obj().put("sensitive", output.sensitive());
      json.put("type", JsonValues.type(output.value()));
      all.put(
          name,
          output.sensitive()
              ? json
              : json.put("value", new JsonValues(false).known(output.value())));
    });
    outputs(all, outputs.size());
  }

  /// What the clouds said about the changes of a plan: a line for each and one for all.
  public void preflight(List<Proof> proofs) {
    for (Proof proof : proofs) {
      Json.Obj json =
          new Json.Obj()
              .put("resource", resource(proof.change().address()))
              .put("action", word(proof.change().action()))
              .put("outcome", proof.outcome().name().toLowerCase(Locale.ROOT));
      if (!proof.reason().isEmpty()) {
        json.put("reason", proof.reason());
      }
      line(
          "info",
          PreflightText.name(proof) + ": Preflight " + PreflightText.verdict(proof),
          "preflight",
          new Json.Obj().put("preflight", json));
    }
    if (!proofs.isEmpty()) {
      line(
          "info",
          PreflightText.summary(proofs),
          "preflight_summary",
          new Json.Obj()
              .put(
                  "preflight",
                  new Json.Obj()
                      .put("proved", PreflightText.count(proofs, Outcome.PROVED))
                      .put("refused", PreflightText.count(proofs, Outcome.REFUSED))
                      .put("unproved", PreflightText.count(proofs, Outcome.UNPROVED))));
    }
  }

  /// How often which operation of a cloud was called.
  public void calls(CallCounts counts) {
    Json.Arr operations = new Json.Arr();
    for (CallCounts.Row row : counts.rows()) {
      operations.add(call(row));
    }
    line(
        "info",
        "API calls: " + counts.total(),
        "api_calls",
        new Json.Obj()
            .put(
                "api_calls",
                new Json.Obj().put("total", counts.total()).put("operations", operations)));
  }

  static Json.Obj call(CallCounts.Row row) {
    return new Json.Obj()
        .put("cloud", row.cloud())
        .put("operation", row.operation())
        .put("calls", row.calls())
        .put("failed", row.failed())
        .put("repeated", row.repeated())
        .put("milliseconds", row.time().toMillis())
        .put("waiting_milliseconds", row.waited().toMillis());
  }

  /// Where the time of the run went.
  public void profile(Profile profile) {
    line("info", "Profile", "profile", new Json.Obj().put("profile", profile.json()));
  }

  private void outputs(Json outputs, int count) {
    line("info", "Outputs: " + count, "outputs", new Json.Obj().put("outputs", outputs));
  }

  private void summary(String message, Plan.Counts counts, String operation) {
    Json changes =
        new Json.Obj()
            .put("add", counts.add())
            .put("change", counts.change())
            .put("import", counts.imported())
            .put("remove", counts.destroy())
            .put("operation", operation);
    line("info", message, "change_summary", new Json.Obj().put("changes", changes));
  }

  private void change(Change change, String what, String type) {
    Json.Obj json = new Json.Obj().put("resource", resource(change.address()));
    if (change.isMoved()) {
      json.put("previous_resource", resource(change.previousAddress()));
    }
    json.put("action", word(change));
    if (change.reason() != null) {
      json.put("reason", word(change.reason()));
    }
    json.putUnlessEmpty("importing", PlanJson.importing(change));
    json.putUnlessEmpty("causes", PlanJson.causes(change));
    String name =
        change.deposed().isEmpty()
            ? change.address().toString()
            : change.address() + " (deposed object " + change.deposed() + ")";
    line("info", name + ": " + what, type, new Json.Obj().put("change", json));
  }

  private static String word(Change change) {
    if (change.action() != Action.NO_OP) {
      return word(change.action());
    }
    return change.importId() != null ? "import" : change.isMoved() ? "move" : "noop";
  }

  private static String word(Action action) {
    return switch (action) {
      case NO_OP -> "noop";
      case CREATE -> "create";
      case READ -> "read";
      case UPDATE -> "update";
      case DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> "replace";
      case DELETE -> "delete";
      case FORGET -> "remove";
    };
  }

  private static String word(Reason reason) {
    return switch (reason) {
      case REPLACE_BECAUSE_TAINTED -> "tainted";
      case REPLACE_BY_REQUEST -> "requested";
      case REPLACE_BY_TRIGGERS -> "replace_triggered_by";
      case REPLACE_BECAUSE_CANNOT_UPDATE -> "cannot_update";
      case DELETE_BECAUSE_NO_RESOURCE_CONFIG,
          DELETE_BECAUSE_WRONG_REPETITION,
          DELETE_BECAUSE_COUNT_INDEX,
          DELETE_BECAUSE_EACH_KEY,
          DELETE_BECAUSE_DISABLED,
          DELETE_BECAUSE_NO_MODULE,
          DELETE_BECAUSE_NO_MOVE_TARGET,
          READ_BECAUSE_CONFIG_UNKNOWN,
          READ_BECAUSE_DEPENDENCY_PENDING,
          READ_BECAUSE_CHECK_NESTED ->
          reason.word();
    };
  }

  // Events

  @Override
  public void accept(Event event) {
    Json.Obj hook = new Json.Obj().put("resource", resource(event.address()));
    switch (event) {
      // A plan and its summary say what is taken over.
      case Event.ImportStart _, Event.ImportComplete _ -> {}
      case Event.RefreshStart e ->
          hook(e, "Refreshing state..." + Phrases.id(e.id()), "refresh_start", id(hook, e.id()));
      case Event.RefreshComplete e ->
          hook(e, "Refresh complete" + Phrases.id(e.id()), "refresh_complete", id(hook, e.id()));
      case Event.ApplyStart e ->
          hook(
              e,
              begun(e.action()) + "..." + Phrases.id(e.id()),
              "apply_start",
              id(hook.put("action", word(e.action())), e.id()));
      case Event.ApplyProgress e -> {
        elapsed(hook.put("action", word(e.action())), e.elapsed());
        if (!e.detail().isEmpty()) {
          hook.put("waiting_for", e.detail());
        }
        String still = "Still " + begun(e.action()).toLowerCase(Locale.ROOT) + "... [";
        hook(e, still + Phrases.elapsed(e.elapsed()) + " elapsed]", "apply_progress", hook);
      }
      case Event.ApplyComplete e -> {
        String id = e.action() == Action.DELETE ? "" : e.id();
        hook(
            e,
            done(e.action()) + " complete after " + Phrases.elapsed(e.elapsed()) + Phrases.id(id),
            "apply_complete",
            elapsed(id(hook.put("action", word(e.action())), id), e.elapsed()));
      }
      case Event.ApplyErrored e ->
          hook(
              e,
              done(e.action()) + " errored after " + Phrases.elapsed(e.elapsed()),
              "apply_errored",
              elapsed(hook.put("action", word(e.action())), e.elapsed()));
      case Event.EphemeralStart e ->
          hook(
              e,
              Phrases.begun(e.operation()) + "...",
              "ephemeral_op_start",
              hook.put("action", e.operation()));
      case Event.EphemeralComplete e ->
          hook(
              e,
              Phrases.done(e.operation()) + " complete after " + Phrases.elapsed(e.elapsed()),
              "ephemeral_op_complete",
              elapsed(hook.put("action", e.operation()), e.elapsed()));
      case Event.EphemeralErrored e ->
          hook(
              e,
              Phrases.done(e.operation()) + " errored after " + Phrases.elapsed(e.elapsed()),
              "ephemeral_op_errored",
              elapsed(hook.put("action", e.operation()), e.elapsed()));
      case Event.ProvisionStart e ->
          hook(
              e,
              "Provisioning with '" + e.type() + "'...",
              "provision_start",
              hook.put("provisioner", e.type()));
      case Event.ProvisionProgress e ->
          hook(
              e,
              "(" + e.type() + "): " + e.output(),
              "provision_progress",
              hook.put("provisioner", e.type()).put("output", e.output()));
      case Event.ProvisionComplete e ->
          hook(
              e,
              "(" + e.type() + ") Provisioning complete",
              "provision_complete",
              hook.put("provisioner", e.type()));
      case Event.ProvisionErrored e ->
          hook(
              e,
              "(" + e.type() + ") Provisioning errored",
              "provision_errored",
              hook.put("provisioner", e.type()));
    }
  }

  /// Reading is called refreshing here, as the real program does.
  private static String begun(Action action) {
    return action == Action.READ ? "Refreshing" : Phrases.begun(action);
  }

  private static String done(Action action) {
    return action == Action.READ ? "Refresh" : Phrases.done(action);
  }

  private void hook(Event event, String message, String type, Json hook) {
    line("info", event.address() + ": " + message, type, new Json.Obj().put("hook", hook));
  }

  private static Json.Obj id(Json.Obj hook, String id) {
    return id.isEmpty() ? hook : hook.put("id_key", "id").put("id_value", id);
  }

  private static Json.Obj elapsed(Json.Obj hook, Duration elapsed) {
    return hook.put("elapsed_seconds", elapsed.toSeconds());
  }

  private static Json resource(InstanceAddress address) {
    var resource = address.resource();
    String type = resource.type();
    int end = type.indexOf('_');
    Json key =
        switch (address.key()) {
          case InstanceKey.None _ -> Json.Raw.NULL;
          case InstanceKey.Index i -> new Json.Raw(Integer.toString(i.position()));
          case InstanceKey.Name n -> new Json.Text(n.name());
        };
    return new Json.Obj()
        .put("addr", address.toString())
        .put("module", resource.module().toString())
        .put("resource", resource.local() + address.key())
        .put("implied_provider", end < 0 ? type : type.substring(0, end))
        .put("resource_type", type)
        .put("resource_name", resource.name())
        .put("resource_key", key);
  }

  private void line(String level, String message, String type, Json.Obj members) {
    line(level, message, new Json.Obj(), type, members);
  }

  /// @param about what the line is about, besides its members
  void line(String level, String message, Json.Obj about, String type, Json.Obj members) {
    Json.Obj line =
        new Json.Obj().put("@level", level).put("@message", message).put("@module", "terraform.ui");
    about.members().forEach(line::put);
    line.put("@timestamp", TIME.format(clock.instant()));
    members.members().forEach(line::put);
    sink.accept(line.put("type", type).line());
  }
}
