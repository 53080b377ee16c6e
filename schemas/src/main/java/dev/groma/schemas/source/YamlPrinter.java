package dev.groma.schemas.source;

import dev.groma.schemas.source.Written.Alias;
import dev.groma.schemas.source.Written.Group;
import dev.groma.schemas.source.Written.Part;
import dev.groma.schemas.source.Written.Scalar;
import dev.groma.schemas.source.Written.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prints YAML in the canonical layout.
///
/// Two spaces per level, lists included; one space after a colon; comments on the column of what
/// they are about; at most one blank line. Quotes, blocks and brackets stay as they are written,
/// but brackets over several lines or beyond the width become lines.
final class YamlPrinter {
  private static final int WIDTH = 100;

  /// Readers may refuse longer names that are not announced.
  private static final int SIMPLE_KEY = 1000;

  private final StringBuilder out = new StringBuilder();

  /// The last lines are a block that a blank line would be part of.
  private boolean kept;

  private YamlPrinter() {}

  static String print(Manuscript manuscript) {
    YamlPrinter printer = new YamlPrinter();
    if (manuscript.isMarked()) {
      printer.out.append("---\n");
    }
    Part root = manuscript.root();
    printer.lines(root.before(), "", true);
    if (root.value() instanceof Group group && !isInline(group, 0)) {
      if (!group.properties().isEmpty() || !root.beside().isEmpty()) {
        printer.out.append(group.properties());
        printer.endLine(root.beside());
      }
      printer.group(group, "", false);
    } else if (!isNothing(root.value()) || !root.beside().isEmpty()) {
      printer.leaf(root.value(), root.beside(), "");
    }
    return printer.out.toString();
  }

  private void lines(List<String> lines, String indent, boolean atStart) {
    boolean blank = atStart || kept;
    kept = kept && lines.isEmpty();
    for (String line : lines) {
      if (!line.isEmpty()) {
        out.append(indent).append(line).append('\n');
      } else if (!blank) {
        out.append('\n');
      }
      blank = line.isEmpty();
    }
  }

  private void endLine(String beside) {
    if (!beside.isEmpty()) {
      space();
      out.append(beside);
    }
    out.append('\n');
  }

  /// Prints the parts of `group`, each on lines of its own.
  ///
  /// @param opened the first line has been begun, up to the column of the group
  private void group(Group group, String indent, boolean opened) {
    boolean first = true;
    for (Part part : group.parts()) {
      if (!(first && opened)) {
        lines(part.before(), indent, first);
        out.append(indent);
      }
      part(part, indent);
      first = false;
    }
    List<String> end = group.end();
    while (!end.isEmpty() && end.getLast().isEmpty()) {
      end = end.subList(0, end.size() - 1);
    }
    lines(end, indent, first);
  }

  private void part(Part part, String indent) {
    Written key = part.key();
    if (key == null) {
      out.append('-');
    } else {
      String name = name(key, false);
      boolean announced = name.length() > SIMPLE_KEY;
      out.append(announced ? "? " : "").append(name);
      out.append(announced ? "\n" + indent : "").append(key instanceof Alias ? " :" : ":");
    }
    int column = out.length() - out.lastIndexOf("\n") - 1;
    if (!(part.value() instanceof Group group) || isInline(group, column)) {
      leaf(part.value(), part.beside(), indent);
      return;
    }
    String inner = indent + "  ";
    boolean opens =
        key == null
            && group.properties().isEmpty()
            && part.beside().isEmpty()
            && group.parts().getFirst().before().stream().allMatch(String::isEmpty);
    if (opens) {
      out.append(' ');
    } else {
      out.append(group.properties().isEmpty() ? "" : " ").append(group.properties());
      endLine(part.beside());
    }
    group(group, inner, opens);
  }

  private static String name(Written key, boolean inFlow) {
    return switch (key) {
      case Alias alias -> "*" + alias.name();
      case Scalar scalar -> properties(scalar.properties()) + flow(scalar, inFlow);
      case Group _ -> throw new IllegalStateException("a key that is no text");
    };
  }

  private static String properties(String properties) {
    return properties.isEmpty() ? "" : properties + " ";
  }

  /// A scalar on one line.
  private static String flow(Scalar scalar, boolean inFlow) {
    boolean fits =
        scalar.style() != Style.BLOCK
            && scalar.raw().indexOf('\n') < 0
            && (!inFlow
                || scalar.style() == Style.QUOTED
                || YamlScalars.isPlainInFlow(scalar.raw()));
    return fits || scalar.kind() != Written.Kind.TEXT
        ? scalar.raw()
        : YamlScalars.quoted(scalar.text()).raw();
  }

  private static boolean isNothing(Written value) {
    return value instanceof Scalar scalar
        && scalar.kind() == Written.Kind.NULL
        && scalar.raw().isEmpty();
  }

  /// Prints a value that begins on the line that has been begun, to the end of its last line.
  private void leaf(Written value, String beside, String indent) {
    boolean isBlock = value instanceof Scalar scalar && scalar.style() == Style.BLOCK;
    kept = false;
    String line = isBlock ? ((Scalar) value).properties() : oneLine(value);
    if (!line.isEmpty()) {
      space();
      out.append(line);
    }
    if (isBlock) {
      block((Scalar) value, beside, indent);
    } else {
      endLine(beside);
    }
    if (value instanceof Group group) {
      lines(group.end(), indent, false);
    }
  }

  private void space() {
    out.append(out.isEmpty() || out.charAt(out.length() - 1) == '\n' ? "" : " ");
  }

  private static String oneLine(Written value) {
    return switch (value) {
      case Alias alias -> "*" + alias.name();
      case Scalar scalar -> (properties(scalar.properties()) + flow(scalar, false)).stripTrailing();
      case Group group -> {
        StringBuilder line = new StringBuilder(properties(group.properties()));
        line.append(group.isList() ? '[' : '{');
        boolean first = true;
        for (Part part : group.parts()) {
          line.append(first ? "" : ", ");
          inFlow(part, line);
          first = false;
        }
        yield line.append(group.isList() ? ']' : '}').toString();
      }
    };
  }

  private static void inFlow(Part part, StringBuilder line) {
    @Nullable Written key = part.key();
    if (key != null) {
      line.append(name(key, true)).append(key instanceof Alias ? " : " : ": ");
    }
    line.append(
        switch (part.value()) {
          case Scalar scalar -> properties(scalar.properties()) + flow(scalar, true);
          case Alias _, Group _ -> oneLine(part.value());
        });
  }

  private void block(Scalar scalar, String beside, String indent) {
    String[] lines = scalar.raw().split("\n", -1);
    space();
    out.append(lines[0]);
    kept = lines[0].indexOf('+') >= 0;
    endLine(beside);
    for (int i = 1; i < lines.length; i++) {
      out.append(lines[i].isEmpty() ? "" : indent + "  ").append(lines[i]).append('\n');
    }
  }

  private static boolean isInline(Group group, int column) {
    return group.parts().isEmpty()
        || (group.isFlow() && hasNoLines(group) && column + oneLine(group).length() < WIDTH);
  }

  private static boolean hasNoLines(Written value) {
    return !(value instanceof Group group)
        || (group.end().isEmpty()
            && group.parts().stream()
                .allMatch(part ->
                    part.before().isEmpty()
                        && part.beside().isEmpty()
                        && hasNoLines(part.value())));
  }
}
