package dev.groma.cli;

import dev.groma.engine.plan.Plan;
import dev.groma.engine.plan.PlanResult;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.render.review.Review;
import dev.groma.engine.render.review.Reviews;
import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Findings;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.schema.Doc;
import dev.groma.state.CheckResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts together what reviewers see of a plan.
final class Reviewed {
  private Reviewed() {}

  /// The review of what was planned: with what `rules` find, the warnings of the run that are not
  /// theirs, and the checks that do not hold.
  ///
  /// @param judged what policies found
  static Review of(
      PlanResult planned, RuleSet rules, List<Finding> judged, String stack, String workspace) {
    Plan plan = Objects.requireNonNull(planned.plan());
    List<Finding> findings = new ArrayList<>(Findings.of(plan, rules));
    findings.addAll(judged);
    Set<String> found = findings.stream().map(Finding::rule).collect(Collectors.toSet());
    for (Diagnostic diagnostic : planned.diagnostics()) {
      if (!diagnostic.isError() && !found.contains(diagnostic.code())) {
        findings.add(warning(diagnostic));
      }
    }
    if (findings.stream().noneMatch(f -> f.rule().equals("check.failed"))) {
      plan.checks().forEach(check -> failures(check, planned, findings));
    }
    return Reviews.of(plan, stack, workspace, findings);
  }

  /// What is seen of a plan that could not be made.
  static Review failed(String stack, String workspace, List<Diagnostic> errors) {
    return new Review(
        stack,
        workspace,
        "normal",
        Instant.now(),
        true,
        true,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        errors.stream().filter(Diagnostic::isError).map(Reviewed::error).toList(),
        List.of());
  }

  /// The directory, as the repository that it is in names it: `networks/prod`; empty at its root
  /// and without a repository.
  static String inRepository(Console console) {
    Path directory = console.directory();
    for (Path root = directory; root != null; root = root.getParent()) {
      if (Files.exists(root.resolve(".git"))) {
        return root.relativize(directory).toString().replace('\\', '/');
      }
    }
    return "";
  }

  /// What the directory is called: as its repository names it, or by its own name.
  static String stack(Console console) {
    String path = inRepository(console);
    if (!path.isEmpty()) {
      return path;
    }
    Path name = console.directory().getFileName();
    return name == null ? "root" : name.toString();
  }

  private static Finding warning(Diagnostic diagnostic) {
    return told(diagnostic, Finding.Level.LOW);
  }

  private static Finding error(Diagnostic diagnostic) {
    return told(diagnostic, Finding.Level.BLOCKING);
  }

  private static Finding told(Diagnostic diagnostic, Finding.Level level) {
    return new Finding(
        diagnostic.code(),
        Finding.Kind.CHECK,
        level,
        new Doc(diagnostic.summary(), ""),
        new Doc(diagnostic.detail(), ""),
        addresses(diagnostic.address()),
        diagnostic.subject() == null ? List.of() : List.of(diagnostic.subject()));
  }

  private static List<InstanceAddress> addresses(@Nullable String address) {
    return address == null
        ? List.of()
        : AddressParser.instance(address).map(List::of).orElse(List.of());
  }

  /// The conditions that do not hold and that no diagnostic has told of.
  private static void failures(CheckResult check, PlanResult planned, List<Finding> findings) {
    for (CheckResult.OfInstance instance : check.objects()) {
      for (String message : instance.failures()) {
        boolean told = planned.diagnostics().stream().anyMatch(d -> d.detail().contains(message));
        if (!told) {
          findings.add(
              new Finding(
                  "check.failed",
                  Finding.Kind.CHECK,
                  Finding.Level.MEDIUM,
                  new Doc("A check does not hold", "检查未通过"),
                  new Doc(instance.address() + ": " + message, instance.address() + "：" + message),
                  addresses(instance.address()),
                  List.of()));
        }
      }
    }
  }
}
