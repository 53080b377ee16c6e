package dev.groma.schemas.address;

import java.util.Comparator;

/// A resource: a `resource`, `data` or `ephemeral` block in a module instance, with all its
/// instances.
///
/// @param module the module instance it is in
/// @param mode managed, data or ephemeral
/// @param type the resource type, such as `terraform_data`
/// @param name the name of the block
public record ResourceAddress(ModuleAddress module, ResourceMode mode, String type, String name)
    implements Comparable<ResourceAddress> {
  private static final Comparator<ResourceAddress> ORDER =
      Comparator.comparing(ResourceAddress::module)
          .thenComparing(ResourceAddress::mode, Comparator.reverseOrder())
          .thenComparing(ResourceAddress::type)
          .thenComparing(ResourceAddress::name);

  /// The instance with `key`.
  public InstanceAddress instance(InstanceKey key) {
    return new InstanceAddress(this, key);
  }

  /// The resource in the configuration that this belongs to, whatever instance of its module it is
  /// in.
  public ResourceAddress withoutKeys() {
    ModuleAddress plain = module.withoutKeys();
    return plain.equals(module) ? this : new ResourceAddress(plain, mode, type, name);
  }

  @Override
  public int compareTo(ResourceAddress other) {
    return ORDER.compare(this, other);
  }

  /// The address without its module: `aws_vpc.a`, `data.aws_vpc.a`.
  public String local() {
    return mode.prefix() + type + "." + name;
  }

  @Override
  public String toString() {
    return module.prefix() + local();
  }
}
