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
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Type;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A managed resource type that a spec describes.
final class SpecResource implements ResourceHandler, Importable, Listable {
  private final ResourceSpec spec;
  private final Access access;
  private final BlockSpec block;
  private final Type.ObjectType type;

  SpecResource(ResourceSpec spec, Access access) {
    this.spec = spec;
    this.access = access;
    this.block = spec.block();
    this.type = block.schema().impliedType();
  }

  private Facts facts(Value prior, Value now) {
    return new Facts(prior, now, access.context());
  }

  private Value nothing() {
    return Value.nullOf(type);
  }

  @Override
  public Diagnostics validate(Value configuration) {
    return new Diagnostics(Checks.configuration(spec, facts(nothing(), configuration)));
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
      Value planned = withoutWriteOnly(block, request.proposed());
      return planned(
          request,
          planned,
          List.of(),
          Checks.rules(spec, Rule.On.CREATE, facts(nothing(), planned)));
    }
    Planner planner = new Planner(spec);
    Value planned = planner.planned(prior, request.proposed(), request.configuration());
    List<Path> replacing = planner.replacing(prior, planned);
    if (!replacing.isEmpty()) {
      return planned(
          request,
          withoutWriteOnly(block, request.proposed()),
          replacing,
          Checks.rules(spec, Rule.On.DELETE, facts(prior, prior)));
    }
    List<Diagnostic> told =
        planned.equals(prior)
            ? List.of()
            : Checks.rules(spec, Rule.On.UPDATE, facts(prior, planned));
    return planned(request, planned, replacing, told);
  }

  private static PlanResult planned(
      PlanRequest request, Value planned, List<Path> replacing, List<Diagnostic> told) {
    return new PlanResult(
        Diagnostic.hasErrors(told) ? null : planned,
        replacing,
        request.priv(),
        new Diagnostics(told));
  }

  private static Value withoutWriteOnly(BlockSpec block, Value object) {
    if (!(object instanceof Value.Obj o)) {
      return object;
    }
    SortedMap<String, Value> out = new TreeMap<>(o.attributes());
    block.attributes().forEach((name, attribute) -> {
      if (attribute.schema().writeOnly()) {
        out.put(name, Value.nullOf(attribute.schema().type()));
      }
    });
    block.blocks().forEach((name, nested) ->
        out.computeIfPresent(name, (_, inner) -> withoutWriteOnly(nested.block(), inner)));
    return new Value.Obj(out);
  }

  // Read

  @Override
  public ReadResult read(ReadRequest request, CallContext context) {
    if (access.session() == null) {
      return new ReadResult(null, request.priv(), access.missing());
    }
    Execution execution = new Execution(spec, Kind.READ, access.session(), context);
    Value prior = request.prior();
    return switch (execution.read(facts(prior, prior))) {
      case Execution.Seen.Gone _ ->
          new ReadResult(nothing(), request.priv(), Diagnostics.NONE);
      case Execution.Seen.Failure f ->
          new ReadResult(null, request.priv(), Diagnostics.of(f.error().diagnostic()));
      case Execution.Seen.There t -> {
        List<Diagnostic> told = new ArrayList<>();
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
    String[] parts = spec.identity().size() == 1 ? new String[] {id} : id.split("/", -1);
    List<Diagnostic> wrong = new ArrayList<>();
    if (parts.length != spec.identity().size() || id.isBlank()) {
      wrong.add(
          Diagnostic.error(
              "import.wrong-id",
              "Wrong import id",
              "The import id of %s has the form %s; this is \"%s\"."
                  .formatted(spec.type(), String.join("/", spec.identity()), id)));
      return new ReadResult(null, "", new Diagnostics(wrong));
    }
    Value.Obj object = (Value.Obj) empty(block);
    for (int i = 0; i < parts.length; i++) {
      object = object.with(spec.identity().get(i), Value.of(parts[i]));
    }
    wrong.addAll(Checks.configuration(onlyIdentity(), facts(nothing(), object)));
    return new ReadResult(
        Diagnostic.hasErrors(wrong) ? null : object, "", new Diagnostics(wrong));
  }

  /// This spec with the checks of the identity and no others.
  private ResourceSpec onlyIdentity() {
    SortedMap<String, AttributeSpec> attributes = new TreeMap<>(block.attributes());
    attributes.keySet().retainAll(spec.identity());
    return spec.withBlock(new BlockSpec(attributes, new TreeMap<>(), block.doc()));
  }

  private static Value empty(BlockSpec block) {
    SortedMap<String, Value> out = new TreeMap<>();
    block.schema()
        .impliedType()
        .attributes()
        .forEach((name, type) -> out.put(name, Value.nullOf(type)));
    return Value.object(out);
  }

  // List

  @Override
  public Diagnostics list(Predicate<Value> visitor, CallContext context) {
    if (access.session() == null) {
      return access.missing();
    }
    Execution execution = new Execution(spec, Kind.LIST, access.session(), context);
    List<Diagnostic> told = new ArrayList<>();
    Value unset = empty(block);
    RemoteError error =
        execution.list(facts(nothing(), unset), item -> {
          Value object = execution.decode(item, unset, told);
          return !object.isNull() && visitor.test(object);
        });
    if (error != null) {
      told.add(error.diagnostic());
    }
    return new Diagnostics(told);
  }

  @Override
  public boolean isSame(Value known, Value listed) {
    return spec.identity().stream()
        .allMatch(name -> Facts.at(known, name).equals(Facts.at(listed, name)));
  }

  // Apply

  @Override
  public ApplyResult apply(ApplyRequest request, CallContext context) {
    if (access.session() == null) {
      return new ApplyResult(null, request.priv(), access.missing());
    }
    Session session = access.session();
    Supplier<ApplyResult> work =
        () -> request.planned().isNull()
            ? delete(request, session, context)
            : new Change(request, session, context).run();
    Template key = spec.lock();
    if (key == null) {
      return work.get();
    }
    Value object = request.planned().isNull() ? request.prior() : request.planned();
    ReentrantLock lock =
        session.lock(key.text(facts(request.prior(), object), text -> text));
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private ApplyResult delete(ApplyRequest request, Session session, CallContext context) {
    Value prior = request.prior();
    Facts facts = facts(prior, prior);
    List<Diagnostic> told = new ArrayList<>(Checks.rules(spec, Rule.On.DELETE, facts));
    if (Diagnostic.hasErrors(told)) {
      return new ApplyResult(prior, request.priv(), new Diagnostics(told));
    }
    Execution execution = new Execution(spec, Kind.DELETE, session, context);
    for (Step step : spec.operation(Kind.DELETE).steps()) {
      if (!step.when().holds(facts)) {
        continue;
      }
      if (execution.call(step, facts) instanceof Client.Reply.Failure f) {
        if (f.error().errorClass() == ErrorClass.GONE) {
          break;
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

  /// A create or update under way.
  private final class Change {
    private final ApplyRequest request;
    private final Execution execution;
    private final boolean creates;
    private final Consumer<Value> record;
    private final List<Diagnostic> told = new ArrayList<>();
    private Facts facts;

    /// True once the object is known to exist.
    private boolean exists;

    /// What the last read saw; null when nothing was read since the last change.
    private @Nullable Value answer;

    /// True when a call failed that may have had its effect all the same.
    private boolean outcomeUnknown;

    Change(ApplyRequest request, Session session, CallContext context) {
      this.request = request;
      this.creates = request.prior().isNull();
      this.exists = !creates;
      this.record = request.record();
      this.execution = new Execution(spec, creates ? Kind.CREATE : Kind.UPDATE, session, context);
      this.facts =
          facts(
              request.prior(),
              Settling.filled(
                  block, request.planned(), request.prior(), request.configuration()));
    }

    ApplyResult run() {
      Checks.rules(spec, creates ? Rule.On.CREATE : Rule.On.UPDATE, facts).stream()
          .filter(Diagnostic::isError)
          .forEach(told::add);
      if (Diagnostic.hasErrors(told)) {
        return result(creates ? nothing() : request.prior());
      }
      for (Step step : spec.operation(creates ? Kind.CREATE : Kind.UPDATE).steps()) {
        if (step.when().holds(facts) && !step(step)) {
          return failed();
        }
      }
      if (answer == null && !look()) {
        return failed();
      }
      return done();
    }

    /// Makes one step; false when it failed.
    private boolean step(Step step) {
      switch (execution.call(step, facts)) {
        case Client.Reply.Failure f -> {
          told.add(f.error().diagnostic());
          outcomeUnknown |= f.error().effectUnknown();
          return false;
        }
        case Client.Reply.Answer a -> {
          answer = null;
          take(step, a.body());
        }
      }
      String waiter = step.waiter();
      return waiter == null || waited(spec.waiters().get(waiter));
    }

    private void take(Step step, Value body) {
      if (step.answer().isEmpty()) {
        return;
      }
      Value now = facts.now();
      for (var entry : step.answer().entrySet()) {
        Value value = Facts.at(body, entry.getValue());
        if (now instanceof Value.Obj o) {
          now = o.with(entry.getKey(), value.isNull() ? o.require(entry.getKey()) : value);
        }
      }
      facts = facts.with(now);
      if (creates && !exists && spec.identity().stream().allMatch(this::isSet)) {
        exists = true;
        record.accept(Settling.withoutUnknowns(withoutWriteOnly(block, now)));
      }
    }

    private boolean isSet(String name) {
      Value value = facts.value(name);
      return value.isKnown() && !value.isNull();
    }

    private boolean waited(@Nullable Waiter waiter) {
      if (waiter == null) {
        return true;
      }
      Execution.Waited waited = execution.await(waiter, facts);
      if (waited.seen() instanceof Execution.Seen.There t) {
        see(t.answer());
      } else if (waited.seen() instanceof Execution.Seen.Gone) {
        exists = false;
      }
      if (waited.problem() != null) {
        told.add(waited.problem());
      }
      return waited.problem() == null;
    }

    private boolean look() {
      return switch (execution.read(facts)) {
        case Execution.Seen.There t -> {
          see(t.answer());
          yield true;
        }
        case Execution.Seen.Gone _ -> {
          exists = false;
          told.add(
              Diagnostic.error(
                  "remote.vanished",
                  "The object disappeared",
                  "It does not exist after the change. Something else may have deleted it."));
          yield false;
        }
        case Execution.Seen.Failure f -> {
          told.add(f.error().diagnostic());
          yield false;
        }
      };
    }

    private void see(Value seen) {
      answer = seen;
      List<Diagnostic> ignored = new ArrayList<>();
      Value object = execution.decode(seen, facts.now(), ignored);
      facts = facts.with(Settling.updated(block, facts.now(), request.planned(), object));
    }

    private ApplyResult done() {
      Value seen = execution.decode(seenAnswer(), facts.now(), told);
      if (seen.isNull()) {
        return result(known());
      }
      Value settled =
          Settling.settled(block, withoutWriteOnly(block, request.planned()), seen, told);
      return result(settled);
    }

    private Value seenAnswer() {
      return answer == null ? Value.Obj.EMPTY : answer;
    }

    /// What is there after a step failed: what is read now, or what was known last.
    private ApplyResult failed() {
      if (!exists) {
        return result(outcomeUnknown ? null : nothing());
      }
      if (answer == null && execution.read(facts) instanceof Execution.Seen.There t) {
        see(t.answer());
      }
      if (answer == null) {
        return result(creates ? known() : null);
      }
      Value seen = execution.decode(seenAnswer(), facts.now(), told);
      return result(seen.isNull() ? known() : seen);
    }

    private Value known() {
      return Settling.withoutUnknowns(withoutWriteOnly(block, facts.now()));
    }

    private ApplyResult result(@Nullable Value value) {
      return new ApplyResult(value, request.priv(), new Diagnostics(told));
    }
  }
}
