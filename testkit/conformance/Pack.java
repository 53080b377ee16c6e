import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Packs the cases that are directories into one JSON line each: `{"id": ..., "files": {name: text, ...}}`.
///
/// Run as `java testkit/conformance/Pack.java CATEGORY_FOLDER OUTPUT.jsonl`.
final class Pack {
  private Pack() {}

  public static void main(String[] args) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> cases = Files.list(Path.of(args[0]))) {
      for (Path directory : cases.filter(Files::isDirectory).sorted().toList()) {
        lines.add(line(directory));
      }
    }
    Files.write(Path.of(args[1]), lines);
  }

  private static String line(Path directory) throws IOException {
    StringBuilder out = new StringBuilder("{\"id\":");
    quote(String.valueOf(directory.getFileName()), out);
    out.append(",\"files\":{");
    String separator = "";
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.append(separator);
        quote(directory.relativize(file).toString().replace('\\', '/'), out);
        out.append(':');
        quote(Files.readString(file), out);
        separator = ",";
      }
    }
    return out.append("}}").toString();
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || c > '~') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
