package dev.groma.cli;

import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ProviderConfigAddress;
import dev.groma.schemas.address.ResourceAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.Instance;
import dev.groma.state.StateBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma state replace-provider`: records that objects belong to another provider.
final class StateReplaceProviderCommand implements Command {
  @Override
  public String name() {
    return "replace-provider";
  }

  @Override
  public String description() {
    return "Record that the objects of one provider belong to another.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameters("FROM TO", "Such as baidubce/baiducloud."));
    spec.addOption(Options.flag("-auto-approve", "Do not ask before the state is changed."));
    Options.declareState(spec);
    Options.declareBackup(spec);
    Options.declareRemoteVersion(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = TextView.of(arguments, console);
    List<String> given = Options.parameters(arguments);
    if (given.size() != 2) {
      view.report(refused("Exactly two arguments expected", "Name the old and the new provider."));
      return 1;
    }
    Optional<ProviderAddress> from = ProviderAddress.parse(given.get(0));
    Optional<ProviderAddress> to = ProviderAddress.parse(given.get(1));
    boolean named = to.isPresent() && isName(to.get().namespace()) && isName(to.get().type());
    if (from.isEmpty() || !named) {
      view.report(
          refused(
              "Invalid provider source",
              "\""
                  + given.get(from.isEmpty() ? 0 : 1)
                  + "\" is not the source address of a provider. It looks like"
                  + " baidubce/baiducloud or registry.terraform.io/baidubce/baiducloud, and its"
                  + " names hold letters, digits and dashes."));
      return 1;
    }
    Optional<StateSession> opened =
        StateSession.open(arguments, console, "StateReplaceProvider", view);
    if (opened.isEmpty()) {
      return 1;
    }
    try (StateSession session = opened.get()) {
      if (StateSession.isMissing(session.state(), view)) {
        return 1;
      }
      SortedMap<InstanceAddress, Instance> found = new TreeMap<>();
      session
          .state()
          .instances()
          .forEach((address, instance) -> {
            if (instance.provider().provider().equals(from.get())) {
              found.put(address, instance);
            }
          });
      if (found.isEmpty()) {
        view.note("No matching resources found.");
        return 0;
      }
      return replace(found, from.get(), to.get(), session, arguments, console, view) ? 0 : 1;
    }
  }

  private static boolean isName(String part) {
    return part.matches("[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?");
  }

  private static boolean replace(
      SortedMap<InstanceAddress, Instance> found,
      ProviderAddress from,
      ProviderAddress to,
      StateSession session,
      ParseResult arguments,
      Console console,
      View view) {
    SortedSet<ResourceAddress> resources = new TreeSet<>();
    found.keySet().forEach(address -> resources.add(address.resource()));
    view.note(
        "Groma will perform the following actions:\n\n  ~ Updating provider:\n    - "
            + from
            + "\n    + "
            + to
            + "\n\nChanging "
            + resources.size()
            + " resources:\n");
    resources.forEach(resource -> view.note("  " + resource));
    if (!Options.isOn(arguments, "-auto-approve")) {
      Approval.Answer answer =
          Approval.answer(
              arguments,
              console,
              view,
              "\nDo you want to make these changes?\nOnly 'yes' will be accepted to continue.\n\n"
                  + "Enter a value: ",
              "Cancelled replacing providers.");
      if (answer != Approval.Answer.YES) {
        return answer == Approval.Answer.NO;
      }
    }
    StateBuilder edit = session.state().edit();
    for (Map.Entry<InstanceAddress, Instance> entry : found.entrySet()) {
      Instance old = entry.getValue();
      ProviderConfigAddress provider =
          new ProviderConfigAddress(old.provider().module(), to, old.provider().alias());
      edit.put(entry.getKey(), new Instance(provider, old.current(), old.deposed()));
    }
    if (!session.commit(edit.build())) {
      return false;
    }
    view.note("\nSuccessfully replaced provider for " + resources.size() + " resources.");
    return true;
  }

  private static Diagnostic refused(String summary, String detail) {
    return Diagnostic.error("state.provider", summary, detail);
  }
}
