package dev.groma.engine.expr;

import dev.groma.engine.expr.TemplateReader.Else;
import dev.groma.engine.expr.TemplateReader.EndFor;
import dev.groma.engine.expr.TemplateReader.EndIf;
import dev.groma.engine.expr.TemplateReader.If;
import dev.groma.engine.expr.TemplateReader.Interpolation;
import dev.groma.engine.expr.TemplateReader.Loop;
import dev.groma.engine.expr.TemplateReader.Piece;
import dev.groma.engine.expr.TemplateReader.Text;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes an expression of the pieces of a template: matches directives with their ends.
final class TemplateTree {
  private static final String CODE = "expr.template";
  private static final String UNBALANCED =
      "The control directives within this template are unbalanced.";

  private final Reading in;
  private final List<Piece> pieces;
  private int at;

  private TemplateTree(Reading in, List<Piece> pieces) {
    this.in = in;
    this.pieces = pieces;
  }

  static Expression build(Reading in, List<Piece> pieces, SourceRange range) {
    TemplateTree tree = new TemplateTree(in, pieces);
    List<Expression> parts = tree.parts(null);
    return wrap(parts, pieces.size() == 1 && pieces.getFirst() instanceof Interpolation, range);
  }

  private static Expression wrap(List<Expression> parts, boolean alone, SourceRange range) {
    if (parts.isEmpty()) {
      return TemplateReader.literal("", range);
    }
    if (parts.size() == 1) {
      Expression only = parts.getFirst();
      if (alone) {
        return only;
      }
      if (only instanceof Expression.Literal(Value.Str text, _)) {
        return new Expression.Literal(text, range);
      }
    }
    return new Expression.Template(parts, range);
  }

  /// Reads up to the end of `open`, or of the template where that is null. The piece that ends it
  /// is left.
  private List<Expression> parts(@Nullable Piece open) {
    List<Expression> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    SourceRange textRange = null;
    while (at < pieces.size()) {
      Piece piece = pieces.get(at);
      if (piece instanceof Text(String characters, SourceRange range)) {
        text.append(characters);
        textRange = textRange == null ? range : textRange.to(range);
        at++;
        continue;
      }
      if (textRange != null) {
        addText(text, textRange, parts);
        textRange = null;
      }
      if (piece instanceof Else || piece instanceof EndIf || piece instanceof EndFor) {
        checkEnd(piece, open);
        return parts;
      }
      at++;
      parts.add(part(piece));
    }
    if (textRange != null) {
      addText(text, textRange, parts);
    }
    if (open != null) {
      String word = open instanceof Loop ? "for" : "if";
      throw in.fail(
          CODE,
          "Unexpected end of template",
          "The "
              + word
              + " directive at "
              + open.range()
              + " is missing its corresponding end"
              + word
              + " directive.",
          open.range());
    }
    return parts;
  }

  private static void addText(StringBuilder text, SourceRange range, List<Expression> parts) {
    if (!text.isEmpty()) {
      parts.add(TemplateReader.literal(text.toString(), range));
      text.setLength(0);
    }
  }

  private void checkEnd(Piece end, @Nullable Piece open) {
    String word =
        switch (end) {
          case Else _ -> "else";
          case EndIf _ -> "endif";
          default -> "endfor";
        };
    String detail;
    if (open == null) {
      detail = UNBALANCED;
    } else if (open instanceof Loop) {
      if (end instanceof EndFor) {
        return;
      }
      detail = "Expecting an endfor directive corresponding to the for directive at ";
      detail += open.range() + ".";
    } else if (open instanceof Else && end instanceof Else) {
      detail = "Already in the else clause for the if started at " + open.range() + ".";
    } else {
      if (!(end instanceof EndFor)) {
        return;
      }
      detail = "Expecting an endif directive for the if started at " + open.range() + ".";
    }
    throw in.fail(CODE, "Unexpected " + word + " directive", detail, end.range());
  }

  private Expression part(Piece piece) {
    return switch (piece) {
      case Interpolation(Expression value, SourceRange _) -> value;
      case If open -> in.nested(() -> choice(open));
      case Loop open -> in.nested(() -> loop(open));
      case Text _, Else _, EndIf _, EndFor _ ->
          throw new IllegalStateException("no part of its own: " + piece);
    };
  }

  private Expression choice(If open) {
    Expression yes = wrap(parts(open), false, open.range());
    Expression no = TemplateReader.literal("", open.range());
    Piece next = pieces.get(at++);
    if (next instanceof Else otherwise) {
      no = wrap(parts(otherwise), false, otherwise.range());
      at++;
    }
    SourceRange range = open.range().to(pieces.get(at - 1).range());
    return new Expression.Conditional(open.condition(), yes, no, range);
  }

  private Expression loop(Loop open) {
    Expression body = wrap(parts(open), false, open.range());
    SourceRange range = open.range().to(pieces.get(at++).range());
    return new Expression.Join(
        new Expression.For(
            open.keyName(), open.valueName(), open.collection(), null, body, null, false, range),
        range);
  }
}
