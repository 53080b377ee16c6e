package dev.groma.engine.render.review;

import dev.groma.engine.plan.Action;
import dev.groma.engine.render.Json;
import dev.groma.engine.render.review.Review.Node;
import dev.groma.engine.review.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reviews as one HTML file that needs nothing else: it loads nothing, and forbids itself to.
///
/// The page is `review.html` with `review.css` and `review.js` in it, and the review as JSON, in
/// which no character can end the element that holds it. Only the script and the style sheet with
/// exactly this text may run.
final class Html {
  private Html() {}

  static String render(Review review, Words.Language language, @Nullable String link) {
    String style = Resource.text("review.css");
    String script = Resource.text("review.js");
    Finding.Level worst = Verdict.worst(review);
    Json.Obj data =
        new Json.Obj()
            .put("language", language.name().toLowerCase(Locale.ROOT))
            .put("link", link == null ? "" : link)
            .put("sign", worst == null ? "none" : ReviewJson.word(worst))
            .put("review", ReviewJson.document(review))
            .put("layouts", layouts(review))
            .put("words", words());
    String policy =
        "default-src 'none'; style-src '"
            + digest(style)
            + "'; script-src '"
            + digest(script)
            + "'; base-uri 'none'; form-action 'none'";
    return Resource.text("review.html")
        .replace("@POLICY@", policy)
        .replace("@TITLE@", MarkdownText.html(review.stack() + " · Groma"))
        .replace("@STYLE@", style)
        .replace("@SCRIPT@", script)
        .replace("@DATA@", data.line());
  }

  private static Json words() {
    Json.Obj all = new Json.Obj();
    for (Words.Language language : Words.Language.values()) {
      all.put(language.name().toLowerCase(Locale.ROOT), Words.of(language).json());
    }
    return all;
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // Drawings

  private static Json layouts(Review review) {
    boolean[] all = new boolean[review.nodes().size()];
    Arrays.fill(all, true);
    return new Json.Obj()
        .put(
            "node",
            new Json.Obj().put("width", Layout.NODE_WIDTH).put("height", Layout.NODE_HEIGHT))
        .put("changed", layout(Layout.of(review.nodes(), concerned(review.nodes()))))
        .put("all", layout(Layout.of(review.nodes(), all)));
  }

  private static Json layout(Layout layout) {
    Json.Arr places = new Json.Arr();
    for (Layout.Place place : layout.places()) {
      places.add(
          place == null ? Json.Raw.NULL : new Json.Raw("[" + place.x() + "," + place.y() + "]"));
    }
    return new Json.Obj()
        .put("width", layout.width())
        .put("height", layout.height())
        .put("places", places);
  }

  /// What changes, and all that depends on it.
  static boolean[] concerned(List<Node> nodes) {
    List<List<Integer>> below = new ArrayList<>();
    nodes.forEach(_ -> below.add(new ArrayList<>()));
    Deque<Integer> open = new ArrayDeque<>();
    boolean[] kept = new boolean[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      for (int above : nodes.get(i).above()) {
        below.get(above).add(i);
      }
      if (nodes.get(i).action() != Action.NO_OP) {
        kept[i] = true;
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      for (int next : below.get(open.remove())) {
        if (!kept[next]) {
          kept[next] = true;
          open.add(next);
        }
      }
    }
    return kept;
  }
}
