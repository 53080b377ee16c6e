package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.AttributeSpec;
import dev.groma.providers.driver.spec.BlockSpec;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Rule;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.driver.spec.Waiter;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.ResourceHandler.ApplyRequest;
import dev.groma.providers.spi.ResourceHandler.ApplyResult;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A create or update under way.
final class Change {
  private final ResourceSpec spec;
  private final BlockSpec block;
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

  /// True until the call that makes the object is passed over, because it was made before.
  private boolean resumes;

  Change(ResourceSpec spec, Hook hook, ApplyRequest request, Session session, CallContext context) {
    this.spec = spec;
    this.block = spec.block();
    this.request = request;
    this.creates = request.prior().isNull();
    this.exists = !creates;
    this.record = request.record();
    this.execution =
        new Execution(
            spec, hook, creates ? Kind.CREATE : Kind.UPDATE, request.planned(), session, context);
    this.facts =
        new Facts(
            request.prior(),
            Settling.filled(block, request.planned(), request.prior(), request.configuration()),
            session.context());
  }

  /// Goes on with a create that made `known`, as far as that is known.
  ApplyResult resume(Value known) {
    resumes = true;
    exists = true;
    Value now = facts.now();
    for (String name : spec.identity()) {
      if (now instanceof Value.Obj o && !isSet(name)) {
        now = o.with(name, Facts.at(known, name));
      }
    }
    facts = facts.with(spec.identified(now));
    return steps();
  }

  ApplyResult run() {
    Checks.rules(spec, creates ? Rule.On.CREATE : Rule.On.UPDATE, facts).stream()
        .filter(Diagnostic::isError)
        .forEach(told::add);
    if (Diagnostic.hasErrors(told)) {
      return result(creates ? nothing() : request.prior());
    }
    return steps();
  }

  private ApplyResult steps() {
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
    if (step.target() != null && resumes) {
      resumes = false;
    } else if (step.target() != null) {
      switch (execution.call(step, facts)) {
        case Client.Reply.Failure f -> {
          told.add(f.error().diagnostic());
          outcomeUnknown |= f.error().effectUnknown();
          return false;
        }
        case Client.Reply.Answer a -> {
          answer = null;
          if (creates && !exists && !take(step, a.body())) {
            return false;
          }
        }
      }
    }
    String waiter = step.waiter();
    return waiter == null || waited(spec.waiters().get(waiter));
  }

  /// Takes what identifies the new object from the answer and has the object recorded; false when
  /// the answer does not tell.
  private boolean take(Step step, Value body) {
    Value object = Answers.at(body, step.from());
    Value now = facts.now();
    for (String name : spec.identity()) {
      AttributeSpec attribute = spec.block().attribute(name).orElseThrow();
      if (now instanceof Value.Obj o && !isSet(name)) {
        Value raw = Codec.raw(attribute, object, object);
        now = o.with(name, raw.isNull() ? raw : Value.of(Execution.text(raw)));
      }
    }
    now = spec.identified(now);
    facts = facts.with(now);
    if (!spec.identity().stream().allMatch(this::isSet)) {
      outcomeUnknown = true;
      told.add(noId(step));
      return false;
    }
    exists = true;
    record.accept(Settling.withoutUnknowns(Settling.withoutWriteOnly(block, now)));
    return true;
  }

  private Diagnostic noId(Step step) {
    return Diagnostic.error(
            "remote.unexpected-answer",
            "The cloud's answer does not have the documented shape",
            "Groma was to %s, and the cloud agreed, but its answer lacks %s. Look in the console whether the object exists."
                .formatted(step.title(), String.join(", ", spec.identity())))
        .in(Category.REMOTE);
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
        Settling.settled(block, Settling.withoutWriteOnly(block, request.planned()), seen, told);
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
    return Settling.withoutUnknowns(Settling.withoutWriteOnly(block, facts.now()));
  }

  private ApplyResult result(@Nullable Value value) {
    return new ApplyResult(value, request.priv(), new Diagnostics(told));
  }

  private Value nothing() {
    return Value.nullOf(block.schema().impliedType());
  }
}
