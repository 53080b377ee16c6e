package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Reviews for tests.
final class Sample {
  static final SourceRange PLACE =
      new SourceRange("main tf.yaml", new Position(7, 3, 90), new Position(7, 9, 96));

  private Sample() {}

  static Item item(
      String name, String key, Action action, Impact impact, Difference... differences) {
    String block = "a_link." + name;
    return new Item(
        block + key,
        "",
        "",
        "",
        block,
        key,
        "a_link",
        false,
        action,
        "",
        "",
        "",
        impact,
        List.of(differences),
        PLACE);
  }

  static Difference change(String attribute, String before, String after) {
    return new Difference(
        attribute,
        false,
        Impact.NONE,
        List.of(new Edit("", Shown.of(before), Shown.of(after))),
        PLACE,
        List.of("var.x"));
  }

  static Finding finding(String rule, Finding.Kind kind, Finding.Level level, String detail) {
    return new Finding(
        rule,
        kind,
        level,
        new Doc("Something is wrong", "有问题"),
        new Doc(detail, "中文：" + detail),
        List.of(InstanceAddress.managed("a_link", "gone")),
        List.of(PLACE));
  }

  static Review review(List<Item> changes, List<Finding> findings) {
    return new Review(
        "networks/prod",
        "default",
        "normal",
        Instant.EPOCH,
        true,
        false,
        List.of("a_link.later"),
        changes,
        List.of(),
        List.of(
            new Review.OutputItem(
                "address",
                Action.UPDATE,
                List.of(new Edit("", Shown.of("\"a\""), Shown.SENSITIVE)))),
        findings,
        List.of(
            new Review.Node("a_link.gone", Action.DELETE, false, List.of()),
            new Review.Node("a_link.b[*]", Action.NO_OP, true, List.of(0))));
  }

  /// Something of everything: one destroyed, one replaced, `like` changed alike, 40 created.
  static Review review(int like) {
    List<Item> items = new ArrayList<>();
    items.add(item("gone", "", Action.DELETE, Impact.DOWN));
    items.add(
        item(
            "new",
            "",
            Action.CREATE_THEN_DELETE,
            Impact.TAKES_OVER,
            new Difference(
                "size",
                true,
                Impact.NONE,
                List.of(new Edit("", Shown.of("1"), Shown.of("2"))),
                PLACE,
                List.of())));
    for (int i = 0; i < like; i++) {
      items.add(
          item(
              "same", "[" + i + "]", Action.UPDATE, Impact.RENEGOTIATES, change("life", "1", "2")));
    }
    for (int i = 0; i < 40; i++) {
      items.add(
          item(
              "made" + i,
              "",
              Action.CREATE,
              Impact.NONE,
              change("name", "null", "\"m" + i + "\"")));
    }
    return review(
        items,
        List.of(
            finding("risk.down", Finding.Kind.RISK, Finding.Level.HIGH, "a_link.gone goes down."),
            finding("policy.name", Finding.Kind.POLICY, Finding.Level.LOW, "Names.")));
  }
}
