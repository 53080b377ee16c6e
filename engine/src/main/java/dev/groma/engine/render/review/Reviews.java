package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Change;
import dev.groma.engine.plan.DriftKind;
import dev.groma.engine.plan.Mode;
import dev.groma.engine.plan.OutputChange;
import dev.groma.engine.plan.Plan;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.engine.render.review.Review.Node;
import dev.groma.engine.render.review.Review.OutputItem;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.address.ResourceMode;
import dev.groma.schemas.schema.Attribute;
import dev.groma.schemas.schema.Block;
import dev.groma.schemas.schema.Doc;
import dev.groma.schemas.schema.NestedBlock;
import dev.groma.schemas.value.Mark;
import dev.groma.schemas.value.Path;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes reviews of plans.
public final class Reviews {
  /// The worst first; then the order in which they were found.
  static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::level);

  /// The first attribute on the way to a part of a nested block.
  private static final Pattern INNER =
      Pattern.compile("^(?:\\[[^.]*])?\\.([\\p{L}_][\\p{L}\\p{N}_-]*)");

  private final Plan plan;
  private final Secrets secrets;

  private Reviews(Plan plan) {
    this.plan = plan;
    List<Value> values = new ArrayList<>(plan.variables().values());
    for (List<Change> changes : List.of(plan.changes(), plan.drift())) {
      for (Change change : changes) {
        values.add(change.before());
        values.add(change.after());
      }
    }
    for (OutputChange output : plan.outputs()) {
      values.addAll(hidden(output.before(), output).stream().toList());
      values.addAll(hidden(output.after(), output).stream().toList());
    }
    this.secrets = Secrets.of(values);
  }

  private static Optional<Value> hidden(Value value, OutputChange output) {
    return Optional.ofNullable(value(value, output));
  }

  /// The review of `plan`.
  ///
  /// @param stack what the plan is about, in the words of the team
  /// @param findings what to look at
  public static Review of(Plan plan, String stack, String workspace, List<Finding> findings) {
    return new Reviews(plan).review(stack, workspace, findings);
  }

  private Review review(String stack, String workspace, List<Finding> findings) {
    return new Review(
        stack,
        workspace,
        plan.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        plan.timestamp(),
        plan.complete(),
        plan.errored(),
        plan.deferred(),
        plan.mode() == Mode.REFRESH_ONLY
            ? List.of()
            : plan.changes().stream().filter(Reviews::isShown).map(this::item).toList(),
        drift(),
        outputs(),
        findings.stream().map(this::clean).sorted(WORST_FIRST).toList(),
        nodes());
  }

  private Finding clean(Finding finding) {
    return new Finding(
        finding.rule(),
        finding.kind(),
        finding.level(),
        finding.summary(),
        new Doc(secrets.hide(finding.detail().english()), secrets.hide(finding.detail().chinese())),
        finding.addresses(),
        finding.places());
  }

  /// Data that is not read any more disappears without a word.
  private static boolean isShown(Change change) {
    boolean managed = change.address().resource().mode() == ResourceMode.MANAGED;
    return switch (change.action()) {
      case NO_OP -> change.isMoved() || change.importId() != null;
      case DELETE, FORGET -> managed;
      case CREATE, READ, UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE, CREATE_THEN_FORGET -> true;
    };
  }

  private List<Item> drift() {
    return plan.drift().stream()
        .filter(change -> change.action() != Action.NO_OP)
        .map(change -> item(change, DriftKind.of(change).word()))
        .toList();
  }

  private Item item(Change change) {
    return item(change, "");
  }

  private Item item(Change change, String drift) {
    List<Difference> differences = differences(change, drift.isEmpty());
    Impact impact = drift.isEmpty() ? Impact.ofObject(change) : Impact.NONE;
    for (Difference difference : differences) {
      impact = impact.or(difference.impact());
    }
    var resource = change.address().resource();
    return new Item(
        change.address().toString(),
        change.isMoved() ? change.previousAddress().toString() : "",
        change.deposed(),
        resource.module().isRoot() ? "" : resource.module().toString(),
        resource.toString(),
        change.address().key().toString(),
        resource.type(),
        resource.mode() == ResourceMode.DATA,
        change.action(),
        reason(change),
        change.importId() == null ? "" : change.importId(),
        drift,
        impact,
        differences,
        change.declaration());
  }

  private static String reason(Change change) {
    if (change.action() == Action.DELETE && !change.deposed().isEmpty()) {
      return "deposed";
    }
    return change.reason() == null ? "" : change.reason().word();
  }

  private List<Difference> differences(Change change, boolean planned) {
    SortedMap<String, Value> before = attributes(change.before());
    SortedMap<String, Value> after = attributes(change.after());
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<Difference> all = new ArrayList<>();
    for (String name : names) {
      List<Edit> edits =
          secrets.hide(Differences.of(present(before.get(name)), present(after.get(name))));
      if (!edits.isEmpty()) {
        all.add(difference(change, name, edits, planned));
      }
    }
    return all;
  }

  private static SortedMap<String, Value> attributes(Value object) {
    return object.unmark() instanceof Value.Obj o ? o.attributes() : Collections.emptySortedMap();
  }

  private static @Nullable Value present(@Nullable Value value) {
    return value == null || value.isNull() ? null : value;
  }

  private static Difference difference(
      Change change, String name, List<Edit> edits, boolean planned) {
    Impact impact =
        planned && change.action() == Action.UPDATE
            ? impact(change.schema().block(), name, edits)
            : Impact.NONE;
    Change.Cause cause =
        change.causes().stream()
            .filter(one -> planned && one.path().equals(Path.of(name)))
            .findFirst()
            .orElse(null);
    return new Difference(
        name,
        planned && change.replacePaths().stream().anyMatch(path -> Path.of(name).isPrefixOf(path)),
        impact,
        edits,
        cause == null ? null : cause.place(),
        cause == null ? List.of() : cause.upstream());
  }

  /// What traffic feels of `edits` of the attribute or nested block `name`.
  private static Impact impact(Block block, String name, List<Edit> edits) {
    Attribute attribute = block.attributes().get(name);
    if (attribute != null) {
      return Impact.of(attribute.effect());
    }
    NestedBlock nested = block.blocks().get(name);
    Impact worst = Impact.NONE;
    if (nested != null) {
      for (Edit edit : edits) {
        Matcher inner = INNER.matcher(edit.where());
        if (inner.find()) {
          Edit rest = new Edit(edit.where().substring(inner.end()), edit.before(), edit.after());
          worst = worst.or(impact(nested.block(), inner.group(1), List.of(rest)));
        } else {
          worst = worst.or(worst(nested.block()));
        }
      }
    }
    return worst;
  }

  /// What traffic feels when a whole block comes or goes.
  private static Impact worst(Block block) {
    Impact worst = Impact.NONE;
    for (Attribute attribute : block.attributes().values()) {
      worst = worst.or(Impact.of(attribute.effect()));
    }
    for (NestedBlock nested : block.blocks().values()) {
      worst = worst.or(worst(nested.block()));
    }
    return worst;
  }

  private List<OutputItem> outputs() {
    return plan.outputs().stream()
        .filter(output -> output.action() != Action.NO_OP)
        .map(output ->
            new OutputItem(
                output.name(),
                output.action(),
                secrets.hide(
                    Differences.of(value(output.before(), output), value(output.after(), output)))))
        .toList();
  }

  private static @Nullable Value value(Value value, OutputChange output) {
    return value.isNull() ? null : output.hidden() ? value.mark(Mark.SENSITIVE) : value;
  }

  private List<Node> nodes() {
    Dependencies dependencies = new Dependencies();
    for (Change change : plan.changes()) {
      if (isShown(change) || !change.after().isNull()) {
        dependencies.add(
            change.address(),
            change.action(),
            change.dependencies(),
            List.of(change.before(), change.after()));
      }
    }
    return dependencies.nodes();
  }
}
