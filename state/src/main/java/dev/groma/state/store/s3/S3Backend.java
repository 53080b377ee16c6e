package dev.groma.state.store.s3;

import dev.groma.state.store.Backend;
import dev.groma.state.store.BackendFactory.Surroundings;
import dev.groma.state.store.RemoteStateStore;
import dev.groma.state.store.StateStore;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// The states in a bucket: that of `default` under the key, that of another workspace under
/// `PREFIX/WORKSPACE/KEY`, as Terraform has them.
final class S3Backend implements Backend {
  private final S3Client client;
  private final String key;
  private final String prefix;
  private final int versions;
  private final Surroundings surroundings;
  private final ReentrantLock mutex = new ReentrantLock();
  private final Map<String, StateStore> stores = new HashMap<>();

  S3Backend(S3Client client, String key, String prefix, int versions, Surroundings surroundings) {
    this.client = client;
    this.key = key;
    this.prefix = prefix;
    this.versions = versions;
    this.surroundings = surroundings;
  }

  private String keyOf(String workspace) {
    return workspace.equals(DEFAULT) ? key : prefix + "/" + workspace + "/" + key;
  }

  private S3Place placeOf(String workspace) {
    return new S3Place(client, keyOf(workspace), versions, surroundings.lineages().get());
  }

  @Override
  public SortedSet<String> workspaces() {
    SortedSet<String> names = new TreeSet<>();
    names.add(DEFAULT);
    String start = prefix + "/";
    String end = "/" + key;
    for (S3Client.Listed listed : client.list(start)) {
      String found = listed.key();
      if (found.endsWith(end) && found.length() > start.length() + end.length()) {
        names.add(found.substring(start.length(), found.length() - end.length()));
      }
    }
    return names;
  }

  @Override
  public StateStore store(String workspace) {
    mutex.lock();
    try {
      return stores.computeIfAbsent(
          workspace,
          name ->
              new RemoteStateStore(
                  placeOf(name), surroundings.lineages(), surroundings.encryption().in(name)));
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public void delete(String workspace) {
    if (workspace.equals(DEFAULT)) {
      throw new IllegalArgumentException("the workspace default stays");
    }
    placeOf(workspace).deleteAll();
  }

  @Override
  public String place(String workspace) {
    return client.place(keyOf(workspace));
  }

  @Override
  public void close() {}
}
