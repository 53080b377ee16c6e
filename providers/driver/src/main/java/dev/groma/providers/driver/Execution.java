package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.Body;
import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.Operation;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.driver.spec.Timeouts;
import dev.groma.providers.driver.spec.Waiter;
import dev.groma.providers.spi.CallContext;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.value.Num;
import dev.groma.schemas.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One operation on one object, while it is carried out: makes the calls of steps and waits.
final class Execution {
  private static final Duration FIRST_POLL = Duration.ofMillis(100);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(3);

  /// How long a new object may be unknown to a read.
  private static final Duration VISIBLE = Duration.ofSeconds(20);

  private final ResourceSpec spec;
  private final Kind kind;
  private final Session session;
  private final CallContext context;
  private final Instant deadline;
  private final BooleanSupplier cancelled;
  private final Requests requests;
  private final Hook hook;

  /// The operation `kind` on `object`, which says how long it may take.
  Execution(
      ResourceSpec spec, Hook hook, Kind kind, Value object, Session session, CallContext context) {
    this.spec = spec;
    this.hook = hook;
    this.kind = kind;
    this.session = session;
    this.context = context;
    this.requests = new Requests(spec, kind, session, context);
    this.deadline =
        session.timing().now().plus(Timeouts.of(object, kind, spec.operation(kind).timeout()));
    this.cancelled = () -> context.cancelled().getAsBoolean() || session.isStopped();
  }

  /// What reading an object gave.
  sealed interface Seen {
    /// The object as answers have it.
    record There(Value answer) implements Seen {}

    /// There is no such object.
    record Gone() implements Seen {}

    /// It could not be found out.
    record Failure(RemoteError error) implements Seen {}
  }

  // Calls

  /// Makes the call of `step`, which changes something.
  Client.Reply call(Step step, Facts facts) {
    return call(step, facts, false);
  }

  private Client.Reply call(Step step, Facts facts, boolean reads) {
    for (String name : needed(step)) {
      if (!isSet(facts.value(name))) {
        return new Client.Reply.Failure(
            new RemoteError(ErrorClass.FATAL, false, noIdentity(step, name)));
      }
    }
    return send(step, requests.of(step, facts), reads);
  }

  /// Asks whether the call of `step` would be carried out, by the parameter `trial`.
  Client.Reply tryOut(Step step, Facts facts, String trial) {
    return send(step, requests.trial(step, facts, trial), true);
  }

  private Client.Reply send(Step step, Requests.Made made, boolean reads) {
    return session
        .client()
        .send(
            new Client.Call(
                step.title(),
                operation(step),
                made.request(),
                reads,
                step.repeatable(),
                step.errors(),
                made.secrets(),
                deadline,
                cancelled));
  }

  private static String operation(Step step) {
    return switch (step.target()) {
      case Step.Target.Action action -> action.name();
      case Step.Target.Path path -> path.method() + " " + path.path().source();
      case null -> "";
    };
  }

  /// What must be known before `step` is called: what its path names and, where an object is
  /// concerned that exists, what tells it apart.
  private List<String> needed(Step step) {
    List<String> names = new ArrayList<>();
    if (step.target() instanceof Step.Target.Path path) {
      names.addAll(path.path().names());
    }
    boolean exists = kind == Kind.READ || kind == Kind.UPDATE || kind == Kind.DELETE;
    if (exists && step.target() instanceof Step.Target.Action) {
      names.addAll(spec.identity());
    }
    return names;
  }

  private static boolean isSet(Value value) {
    return value.isKnown() && !value.isNull() && !value.equals(Value.of(""));
  }

  private static Diagnostic noIdentity(Step step, String name) {
    return Diagnostic.error(
        "state.no-identity",
        "The object has no identity",
        "Groma could not %s, because the attribute \"%s\" of the object is empty. Import the object again."
            .formatted(step.title(), name));
  }

  // Reading

  /// Reads the object of `object`: the answers of all steps of the operation `read`, one upon the
  /// other. What the first ones found is known to the next.
  Seen read(Facts object) {
    Facts facts = object;
    Map<String, Value> merged = new LinkedHashMap<>();
    for (Step step : spec.operation(Kind.READ).steps()) {
      if (!merged.isEmpty()) {
        facts = facts.with(decode(Value.object(merged), facts.now(), new ArrayList<>()));
      }
      if (!step.when().holds(facts)) {
        continue;
      }
      switch (call(step, facts, true)) {
        case Client.Reply.Failure f -> {
          return f.error().errorClass() == ErrorClass.GONE
              ? new Seen.Gone()
              : new Seen.Failure(f.error());
        }
        case Client.Reply.Answer a -> {
          switch (object(step, a.body(), facts)) {
            case Value.Obj o -> merged.putAll(o.attributes());
            case null -> {
              return new Seen.Gone();
            }
            default -> {
              return new Seen.Failure(
                  new RemoteError(
                      ErrorClass.FATAL, false, unexpected("it has nothing at " + step.from())));
            }
          }
        }
      }
    }
    Value answer = Value.object(merged);
    return isGone(answer) ? new Seen.Gone() : new Seen.There(answer);
  }

  /// True when `answer` has an object in a state that means that it is gone.
  boolean isGone(Value answer) {
    return spec.goneStates().entrySet().stream()
        .anyMatch(e -> e.getValue().contains(text(Facts.at(answer, e.getKey()))));
  }

  /// The object in `body`: the one with the right identity where there is a list, Java null when
  /// the list does not have it.
  private @Nullable Value object(Step step, Value body, Facts facts) {
    Value found = step.from().isEmpty() ? body : Facts.at(body, step.from());
    if (!(found instanceof Value.Tuple list)) {
      return found;
    }
    return list.elements().stream().filter(item -> isSame(item, facts)).findFirst().orElse(null);
  }

  private boolean isSame(Value item, Facts facts) {
    return spec.identity().stream()
        .allMatch(name ->
            spec.block()
                .attribute(name)
                .filter(a -> text(Codec.raw(a, item, item)).equals(text(facts.value(name))))
                .isPresent());
  }

  /// The object of `answer`, whose spelling and never returned parts are those of `current`.
  Value decode(Value answer, Value current, List<Diagnostic> diagnostics) {
    try {
      Value decoded = Codec.decode(spec.block(), answer, current, isBare(current));
      return hook.seen(decoded, current, session.context());
    } catch (Codec.Mismatch e) {
      diagnostics.add(unexpected(e.getMessage()));
      return Value.nullOf(spec.block().schema().impliedType());
    }
  }

  /// True for an object of which nothing is known but what tells it apart: its blocks may be there
  /// or not.
  private boolean isBare(Value object) {
    return !(object instanceof Value.Obj o)
        || o.attributes().entrySet().stream()
            .allMatch(e -> spec.identity().contains(e.getKey()) || e.getValue().isNull());
  }

  /// `item` of a list, completed by the further steps of `read` that apply to it; Java null when it
  /// is gone meanwhile.
  @Nullable Value whole(Value item, Facts facts, List<Diagnostic> told) {
    Value object = decode(item, facts.now(), told);
    Facts seen = facts.with(object);
    boolean whole =
        spec.operation(Kind.READ).steps().stream()
            .skip(1)
            .noneMatch(step -> step.when().holds(seen));
    if (object.isNull() || whole) {
      return object;
    }
    return switch (read(seen)) {
      case Seen.There t -> decode(t.answer(), facts.now(), told);
      case Seen.Gone _ -> null;
      case Seen.Failure f -> {
        told.add(f.error().diagnostic());
        yield null;
      }
    };
  }

  private Diagnostic unexpected(@Nullable String why) {
    return Diagnostic.error(
            "remote.unexpected-answer",
            "The cloud's answer does not have the documented shape",
            session.title()
                + ": "
                + why
                + ". The API may have changed; report it with this message.")
        .in(Category.REMOTE);
  }

  // Waiting

  /// How a wait ended.
  ///
  /// @param seen what was read last; null when nothing was
  /// @param problem why it did not end well, or null
  record Waited(@Nullable Seen seen, @Nullable Diagnostic problem) {}

  /// Reads the object of `facts` again and again until `waiter` is satisfied. The first pauses are
  /// short and each is longer than the one before, up to [#LONGEST_POLL]. An object that was never
  /// seen may take [#VISIBLE] to appear.
  Waited await(Waiter waiter, Facts facts) {
    Timing timing = session.timing();
    Instant start = timing.now();
    Instant visible = start.plus(VISIBLE);
    Duration pause = FIRST_POLL;
    boolean goneIsGood = kind == Kind.DELETE;
    Seen seen = null;
    String state = "";
    while (true) {
      seen = read(facts);
      switch (seen) {
        case Seen.Failure f -> {
          return new Waited(seen, f.error().diagnostic());
        }
        case Seen.Gone _ -> {
          if (goneIsGood || !state.isEmpty() || !timing.now().isBefore(visible)) {
            return new Waited(seen, goneIsGood ? null : state.isEmpty() ? notThere() : vanished());
          }
        }
        case Seen.There t -> state = text(Facts.at(t.answer(), waiter.status()));
      }
      if (waiter.success().contains(state)) {
        return new Waited(seen, null);
      }
      if (waiter.failure().containsKey(state)) {
        return new Waited(seen, badState(waiter, state));
      }
      context
          .progress()
          .accept(
              "state "
                  + (state.isEmpty() ? "not known yet" : state)
                  + ", wanted "
                  + wanted(waiter));
      if (!timing.now().plus(pause).isBefore(deadline)) {
        return new Waited(seen, tooLong(waiter, state, Duration.between(start, timing.now())));
      }
      if (!timing.pause(pause, cancelled)) {
        return new Waited(seen, stoppedWaiting(state));
      }
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(LONGEST_POLL) < 0 ? longer : LONGEST_POLL;
    }
  }

  private static String wanted(Waiter waiter) {
    return waiter.success().isEmpty() ? "gone" : String.join(" or ", waiter.success());
  }

  private Diagnostic notThere() {
    return Diagnostic.error(
            "remote.not-found",
            "The object does not exist",
            "%s: %s knows no such object in this region and account. Check the id, the region and the credentials."
                .formatted(context.address(), session.title()))
        .in(Category.REMOTE);
  }

  private Diagnostic vanished() {
    return Diagnostic.error(
            "remote.vanished",
            "The object disappeared",
            "%s: %s had the object, and then no more. Something else may have deleted it."
                .formatted(context.address(), session.title()))
        .in(Category.REMOTE);
  }

  private Diagnostic badState(Waiter waiter, String state) {
    return Diagnostic.error(
            "remote.wrong-state",
            "The object is in a state that does not lead to the wanted one",
            "Its state is \"%s\"; wanted was %s. %s"
                .formatted(
                    state,
                    wanted(waiter),
                    Optional.ofNullable(waiter.failure().get(state))
                        .map(Doc::english)
                        .filter(text -> !text.isEmpty())
                        .orElseGet(() ->
                            "Look at the object in the console of "
                                + session.title()
                                + ", then run the command again.")))
        .in(Category.REMOTE);
  }

  private Diagnostic tooLong(Waiter waiter, String state, Duration waited) {
    return Diagnostic.error(
            "remote.wait-timeout",
            "The object did not become ready in time",
            "After %d seconds its state is still \"%s\"; wanted was %s. It may become ready later: run the command again then, or set a longer time in the block \"timeouts\"."
                .formatted(waited.toSeconds(), state, wanted(waiter)))
        .in(Category.REMOTE);
  }

  private static Diagnostic stoppedWaiting(String state) {
    return Diagnostic.error(
        "remote.wait-stopped",
        "Stopped while waiting",
        "Groma was told to stop while the state of the object was \""
            + state
            + "\". Run the command again to finish.");
  }

  static String text(Value value) {
    return switch (value) {
      case Value.Str s -> s.text();
      case Num n -> n.toString();
      case Value.Bool b -> String.valueOf(b.isTrue());
      default -> "";
    };
  }

  // Lists

  /// Takes the items of a list; answers false to stop.
  interface Visitor {
    /// Takes one item.
    boolean visit(Value item);
  }

  /// Visits the items of the operation `list`, page by page; gives the error that ended it, or
  /// null.
  @Nullable RemoteError list(Facts facts, Visitor visitor) {
    return list(spec.operation(Kind.LIST).steps().getFirst(), facts, visitor);
  }

  /// Visits the items that `step` answers with, in the pages of the operation `list`; gives the
  /// error that ended it, or null.
  @Nullable RemoteError list(Step step, Facts facts, Visitor visitor) {
    Operation.Paging paging = spec.operation(Kind.LIST).paging();
    String marker = "";
    int page = 1;
    while (true) {
      Value body;
      switch (call(paged(step, paging, marker, page), facts, true)) {
        case Client.Reply.Failure f -> {
          return f.error();
        }
        case Client.Reply.Answer a -> body = a.body();
      }
      Value found = step.from().isEmpty() ? body : Facts.at(body, step.from());
      List<Value> items = found instanceof Value.Obj ? List.of(found) : Codec.parts(found);
      for (Value item : items) {
        if (Selection.keeps(spec.block(), step, item, facts) && !visitor.visit(item)) {
          return null;
        }
      }
      if (paging == null) {
        return null;
      }
      String where = paging.next();
      String next = where == null ? "" : text(Facts.at(body, where));
      boolean more =
          where == null
              ? items.size() >= Math.max(1, paging.size())
              : !next.isEmpty() && !next.equals(marker);
      if (!more) {
        return null;
      }
      marker = next;
      page++;
    }
  }

  private static Step paged(Step step, Operation.@Nullable Paging paging, String marker, int page) {
    if (paging == null) {
      return step;
    }
    SortedMap<String, Body> query = new TreeMap<>(step.query());
    if (paging.next() == null) {
      query.put(
          paging.marker(),
          new Body.Fixed(Value.of(paging.counted() ? (page - 1L) * paging.size() : page)));
    } else if (!marker.isEmpty()) {
      query.put(paging.marker(), new Body.Fixed(Value.of(marker)));
    }
    String size = paging.sizeParameter();
    if (size != null) {
      query.put(size, new Body.Fixed(Value.of(paging.size())));
    }
    return step.withQuery(query);
  }
}
