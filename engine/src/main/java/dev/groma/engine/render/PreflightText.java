package dev.groma.engine.render;

import dev.groma.engine.plan.Action;
import dev.groma.engine.plan.Proof;
import dev.groma.providers.spi.Previewable.Outcome;
import java.util.List;
import java.util.Locale;

/// What the clouds said about the changes of a plan, for people.
public final class PreflightText {
  private PreflightText() {}

  /// A line for each change and how many of each kind there are; empty when nobody was asked.
  public static String of(List<Proof> proofs, Style style) {
    if (proofs.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("\n");
    out.append(style.bold(summary(proofs))).append("\n\n");
    for (Proof proof : proofs) {
      out.append("  ")
          .append(name(proof))
          .append(": ")
          .append(word(proof.change().action()))
          .append(" ")
          .append(verdict(proof))
          .append("\n");
    }
    return out.toString();
  }

  private static String word(Action action) {
    return action.isReplace() ? "replacing" : Phrases.begun(action).toLowerCase(Locale.ROOT);
  }

  /// How many of each kind there are.
  static String summary(List<Proof> proofs) {
    return "Preflight: %d proved, %d refused, %d could not be proved."
        .formatted(
            count(proofs, Outcome.PROVED),
            count(proofs, Outcome.REFUSED),
            count(proofs, Outcome.UNPROVED));
  }

  static long count(List<Proof> proofs, Outcome outcome) {
    return proofs.stream().filter(proof -> proof.outcome() == outcome).count();
  }

  static String name(Proof proof) {
    String deposed = proof.change().deposed();
    return proof.change().address()
        + (deposed.isEmpty() ? "" : " (deposed object " + deposed + ")");
  }

  /// The outcome in words.
  static String verdict(Proof proof) {
    return switch (proof.outcome()) {
      case PROVED -> "proved";
      case REFUSED -> "refused";
      case UNPROVED -> "could not be proved: " + Quoting.harmless(proof.reason());
    };
  }
}
