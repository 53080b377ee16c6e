package dev.groma.cli;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.address.ModuleAddress;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.schemas.diag.Suggestion;
import dev.groma.state.State;
import java.util.List;
import java.util.Optional;

/// Finds what the user means by an address in a state.
final class Addresses {
  private Addresses() {}

  /// The instances of `state` that `text` means: one instance, all of a resource, or all in a
  /// module. Nothing when `text` is no address.
  static Optional<List<InstanceAddress>> matching(State state, String text) {
    Optional<ModuleAddress> module = module(text);
    if (module.isPresent()) {
      return Optional.of(inside(state, module.get()));
    }
    return AddressParser.instance(text)
        .map(wanted ->
            state.instances().keySet().stream()
                .filter(address ->
                    address.equals(wanted)
                        || (wanted.key() instanceof InstanceKey.None
                            && address.resource().equals(wanted.resource())))
                .toList());
  }

  /// The module instance that `text` means; nothing when it is the address of something else.
  static Optional<ModuleAddress> module(String text) {
    return text.isBlank() ? Optional.empty() : AddressParser.module(text);
  }

  /// The instances of `state` in `module` and in the modules that it calls.
  static List<InstanceAddress> inside(State state, ModuleAddress module) {
    return state.instances().keySet().stream()
        .filter(address -> module.contains(address.resource().module()))
        .toList();
  }

  /// What is said when `state` records nothing at `text`.
  static Diagnostic unknown(State state, String text) {
    boolean isModule = module(text).isPresent();
    return Diagnostic.error(
        "state.no-instance",
        isModule ? "Unknown module" : "Unknown resource",
        "The current state contains no "
            + (isModule ? "module at " : "resource ")
            + text
            + "."
            + Suggestion.didYouMean(
                text, state.instances().keySet().stream().map(Object::toString).toList())
            + " If you've just added this "
            + (isModule ? "module" : "resource")
            + " to the configuration, you must run \"groma apply\" first to create the entry in the"
            + " state.");
  }

  /// What is said about a text that is no address.
  static Diagnostic invalid(String text) {
    return Diagnostic.error(
        "cli.address",
        "Invalid address",
        "\""
            + text
            + "\" is not the address of a resource. An address looks like terraform_data.web,"
            + " terraform_data.web[0] or 'terraform_data.web[\"key\"]'.");
  }
}
