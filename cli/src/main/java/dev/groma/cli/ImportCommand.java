package dev.groma.cli;

import dev.groma.engine.config.Configuration;
import dev.groma.engine.config.ModuleConfig;
import dev.groma.engine.config.ModuleTree;
import dev.groma.engine.plan.CompiledModule;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.Plan;
import dev.groma.providers.spi.CallContext;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.providers.spi.ResourceHandler;
import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.StateObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `groma import`: records an object that exists already.
///
/// What the id alone says of the object is taken for recorded, and a refresh finds out the rest: so
/// there is one way to configure providers and to read objects.
final class ImportCommand implements Command {
  @Override
  public String name() {
    return "import";
  }

  @Override
  public String description() {
    return "Record an object that exists already at an address of the configuration.";
  }

  @Override
  public void declare(CommandSpec spec) {
    spec.addPositional(Options.parameters("ADDRESS ID", "The address and the id at the cloud."));
    spec.addOption(Options.values("-var", "NAME=VALUE", "The value of an input variable."));
    spec.addOption(Options.values("-var-file", "FILE", "A file with values of input variables."));
    Options.declareRun(spec);
    Options.declareStateOut(spec);
    Options.declareRemoteVersion(spec);
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    View view = View.of(arguments, console);
    List<String> given = Options.parameters(arguments);
    if (given.size() != 2) {
      return refuse(
          view,
          "The import command expects two arguments",
          "Name the address in the configuration and the id at the cloud.");
    }
    Optional<InstanceAddress> parsed = AddressParser.instance(given.getFirst());
    if (parsed.isEmpty()) {
      view.report(Addresses.invalid(given.getFirst()));
      return 1;
    }
    Optional<Inputs> inputs = Inputs.load(arguments, console, view, Mode.NORMAL);
    if (inputs.isEmpty()) {
      return 1;
    }
    InstanceAddress address = parsed.get();
    Optional<Diagnostic> wrong = wrong(address, inputs.get().configuration());
    if (wrong.isPresent()) {
      view.report(wrong.get());
      return 1;
    }
    Optional<Session> opened = Session.open(arguments, console, view, "Import", inputs.get());
    if (opened.isEmpty()) {
      return 1;
    }
    try (Session session = opened.get()) {
      return take(address, given.get(1), inputs.get(), session, view) ? 0 : 1;
    }
  }

  /// Why nothing can be recorded at `address`, by the configuration; nothing when it can.
  private static Optional<Diagnostic> wrong(InstanceAddress address, Configuration configuration) {
    if (address.resource().mode() != ResourceMode.MANAGED) {
      return Optional.of(
          Diagnostic.error(
              "import.data",
              "A managed resource address is required",
              "Importing into a data resource is not allowed. It is read in each run anew."));
    }
    ModuleTree tree = configuration.tree();
    for (ModuleAddress.Step step : address.resource().module().steps()) {
      ModuleTree called = tree.children().get(step.name());
      if (called == null) {
        return Optional.of(
            Diagnostic.error(
                "import.undeclared",
                "Import to non-existent module",
                address.resource().module()
                    + " is not defined in the configuration."
                    + Suggestion.didYouMean(step.name(), tree.children().keySet())
                    + " Please add configuration for this module before importing into it."));
      }
      tree = called;
    }
    return tree.module().resources().containsKey(address.resource().local())
        ? Optional.empty()
        : Optional.of(undeclared(address, tree.module()));
  }

  private static Diagnostic undeclared(InstanceAddress address, ModuleConfig module) {
    String local = address.resource().local();
    ModuleAddress where = address.resource().module();
    return Diagnostic.error(
        "import.undeclared",
        "Resource to import into is not declared",
        "resource address \""
            + address
            + "\" does not exist in the configuration."
            + Suggestion.didYouMean(local, module.resources().keySet())
            + "\n\nBefore importing this resource, please create its configuration in "
            + (where.isRoot() ? "the root module" : where.toString())
            + ". For example:\n\nresource:\n  "
            + address.resource().type()
            + ":\n    "
            + address.resource().name()
            + ": {} # (resource arguments)");
  }

  private static boolean take(
      InstanceAddress address, String id, Inputs inputs, Session session, View view) {
    if (session.state().instances().containsKey(address)) {
      refuse(
          view,
          "Resource already managed by Groma",
          "Groma is already managing an object for "
              + address
              + ". To import to this address you must first remove the existing object from the"
              + " state with \"groma state rm\".");
      return false;
    }
    List<Diagnostic> found = new ArrayList<>();
    Optional<CompiledModule.CompiledResource> compiled =
        CompiledModule.compile(inputs.configuration(), session.clouds().registry(), found::add)
            .resource(address.resource().withoutKeys());
    Optional<ProviderFactory> factory =
        compiled.flatMap(c -> session.clouds().registry().find(c.provider().provider()));
    if (compiled.isEmpty() || factory.isEmpty()) {
      view.report(found);
      return false;
    }
    CompiledModule.CompiledResource resource = compiled.get();
    view.note(address + ": Importing from ID \"" + id + "\"...");
    Optional<Value> stub = stub(factory.get(), address, id, session, view);
    if (stub.isEmpty()) {
      return false;
    }
    Instance instance =
        Instance.of(
            resource.provider(),
            StateObject.of(
                stub.get(), resource.schema().block().impliedType(), resource.schema().version()));
    if (!session.isConfigured(address, instance)) {
      refuse(
          view,
          "Configuration for import target does not exist",
          "The configuration for the given import "
              + address
              + " does not exist: its block has no such instance. All target instances must have"
              + " an associated configuration to be imported.");
      return false;
    }
    view.note(
        address + ": Import prepared!\n  Prepared " + address.resource().type() + " for import");
    Optional<Plan> refreshed = session.planImport(address, instance);
    if (refreshed.isEmpty()) {
      return false;
    }
    Optional<Instance> read = refreshed.get().prior().find(address);
    if (read.isEmpty()) {
      refuse(
          view,
          "Cannot import non-existent remote object",
          "While attempting to import an existing object to \""
              + address
              + "\", the provider detected that no object exists with the given id. Only"
              + " pre-existing objects can be imported; check that the id is correct and that it is"
              + " associated with the provider's configured region or endpoint, or use \"groma"
              + " apply\" to create a new remote object for this resource.");
      return false;
    }
    if (!session.record(address, read.get())) {
      return false;
    }
    view.note(
        """

        Import successful!

        The resources that were imported are shown above. These resources are now in
        your Groma state and will henceforth be managed by Groma.
        """);
    return true;
  }

  /// The object as far as its id says; asking for it needs no cloud, so the provider is configured
  /// with nothing known.
  private static Optional<Value> stub(
      ProviderFactory factory, InstanceAddress address, String id, Session session, View view) {
    Value unknown = Value.unknown(factory.schema().provider().block().impliedType());
    try (Provider provider = factory.configure(unknown, session.clouds().context()).provider()) {
      if (!(provider.resource(address.resource().type()) instanceof Importable importable)) {
        refuse(
            view,
            "Resource import not supported",
            "Objects of the type \"" + address.resource().type() + "\" cannot be imported.");
        return Optional.empty();
      }
      CallContext context =
          new CallContext(address.toString(), UUID.randomUUID().toString(), _ -> {}, () -> false);
      ResourceHandler.ReadResult result = importable.importState(id, context);
      view.report(
          result.diagnostics().all().stream().map(d -> d.about(address.toString())).toList());
      return result.diagnostics().hasErrors()
          ? Optional.empty()
          : Optional.ofNullable(result.value());
    }
  }

  private static int refuse(View view, String summary, String detail) {
    view.report(Diagnostic.error("import.refused", summary, detail));
    return 1;
  }
}
