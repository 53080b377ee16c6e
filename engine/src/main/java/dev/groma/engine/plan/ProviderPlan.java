package dev.groma.engine.plan;

import dev.groma.engine.change.PlanRules;
import dev.groma.engine.change.Problem;
import dev.groma.engine.change.Proposal;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Severity;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What a provider says a change of one object leads to, held against the rules of
/// docs/lifecycle.md.
///
/// @param planned the object as it will be, unmarked
/// @param replacePaths the attributes whose change needs a new object
/// @param priv what to give to the provider's apply
public record ProviderPlan(Value planned, List<Path> replacePaths, String priv) {
  /// Asks `handler`.
  ///
  /// @param prior the object as it is, unmarked; a null value for none
  /// @param configuration the configuration, unmarked, without defaults
  /// @return nothing when there are errors, which go to `diagnostics`
  public static Optional<ProviderPlan> ask(
      ResourceHandler handler,
      Block block,
      String address,
      Value prior,
      Value configuration,
      String priv,
      Consumer<Diagnostic> diagnostics) {
    Value complete = Proposal.withDefaults(block, configuration);
    Value proposed = Proposal.propose(block, prior, complete);
    ResourceHandler.PlanResult result =
        handler.plan(new ResourceHandler.PlanRequest(prior, proposed, complete, priv, address));
    result.diagnostics().all().forEach(d -> diagnostics.accept(d.about(address)));
    Value planned = result.planned();
    if (planned == null || result.diagnostics().hasErrors()) {
      return Optional.empty();
    }
    List<Problem> problems = PlanRules.check(block, prior, complete, planned);
    if (!problems.isEmpty()) {
      diagnostics.accept(contradiction("Provider produced invalid plan", address, problems));
      return Optional.empty();
    }
    List<Path> replace = PlanRules.replacePaths(block, prior, planned, result.requiresReplace());
    return Optional.of(new ProviderPlan(planned, replace, result.priv()));
  }

  /// What is said of a provider that broke the rules.
  public static Diagnostic contradiction(String summary, String address, List<Problem> problems) {
    return new Diagnostic(
        Severity.ERROR,
        "provider.contradiction",
        Category.PROVIDER,
        summary,
        problems.stream()
            .map(problem ->
                address + problem.toString().transform(t -> t.startsWith(".") ? t : ": " + t))
            .collect(
                Collectors.joining(
                    "\n",
                    "The provider contradicts what it was asked for:\n",
                    "\n\nThis is a bug in Groma.")),
        address,
        null,
        null,
        List.of());
  }
}
