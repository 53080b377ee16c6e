package dev.groma.schemas.address;

/// One instance of a resource.
///
/// @param resource the resource
/// @param key which instance of it
public record InstanceAddress(ResourceAddress resource, InstanceKey key)
    implements Comparable<InstanceAddress> {
  /// The managed instance without a key in the root module.
  public static InstanceAddress managed(String type, String name) {
    return new ResourceAddress(ModuleAddress.ROOT, ResourceMode.MANAGED, type, name)
        .instance(InstanceKey.none());
  }

  @Override
  public int compareTo(InstanceAddress other) {
    int byResource = resource.compareTo(other.resource);
    return byResource != 0 ? byResource : key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return resource + key.toString();
  }
}
