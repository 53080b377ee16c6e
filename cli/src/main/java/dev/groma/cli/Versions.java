package dev.groma.cli;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.State;
import dev.groma.state.store.History;
import dev.groma.state.store.StateStore;
import java.util.List;
import java.util.Optional;

/// The versions of a state that its store keeps, as the user names them.
///
/// @param history the store's
/// @param all the versions, the newest first
/// @param view tells what is wrong
record Versions(History history, List<History.Version> all, View view) {
  /// The versions of the state at `place`; nothing when it keeps none, which is reported.
  ///
  /// @throws dev.groma.state.store.StorageException when they cannot be read
  static Optional<Versions> of(StatePlace place, View view) {
    Optional<History> history = place.store().history();
    if (history.isEmpty()) {
      view.report(
          Diagnostic.error(
              "state.no-history",
              "No versions are kept",
              place.settings().type().equals(Backends.LOCAL)
                  ? "GROMA_HISTORY is 0, so no versions of the state are kept. Unset it, or set it"
                      + " to the number of versions to keep."
                  : "The backend \""
                      + place.settings().type()
                      + "\" keeps no versions of "
                      + place.shown()
                      + ". Look whether the service behind it does."));
    }
    return history.map(kept -> new Versions(kept, kept.versions(), view));
  }

  /// The version that `name` means: an id, or a serial that one version only has. Nothing when there
  /// is none, which is reported.
  Optional<History.Version> find(String name) {
    List<History.Version> named = all.stream().filter(v -> v.id().equals(name)).toList();
    List<History.Version> found =
        named.isEmpty()
            ? all.stream().filter(v -> Long.toString(v.serial()).equals(name)).toList()
            : named;
    if (found.size() == 1) {
      return Optional.of(found.getFirst());
    }
    view.report(
        Diagnostic.error(
            "state.no-version",
            found.isEmpty() ? "There is no such version" : "Several versions have this serial",
            (found.isEmpty()
                    ? "No version called \"" + name + "\" is kept."
                    : "These are "
                        + String.join(", ", found.stream().map(History.Version::id).toList())
                        + ".")
                + " \"groma state history\" lists the versions: name one by its id."));
    return Optional.empty();
  }

  /// The state of `version`; nothing after an error, which is reported.
  Optional<State> read(History.Version version) {
    StateStore.ReadResult read = history.read(version.id());
    view.report(read.diagnostics());
    return Optional.ofNullable(read.state());
  }
}
