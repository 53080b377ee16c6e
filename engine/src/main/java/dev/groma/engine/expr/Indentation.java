package dev.groma.engine.expr;

import dev.groma.engine.expr.TemplateReader.Piece;
import dev.groma.engine.expr.TemplateReader.Text;
import java.util.ArrayList;
import java.util.List;

/// Takes the blanks that all lines begin with away from a `<<-` heredoc. Blank lines do not count.
final class Indentation {
  private Indentation() {}

  static List<Piece> remove(List<Piece> pieces) {
    int common = common(pieces);
    List<Piece> stripped = new ArrayList<>(pieces.size());
    boolean lineStart = true;
    for (Piece piece : pieces) {
      if (piece instanceof Text t) {
        int drop = lineStart && !isBlankLine(t.text()) ? Math.min(common, blanks(t.text())) : 0;
        stripped.add(drop == 0 ? t : new Text(t.text().substring(drop), t.range()));
        lineStart = t.text().endsWith("\n");
      } else {
        stripped.add(piece);
        lineStart = false;
      }
    }
    return stripped;
  }

  private static int common(List<Piece> pieces) {
    int least = Integer.MAX_VALUE;
    boolean lineStart = true;
    for (Piece piece : pieces) {
      if (lineStart) {
        int here =
            piece instanceof Text t
                ? isBlankLine(t.text()) ? Integer.MAX_VALUE : blanks(t.text())
                : 0;
        least = Math.min(least, here);
      }
      lineStart = piece instanceof Text t && t.text().endsWith("\n");
    }
    return least;
  }

  private static boolean isBlankLine(String text) {
    return text.endsWith("\n") && blanks(text) == text.length();
  }

  private static int blanks(String text) {
    int at = 0;
    while (at < text.length() && TemplateReader.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
