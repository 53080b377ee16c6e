package dev.groma.engine.render.review;

import static dev.groma.engine.render.review.MarkdownText.code;
import static dev.groma.engine.render.review.MarkdownText.html;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.review.Difference.Edit;
import dev.groma.engine.render.review.Review.OutputItem;
import dev.groma.engine.review.Finding;
import dev.groma.schemas.address.InstanceAddress;
import dev.groma.schemas.address.InstanceKey;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.schema.Doc;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reviews as Markdown, for a comment that a bot keeps up to date.
///
/// 1. The first line is a marker that nobody sees; it is the same for all plans of one stack and
///    workspace.
/// 2. The verdict comes first, then what needs attention, what is destroyed and what is replaced;
///    all else is folded.
/// 3. What happens alike to several instances is said once.
/// 4. When it does not fit, the less important parts are shortened to a digest, the least important
///    first, and then to counts. No part is cut in the middle.
/// 5. Texts of the plan are shown and do nothing: no markup, no mentions, no references.
public final class Markdown {
  /// How much of a part is said.
  private enum Detail {
    FULL,
    DIGEST,
    COUNT
  }

  /// A digest names so many batches of instances, and so many instances of each.
  private static final int NAMED = 20;

  private static final int KEYS = 5;

  /// A part of the text.
  ///
  /// @param weight how important it is; the smallest is shortened first
  /// @param text makes it
  /// @param made what was made already
  private record Part(int weight, Function<Detail, String> text, Map<Detail, String> made) {
    Part(int weight, Function<Detail, String> text) {
      this(weight, text, new EnumMap<>(Detail.class));
    }

    String at(Detail detail) {
      return made.computeIfAbsent(detail, text);
    }
  }

  private final Review review;
  private final Words words;
  private final @Nullable String link;
  private final List<Part> parts = new ArrayList<>();

  private Markdown(Review review, Words words, @Nullable String link) {
    this.review = review;
    this.words = words;
    this.link = link;
  }

  /// The text.
  ///
  /// @param budget how many characters it may have
  /// @param link where the full report is, or null
  public static String render(
      Review review, Words.Language language, int budget, @Nullable String link) {
    return new Markdown(review, Words.of(language), link).fit(budget);
  }

  /// What is in every comment about the same stack and workspace, and in no other.
  public static String marker(Review review) {
    return "<!-- groma-review " + plain(review.stack()) + " " + plain(review.workspace()) + " -->";
  }

  /// A name without anything that could end a comment.
  private static String plain(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .forEach(c -> {
          boolean kept = Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '/';
          out.append(kept ? Character.toString(c) : "%" + Integer.toHexString(c) + ";");
        });
    return out.toString();
  }

  private String fit(int budget) {
    parts();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> parts.get(i).weight));
    Detail[] details = new Detail[parts.size()];
    Arrays.fill(details, Detail.FULL);
    String text = together(details, budget);
    for (Detail detail : List.of(Detail.DIGEST, Detail.COUNT)) {
      for (int i : order) {
        if (text.length() > budget) {
          details[i] = detail;
          text = together(details, budget);
        }
      }
    }
    if (text.length() > budget) {
      return alone(budget);
    }
    for (int i : order.reversed()) {
      for (Detail more : List.of(Detail.FULL, Detail.DIGEST)) {
        Detail less = details[i];
        if (more.compareTo(less) < 0) {
          details[i] = more;
          String longer = together(details, budget);
          if (longer.length() <= budget) {
            text = longer;
          } else {
            details[i] = less;
          }
        }
      }
    }
    return text;
  }

  /// Head and foot without anything between.
  private String alone(int budget) {
    return head() + "\n" + foot(true, budget);
  }

  private String together(Detail[] details, int budget) {
    boolean shortened = false;
    StringBuilder out = new StringBuilder(head());
    for (int i = 0; i < details.length; i++) {
      shortened |= details[i] != Detail.FULL;
      out.append('\n').append(parts.get(i).at(details[i]));
    }
    return out.append('\n').append(foot(shortened, budget)).toString();
  }

  // Head and foot

  private String head() {
    StringBuilder out = new StringBuilder(marker(review)).append('\n');
    out.append("### ")
        .append(words.text("title"))
        .append(": ")
        .append(MarkdownText.prose(review.stack()));
    if (!review.workspace().equals("default")) {
      out.append(" (")
          .append(words.text("workspace"))
          .append(' ')
          .append(MarkdownText.prose(review.workspace()))
          .append(')');
    }
    out.append("\n\n").append(Verdict.line(review, words)).append('\n');
    if (review.errored() && !review.changes().isEmpty()) {
      out.append("\n**").append(words.text("errored")).append("**\n");
    }
    if (!review.complete()) {
      out.append("\n**").append(words.text("incomplete")).append("**\n");
    }
    return out.toString();
  }

  private String foot(boolean shortened, int budget) {
    StringBuilder out = new StringBuilder("<sub>");
    if (shortened) {
      out.append(words.text("shortened", budget)).append(' ');
    }
    if (link != null) {
      out.append("<a href=\"").append(html(link)).append("\">");
      out.append(words.text("full")).append("</a>. ");
    } else if (shortened) {
      out.append(words.text("how.full")).append(' ');
    }
    String time =
        DateTimeFormatter.ISO_INSTANT.format(review.timestamp().truncatedTo(ChronoUnit.SECONDS));
    return out.append(words.text("made", time)).append("</sub>\n").toString();
  }

  // The parts

  private void parts() {
    List<Finding> urgent = review.findings().stream().filter(Verdict::isUrgent).toList();
    List<Finding> other = review.findings().stream().filter(f -> !Verdict.isUrgent(f)).toList();
    findings("attention", 90, urgent, false);
    changes(Group.DESTROY, 80, false);
    changes(Group.REPLACE, 70, false);
    changes(Group.CHANGE, 60, true);
    findings("others", 55, other, true);
    items("drift", 50, review.drift(), true);
    changes(Group.FORGET, 40, true);
    changes(Group.MOVE, 35, true);
    changes(Group.ADD, 30, true);
    outputs();
    changes(Group.READ, 10, true);
    deferred();
  }

  private void changes(Group group, int weight, boolean folded) {
    List<Item> items = review.changes().stream().filter(item -> Group.of(item) == group).toList();
    items("group." + group.word(), weight, items, folded);
  }

  private void items(String title, int weight, List<Item> items, boolean folded) {
    if (!items.isEmpty()) {
      parts.add(
          new Part(
              weight,
              detail ->
                  section(
                      words.text(title) + " (" + items.size() + ")",
                      items(items, detail),
                      folded || (detail == Detail.COUNT && items.size() > NAMED))));
    }
  }

  private static String section(String title, String body, boolean folded) {
    return folded
        ? "<details><summary>" + html(title) + "</summary>\n\n" + body + "\n</details>\n"
        : "#### " + MarkdownText.prose(title) + "\n\n" + body;
  }

  private String items(List<Item> items, Detail detail) {
    StringBuilder out = new StringBuilder();
    switch (detail) {
      case FULL -> Batch.of(items).forEach(batch -> full(batch, out));
      case DIGEST -> digest(Batch.of(items), out);
      case COUNT -> {
        Map<String, Integer> types = new TreeMap<>();
        items.forEach(item -> types.merge(item.type(), 1, Integer::sum));
        List<String> texts = new ArrayList<>();
        types.forEach((type, n) -> texts.add(code(type) + times(n)));
        out.append(some(texts, NAMED)).append('\n');
      }
    }
    return out.toString();
  }

  private static String times(int n) {
    return n == 1 ? "" : " ×" + n;
  }

  private String some(List<String> texts, int most) {
    String list = String.join(", ", texts.subList(0, Math.min(most, texts.size())));
    return texts.size() <= most ? list : list + ", " + words.text("more", texts.size() - most);
  }

  private void digest(List<Batch> batches, StringBuilder out) {
    List<Batch> named = batches.subList(0, Math.min(NAMED, batches.size()));
    named.forEach(batch -> {
      out.append("- ").append(title(batch, KEYS)).append(what(batch.first()));
      if (Group.of(batch.first()) != Group.ADD && Group.of(batch.first()) != Group.DESTROY) {
        List<String> names = batch.attributes().stream().map(MarkdownText::code).toList();
        out.append(names.isEmpty() ? "" : ": " + some(names, KEYS));
      }
      out.append('\n');
    });
    if (batches.size() > named.size()) {
      int left = batches.stream().skip(NAMED).mapToInt(Batch::size).sum();
      out.append("- … ").append(words.text("more", left)).append('\n');
    }
  }

  // A batch

  private void full(Batch batch, StringBuilder out) {
    Item first = batch.first();
    out.append("- ").append(title(batch, Integer.MAX_VALUE)).append(what(first));
    if (batch.size() == 1 && first.place() != null) {
      out.append(" · ").append(place(first.place()));
    }
    out.append('\n');
    String reason = words.reason(first);
    boolean plain = reason.isEmpty() || first.reason().equals("replace_because_cannot_update");
    if (!plain) {
      line(out, words.text("because") + " " + MarkdownText.prose(reason));
    }
    Impact impact = first.impact();
    boolean whole = first.action().deletes();
    if (impact != Impact.NONE && whole) {
      line(out, "**" + words.text("impact." + impact.word()) + "**");
    }
    for (Item item : batch.items()) {
      if (!item.previous().isEmpty()) {
        line(out, words.text("from") + " " + code(item.previous()));
      }
      if (!item.importId().isEmpty()) {
        line(out, words.text("imported") + " " + code(item.importId()));
      }
    }
    switch (Group.of(first)) {
      case DESTROY, FORGET -> identity(batch, out);
      case REPLACE, CHANGE, ADD, MOVE, READ -> differences(batch, out);
    }
  }

  private static void line(StringBuilder out, String text) {
    out.append("  - ").append(text).append('\n');
  }

  /// The addresses: one, or the block and the keys.
  private String title(Batch batch, int most) {
    Item first = batch.first();
    if (batch.size() == 1) {
      return code(first.name());
    }
    List<String> names = new ArrayList<>();
    boolean sameBlock = batch.items().stream().allMatch(i -> i.block().equals(first.block()));
    batch.items().forEach(item -> names.add(code(sameBlock ? item.key() : item.name())));
    return sameBlock
        ? code(first.block()) + " ×" + batch.size() + " (" + some(names, most) + ")"
        : "×" + batch.size() + ": " + some(names, most);
  }

  /// What is done where the section does not say it.
  private String what(Item item) {
    if (!item.drift().isEmpty()) {
      String kind = item.action() == Action.DELETE ? "deleted" : item.drift();
      return " · " + words.text("drift." + kind);
    }
    return item.action().isReplace()
        ? " · " + words.text("action." + ReviewJson.word(item.action()))
        : "";
  }

  private void identity(Batch batch, StringBuilder out) {
    List<String> ids = new ArrayList<>();
    for (Item item : batch.items()) {
      for (Difference difference : item.differences()) {
        if (difference.attribute().equals("id")) {
          difference.edits().stream()
              .map(Edit::before)
              .filter(before -> before != null)
              .forEach(before -> ids.add(code(before.words())));
        }
      }
    }
    if (!ids.isEmpty()) {
      line(out, "id " + some(ids, Integer.MAX_VALUE));
    }
  }

  private void differences(Batch batch, StringBuilder out) {
    for (String name : batch.attributes()) {
      Map<Difference, List<Item>> ways = batch.differences(name);
      for (Map.Entry<Difference, List<Item>> way : ways.entrySet()) {
        boolean all = way.getValue().size() == batch.size();
        String who =
            all
                ? ""
                : some(
                        way.getValue().stream()
                            .map(item -> code(item.key().isEmpty() ? item.name() : item.key()))
                            .toList(),
                        KEYS)
                    + " ";
        difference(way.getKey(), who, out);
      }
    }
  }

  private void difference(Difference difference, String who, StringBuilder out) {
    StringBuilder tail = new StringBuilder();
    if (difference.replaces()) {
      tail.append(" · **").append(words.text("replaces")).append("**");
    }
    if (difference.impact() != Impact.NONE) {
      tail.append(" · **");
      tail.append(words.text("impact." + difference.impact().word())).append("**");
    }
    List<String> why = new ArrayList<>();
    if (difference.place() != null) {
      why.add(place(difference.place()));
    }
    difference.upstream().forEach(name -> why.add(code(name)));
    if (!why.isEmpty()) {
      tail.append(" · ").append(words.text("because")).append(' ').append(some(why, KEYS));
    }
    edits(difference.attribute(), difference.edits(), who, tail.toString(), out);
  }

  private void edits(String name, List<Edit> edits, String who, String tail, StringBuilder out) {
    if (edits.size() == 1) {
      Edit edit = edits.getFirst();
      line(out, who + code(name + edit.where()) + ": " + edit(edit) + tail);
      return;
    }
    line(out, who + code(name) + tail);
    for (Edit edit : edits) {
      String where = edit.where().equals("[]") ? "" : code(edit.where()) + ": ";
      out.append("    - ").append(where).append(edit(edit)).append('\n');
    }
  }

  private String edit(Edit edit) {
    Shown before = edit.before();
    Shown after = edit.after();
    if (edit.isMove() && before != null) {
      return words.text("moved.element") + " " + shown(before);
    }
    if (before == null) {
      return after == null ? "" : "+ ".concat(shown(after));
    }
    if (after == null) {
      return "− " + shown(before);
    }
    return before.kind() == Shown.Kind.SENSITIVE && after.kind() == Shown.Kind.SENSITIVE
        ? shown(after) + " " + words.text("changed")
        : shown(before) + " → " + shown(after);
  }

  private String shown(Shown shown) {
    return switch (shown.kind()) {
      case VALUE -> code(shown.text());
      case NULL -> code(words.text("value.null"));
      case SENSITIVE -> words.text("value.sensitive");
      case UNKNOWN -> words.text("value.unknown");
    };
  }

  private static String place(SourceRange place) {
    return code(place.file() + ":" + place.start().line());
  }

  // Findings, outputs, deferred

  private void findings(String title, int weight, List<Finding> findings, boolean folded) {
    if (!findings.isEmpty()) {
      parts.add(
          new Part(
              weight,
              detail ->
                  section(
                      words.text(title) + " (" + findings.size() + ")",
                      findings(findings, detail),
                      folded)));
    }
  }

  private String findings(List<Finding> findings, Detail detail) {
    StringBuilder out = new StringBuilder();
    if (detail == Detail.FULL) {
      Map<Finding, List<Finding>> alike = new LinkedHashMap<>();
      findings.forEach(f -> alike.computeIfAbsent(general(f), _ -> new ArrayList<>()).add(f));
      alike.values().forEach(all -> finding(all, out));
      return out.toString();
    }
    Map<String, List<Finding>> rules = new TreeMap<>();
    findings.forEach(f -> rules.computeIfAbsent(f.rule(), _ -> new ArrayList<>()).add(f));
    rules.values().stream()
        .sorted(Comparator.comparing(all -> all.getFirst().level()))
        .limit(NAMED)
        .forEach(all -> {
          Finding first = all.getFirst();
          out.append("- ").append(Verdict.sign(first.level())).append(' ');
          out.append(MarkdownText.prose(words.of(first.summary())))
              .append(" (")
              .append(code(first.rule()));
          out.append(")").append(times(all.size()));
          if (detail == Detail.DIGEST) {
            List<String> names =
                all.stream()
                    .flatMap(f -> f.addresses().stream().limit(1))
                    .map(address -> code(address.toString()))
                    .distinct()
                    .toList();
            out.append(names.isEmpty() ? "" : ": " + some(names, KEYS));
          }
          out.append('\n');
        });
    return out.toString();
  }

  /// What a finding has in common with those about other instances of the same block.
  private static Finding general(Finding finding) {
    InstanceAddress subject = finding.subject();
    if (subject == null) {
      return finding;
    }
    String name = subject.toString();
    Doc detail = finding.detail();
    return new Finding(
        finding.rule(),
        finding.kind(),
        finding.level(),
        finding.summary(),
        new Doc(detail.english().replace(name, "…"), detail.chinese().replace(name, "…")),
        List.of(subject.resource().withoutKeys().instance(InstanceKey.none())),
        finding.places());
  }

  /// One finding, or several that are alike.
  private void finding(List<Finding> alike, StringBuilder out) {
    Finding finding = alike.getFirst();
    out.append("- ").append(Verdict.sign(finding.level())).append(" **");
    out.append(MarkdownText.prose(words.of(finding.summary()))).append("** (");
    out.append(words.text("level." + ReviewJson.word(finding.level()))).append(", ");
    out.append(code(finding.rule())).append(")").append(times(alike.size())).append('\n');
    List<String> names =
        alike.stream()
            .flatMap(one -> one.addresses().stream())
            .map(address -> code(address.toString()))
            .distinct()
            .toList();
    if (!names.isEmpty()) {
      line(out, some(names, alike.size() == 1 ? NAMED : Integer.MAX_VALUE));
    }
    words
        .of(finding.detail())
        .lines()
        .filter(text -> !text.isBlank())
        .forEach(text -> line(out, prose(text, finding.addresses())));
    if (!finding.places().isEmpty()) {
      List<String> places = finding.places().stream().map(Markdown::place).distinct().toList();
      line(out, words.text("at") + " " + some(places, KEYS));
    }
  }

  /// `text`, the addresses in it as code.
  private static String prose(String text, List<InstanceAddress> addresses) {
    List<String> names =
        addresses.stream()
            .map(InstanceAddress::toString)
            .sorted(Comparator.comparingInt(name -> -name.length()))
            .toList();
    for (String name : names) {
      int at = text.indexOf(name);
      if (at >= 0) {
        return prose(text.substring(0, at), addresses)
            + code(name)
            + prose(text.substring(at + name.length()), addresses);
      }
    }
    return MarkdownText.prose(text);
  }

  private void outputs() {
    if (!review.outputs().isEmpty()) {
      parts.add(
          new Part(
              20,
              detail ->
                  section(
                      words.text("outputs") + " (" + review.outputs().size() + ")",
                      outputs(detail),
                      true)));
    }
  }

  private String outputs(Detail detail) {
    if (detail != Detail.FULL) {
      List<String> names = review.outputs().stream().map(o -> code(o.name())).toList();
      return some(names, detail == Detail.DIGEST ? NAMED : KEYS) + "\n";
    }
    StringBuilder out = new StringBuilder();
    for (OutputItem output : review.outputs()) {
      out.append("- ").append(code(output.name())).append('\n');
      for (Edit edit : output.edits()) {
        boolean bare = edit.where().isEmpty() || edit.where().equals("[]");
        line(out, (bare ? "" : code(edit.where()) + ": ") + edit(edit));
      }
    }
    return out.toString();
  }

  private void deferred() {
    List<String> names = review.deferred().stream().map(MarkdownText::code).toList();
    if (!names.isEmpty()) {
      parts.add(
          new Part(
              15,
              detail ->
                  section(
                      words.text("deferred") + " (" + names.size() + ")",
                      some(names, detail == Detail.FULL ? Integer.MAX_VALUE : NAMED) + "\n",
                      true)));
    }
  }
}
