package dev.groma.cli;

import dev.groma.engine.plan.ProviderRegistry;
import dev.groma.engine.render.Schemas;
import dev.groma.providers.spi.Importable;
import dev.groma.providers.spi.Provider;
import dev.groma.providers.spi.ProviderFactory;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.ProviderAddress;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Schema;
import dev.groma.schemas.value.Value;
import dev.groma.state.Instance;
import dev.groma.state.State;
import dev.groma.state.StateObject;
import dev.groma.state.json.MismatchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `groma state identities`: prints by which import ids the recorded objects could be taken over
/// elsewhere. No cloud is called.
final class StateIdentitiesCommand implements Command {
  /// What an object is known by.
  ///
  /// @param importId what `import` takes; empty when that is not known
  private record Identity(InstanceAddress address, ProviderAddress provider, String importId) {
    private String type() {
      return address.resource().type();
    }
  }

  @Override
  public String name() {
    return "identities";
  }

  @Override
  public String description() {
    return "Print the import ids of the recorded objects.";
  }

  @Override
  public void declare(CommandSpec spec) {
    Options.declareVariables(spec);
    spec.addPositional(Options.parameters("ADDRESS", "Only these; all by default."));
    spec.addOption(Options.flag(Options.JSON, "Print JSON."));
    spec.addOption(Options.flag(Options.NO_COLOR, "Print no colours, also on a terminal."));
    spec.addOption(
        Options.value(Options.STATE, "FILE", "The state file instead of terraform.tfstate."));
  }

  @Override
  public int run(ParseResult arguments, Console console) {
    TextView view = TextView.of(arguments, console.beside());
    Optional<State> read = StateSession.read(arguments, console, view);
    if (read.isEmpty()) {
      return 1;
    }
    Collection<InstanceAddress> wanted = new TreeSet<>();
    List<String> named = Options.parameters(arguments);
    if (named.isEmpty()) {
      wanted.addAll(read.get().instances().keySet());
    }
    for (String text : named) {
      Optional<List<InstanceAddress>> found = Addresses.matching(read.get(), text);
      if (found.isEmpty() || found.get().isEmpty()) {
        view.report(
            found.isEmpty() ? Addresses.invalid(text) : Addresses.unknown(read.get(), text));
        return 1;
      }
      wanted.addAll(found.get());
    }
    List<Identity> all = identities(read.get(), wanted, console);
    console.out().print(Options.isOn(arguments, Options.JSON) ? json(all) : text(all));
    return 0;
  }

  private static List<Identity> identities(
      State state, Collection<InstanceAddress> wanted, Console console) {
    ProviderRegistry registry = new ProviderRegistry(console.machine().factories().get());
    SortedMap<ProviderAddress, Provider> providers = new TreeMap<>();
    List<Identity> all = new ArrayList<>();
    try {
      for (InstanceAddress address : wanted) {
        Instance instance = state.instances().get(address);
        if (instance != null && address.resource().mode() == ResourceMode.MANAGED) {
          ProviderAddress named = instance.provider().provider();
          Provider provider =
              registry
                  .find(named)
                  .map(factory ->
                      providers.computeIfAbsent(
                          factory.address(), _ -> knowingNothing(factory, console)))
                  .orElse(null);
          Schema schema = Schemas.of(registry).find(instance, address);
          all.add(new Identity(address, named, importId(address, instance, schema, provider)));
        }
      }
    } finally {
      providers.values().forEach(Provider::close);
    }
    return all;
  }

  /// A provider that can call nobody.
  private static Provider knowingNothing(ProviderFactory factory, Console console) {
    Value unknown = Value.unknown(factory.schema().provider().block().impliedType());
    return factory.configure(unknown, Clouds.context(console, null)).provider();
  }

  private static String importId(
      InstanceAddress address,
      Instance instance,
      @Nullable Schema schema,
      @Nullable Provider provider) {
    StateObject current = instance.current();
    if (current == null || schema == null || provider == null) {
      return "";
    }
    try {
      Value object = current.value(schema.block().impliedType()).unmarkDeep();
      return provider.resource(address.resource().type()) instanceof Importable importable
          ? importable.importId(object).orElse("")
          : "";
    } catch (MismatchException _) {
      // Recorded for another version of the schema.
      return "";
    }
  }

  private static String json(List<Identity> all) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("format_version", "1.0");
    ArrayNode list = root.putArray("identities");
    for (Identity one : all) {
      ObjectNode node =
          list.addObject()
              .put("address", one.address.toString())
              .put("type", one.type())
              .put("provider", one.provider.toString());
      if (!one.importId.isEmpty()) {
        node.put("import_id", one.importId);
      }
    }
    return root.toPrettyString() + "\n";
  }

  private static String text(List<Identity> all) {
    int address = all.stream().mapToInt(one -> one.address.toString().length()).max().orElse(1);
    int type = all.stream().mapToInt(one -> one.type().length()).max().orElse(1);
    StringBuilder out = new StringBuilder();
    for (Identity one : all) {
      out.append(
          ("%-" + address + "s  %-" + type + "s  %s\n")
              .formatted(
                  one.address, one.type(), one.importId.isEmpty() ? "(unknown)" : one.importId));
    }
    return out.toString();
  }
}
