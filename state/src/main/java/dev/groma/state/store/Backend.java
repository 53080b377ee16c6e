package dev.groma.state.store;

import dev.groma.schemas.diag.Diagnostic;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// The place where the states of a configuration are kept: one store for each workspace.
public interface Backend extends AutoCloseable {
  /// The workspace that is always there.
  String DEFAULT = "default";

  /// The workspaces that exist, `default` always among them; null when the place has only that one.
  ///
  /// @throws StorageException when they cannot be listed
  @Nullable SortedSet<String> workspaces();

  /// The store of a workspace, which its first commit makes when there is none yet. One store for
  /// one workspace of one backend: repeated calls give the same.
  StateStore store(String workspace);

  /// Deletes a workspace other than `default` with its state, journal and history.
  ///
  /// @throws StorageException when that fails
  void delete(String workspace);

  /// Where the state of a workspace is, as messages call it; without secrets.
  String place(String workspace);

  /// This backend with the version before the last commit in `file`, nowhere when that is null;
  /// nothing when the states are not in files of this machine.
  default Optional<Backend> withBackup(@Nullable Path file) {
    return Optional.empty();
  }

  /// Gives back what the backend holds open. Locks are given back before, by their leases.
  @Override
  void close();

  /// The outcome of opening one.
  ///
  /// @param backend the backend; null when the diagnostics hold an error
  record Opened(@Nullable Backend backend, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Opened {
      diagnostics = List.copyOf(diagnostics);
    }
  }
}
