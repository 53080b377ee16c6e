package dev.groma.engine.config;

import dev.groma.schemas.diag.Position;
import dev.groma.schemas.diag.SourceRange;
import dev.groma.schemas.source.Node;
import dev.groma.schemas.source.StringNode;
import dev.groma.schemas.source.Syntax;

/// How places of the configuration are pointed at.
final class Places {
  private Places() {}

  /// The beginning of a block: in JSON its brace, in YAML, which has none, the name before it.
  static SourceRange declaration(StringNode name, Node body) {
    return isYaml(body) ? name.range() : opening(body);
  }

  /// True for a part of a YAML file.
  static boolean isYaml(Node node) {
    return Syntax.ofFile(node.range().file()) == Syntax.YAML;
  }

  /// The first character of `node`.
  static SourceRange opening(Node node) {
    Position start = node.range().start();
    return new SourceRange(
        node.range().file(),
        start,
        new Position(start.line(), start.column() + 1, start.offset() + 1));
  }

  /// `range` as sentences mention it: `main.tf.json:3,10-11`.
  static String inWords(SourceRange range) {
    Position start = range.start();
    Position end = range.end();
    String last = start.line() == end.line() ? "" : end.line() + ",";
    return range.file() + ":" + start.line() + "," + start.column() + "-" + last + end.column();
  }
}
