package dev.groma.schemas.source;

import dev.groma.schemas.diag.Diagnostic;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A whole text as it is written, to be laid out anew or turned into the other notation.
///
/// @param syntax the notation that it is written in
/// @param isMarked a line `---` stands before it
/// @param root what it holds, with the lines before it
public record Manuscript(Syntax syntax, boolean isMarked, Written.Part root) {
  /// What reading gave.
  ///
  /// @param manuscript what was read; null after an error
  /// @param diagnostics what is wrong with the text
  public record Result(@Nullable Manuscript manuscript, List<Diagnostic> diagnostics) {
    /// Copies the list.
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// What an object is, as far as comments go.
  public enum Place {
    /// A body: a member named `//` is a comment.
    BODY,
    /// Names of blocks: every member is a block, and none a comment.
    NAMES,
    /// A value: every member counts.
    VALUE
  }

  /// Reads `source`, written in `syntax`.
  public static Result read(SourceText source, Syntax syntax) {
    Read read = SourceReader.read(source, syntax);
    Node node = read.root();
    if (node == null || read.hasErrors()) {
      return new Result(null, read.diagnostics());
    }
    Manuscript manuscript =
        switch (syntax) {
          case JSON ->
              new Manuscript(
                  syntax,
                  false,
                  new Written.Part(null, List.of(), new WrittenJson(source).of(node), ""));
          case YAML -> new WrittenYaml(source).read();
        };
    return new Result(manuscript, read.diagnostics());
  }

  /// The text in the canonical layout of its notation.
  public String print() {
    return switch (syntax) {
      case JSON -> JsonPrinter.print(root.value());
      case YAML -> YamlPrinter.print(this);
    };
  }

  /// The same in the notation `other`: comments of YAML become members named `//`, and these
  /// comments.
  ///
  /// @param places what the object under these keys is; positions in lists are left out
  public Manuscript in(Syntax other, Function<List<String>, Place> places) {
    if (other == syntax) {
      return this;
    }
    Remarks remarks = new Remarks(places);
    return new Manuscript(
        other, false, other == Syntax.JSON ? remarks.toMembers(root) : remarks.toComments(root));
  }

  /// True when `one` and `other` hold equal values, whatever is written round them.
  ///
  /// @param places what the object under these keys is; members named `//` of bodies are left out
  public static boolean sameMeaning(Node one, Node other, Function<List<String>, Place> places) {
    return new Meaning(places).same(one, other, List.of());
  }
}
