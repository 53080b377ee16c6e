package dev.groma.engine.recover;

import dev.groma.engine.apply.Request;
import dev.groma.engine.change.MarkedPaths;
import dev.groma.engine.change.Refinement;
import dev.groma.engine.config.Provisioner;
import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.ProviderConfiguration;
import dev.groma.engine.plan.ProviderPool;
import dev.groma.engine.plan.StoredObjects;
import dev.groma.engine.recover.Settlement.Outcome;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Listable;
import dev.groma.providers.spi.Local;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.providers.spi.Resumable;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.PendingOperation;
import dev.groma.state.StateObject;
import dev.groma.state.json.MismatchException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Settles one operation.
final class Settler {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Plan plan;
  private final PlanRequest.Setting setting;
  private final ProviderPool pool;
  private final Records records;
  private final Recovery.Terms terms;
  private final PendingOperation operation;
  private final List<Diagnostic> told = new ArrayList<>();
  private Instant lastBeat;

  Settler(
      Plan plan,
      PlanRequest.Setting setting,
      ProviderPool pool,
      Records records,
      Recovery.Terms terms,
      PendingOperation operation) {
    this.plan = plan;
    this.setting = setting;
    this.pool = pool;
    this.records = records;
    this.terms = terms;
    this.operation = operation;
    this.lastBeat = now();
  }

  private Instant now() {
    return setting.context().clock().instant();
  }

  /// What an operation is about, as far as providers are concerned.
  ///
  /// @param request what was asked for; null when that is not on record
  private record Subject(
      ProviderConfigAddress provider,
      Schema schema,
      ResourceHandler handler,
      @Nullable Request request) {
    Block block() {
      return schema.block();
    }

    Value nothing() {
      return Value.nullOf(block().impliedType());
    }
  }

  Settlement settle() {
    boolean creates = operation.action() == PendingOperation.Action.CREATE;
    Decision decision = creates ? terms.decisions().get(operation.address()) : null;
    if (decision != null && operation.instance() != null) {
      return open(
          "What it made is on record, so there is nothing to say about it. To forget the object,"
              + " use \"groma state rm\".");
    }
    if (decision instanceof Decision.Discard) {
      return discarded("You said that it made nothing that is to be kept.");
    }
    Optional<Subject> subject = subject();
    if (subject.isEmpty()) {
      return unreachable();
    }
    Subject s = subject.get();
    try {
      return switch (operation.action()) {
        case CREATE ->
            operation.instance() != null
                ? finish(s, operation.instance())
                : decision instanceof Decision.Adopt(String id) ? adopt(s, id) : findOut(s);
        case UPDATE -> reread(s);
        case DELETE -> lookFor(s);
      };
    } catch (MismatchException e) {
      return open(
          "What is on record of it does not fit the schema of its type: " + e.getMessage() + ".");
    }
  }

  private Optional<Subject> subject() {
    Instance request = operation.request();
    Instance at = operation.instance() != null ? operation.instance() : records.find(operation);
    Instance any = request != null ? request : at;
    if (any == null) {
      return Optional.empty();
    }
    ProviderConfigAddress provider = any.provider();
    String type = operation.address().resource().type();
    Schema schema = pool.resourceSchema(provider.provider(), type).orElse(null);
    if (schema == null || !configured(provider)) {
      return Optional.empty();
    }
    return Optional.of(
        new Subject(
            provider,
            schema,
            pool.resource(provider, type),
            request == null ? null : new Request(request)));
  }

  /// A provider that no block configures is used as it is without any.
  private boolean configured(ProviderConfigAddress provider) {
    return pool.isConfigured(provider)
        || (plan.compiled().provider(provider).isEmpty()
            && pool.configure(
                provider,
                ProviderConfiguration.empty(setting.registry(), provider),
                null,
                told::add));
  }

  // Create: what was made

  private Settlement findOut(Subject s) {
    Request request = s.request();
    if (s.handler() instanceof Local) {
      return discarded("Such an object exists in the state only.");
    }
    if (request == null || !(s.handler() instanceof Resumable resumable)) {
      return open("Groma cannot find out by itself whether such an object was made.");
    }
    if (terms.mayChange() && isRepeatable(request, resumable)) {
      Settlement repeated = repeat(s, request);
      if (repeated != null) {
        return repeated;
      }
    }
    if (!resumable.isFindable()) {
      return open("The cloud has no list of such objects, in which Groma could look for it.");
    }
    return lookAround(s, request, resumable);
  }

  /// True while the cloud surely remembers the token of the operation. A clock that runs backwards
  /// tells nothing.
  private boolean isRepeatable(Request request, Resumable resumable) {
    Duration age = Duration.between(operation.began(), now());
    return !operation.token().isEmpty()
        && request.isComplete()
        && !age.isNegative()
        && resumable.repeatableFor().filter(time -> age.compareTo(time) < 0).isPresent();
  }

  /// Sends the create again under its token; null when the cloud refuses that, so that nothing is
  /// known still.
  private @Nullable Settlement repeat(Subject s, Request request) {
    Value planned = request.planned(s.block());
    Recorder recorder = new Recorder(s, request);
    ResourceHandler.ApplyResult result =
        call(() ->
            s.handler()
                .apply(
                    new ResourceHandler.ApplyRequest(
                        s.nothing(), planned, known(planned), request.object().priv(), recorder),
                    context()));
    Value value = result == null ? null : result.value();
    if (value != null && !value.isNull() && recorder.instance == null) {
      recorder.accept(value);
    }
    if (result == null || (value == null && recorder.instance == null)) {
      return open("It was sent again with its idempotency token, and the answer was lost again.");
    }
    if (recorder.instance == null) {
      return null;
    }
    return finished(s, planned, recorder.instance, result, "It was sent again with its token.");
  }

  /// Puts on record what a create tells of the object that it has made.
  private final class Recorder implements Consumer<Value> {
    private final Subject subject;
    private final Request request;
    private @Nullable Instance instance;

    private Recorder(Subject subject, Request request) {
      this.subject = subject;
      this.request = request;
    }

    @Override
    public void accept(Value value) {
      instance = record(subject, request, value);
    }
  }

  private Instance record(Subject s, Request request, Value value) {
    return records.record(operation, s.provider(), object(s, request, value));
  }

  /// `value` as an object on record, with the marks that its request has.
  private static StateObject object(Subject s, Request request, Value value) {
    StateObject like = request.object();
    Value marked = MarkedPaths.of(like.value(s.block().impliedType())).applyTo(known(value));
    return like.withValue(
        s.block().markSensitive(marked), s.block().impliedType(), s.schema().version());
  }

  private Settlement lookAround(Subject s, Request request, Resumable resumable) {
    Value planned = request.planned(s.block());
    Duration left = patience();
    while (true) {
      List<Resumable.Found> objects = new ArrayList<>();
      Diagnostics looked = call(() -> resumable.find(planned, objects::add, context()));
      if (looked != null) {
        told.addAll(looked.all());
      }
      if (looked == null || looked.hasErrors()) {
        return open("What exists could not be found out.");
      }
      objects.removeIf(found -> isOnRecord(s, found.value()));
      Verdict verdict =
          Verdict.of(operation.began(), objects, records.alike(operation), left.isZero());
      switch (verdict) {
        case Verdict.Made(Resumable.Found found) -> {
          return found(s, request, found.value());
        }
        case Verdict.Nothing _ -> {
          return discarded("No object that it could have made exists.");
        }
        case Verdict.Undecided(boolean old) -> {
          return undecided(objects, old);
        }
        case Verdict.TooEarly _ -> {
          Duration next = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
          if (!terms.pause().pause(next)) {
            return open("Groma was told to stop before it was sure that nothing was made.");
          }
          left = left.minus(next);
        }
      }
    }
  }

  /// How long to wait before what is not shown does not exist.
  private Duration patience() {
    Duration age = Duration.between(operation.began(), now());
    Duration left = terms.patience().minus(age.isNegative() ? Duration.ZERO : age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean isOnRecord(Subject s, Value found) {
    if (!(s.handler() instanceof Listable listable)) {
      return false;
    }
    for (StateObject object : records.objects(operation)) {
      try {
        Value value = object.value(s.block().impliedType()).unmarkDeep();
        if (listable.isSame(value, found)) {
          return true;
        }
      } catch (MismatchException _) {
        // Of another time's schema, or another provider's: what is refreshed later tells.
      }
    }
    return false;
  }

  private Settlement undecided(List<Resumable.Found> objects, boolean old) {
    List<Settlement.Candidate> candidates =
        objects.stream()
            .map(o -> new Settlement.Candidate(StoredObjects.id(o.value()), o.created()))
            .toList();
    String ids = String.join(", ", candidates.stream().map(Settlement.Candidate::id).toList());
    return new Settlement(
        operation,
        Outcome.OPEN,
        "",
        old
            ? "What was asked for exists ("
                + ids
                + "), but it was made before the operation began, if the clock of this machine was"
                + " right then."
            : "More than one object exists that it could have made: " + ids + ".",
        candidates,
        told);
  }

  /// An object was found that `operation` made.
  private Settlement found(Subject s, Request request, Value value) {
    if (!terms.mayChange() && isRepeatable(request, (Resumable) s.handler())) {
      // A run that may change things repeats the call, and knows for certain.
      StateObject object = object(s, request, value);
      records.show(operation, records.at(operation, s.provider()).withCurrent(object));
      return settled(Outcome.FOUND, value, "It made an object, which the next apply records.");
    }
    return finish(s, record(s, request, value));
  }

  private Settlement adopt(Subject s, String id) {
    Request request = s.request();
    if (request == null || !(s.handler() instanceof Importable importable)) {
      return open("Objects of this type cannot be taken over.");
    }
    ResourceHandler.ReadResult stub = call(() -> importable.importState(id, context()));
    Value named = stub == null ? null : stub.value();
    if (stub != null) {
      told.addAll(stub.diagnostics().all());
    }
    ResourceHandler.ReadResult read =
        named == null
            ? null
            : call(() -> s.handler().read(new ResourceHandler.ReadRequest(named, ""), context()));
    Value value = read == null ? null : read.value();
    if (read != null) {
      told.addAll(read.diagnostics().all());
    }
    if (value == null || value.isNull()) {
      return open("There is no object with the id \"" + id + "\" that could be taken over.");
    }
    if (isOnRecord(s, value)) {
      return open("The object with the id \"" + id + "\" is in the state already.");
    }
    return finish(s, record(s, request, value));
  }

  // Create: what is left to do

  /// The object of a create is known; everything else is done, or looked at.
  private Settlement finish(Subject s, Instance instance) {
    StateObject current = instance.current();
    if (current == null) {
      return discarded("Nothing of it is on record any more.");
    }
    Value known = current.value(s.block().impliedType()).unmarkDeep();
    Request request = s.request();
    if (!terms.mayChange() || request == null || !(s.handler() instanceof Resumable resumable)) {
      return look(s, instance, current, known);
    }
    Value planned = completed(request.planned(s.block()), known);
    ResourceHandler.ApplyRequest again =
        new ResourceHandler.ApplyRequest(
            s.nothing(),
            planned,
            known(planned),
            current.priv(),
            value -> record(s, request, value));
    ResourceHandler.ApplyResult result = call(() -> resumable.resume(again, known, context()));
    if (result == null) {
      return open("It made an object, which could not be looked at.");
    }
    return finished(s, planned, instance, result, "");
  }

  /// Ends a create with what a provider says of it.
  private Settlement finished(
      Subject s,
      Value planned,
      @Nullable Instance recorded,
      ResourceHandler.ApplyResult result,
      String how) {
    told.addAll(result.diagnostics().all());
    Instance at = records.at(operation, s.provider());
    Value value = result.value();
    StateObject current = recorded == null ? at.current() : recorded.current();
    if (value == null) {
      return open("It made an object, and what became of that could not be found out.");
    }
    if (value.isNull() || current == null) {
      records.end(operation, at.withCurrent(null));
      return settled(Outcome.GONE, value, "It made an object, which does not exist any more.");
    }
    boolean failed = result.diagnostics().hasErrors();
    boolean asPlanned = Refinement.check(planned, known(value)).isEmpty();
    boolean unseen = failed && told.stream().anyMatch(Settler::isOutage);
    if (unseen && !asPlanned) {
      return open("It made an object, and the cloud could not be asked what became of that.");
    }
    boolean provisioned = hasProvisioners();
    boolean complete = (!failed || asPlanned) && !provisioned;
    StateObject object =
        current
            .withValue(marked(s, current, value), s.block().impliedType(), s.schema().version())
            .withPriv(result.priv())
            .with(complete ? StateObject.Status.READY : StateObject.Status.TAINTED);
    records.end(operation, at.withCurrent(object));
    if (complete) {
      return settled(Outcome.COMPLETED, value, (how + " The object is complete.").strip());
    }
    return settled(
        Outcome.TAINTED,
        value,
        provisioned
            ? "Its provisioners have not run to their end, so the object is tainted: the next apply"
                + " replaces it."
            : "The object is not complete and could not be completed, so it is tainted: the next"
                + " apply replaces it.");
  }

  private static boolean isOutage(Diagnostic diagnostic) {
    return diagnostic.isError()
        && (diagnostic.code().equals("remote.unreachable")
            || diagnostic.code().equals("remote.unavailable")
            || diagnostic.code().equals("remote.outcome-unknown")
            || diagnostic.code().equals("remote.wait-stopped")
            || diagnostic.code().equals("remote.stopped"));
  }

  private static Value marked(Subject s, StateObject like, Value value) {
    Value before = like.value(s.block().impliedType());
    return s.block().markSensitive(MarkedPaths.of(before).applyTo(known(value)));
  }

  /// Reads what a create made, and changes nothing.
  private Settlement look(Subject s, Instance instance, StateObject current, Value known) {
    ResourceHandler.ReadResult read =
        call(() ->
            s.handler().read(new ResourceHandler.ReadRequest(known, current.priv()), context()));
    Value value = read == null ? null : read.value();
    if (read != null) {
      told.addAll(read.diagnostics().all());
    }
    if (value == null) {
      return open("It made an object, which could not be read.");
    }
    if (value.isNull()) {
      records.end(operation, instance.withCurrent(null));
      return settled(Outcome.GONE, value, "It made an object, which does not exist any more.");
    }
    StateObject object =
        current.withValue(marked(s, current, value), s.block().impliedType(), s.schema().version());
    if (s.request() == null || !(s.handler() instanceof Resumable)) {
      Instance at = records.at(operation, s.provider());
      records.end(operation, at.withCurrent(object.with(StateObject.Status.TAINTED)));
      return settled(
          Outcome.TAINTED,
          value,
          "Whether the object is complete cannot be told, so it is tainted: the next apply replaces"
              + " it.");
    }
    if (!hasProvisioners()) {
      records.show(operation, instance.withCurrent(object.with(StateObject.Status.READY)));
    }
    return settled(
        Outcome.FOUND, value, "It made an object, which the next apply completes before all else.");
  }

  private boolean hasProvisioners() {
    return plan.compiled()
        .resource(operation.address().resource())
        .filter(resource ->
            resource.block().provisioners().stream()
                .anyMatch(p -> p.when() == Provisioner.When.CREATE))
        .isPresent();
  }

  /// `planned` with what was withheld of it taken from `known`, the object as it was recorded when
  /// it was made.
  private static Value completed(Value planned, Value known) {
    if (planned.isNull()) {
      return known.isKnown() ? known : planned;
    }
    if (planned instanceof Value.Obj p && known instanceof Value.Obj k) {
      SortedMap<String, Value> out = new TreeMap<>(p.attributes());
      out.replaceAll((name, value) -> completed(value, k.attributes().getOrDefault(name, value)));
      return new Value.Obj(out);
    }
    return planned;
  }

  // Update and delete

  private Settlement reread(Subject s) {
    Instance at = records.find(operation);
    StateObject current = at == null ? null : at.current();
    if (at == null || current == null) {
      records.end(operation, at);
      return settled(Outcome.GONE, s.nothing(), "The object is not on record any more.");
    }
    Value before = current.value(s.block().impliedType()).unmarkDeep();
    Value seen = read(s, before, current.priv());
    if (seen == null) {
      return open("The object could not be read.");
    }
    if (seen.isNull()) {
      records.end(operation, at.withCurrent(null));
      return settled(Outcome.GONE, seen, "The object does not exist any more.");
    }
    Value doubtful = seen;
    if (s.request() != null) {
      Value asked = completed(known(s.request().planned(s.block())), known(seen));
      Value other = read(s, asked, current.priv());
      doubtful = other == null || other.isNull() ? seen : Doubt.between(s.block(), seen, other);
    }
    StateObject object =
        current.withValue(
            marked(s, current, doubtful), s.block().impliedType(), s.schema().version());
    records.end(operation, at.withCurrent(object));
    return settled(
        Outcome.READ,
        seen,
        "What exists was read again: the plan shows what of the change is left to do.");
  }

  private Settlement lookFor(Subject s) {
    Instance at = records.find(operation);
    String key = operation.deposedKey();
    StateObject object = at == null ? null : key == null ? at.current() : at.deposed().get(key);
    if (at == null || object == null) {
      records.end(operation, at);
      return settled(Outcome.GONE, s.nothing(), "The object is not on record any more.");
    }
    Value before = object.value(s.block().impliedType()).unmarkDeep();
    Value seen = s.handler() instanceof Local ? before : read(s, before, object.priv());
    if (seen == null) {
      return open("The object could not be read.");
    }
    StateObject left =
        seen.isNull()
            ? null
            : object.withValue(
                marked(s, object, seen), s.block().impliedType(), s.schema().version());
    records.end(operation, key == null ? at.withCurrent(left) : at.withDeposed(key, left));
    return seen.isNull()
        ? settled(Outcome.GONE, before, "The object was deleted.")
        : settled(
            Outcome.READ, seen, "The object still exists; the plan shows what to do with it.");
  }

  private @Nullable Value read(Subject s, Value prior, String priv) {
    ResourceHandler.ReadResult read =
        call(() -> s.handler().read(new ResourceHandler.ReadRequest(prior, priv), context()));
    if (read != null) {
      told.addAll(read.diagnostics().all());
    }
    return read == null ? null : read.value();
  }

  // What is common

  private <T> @Nullable T call(Supplier<T> work) {
    return pool.turn(work, operation.address().toString(), told::add);
  }

  private CallContext context() {
    return new CallContext(
        operation.address().toString(), operation.id(), this::progress, () -> false);
  }

  private void progress(String detail) {
    Instant now = now();
    if (Duration.between(lastBeat, now).compareTo(HEARTBEAT) >= 0) {
      lastBeat = now;
      setting
          .listener()
          .accept(
              new Event.ApplyProgress(
                  operation.address(),
                  Action.CREATE,
                  Duration.between(operation.began(), now),
                  detail));
    }
  }

  /// `value` with null where it is unknown.
  private static Value known(Value value) {
    return switch (value) {
      case Value.Unknown u -> Value.nullOf(u.type());
      default -> value.isWhollyKnown() ? value : value.mapParts(Settler::known);
    };
  }

  private Settlement discarded(String why) {
    records.end(operation, records.find(operation));
    return new Settlement(operation, Outcome.DISCARDED, "", why, List.of(), told);
  }

  private Settlement unreachable() {
    return open(
        "Its provider is not configured, or not known any more, so that the cloud cannot be"
            + " asked.");
  }

  private Settlement open(String why) {
    return new Settlement(operation, Outcome.OPEN, "", why, List.of(), told);
  }

  private Settlement settled(Outcome outcome, Value object, String detail) {
    return new Settlement(operation, outcome, StoredObjects.id(object), detail, List.of(), told);
  }
}
