package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.Facts;
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
      switch (find(step, facts)) {
        case Seen.There t when t.answer() instanceof Value.Obj o -> merged.putAll(o.attributes());
        case Seen.There _ -> {
          return new Seen.Failure(
              new RemoteError(
                  ErrorClass.FATAL,
                  false,
                  unexpected("it has nothing at " + String.join(" or ", step.from()))));
        }
        case Seen.Gone g -> {
          return g;
        }
        case Seen.Failure f -> {
          return f;
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

  /// What `step` answers about the object: the one with the right identity where there is a list,
  /// on whichever page it is.
  private Seen find(Step step, Facts facts) {
    Pages pages = new Pages(spec.operation(Kind.READ).paging());
    while (true) {
      switch (call(pages.ask(step), facts, true)) {
        case Client.Reply.Failure f -> {
          return f.error().errorClass() == ErrorClass.GONE
              ? new Seen.Gone()
              : new Seen.Failure(f.error());
        }
        case Client.Reply.Answer a -> {
          Value found = Answers.at(a.body(), step.from());
          boolean single = found instanceof Value.Obj && !isAnother(step, found, facts);
          if (single || !(found instanceof Value.Tuple || found instanceof Value.Obj)) {
            return new Seen.There(found);
          }
          List<Value> items = Answers.items(found);
          Optional<Value> same = items.stream().filter(item -> isSame(item, facts)).findFirst();
          if (same.isPresent()) {
            return new Seen.There(same.get());
          }
          if (!pages.advance(a.body(), items.size())) {
            return new Seen.Gone();
          }
        }
      }
    }
  }

  /// True when `found`, which is not the whole answer, says that it is another object: XML has a
  /// list of one item as that item.
  private boolean isAnother(Step step, Value found, Facts facts) {
    return step.from().stream().anyMatch(from -> !from.isEmpty())
        && spec.identity().stream()
            .anyMatch(name ->
                spec.block()
                    .attribute(name)
                    .filter(a -> !Codec.raw(a, found, found).isNull())
                    .filter(a -> !isSame(name, a, found, facts))
                    .isPresent());
  }

  private boolean isSame(Value item, Facts facts) {
    return spec.identity().stream()
        .allMatch(name ->
            spec.block().attribute(name).filter(a -> isSame(name, a, item, facts)).isPresent());
  }

  private static boolean isSame(String name, AttributeSpec attribute, Value item, Facts facts) {
    return Equivalences.same(
        attribute.schema().equivalence(),
        Value.of(text(Codec.raw(attribute, item, item))),
        Value.of(text(facts.value(name))));
  }

  /// The object of `answer`, whose spelling and never returned parts are those of `current`.
  Value decode(Value answer, Value current, List<Diagnostic> diagnostics) {
    try {
      boolean bare = isBare(current);
      Value.Obj decoded =
          Codec.decode(spec.block(), answer, bare ? withUntoldDefaults(current) : current, bare);
      return hook.seen(spec.identified(decoded), current, session.context());
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
            .allMatch(e -> e.getValue().isNull() || identifies(e.getKey()));
  }

  /// `object` with the defaults of what no answer ever tells: an object that is taken over is taken
  /// to be so until a configuration says otherwise.
  private Value withUntoldDefaults(Value object) {
    Value out = object;
    for (var one : spec.block().attributes().entrySet()) {
      Value otherwise = one.getValue().schema().defaultValue();
      if (!one.getValue().returned() && otherwise != null && out instanceof Value.Obj known) {
        out = known.with(one.getKey(), otherwise);
      }
    }
    return out;
  }

  private boolean identifies(String name) {
    return spec.identity().contains(name)
        || spec.block().attribute(name).filter(AttributeSpec::importId).isPresent();
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

  /// How a list ended.
  ///
  /// @param last the last answer of the last step; null when there was none
  /// @param error the error that ended it, or null
  /// @param stopped true when the visitor wanted no more
  record Listed(@Nullable Value last, @Nullable RemoteError error, boolean stopped) {}

  /// Visits the items of the operation `list`, page by page; where it has several steps, those of
  /// the last one, which is made for each item of the step before.
  Listed list(Facts facts, Visitor visitor) {
    return list(spec.operation(Kind.LIST).steps(), facts, visitor);
  }

  /// Visits the items that `step` answers with, in the pages of the operation `list`; gives the
  /// error that ended it, or null.
  @Nullable RemoteError list(Step step, Facts facts, Visitor visitor) {
    return list(List.of(step), facts, visitor).error();
  }

  private Listed list(List<Step> steps, Facts facts, Visitor visitor) {
    Step step = steps.getFirst();
    List<Step> inner = steps.subList(1, steps.size());
    Pages pages = new Pages(spec.operation(Kind.LIST).paging());
    while (true) {
      Value body;
      switch (call(pages.ask(step), facts, true)) {
        case Client.Reply.Failure f -> {
          return new Listed(null, f.error(), false);
        }
        case Client.Reply.Answer a -> body = a.body();
      }
      List<Value> items = Answers.items(Answers.at(body, step.from()));
      for (Value item : items) {
        if (!Selection.keeps(spec.block(), step, item, facts)) {
          continue;
        }
        if (!inner.isEmpty()) {
          Listed listed = list(inner, of(item, inner.getFirst(), facts), visitor);
          if (listed.error() != null || listed.stopped()) {
            return listed;
          }
        } else if (!visitor.visit(item)) {
          return new Listed(body, null, true);
        }
      }
      if (!pages.advance(body, items.size())) {
        return new Listed(body, null, false);
      }
    }
  }

  /// `facts` for `next` where it is made for `item`.
  private static Facts of(Value item, Step next, Facts facts) {
    Value now = facts.now();
    for (Map.Entry<String, String> each : next.each().entrySet()) {
      if (now instanceof Value.Obj o) {
        now = o.with(each.getKey(), Value.of(text(Facts.at(item, each.getValue()))));
      }
    }
    return facts.with(now);
  }
}
