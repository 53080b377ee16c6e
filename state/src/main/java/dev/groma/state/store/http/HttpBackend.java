package dev.groma.state.store.http;

import dev.groma.schemas.diag.Diagnostic;
import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory.Surroundings;
import dev.groma.state.store.RemoteStateStore;
import dev.groma.state.store.StateStore;
import dev.groma.state.store.StorageException;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// One state behind one address: the protocol has no workspaces.
final class HttpBackend implements Backend {
  private final HttpPlace place;
  private final StateStore store;

  HttpBackend(HttpPlace place, Surroundings surroundings) {
    this.place = place;
    store =
        new RemoteStateStore(place, surroundings.lineages(), surroundings.encryption().in(DEFAULT));
  }

  @Override
  public @Nullable SortedSet<String> workspaces() {
    return null;
  }

  private StorageException noWorkspaces(String workspace) {
    return new StorageException(
        Diagnostic.error(
            "backend.no-workspaces",
            "Workspaces not supported",
            "The backend \"http\" keeps one state, so there is no workspace \""
                + workspace
                + "\". Give each environment an address of its own."),
        null);
  }

  @Override
  public StateStore store(String workspace) {
    if (!workspace.equals(DEFAULT)) {
      throw noWorkspaces(workspace);
    }
    return store;
  }

  @Override
  public void delete(String workspace) {
    throw noWorkspaces(workspace);
  }

  @Override
  public String place(String workspace) {
    return place.name();
  }

  @Override
  public void close() {}
}
