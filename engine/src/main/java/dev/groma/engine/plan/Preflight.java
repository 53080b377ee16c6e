package dev.groma.engine.plan;

import dev.groma.engine.graph.Walk;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Previewable;
import dev.groma.providers.spi.Previewable.Outcome;
import dev.groma.providers.spi.Previewable.Preview;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// Asks the clouds whether they would carry out the changes of a plan: permissions, parameters and
/// quotas, before anything is changed.
final class Preflight {
  private final PlanRun run;

  Preflight(PlanRun run) {
    this.run = run;
  }

  /// What is said about each of `changes` that a cloud would be called for.
  List<Proof> of(List<Change> changes) {
    List<Change> asked = changes.stream().filter(Preflight::concernsCloud).toList();
    ConcurrentSkipListMap<Change, Proof> proofs = new ConcurrentSkipListMap<>();
    Walk.each(asked, change -> proofs.put(change, proof(change)));
    return List.copyOf(proofs.values());
  }

  private static boolean concernsCloud(Change change) {
    return change.address().resource().mode() == ResourceMode.MANAGED
        && change.action() != Action.NO_OP
        && change.action() != Action.FORGET
        && !change.before().unmarkDeep().equals(change.after().unmarkDeep());
  }

  private Proof proof(Change change) {
    if (!run.pool.isConfigured(change.provider())) {
      return unproved(change, "the provider is not configured");
    }
    if (!(run.pool.resource(change.provider(), change.address().resource().type())
        instanceof Previewable handler)) {
      return unproved(change, "no cloud is asked for " + change.address().resource().type());
    }
    Value nothing = Value.nullOf(change.schema().block().impliedType());
    Value before = change.before().unmarkDeep();
    Value after = change.after().unmarkDeep();
    return switch (change.action()) {
      case CREATE, CREATE_THEN_FORGET -> proof(change, ask(change, handler, nothing, after));
      case UPDATE -> proof(change, ask(change, handler, before, after));
      case DELETE -> proof(change, ask(change, handler, before, nothing));
      case CREATE_THEN_DELETE -> {
        Proof made = proof(change, ask(change, handler, nothing, after));
        yield made.outcome() == Outcome.PROVED
            ? proof(change, ask(change, handler, before, nothing))
            : made;
      }
      case DELETE_THEN_CREATE -> {
        Proof gone = proof(change, ask(change, handler, before, nothing));
        yield gone.outcome() == Outcome.PROVED
            ? unproved(
                change, "the old object would go; the new one can be tried only without the old")
            : gone;
      }
      case READ, NO_OP, FORGET -> throw new IllegalStateException("nothing to ask for " + change);
    };
  }

  private Preview ask(Change change, Previewable handler, Value prior, Value planned) {
    Value nothing = Value.nullOf(change.schema().block().impliedType());
    Value configuration = planned.isNull() ? nothing : run.configuration(change.address(), nothing);
    CallContext context = new CallContext(change.address().toString(), "", _ -> {}, () -> false);
    Preview preview =
        run.pool.turn(
            () ->
                handler.preview(
                    new Previewable.PreviewRequest(prior, planned, configuration), context),
            change.address().toString(),
            run::report);
    return preview == null ? Preview.unproved("the provider failed") : preview;
  }

  private static Proof unproved(Change change, String reason) {
    return new Proof(change, Outcome.UNPROVED, reason, List.of());
  }

  private static Proof proof(Change change, Preview preview) {
    List<Diagnostic> refusal = new ArrayList<>();
    preview
        .diagnostics()
        .all()
        .forEach(d ->
            refusal.add(
                (d.subject() == null ? d.at(change.declaration()) : d)
                    .about(change.address().toString())));
    return new Proof(change, preview.outcome(), preview.reason(), refusal);
  }
}
