package dev.groma.engine.render.review;

import dev.groma.engine.review.Finding;
import dev.groma.engine.review.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one line that a reviewer reads first: how many objects, what risk, what traffic feels.
final class Verdict {
  private Verdict() {}

  /// The line as Markdown.
  static String line(Review review, Words words) {
    if (review.errored() && review.changes().isEmpty()) {
      return "⛔ **" + words.text("errored") + "**";
    }
    if (!review.hasChanges() && review.findings().isEmpty()) {
      return "🟢 **" + words.text("nothing") + "**" + drift(review, words);
    }
    StringBuilder out = new StringBuilder(sign(review)).append(" **");
    out.append(String.join(words.isChinese() ? "，" : ", ", counts(review, words))).append("**");
    Level risk = review.risk();
    out.append(" · ").append(words.text("risk")).append(" **");
    out.append(words.text("level." + (risk == null ? "none" : ReviewJson.word(risk))));
    out.append("**");
    if (!review.findings().isEmpty()) {
      out.append(" (").append(words.text("findings", review.findings().size())).append(')');
    }
    out.append(" · ").append(words.text("traffic")).append(": **");
    List<String> felt = new ArrayList<>();
    review
        .impacts()
        .forEach((impact, n) -> felt.add(words.text("impact.count." + impact.word(), n)));
    out.append(
        felt.isEmpty()
            ? words.text("traffic.none")
            : String.join(words.isChinese() ? "，" : ", ", felt));
    return out.append("**").append(drift(review, words)).toString();
  }

  private static String drift(Review review, Words words) {
    return review.drift().isEmpty() ? "" : " · " + words.text("count.drift", review.drift().size());
  }

  /// What is counted, without what there is none of.
  static List<String> counts(Review review, Words words) {
    Review.Counts counts = review.counts();
    List<String> all = new ArrayList<>();
    add(all, words, "destroy", counts.destroy());
    add(all, words, "replace", counts.replace());
    add(all, words, "change", counts.change());
    add(all, words, "add", counts.add());
    add(all, words, "forget", counts.forget());
    add(all, words, "move", counts.move());
    add(all, words, "read", counts.read());
    if (all.isEmpty()) {
      add(all, words, "output", review.outputs().size());
    }
    return all.isEmpty() ? List.of(words.text("nothing")) : all;
  }

  private static void add(List<String> all, Words words, String name, int n) {
    if (n > 0) {
      all.add(words.text("count." + name, n));
    }
  }

  /// True when somebody has to look at it before saying yes.
  static boolean isUrgent(Finding finding) {
    return finding.level() == Level.BLOCKING || finding.level() == Level.HIGH;
  }

  static String sign(Level level) {
    return switch (level) {
      case BLOCKING -> "⛔";
      case HIGH -> "🔴";
      case MEDIUM -> "🟠";
      case LOW -> "🔵";
    };
  }

  /// The sign of the worst finding; where there is none, of the worst that is done.
  static String sign(Review review) {
    Level worst = worst(review);
    return worst == null ? "🟢" : sign(worst);
  }

  /// The level of the worst finding, or of the worst that is done; null for nothing to fear.
  static @Nullable Level worst(Review review) {
    if (review.errored()) {
      return Level.BLOCKING;
    }
    @Nullable Level risk = review.risk();
    Review.Counts counts = review.counts();
    boolean down =
        review.impacts().containsKey(Impact.DOWN)
            || review.impacts().containsKey(Impact.DOWN_UNTIL_REPLACED);
    boolean lost = counts.destroy() + counts.replace() > 0 || !review.impacts().isEmpty();
    Level seen = down ? Level.HIGH : lost ? Level.MEDIUM : null;
    return risk == null || (seen != null && seen.compareTo(risk) < 0) ? seen : risk;
  }
}
