package dev.groma.schemas.address;

import java.util.Comparator;
import java.util.Optional;

/// A provider, by the source address that configurations and states use.
///
/// @param host the registry host, such as `registry.terraform.io`
/// @param namespace the publisher
/// @param type the name that local names default to
public record ProviderAddress(String host, String namespace, String type)
    implements Comparable<ProviderAddress> {
  /// The registry host that a source address without one means.
  public static final String DEFAULT_HOST = "registry.terraform.io";

  /// The provider of `terraform_data`, which is part of the program.
  public static final ProviderAddress BUILTIN =
      new ProviderAddress("terraform.io", "builtin", "terraform");

  /// The provider that the local name `type` means when nothing else is said.
  public static ProviderAddress implied(String type) {
    return type.equals("terraform")
        ? BUILTIN
        : new ProviderAddress(DEFAULT_HOST, "hashicorp", type);
  }

  /// Reads `type`, `namespace/type` or `host/namespace/type`.
  public static Optional<ProviderAddress> parse(String source) {
    String[] parts = source.split("/", -1);
    for (String part : parts) {
      if (part.isEmpty() || !part.chars().allMatch(c -> c > ' ' && c != '"' && c != '\\')) {
        return Optional.empty();
      }
    }
    return switch (parts.length) {
      case 1 -> Optional.of(implied(parts[0]));
      case 2 -> Optional.of(new ProviderAddress(DEFAULT_HOST, parts[0], parts[1]));
      case 3 -> Optional.of(new ProviderAddress(parts[0], parts[1], parts[2]));
      default -> Optional.empty();
    };
  }

  @Override
  public int compareTo(ProviderAddress other) {
    return Comparator.comparing(ProviderAddress::toString).compare(this, other);
  }

  /// `host/namespace/type`.
  @Override
  public String toString() {
    return host + "/" + namespace + "/" + type;
  }

  /// The form for people: without the default host.
  public String shortName() {
    return host.equals(DEFAULT_HOST) ? namespace + "/" + type : toString();
  }
}
