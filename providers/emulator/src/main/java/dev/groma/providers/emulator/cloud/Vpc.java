package dev.groma.providers.emulator.cloud;

/// A network that other objects refer to.
///
/// @param name empty when it has none
/// @param cidr empty when it is not known
/// @param account the owner's id; empty when it may be anyone's
/// @param relay whether it is a relay VPC (Baidu), which cannot be peered with another one
public record Vpc(
    String id, String region, String name, String cidr, String account, boolean relay) {}
