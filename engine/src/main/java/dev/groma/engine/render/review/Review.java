package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.RuleSet;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.diag.SourceRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A plan as a reviewer sees it. Holds no sensitive value.
///
/// @param stack what the plan is about, in the words of the team
/// @param workspace the workspace
/// @param mode what the plan is for: `normal`, `destroy`, `refresh-only`
/// @param timestamp when it was made
/// @param complete it is about everything
/// @param errored planning failed; the plan cannot be applied
/// @param deferred what it leaves for a later run
/// @param changes what it does, sorted by address; only what does something
/// @param drift what somebody else did since the last run, sorted by address
/// @param outputs the output values that change, sorted by name
/// @param findings what to look at, the worst first
/// @param nodes all objects and what they depend on, those too that stay as they are
public record Review(
    String stack,
    String workspace,
    String mode,
    Instant timestamp,
    boolean complete,
    boolean errored,
    List<String> deferred,
    List<Item> changes,
    List<Item> drift,
    List<OutputItem> outputs,
    List<Finding> findings,
    List<Node> nodes) {
  /// Copies the lists.
  public Review {
    deferred = List.copyOf(deferred);
    changes = List.copyOf(changes);
    drift = List.copyOf(drift);
    outputs = List.copyOf(outputs);
    findings = List.copyOf(findings);
    nodes = List.copyOf(nodes);
  }

  /// The same, of another name.
  public Review about(String other) {
    return new Review(
        other, workspace, mode, timestamp, complete, errored, deferred, changes, drift, outputs,
        findings, nodes);
  }

  /// The same, as other rules judge it.
  ///
  /// @param rules what these have switched off is left out
  /// @param asked the rules that were asked again; what they had found before is left out
  /// @param found what they find now
  public Review judged(RuleSet rules, Set<String> asked, List<Finding> found) {
    Stream<Finding> kept =
        findings.stream()
            .filter(finding -> rules.isOn(finding.rule()) && !asked.contains(finding.rule()));
    return new Review(
        stack,
        workspace,
        mode,
        timestamp,
        complete,
        errored,
        deferred,
        changes,
        drift,
        outputs,
        Stream.concat(kept, found.stream()).sorted(Reviews.WORST_FIRST).toList(),
        nodes);
  }

  /// Where the objects that change are declared, by address, as far as that is known.
  public Map<String, SourceRange> places() {
    Map<String, SourceRange> all = new TreeMap<>();
    for (Item item : changes) {
      if (item.place() != null) {
        all.put(item.address(), item.place());
      }
    }
    return all;
  }

  /// What happens to an output value of the root module.
  ///
  /// @param name its name
  /// @param action create, update or delete
  /// @param edits how it differs
  public record OutputItem(String name, Action action, List<Difference.Edit> edits) {
    /// Copies the list.
    public OutputItem {
      edits = List.copyOf(edits);
    }
  }

  /// An object, or a point where the instances of a resource meet, in the graph of dependencies.
  ///
  /// @param name the address; a resource with `[*]` behind it for a meeting point
  /// @param action what happens to it; the worst where it has deposed objects too
  /// @param meeting it stands for all instances of a resource
  /// @param above the positions of the nodes that it depends on, ascending
  public record Node(String name, Action action, boolean meeting, List<Integer> above) {
    /// Copies the list.
    public Node {
      above = List.copyOf(above);
    }
  }

  /// How many objects something happens to. A replaced object counts as replaced only.
  ///
  /// @param destroy deleted
  /// @param replace replaced
  /// @param change changed in place
  /// @param add created
  /// @param forget no longer managed
  /// @param move moved or taken over, and otherwise as before
  /// @param read data sources read during apply
  public record Counts(
      int destroy, int replace, int change, int add, int forget, int move, int read) {}

  /// The counts of `items`.
  static Counts count(List<Item> items) {
    Map<Group, Integer> n = new EnumMap<>(Group.class);
    items.forEach(item -> n.merge(Group.of(item), 1, Integer::sum));
    return new Counts(
        n.getOrDefault(Group.DESTROY, 0),
        n.getOrDefault(Group.REPLACE, 0),
        n.getOrDefault(Group.CHANGE, 0),
        n.getOrDefault(Group.ADD, 0),
        n.getOrDefault(Group.FORGET, 0),
        n.getOrDefault(Group.MOVE, 0),
        n.getOrDefault(Group.READ, 0));
  }

  /// How many objects the plan changes.
  public Counts counts() {
    return count(changes);
  }

  /// True when an apply would change something.
  public boolean hasChanges() {
    return !changes.isEmpty() || !outputs.isEmpty() || (isRefreshOnly() && !drift.isEmpty());
  }

  boolean isRefreshOnly() {
    return mode.equals("refresh-only");
  }

  /// How bad it is: the level of the worst finding, or null when there is none.
  public Finding.@Nullable Level risk() {
    return findings.stream().map(Finding::level).min(Comparator.naturalOrder()).orElse(null);
  }

  /// How many objects traffic feels the change of, by how; without those that it does not feel.
  Map<Impact, Integer> impacts() {
    Map<Impact, Integer> all = new EnumMap<>(Impact.class);
    changes.forEach(item -> all.merge(item.impact(), 1, Integer::sum));
    all.remove(Impact.NONE);
    return all;
  }
}
