package dev.groma.engine.apply;

import dev.groma.engine.config.Endpoint;
import dev.groma.engine.config.Provisioner;
import dev.groma.engine.config.Refactoring;
import dev.groma.engine.expr.Evaluator;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.CompiledModule.CompiledResource;
import dev.groma.engine.plan.Event;
import dev.groma.engine.plan.ModuleScope;
import dev.groma.engine.plan.PlanRequest;
import dev.groma.engine.plan.ProgramRunner;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Category;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Runs the provisioners of instances, one after the other.
final class Provisioning {
  private static final String SUPPRESSED = "(output suppressed due to sensitive value in config)";

  /// How much of what a program printed is repeated when it fails.
  private static final int REPEATED = 8 * 1024;

  private final ModuleScope.Surroundings surroundings;
  private final Evaluator evaluator;
  private final Event.Listener listener;
  private final ProgramRunner programs;

  Provisioning(
      ModuleScope.Surroundings surroundings, Evaluator evaluator, PlanRequest.Setting setting) {
    this.surroundings = surroundings;
    this.evaluator = evaluator;
    this.listener = setting.listener();
    this.programs = setting.programs();
  }

  /// The provisioners of `resource` that are run then.
  static List<Provisioner> of(CompiledResource resource, Provisioner.When when) {
    return resource.block().provisioners().stream().filter(p -> p.when() == when).toList();
  }

  /// The provisioners of the `removed` blocks of `compiled` that are about `address`.
  List<Provisioner> ofRemoved(CompiledModule compiled, InstanceAddress address) {
    List<Provisioner> all = new ArrayList<>();
    String wanted = address.resource().withoutKeys().toString();
    for (CompiledModule module : compiled.all()) {
      for (Refactoring one : module.module().refactorings()) {
        if (one instanceof Refactoring.Removed removed
            && removed.from() instanceof Endpoint.OfResource(InstanceAddress from)
            && (module.path().prefix() + from.resource().withoutKeys()).equals(wanted)) {
          all.addAll(removed.provisioners());
        }
      }
    }
    return all;
  }

  /// Runs `all` for the object that `self` stands for in `scope`, up to the first failure. What is
  /// wrong; warnings only where failures are to be passed over.
  List<Diagnostic> run(List<Provisioner> all, InstanceAddress address, ModuleScope scope) {
    List<Diagnostic> found = new ArrayList<>();
    for (Provisioner provisioner : all) {
      listener.accept(new Event.ProvisionStart(address, provisioner.type()));
      List<Diagnostic> problems = new ArrayList<>();
      run(provisioner, address, scope, problems::add);
      boolean failed = Diagnostic.hasErrors(problems);
      listener.accept(
          failed
              ? new Event.ProvisionErrored(address, provisioner.type())
              : new Event.ProvisionComplete(address, provisioner.type()));
      for (Diagnostic problem : problems) {
        Diagnostic placed = problem.about(address.toString());
        found.add(provisioner.continues() ? placed.asWarning() : placed);
      }
      if (failed && !provisioner.continues()) {
        break;
      }
    }
    return found;
  }

  private void run(
      Provisioner provisioner,
      InstanceAddress address,
      ModuleScope scope,
      Consumer<Diagnostic> problems) {
    List<Diagnostic> found = new ArrayList<>();
    Value value = provisioner.body().evaluateUnstored(scope, evaluator, found::add);
    found.forEach(problems);
    if (Diagnostic.hasErrors(found)) {
      return;
    }
    boolean secret =
        value.marksDeep().contains(Mark.SENSITIVE) || value.marksDeep().contains(Mark.EPHEMERAL);
    Value.Obj arguments = (Value.Obj) value.unmarkDeep();
    String command = text(arguments.require("command"));
    if (command.isEmpty()) {
      problems.accept(
          problem(
              provisioner,
              "Invalid local-exec provisioner command",
              "The command must not be empty."));
      return;
    }
    Consumer<String> say =
        line ->
            listener.accept(
                new Event.ProvisionProgress(
                    address, provisioner.type(), secret ? SUPPRESSED : line));
    List<String> words = words(arguments, command);
    boolean quiet = arguments.require("quiet") instanceof Value.Bool b && b.isTrue();
    say.accept(
        quiet
            ? "local-exec: Executing: Suppressed by quiet=true"
            : "Executing: ["
                + String.join(" ", words.stream().map(Provisioning::quoted).toList())
                + "]");
    StringBuilder printed = new StringBuilder();
    try {
      int code =
          programs.run(
              new ProgramRunner.Program(
                  words,
                  surroundings.workingDirectory().resolve(text(arguments.require("working_dir"))),
                  environment(arguments.require("environment"))),
              line -> {
                say.accept(line);
                printed.append(line).append('\n');
              });
      if (code != 0) {
        String output = printed.substring(Math.max(0, printed.length() - REPEATED));
        problems.accept(
            problem(
                provisioner,
                "local-exec provisioner error",
                secret
                    ? "The command failed: exit status "
                        + code
                        + ". It and its output are not shown, because it is made from a sensitive"
                        + " value."
                    : "Error running command '"
                        + command
                        + "': exit status "
                        + code
                        + "."
                        + (output.isEmpty() ? "" : " Output: " + output)));
      }
    } catch (IOException e) {
      problems.accept(
          problem(
              provisioner,
              "local-exec provisioner error",
              "The program "
                  + (secret ? "" : words.getFirst() + " ")
                  + "could not be started"
                  + (secret ? "." : ": " + e.getMessage() + ".")));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      problems.accept(problem(provisioner, "local-exec provisioner error", "It was interrupted."));
    }
  }

  private static Diagnostic problem(Provisioner provisioner, String summary, String detail) {
    return Diagnostic.error("apply.provisioner", summary, detail)
        .in(Category.USER)
        .at(provisioner.body().rangeOf(Path.of("command")));
  }

  private static List<String> words(Value.Obj arguments, String command) {
    List<String> words = new ArrayList<>();
    if (arguments.require("interpreter") instanceof Value.ListOf interpreter) {
      interpreter.elements().forEach(word -> words.add(text(word)));
    }
    if (words.isEmpty()) {
      words.addAll(List.of("/bin/sh", "-c"));
    }
    words.add(command);
    return words;
  }

  private static Map<String, String> environment(Value value) {
    Map<String, String> all = new TreeMap<>();
    if (value instanceof Value.MapOf map) {
      map.entries()
          .forEach((name, entry) -> {
            if (entry instanceof Value.Str(String text)) {
              all.put(name, text);
            }
          });
    }
    return all;
  }

  private static String text(Value value) {
    return value instanceof Value.Str(String text) ? text : "";
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
