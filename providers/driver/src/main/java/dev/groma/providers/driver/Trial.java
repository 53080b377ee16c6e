package dev.groma.providers.driver;

import dev.groma.providers.driver.spec.ErrorClass;
import dev.groma.providers.driver.spec.Facts;
import dev.groma.providers.driver.spec.ResourceSpec;
import dev.groma.providers.driver.spec.ResourceSpec.Kind;
import dev.groma.providers.driver.spec.Step;
import dev.groma.providers.spi.CallContext;
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
    List<String> open = new ArrayList<>();
    boolean first = true;
    for (Step step : spec.operation(kind).steps()) {
      if (step.target() == null || !step.when().holds(facts)) {
        continue;
      }
      String obstacle = obstacle(step, request.configuration(), kind == Kind.CREATE && !first);
      first = false;
      if (!obstacle.isEmpty()) {
        open.add(obstacle);
        continue;
      }
      Optional<RemoteError> refusal = refusal(execution.tryOut(step, facts, parameter));
      if (refusal.isPresent()) {
        return Preview.refused(refusal.get().diagnostic());
      }
    }
    return first
        ? Preview.unproved("nothing is sent to " + session.title())
        : open.isEmpty() ? Preview.PROVED : Preview.unproved(String.join("; ", open));
  }

  private Value planned(PreviewRequest request) {
    return Settling.filled(
        spec.block(), request.planned(), request.prior(), request.configuration());
  }

  /// Why the cloud cannot be asked about `step`; empty when it can.
  private String obstacle(Step step, Value configuration, boolean needsObject) {
    if (!(step.target() instanceof Step.Target.Action)) {
      return "the call to " + step.title() + " cannot be tried";
    }
    if (needsObject) {
      return "the call to " + step.title() + " needs the new object";
    }
    return unknown(step, configuration).map(name -> name + " is known only after apply").orElse("");
  }

  /// What `step` sends and the configuration leaves open; what the cloud decides is null there, and
  /// not sent.
  private Optional<String> unknown(Step step, Value configuration) {
    List<String> names = new ArrayList<>(step.send());
    step.body().values().forEach(body -> body.names(names::add));
    step.query().values().forEach(body -> body.names(names::add));
    return names.stream()
        .filter(name -> spec.block().has(name))
        .filter(name -> !Facts.at(configuration, name).isWhollyKnown())
        .findFirst();
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
