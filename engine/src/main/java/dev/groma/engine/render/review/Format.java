package dev.groma.engine.render.review;

import dev.groma.engine.render.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The renderings of a review.
public enum Format {
  /// For a comment.
  MARKDOWN,
  /// One file for a browser, with everything in it.
  HTML,
  /// For programs: `schemas/review.schema.json`.
  JSON,
  /// Test results.
  JUNIT,
  /// Findings for code scanning.
  SARIF,
  /// The counts that GitLab shows beside a merge request: artefact report `terraform`.
  GITLAB;

  /// How a review shall look.
  ///
  /// @param language the language
  /// @param budget how many characters Markdown may have
  /// @param link where the full report is, or null
  /// @param gates what may stop the plan
  /// @param version the version of the program
  /// @param directory the directory of the configuration as its repository names it:
  ///   `networks/prod`; empty at its root and without a repository
  public record Options(
      Words.Language language,
      int budget,
      @Nullable String link,
      List<Gate> gates,
      String version,
      String directory) {
    /// Copies the list.
    public Options {
      gates = List.copyOf(gates);
    }
  }

  /// The format called `name`.
  public static Optional<Format> of(String name) {
    return Arrays.stream(values()).filter(format -> format.word().equals(name)).findFirst();
  }

  /// What it is called on the command line.
  public String word() {
    return ReviewJson.word(this);
  }

  /// `review` in this format.
  public String render(Review review, Options options) {
    return switch (this) {
      case MARKDOWN -> Markdown.render(review, options.language, options.budget, options.link);
      case HTML -> Html.render(review, options.language, options.link);
      case JSON -> ReviewJson.render(review) + "\n";
      case JUNIT -> ReviewJUnit.render(review, options.gates, Words.of(options.language));
      case SARIF -> Sarif.render(review, options) + "\n";
      case GITLAB -> gitlab(review);
    };
  }

  /// GitLab counts a replaced object twice, as created and deleted.
  private static String gitlab(Review review) {
    Review.Counts counts = review.counts();
    return new Json.Obj()
            .put("create", counts.add() + counts.replace())
            .put("update", counts.change())
            .put("delete", counts.destroy() + counts.replace())
            .line()
        + "\n";
  }
}
