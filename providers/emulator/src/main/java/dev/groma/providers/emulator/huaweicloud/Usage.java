package dev.groma.providers.emulator.huaweicloud;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How much of each gateway is in use.
///
/// @param connections gateway → number of connections
/// @param customers gateway → the customer gateways that are connected to it, each of which makes a
///   connection group
record Usage(Map<String, Integer> connections, Map<String, Set<String>> customers) {

  static Usage of(HuaweiCall call) {
    var connections = new HashMap<String, Integer>();
    var customers = new HashMap<String, Set<String>>();
    for (Resource connection : call.store().all(Kind.CONNECTION)) {
      String gateway = connection.text("vgw_id");
      connections.merge(gateway, 1, Integer::sum);
      customers.computeIfAbsent(gateway, _ -> new HashSet<>()).add(connection.text("cgw_id"));
    }
    return new Usage(connections, customers);
  }

  int connections(Resource gateway) {
    return connections.getOrDefault(gateway.id(), 0);
  }

  int groups(Resource gateway) {
    return customers.getOrDefault(gateway.id(), Set.of()).size();
  }
}
