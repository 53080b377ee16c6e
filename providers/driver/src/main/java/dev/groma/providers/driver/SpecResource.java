package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Rule;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.driver.spec.Template;
import dev.groma.providers.driver.spec.Waiter;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Previewable;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.providers.spi.Resumable;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Refinement;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// A managed resource type that a spec describes.
final class SpecResource implements ResourceHandler, Importable, Listable, Previewable, Resumable {
  private final ResourceSpec spec;
  private final Access access;
  private final BlockSpec block;
  private final Type.ObjectType type;
  private final Hook hook;

  SpecResource(ResourceSpec spec, Access access) {
    this.spec = spec;
    this.access = access;
    this.block = spec.block();
    this.type = block.schema().impliedType();
    this.hook = access.hook(spec.type());
  }

  private Facts facts(Value prior, Value now) {
    return new Facts(prior, now, access.context());
  }

  private Value nothing() {
    return Value.nullOf(type);
  }

  @Override
  public Diagnostics validate(Value configuration) {
    Facts facts = facts(nothing(), configuration);
    List<Diagnostic> found = new ArrayList<>(Checks.configuration(spec, facts));
    found.addAll(hook.check(facts, access.now()));
    return new Diagnostics(found);
  }

  // Plan

  @Override
  public PlanResult plan(PlanRequest request) {
    Value prior = request.prior();
    if (request.proposed().isNull()) {
      return planned(
          request, nothing(), List.of(), Checks.rules(spec, Rule.On.DELETE, facts(prior, prior)));
    }
    if (prior.isNull()) {
      Value planned =
          hook.planned(
              facts(nothing(), Settling.withoutWriteOnly(block, request.proposed())),
              request.configuration());
      return planned(request, planned, List.of(), told(Rule.On.CREATE, nothing(), planned));
    }
    Planner planner = new Planner(spec, hook, access.context());
    Value planned = planner.planned(prior, request.proposed(), request.configuration());
    List<Path> replacing = planner.replacing(prior, planned, request.configuration());
    if (!replacing.isEmpty()) {
      return planned(
          request,
          Settling.withoutWriteOnly(block, request.proposed()),
          replacing,
          Checks.rules(spec, Rule.On.DELETE, facts(prior, prior)));
    }
    List<Diagnostic> told =
        planned.equals(prior) ? List.of() : told(Rule.On.UPDATE, prior, planned);
    return planned(request, planned, replacing, told);
  }

  /// What the rules say of a change, and if that is no error, what the cloud says.
  private List<Diagnostic> told(Rule.On on, Value prior, Value planned) {
    Facts facts = facts(prior, planned);
    List<Diagnostic> told = new ArrayList<>(Checks.rules(spec, on, facts));
    Session session = access.session();
    if (session != null && !Diagnostic.hasErrors(told)) {
      told.addAll(hook.ask(facts, session.questions(spec)));
    }
    return told;
  }

  private PlanResult planned(
      PlanRequest request, Value planned, List<Path> replacing, List<Diagnostic> told) {
    return new PlanResult(
        Diagnostic.hasErrors(told) ? null : identified(planned),
        replacing,
        request.priv(),
        new Diagnostics(told));
  }

  /// `planned`, in which what tells objects apart is known not to be null.
  private Value identified(Value planned) {
    if (!(planned instanceof Value.Obj object)) {
      return planned;
    }
    for (String name : spec.identity()) {
      if (object.attributes().get(name)
          instanceof Value.Unknown(Type type, Refinement _, String origin)) {
        object = object.with(name, new Value.Unknown(type, Refinement.NOT_NULL, origin));
      }
    }
    return object;
  }

  // Read

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    if (access.session() == null) {
      return new ReadResult(null, request.priv(), access.missing());
    }
    Value prior = request.prior();
    Execution execution = new Execution(spec, hook, Kind.READ, prior, access.session(), context);
    return switch (execution.read(facts(prior, prior))) {
      case Execution.Seen.Gone _ -> new ReadResult(nothing(), request.priv(), Diagnostics.NONE);
      case Execution.Seen.Failure f ->
          new ReadResult(null, request.priv(), Diagnostics.of(f.error().diagnostic()));
      case Execution.Seen.There t -> {
        List<Diagnostic> told = new ArrayList<>(access.session().takeWarnings());
        Value seen = execution.decode(t.answer(), prior, told);
        if (!seen.isNull()) {
          told.addAll(Checks.rules(spec, Rule.On.READ, facts(prior, seen)));
        }
        yield new ReadResult(seen.isNull() ? null : seen, request.priv(), new Diagnostics(told));
      }
    };
  }

  @Override
  public ReadResult importState(String id, CallContext context) {
    Optional<List<String>> parts = spec.importId().parse(id);
    List<Diagnostic> wrong = new ArrayList<>();
    if (parts.isEmpty()) {
      wrong.add(
          Diagnostic.error(
              "import.wrong-id",
              "Wrong import id",
              "The import id of %s has the form %s; this is \"%s\"."
                  .formatted(spec.type(), spec.importId().form(), id)));
      return new ReadResult(null, "", new Diagnostics(wrong));
    }
    Value.Obj object = (Value.Obj) empty(block);
    for (int i = 0; i < parts.get().size(); i++) {
      object = object.with(spec.identity().get(i), Value.of(parts.get().get(i)));
    }
    object = (Value.Obj) spec.identified(object);
    wrong.addAll(Checks.attributes(onlyIdentity(), facts(nothing(), object)));
    return new ReadResult(Diagnostic.hasErrors(wrong) ? null : object, "", new Diagnostics(wrong));
  }

  @Override
  public Optional<String> importId(Value object) {
    return spec.importId().print(name -> Execution.text(Facts.at(object, name)));
  }

  /// The attributes of the identity and no others.
  private BlockSpec onlyIdentity() {
    SortedMap<String, AttributeSpec> attributes = new TreeMap<>(block.attributes());
    attributes.keySet().retainAll(spec.identity());
    return new BlockSpec(attributes, new TreeMap<>(), block.doc());
  }

  private static Value empty(BlockSpec block) {
    SortedMap<String, Value> out = new TreeMap<>();
    block
        .schema()
        .impliedType()
        .attributes()
        .forEach((name, type) -> out.put(name, Value.nullOf(type)));
    return Value.object(out);
  }

  // List

  @Override
  public boolean lists() {
    return !spec.operation(Kind.LIST).steps().isEmpty();
  }

  @Override
  public Diagnostics list(Predicate<Value> visitor, CallContext context) {
    if (access.session() == null) {
      return access.missing();
    }
    Value unset = empty(block);
    Execution execution = new Execution(spec, hook, Kind.LIST, unset, access.session(), context);
    List<Diagnostic> told = new ArrayList<>();
    RemoteError error =
        execution
            .list(
                facts(nothing(), unset),
                item -> {
                  Value object = execution.whole(item, facts(nothing(), unset), told);
                  return object == null || object.isNull() || visitor.test(object);
                })
            .error();
    if (error != null) {
      told.add(error.diagnostic());
    }
    return new Diagnostics(told);
  }

  @Override
  public List<Optional<ReadResult>> readAll(List<ReadRequest> wanted, CallContext context) {
    Session session = access.session();
    return session == null
        ? wanted.stream().map(_ -> Optional.<ReadResult>empty()).toList()
        : new BulkRead(
                spec,
                hook,
                session,
                context,
                (prior, now) -> Checks.rules(spec, Rule.On.READ, facts(prior, now)),
                wanted)
            .run();
  }

  @Override
  public boolean isSame(Value known, Value listed) {
    return spec.identity().stream()
        .allMatch(name -> Facts.at(known, name).equals(Facts.at(listed, name)));
  }

  @Override
  public Value merged(Value known, Value listed) {
    return hook.seen(Codec.merged(block, known, listed), known, access.context());
  }

  // Resume

  @Override
  public Optional<Duration> repeatableFor() {
    return Creation.of(spec).isRepeatable() ? Optional.of(Creation.REMEMBERED) : Optional.empty();
  }

  @Override
  public boolean isFindable() {
    return !spec.operation(Kind.LIST).steps().isEmpty();
  }

  @Override
  public Diagnostics find(Value planned, Predicate<Found> visitor, CallContext context) {
    Session session = access.session();
    if (session == null) {
      return access.missing();
    }
    Value wanted = Settling.withoutUnknowns(planned);
    Creation creation = Creation.of(spec);
    Facts asked = facts(nothing(), wanted);
    Execution execution = new Execution(spec, hook, Kind.LIST, wanted, session, context);
    List<Diagnostic> told = new ArrayList<>();
    RemoteError error =
        execution
            .list(
                asked,
                item -> {
                  if (execution.isGone(item)) {
                    return true;
                  }
                  Value listed = execution.decode(item, empty(block), told);
                  Value known = merged(wanted, listed);
                  if (listed.isNull() || !creation.allows(wanted, known, listed)) {
                    return true;
                  }
                  ReadResult read = read(new ReadRequest(known, ""), context);
                  told.addAll(read.diagnostics().all());
                  Value value = read.value();
                  return value == null
                      || value.isNull()
                      || !creation.madeAs(wanted, value)
                      || visitor.test(new Found(value, Creation.time(value, listed)));
                })
            .error();
    if (error != null) {
      told.add(error.diagnostic());
    }
    return new Diagnostics(told);
  }

  @Override
  public ApplyResult resume(ApplyRequest request, Value known, CallContext context) {
    Session session = access.session();
    return session == null
        ? new ApplyResult(null, request.priv(), access.missing())
        : alone(
            request,
            session,
            () -> new Change(spec, hook, request, session, context).resume(known));
  }

  // Preview

  @Override
  public Preview preview(PreviewRequest request, CallContext context) {
    Session session = access.session();
    String trial = session == null ? null : session.trialParameter();
    if (session == null) {
      return Preview.unproved("the configuration of the provider is known only after apply");
    }
    if (trial == null) {
      return Preview.unproved(session.title() + " has no such check");
    }
    return new Trial(spec, hook, session, context, trial).run(request);
  }

  // Apply

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    if (access.session() == null) {
      return new ApplyResult(null, request.priv(), access.missing());
    }
    Session session = access.session();
    return alone(
        request,
        session,
        () ->
            request.planned().isNull()
                ? delete(request, session, context)
                : new Change(spec, hook, request, session, context).run());
  }

  /// Does `work` while nothing else is done that the spec's lock excludes.
  private ApplyResult alone(ApplyRequest request, Session session, Supplier<ApplyResult> work) {
    Template key = spec.lock();
    if (key == null) {
      return warned(work.get(), session);
    }
    Value object = request.planned().isNull() ? request.prior() : request.planned();
    ReentrantLock lock =
        session.lock(spec.service() + ' ' + key.text(facts(request.prior(), object), text -> text));
    lock.lock();
    try {
      return warned(work.get(), session);
    } finally {
      lock.unlock();
    }
  }

  private static ApplyResult warned(ApplyResult result, Session session) {
    List<Diagnostic> told = new ArrayList<>(session.takeWarnings());
    told.addAll(result.diagnostics().all());
    return new ApplyResult(result.value(), result.priv(), new Diagnostics(told));
  }

  private ApplyResult delete(ApplyRequest request, Session session, CallContext context) {
    Value prior = request.prior();
    Facts facts = facts(prior, prior);
    List<Diagnostic> told = new ArrayList<>(Checks.rules(spec, Rule.On.DELETE, facts));
    if (!Diagnostic.hasErrors(told)) {
      told.addAll(hook.deletes(facts, session.currentQuestions(spec)));
    }
    if (Diagnostic.hasErrors(told)) {
      return new ApplyResult(prior, request.priv(), new Diagnostics(told));
    }
    Execution execution = new Execution(spec, hook, Kind.DELETE, prior, session, context);
    for (Step step : spec.operation(Kind.DELETE).steps()) {
      if (!step.when().holds(facts)) {
        continue;
      }
      if (step.target() != null && execution.call(step, facts) instanceof Client.Reply.Failure f) {
        if (f.error().errorClass() == ErrorClass.GONE) {
          continue;
        }
        told.add(f.error().diagnostic());
        return new ApplyResult(null, request.priv(), new Diagnostics(told));
      }
      Waiter waiter = step.waiter() == null ? null : spec.waiters().get(step.waiter());
      Diagnostic problem = waiter == null ? null : execution.await(waiter, facts).problem();
      if (problem != null) {
        told.add(problem);
        return new ApplyResult(null, request.priv(), new Diagnostics(told));
      }
    }
    return new ApplyResult(nothing(), "", new Diagnostics(told));
  }
}
