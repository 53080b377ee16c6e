package dev.groma.cli;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma taint` and `groma untaint`: asks for an object to be replaced, or takes that back.
///
/// @param status what the object is from then on
record TaintCommand(StateObject.Status status) implements Command {
  @Override
  public String name() {
    return isTaint() ? "taint" : "untaint";
  }

  @Override
  public String description() {
    return isTaint()
        ? "Mark an object as not fully working, so that the next apply replaces it."
        : "Take back that an object is marked to be replaced.";
  }

  private boolean isTaint() {
    return status == StateObject.Status.TAINTED;
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameter("ADDRESS", "The object."));
    spec.addOption(
        Options.flag("-allow-missing", "Succeed even when the state records nothing there."));
    Options.declareState(spec);
    Options.declareStateOut(spec);
    Options.declareRemoteVersion(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    String text = Options.parameter(arguments);
    if (text == null) {
      view.report(
          Diagnostic.error(
              "cli.arguments",
              "The " + name() + " command expects exactly one argument",
              "Name the object by its address, such as terraform_data.web[0]."));
      return 1;
    }
    Optional<InstanceAddress> address = AddressParser.instance(text);
    if (address.isEmpty()) {
      view.report(Addresses.invalid(text));
      return 1;
    }
    if (address.get().resource().mode() != ResourceMode.MANAGED) {
      view.report(
          Diagnostic.error(
              "state.data",
              "Resource instance " + address.get() + " cannot be " + name() + "ed",
              "Only what is managed can be replaced; this is only read."));
      return 1;
    }
    Optional<StateSession> opened =
        StateSession.open(arguments, console, isTaint() ? "Taint" : "Untaint", view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      Instance instance = session.state().instances().get(address.get());
      StateObject current = instance == null ? null : instance.current();
      boolean allowed = Options.isOn(arguments, "-allow-missing");
      if (instance == null || current == null) {
        view.report(missing(address.get(), session.state(), allowed));
        return allowed ? 0 : 1;
      }
      @Nullable Diagnostic problem = problem(address.get(), current);
      if (problem != null) {
        view.report(problem);
        return 1;
      }
      State next =
          session
              .state()
              .edit()
              .put(address.get(), instance.withCurrent(current.with(status)))
              .build();
      if (!session.commit(next)) {
        return 1;
      }
      view.note(
          "Resource instance "
              + address.get()
              + (isTaint() ? " has been marked as tainted." : " has been successfully untainted."));
      return 0;
    }
  }

  private @Nullable Diagnostic problem(InstanceAddress address, StateObject current) {
    if (!isTaint() && !current.isTainted()) {
      return Diagnostic.error(
          "state.not-tainted",
          "Resource instance is not tainted",
          "Resource instance "
              + address
              + " is not currently tainted, and so it cannot be untainted.");
    }
    return null;
  }

  private Diagnostic missing(InstanceAddress address, State state, boolean allowed) {
    return allowed
        ? Diagnostic.warning(
            "state.no-instance",
            "No such resource instance",
            "Resource instance "
                + address
                + " was not found, but this is not an error because -allow-missing was set.")
        : Diagnostic.error(
            "state.no-instance",
            "No such resource instance",
            "There is no resource instance in the state with the address "
                + address
                + "."
                + Suggestion.didYouMean(
                    address.toString(),
                    state.instances().keySet().stream().map(Object::toString).toList())
                + " If the resource configuration has just been added, you must run \"groma apply\""
                + " once to create the corresponding instance(s) before they can be "
                + name()
                + "ed.");
  }
}
