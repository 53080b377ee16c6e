package dev.groma.providers.emulator.huaweicloud;

import static dev.groma.providers.emulator.huaweicloud.HuaweiErrors.invalidIf;

import dev.groma.providers.emulator.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules of a connection by policy: which source may talk to which destinations.
///
/// The service makes a rule of every destination (table 4-103), so that the indexes in its answers
/// are not those of the request; yet an answer's rule has several destinations (table 4-118). Here
/// they stay together, in the order of the indexes that were asked for, and each rule's index
/// counts the destinations before it.
final class PolicyRules {
  private static final Set<String> RULE = Set.of("rule_index", "source", "destination");
  private static final int MOST_RULES = 5;
  private static final int MOST_DESTINATIONS = 50;

  private PolicyRules() {}

  private record Rule(int index, Optional<String> source, List<String> destinations) {}

  /// The rules as they are stored and shown; empty when none are given.
  static Optional<List<JsonObject>> of(Fields connection, boolean byPolicy) {
    connection.forbidIf(!byPolicy, "policy_rules", "style is not policy");
    return connection.objects("policy_rules", MOST_RULES, RULE).map(PolicyRules::numbered);
  }

  private static List<JsonObject> numbered(List<Fields> given) {
    var indexes = new HashSet<Integer>();
    var sources = new HashSet<String>();
    List<Rule> rules = given.stream().map(fields -> rule(fields, indexes, sources)).toList();
    var shown = new ArrayList<JsonObject>();
    int next = 1;
    for (Rule rule : rules.stream().sorted(Comparator.comparingInt(Rule::index)).toList()) {
      shown.add(
          JsonObject.EMPTY
              .with("rule_index", next)
              .with("source", rule.source())
              .with("destination", rule.destinations()));
      next += Math.max(1, rule.destinations().size());
    }
    return shown;
  }

  private static Rule rule(Fields fields, Set<Integer> indexes, Set<String> sources) {
    Optional<Integer> index = fields.integer("rule_index", 0, 50);
    invalidIf(
        index.isPresent() && !indexes.add(index.get()), "rule_index must differ between rules");
    Optional<String> source = fields.find("source");
    invalidIf(
        source.isPresent() && Ipv4.range(source.get()).isEmpty(),
        "source must be an IPv4 range such as 10.0.0.0/24");
    invalidIf(source.isPresent() && !sources.add(source.get()), "source must differ between rules");
    return new Rule(
        index.orElse(Integer.MAX_VALUE),
        source,
        fields.ranges("destination", MOST_DESTINATIONS).orElse(List.of()));
  }
}
