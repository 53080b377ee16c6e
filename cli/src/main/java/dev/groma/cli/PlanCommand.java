package dev.groma.cli;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanOptions;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.Proof;
import dev.groma.engine.policy.PolicyReview;
import dev.groma.engine.render.review.Review;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.crypto.Encryption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma plan`: shows what an apply would do.
final class PlanCommand implements Command {
  private static final int CHANGES = 2;

  @Override
  public String name() {
    return "plan";
  }

  @Override
  public String description() {
    return "Show the changes that the configuration asks for.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addOption(Options.value("-out", "FILE", "Save the plan, to be applied later."));
    spec.addOption(
        Options.flag(
            "-detailed-exitcode", "Exit with 2 instead of 0 when there is something to change."));
    spec.addOption(Options.flag("-destroy", "Plan to destroy everything."));
    spec.addOption(
        Options.flag(
            PlanArguments.PREFLIGHT,
            "Ask the clouds whether they would carry out the changes: permissions, parameters,"
                + " quotas."));
    spec.addOption(
        Options.value(
            GeneratedConfiguration.OPTION,
            "FILE",
            "Write configuration for the objects of import blocks that have none to this new"
                + " file."));
    Options.declarePlanning(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    Optional<Policies> policies = Policies.of(arguments, console, view);
    Optional<PlanOptions> options =
        policies.flatMap(
            p -> PlanArguments.of(arguments, view).map(o -> o.withRules(p.rules(o.rules()))));
    if (policies.isEmpty() || options.isEmpty()) {
      return 1;
    }
    PlanOptions asked = options.get();
    if (!GeneratedConfiguration.isPossible(arguments, console, view, asked.mode())) {
      return 1;
    }
    Optional<Inputs> inputs = Inputs.load(arguments, console, view, asked.mode());
    if (inputs.isEmpty()) {
      return 1;
    }
    Optional<Session> opened = Session.open(arguments, console, view, "Plan", inputs.get());
    if (opened.isEmpty()) {
      return 1;
    }
    try (Session session = opened.get()) {
      String target = Options.find(arguments, GeneratedConfiguration.OPTION);
      if (target == null) {
        return plan(arguments, asked, policies.get(), session, console, view);
      }
      Optional<GeneratedConfiguration> generated =
          GeneratedConfiguration.write(target, inputs.get(), session, console, view);
      if (generated.isEmpty()) {
        return 1;
      }
      GeneratedConfiguration written = generated.get();
      if (Options.find(arguments, "-out") != null && !written.canBeSaved(view)) {
        return 1;
      }
      int code =
          plan(arguments, asked, policies.get(), session.with(written.inputs()), console, view);
      written.tell(view);
      return code;
    }
  }

  private static int plan(
      ParseResult arguments,
      PlanOptions asked,
      Policies policies,
      Session session,
      Console console,
      View view) {
    String file = Options.find(arguments, "-out");
    Optional<Encryption> encryption =
        file == null ? Optional.of(Encryption.NONE) : session.planEncryption();
    if (encryption.isEmpty()) {
      return 1;
    }
    Optional<PlanResult> planned = session.planAndAsk(asked, session.now());
    Plan plan = planned.map(PlanResult::plan).orElse(null);
    if (planned.isEmpty() || plan == null) {
      return 1;
    }
    view.plan(plan);
    if (!passed(planned.get().proofs(), view)) {
      return 1;
    }
    PolicyReview.Outcome judged = policies.ask(plan, asked.rules(), session);
    view.report(judged.told());
    if (judged.isDenied()) {
      return 1;
    }
    if (file != null) {
      Review review =
          Reviewed.of(
              planned.get(),
              asked.rules(),
              judged.findings(),
              Reviewed.stack(console),
              session.workspace());
      if (!save(planned.get(), review, asked, session, encryption.get(), console, view, file)) {
        return 1;
      }
    }
    view.howToApply(plan, file);
    return Options.isOn(arguments, "-detailed-exitcode") && plan.hasChanges()
        ? CHANGES
        : Session.codeOf(plan);
  }

  /// Shows what the clouds said; false when one of them refuses a change.
  private static boolean passed(List<Proof> proofs, View view) {
    view.preflight(proofs);
    List<Diagnostic> refusals = proofs.stream().flatMap(p -> p.refusal().stream()).toList();
    view.report(refusals);
    return !Diagnostic.hasErrors(refusals);
  }

  private static boolean save(
      PlanResult planned,
      Review review,
      PlanOptions asked,
      Session session,
      Encryption encryption,
      Console console,
      View view,
      String file) {
    @Nullable Diagnostic problem =
        PlanFile.write(
            console.directory().resolve(file),
            file,
            planned,
            asked,
            review,
            session.backend(),
            session.clouds(),
            encryption);
    if (problem != null) {
      view.report(problem);
    }
    return problem == null;
  }
}
