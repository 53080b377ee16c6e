package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Diagnostics;
import dev.groma.providers.spi.Previewable.Outcome;
import dev.groma.providers.spi.Previewable.Preview;
import dev.groma.providers.spi.Previewable.PreviewRequest;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a cloud whether it would carry out the calls of a change, without their effect.
///
/// Only calls of actions that speak of nothing unknown can be asked about, and of a create only the
/// first one: the others need the object.
final class Trial {
  private final ResourceSpec spec;
  private final Hook hook;
  private final Session session;
  private final CallContext context;
  private final String parameter;

  Trial(ResourceSpec spec, Hook hook, Session session, CallContext context, String parameter) {
    this.spec = spec;
    this.hook = hook;
    this.session = session;
    this.context = context;
    this.parameter = parameter;
  }

  Preview run(PreviewRequest request) {
    Kind kind =
        request.planned().isNull()
            ? Kind.DELETE
            : request.prior().isNull() ? Kind.CREATE : Kind.UPDATE;
    Value now = kind == Kind.DELETE ? request.prior() : planned(request);
    Facts facts = new Facts(request.prior(), now, session.context());
    Execution execution = new Execution(spec, hook, kind, now, session, context);
    Outcome outcome = Outcome.UNPROVED;
    for (Step step : steps(kind, facts)) {
      if (!isWhollyKnown(step, request.configuration())) {
        return new Preview(Outcome.UNPROVED, Diagnostics.NONE);
      }
      Optional<RemoteError> refusal = refusal(execution.tryOut(step, facts, parameter));
      if (refusal.isPresent()) {
        return new Preview(Outcome.REFUSED, Diagnostics.of(refusal.get().diagnostic()));
      }
      outcome = Outcome.PROVED;
    }
    return new Preview(outcome, Diagnostics.NONE);
  }

  private Value planned(PreviewRequest request) {
    return Settling.filled(
        spec.block(), request.planned(), request.prior(), request.configuration());
  }

  private List<Step> steps(Kind kind, Facts facts) {
    List<Step> steps = new ArrayList<>();
    for (Step step : spec.operation(kind).steps()) {
      if (step.target() instanceof Step.Target.Action && step.when().holds(facts)) {
        steps.add(step);
      }
    }
    return kind == Kind.CREATE && steps.size() > 1 ? steps.subList(0, 1) : steps;
  }

  /// True when the configuration leaves nothing open that `step` sends; what the cloud decides is
  /// null there, and not sent.
  private boolean isWhollyKnown(Step step, Value configuration) {
    List<String> names = new ArrayList<>(step.send());
    step.body().values().forEach(body -> body.names(names::add));
    step.query().values().forEach(body -> body.names(names::add));
    return names.stream()
        .filter(name -> spec.block().has(name))
        .allMatch(name -> Facts.at(configuration, name).isWhollyKnown());
  }

  /// Why not; nothing when the cloud agrees.
  private static Optional<RemoteError> refusal(Client.Reply reply) {
    return switch (reply) {
      case Client.Reply.Answer _ -> Optional.empty();
      case Client.Reply.Failure f ->
          f.error().errorClass() == ErrorClass.ALLOWED ? Optional.empty() : Optional.of(f.error());
    };
  }
}
