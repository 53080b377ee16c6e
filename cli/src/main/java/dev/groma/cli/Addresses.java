package dev.groma.cli;

import dev.groma.schemas.address.AddressParser;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import java.util.List;
import java.util.Optional;

/// Finds what the user means by an address in a state.
final class Addresses {
  private Addresses() {}

  /// The instances of `state` that `text` means: one instance, or all of a resource. Nothing when
  /// `text` is no address.
  static Optional<List<InstanceAddress>> matching(State state, String text) {
    return AddressParser.instance(text)
        .map(wanted ->
            state.instances().keySet().stream()
                .filter(address ->
                    address.equals(wanted)
                        || (wanted.key() instanceof InstanceKey.None
                            && address.resource().equals(wanted.resource())))
                .toList());
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
